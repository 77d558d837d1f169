#include "tests/harness/spec.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

#include "api/app/clock.h"
#include "api/app/ledger.h"
#include "api/app/opening.h"
#include "ledger/policy/shipped.h"
#include "ledger/schema/json_writer.h"
#include "tests/harness/spec_text.h"

namespace zhucun::harness {

namespace {

RecordedTime noon_of(Date day) {
  return {(day.time_since_epoch().count() * 24 + 4) * std::int64_t{3600} * 1'000'000};
}

// keys/ in a folder of its own, gone with the spec file.
class SpecKeys {
 public:
  ~SpecKeys() {
    if (!folder_.empty()) std::filesystem::remove_all(folder_);
  }
  std::shared_ptr<vault::Vault> made() {
    if (folder_.empty()) {
      std::string name = std::filesystem::temp_directory_path() / "zhucun-spec-XXXXXX";
      folder_ = mkdtemp(name.data());
    }
    return std::make_shared<vault::Vault>(folder_ / std::to_string(++count_),
                                          log::SmallStoreMode::create, vault::MasterKey::random(),
                                          log::HashKind::sha256);
  }

 private:
  std::filesystem::path folder_;
  int count_ = 0;
};

// The text of a field in JSON as specs write it; empty when it is not there.
std::string text_in(const std::string& json, const std::string& field) {
  auto at = json.find("\"" + field + "\":");
  if (at == std::string::npos) return "";
  auto from = json.find('"', at + field.size() + 3);
  return json.substr(from + 1, json.find('"', from + 1) - from - 1);
}

class Runner {
 public:
  explicit Runner(const std::string& path) : path_(path), lines_(lines_of(path)) {}

  SpecResult run() {
    for (at_ = 0; at_ < lines_.size(); ++at_) line(lines_[at_]);
    if (update_ && changed_) {
      std::ofstream out(path_);
      for (const auto& one : lines_) out << one << "\n";
    }
    return std::move(result_);
  }

 private:
  void fail(const std::string& what) {
    result_.failures.push_back(std::filesystem::path(path_).filename().string() + ":" +
                               std::to_string(at_ + 1) + ": " + what);
  }

  void line(const std::string& text) {
    auto words = words_of(text);
    if (words.empty() || words[0].starts_with("#")) return;
    const std::string& verb = words[0];
    if (verb == "spec") {
      ++result_.specs;
      start({});
    } else if (verb == "book") {
      start(fields_of(words, 1));
    } else if (verb == "given" || verb == "when") {
      submit(words);
      if (verb == "given" && !outcome_.empty() && outcome_ != "accepted")
        fail("given was not accepted: " + outcome_);
    } else if (verb == "then") {
      expect(text.substr(text.find("then") + 4));
    } else if (verb == "today") {
      clock_->set(noon_of(*parse_date(words.at(1))));
    } else if (verb == "report") {
      report(words);
    } else if (verb == "explain") {
      explain(words);
    } else if (verb != "covers") {
      fail("no such line: " + verb);
    }
  }

  void start(const Fields& options) {
    app::InitOptions init = app::shipped_options({610800000000});
    init.start = make_date(2024, 1, 1);
    init.title = "spec";
    std::vector<std::string> policies;
    for (const auto& [name, value] : options) {
      if (name == "city") {
        init.city = *parse_division(value);
        init.register_csv = "code,name,level,parent\n" + value + ",示范市,city,\n";
        init.register_source = "spec";
      }
      if (name == "start") init.start = *parse_date(value);
      if (name == "policy") policies = split(value, ',');
      if (name == "policy") init.policy_toml.clear();
    }
    clock_ = std::make_shared<app::ManualClock>(noon_of(init.start));
    book::Options book_options;
    book_options.disk_floor = 0;
    ledger_.reset();
    for (const auto& [name, value] : options) {
      if (name == "keys") book_options.vault = keys_.made();
    }
    auto book = std::make_unique<book::Book>(log::make_memory_log(log::HashKind::sha256), clock_,
                                             log::OpenMode::write, book_options);
    ledger_ = std::make_unique<app::Ledger>(std::move(book));
    names_.clear();
    number_ = 0;
    auto drafts = app::opening_drafts(init);
    std::string all;
    for (const auto& draft : *drafts) all += (all.empty() ? "[" : ",") + draft;
    auto opened = ledger_->submit(all + "]", {});
    if (!opened) fail("the book did not open: " + opened.error().detail);
    for (const auto& name : policies) {
      if (!name.empty() && name != "none") adopt(name, init.start);
    }
  }

  void adopt(const std::string& name, Date from) {
    JsonWriter out;
    out.begin_object().field("id", "policy-" + name).field("type", "policyAdopted");
    out.field("date", to_text(from)).field("actor", "spec").key("data").begin_object();
    out.field("number", name).field("from", to_text(from));
    out.field("text", policy::shipped_document(name)).end_object().end_object();
    auto done = ledger_->submit(out.str(), {});
    if (!done) fail("the policy was refused: " + done.error().detail);
  }

  std::string resolved(const std::string& value) const {
    auto at = value.find('@');
    if (at == std::string::npos) return value;
    auto end = std::min(value.find('|', at), value.size());
    std::string name = value.substr(at + 1, end - at - 1);
    auto dot = name.find('.');
    auto found = names_.find(name.substr(0, dot));
    if (found == names_.end()) return value;
    // "@draft.content": what the event says in a field.
    if (dot != std::string::npos) {
      auto event = ledger_->event_json(Position{found->second});
      return text_in(event.value_or(""), name.substr(dot + 1));
    }
    return value.substr(0, at) + std::to_string(found->second) + value.substr(end);
  }

  // A list of structs as JSON, or as a/b/c+d/e/f: members in the order of the schema, empty = not
  // said.
  void write_structs(JsonWriter& out, const schema::FieldInfo& info, const std::string& value) {
    if (value.starts_with('[')) {
      out.raw(value);
      return;
    }
    out.begin_array();
    for (const auto& item : split(value, '+')) {
      out.begin_object();
      auto parts = split(item, '/');
      for (std::size_t i = 0; i < parts.size() && i < info.members.size(); ++i) {
        if (parts[i].empty()) continue;
        write_field(out, &info.members[i], info.members[i].name, parts[i]);
      }
      out.end_object();
    }
    out.end_array();
  }

  void write_field(JsonWriter& out, const schema::FieldInfo* info, const std::string& name,
                   const std::string& raw) {
    std::string value = resolved(raw);
    out.key(name);
    using schema::FieldKind;
    if (info && info->kind == FieldKind::text_list) {
      out.begin_array();
      for (const auto& part : split(value, ',')) out.text(part);
      out.end_array();
    } else if (info && info->kind == FieldKind::integer_list) {
      out.begin_array();
      for (const auto& part : split(value, ',')) out.raw(resolved(part));
      out.end_array();
    } else if (info && info->kind == FieldKind::struct_list) {
      if (value.find('/') != std::string::npos || value.starts_with('['))
        write_structs(out, *info, value);
      else
        write_rows(out, info->members, value);
    } else if (info && info->kind == FieldKind::fen && value.find('.') != std::string::npos) {
      out.raw(fen_of(value));
    } else if (info && (info->kind == FieldKind::integer || info->kind == FieldKind::boolean ||
                        info->kind == FieldKind::fen)) {
      out.raw(value);
    } else if (name == "text" && value.ends_with(".toml")) {
      std::string text(policy::shipped_document(value));
      for (const auto& [from, to] : replacements_) {
        // "row-id/from=>to" looks for the first `from` after the row's id.
        auto slash = from.find('/');
        auto row = slash == std::string::npos ? 0 : text.find("\"" + from.substr(0, slash) + "\"");
        std::string what = slash == std::string::npos ? from : from.substr(slash + 1);
        if (auto at = text.find(what, row); at != std::string::npos)
          text.replace(at, what.size(), to);
      }
      out.text(text);
    } else {
      out.text(value);
    }
  }

  // rows="P1:在x20 公 -x10;P2:休": rows of two fields; x20 repeats a word.
  static void write_rows(JsonWriter& out, const std::vector<schema::FieldInfo>& members,
                         const std::string& value) {
    out.begin_array();
    for (const auto& row : split(value, ';')) {
      auto colon = row.find(':');
      std::string words;
      for (const auto& word : split(row.substr(colon + 1), ' ')) {
        auto times = word.rfind('x');
        int count = times == std::string::npos ? 1 : std::stoi(word.substr(times + 1));
        for (int i = 0; i < count; ++i) {
          words += (words.empty() ? "" : " ") + word.substr(0, times);
        }
      }
      out.begin_object().field(members.at(0).name, row.substr(0, colon));
      out.field(members.at(1).name, words).end_object();
    }
    out.end_array();
  }

  static const schema::FieldInfo* field_named(const std::vector<schema::FieldInfo>& fields,
                                              const std::string& name) {
    for (const auto& field : fields) {
      if (field.name == name) return &field;
    }
    return nullptr;
  }

  // "given DATE type field=value ...": a JSON draft, submitted as a user's. "given raw JSON"
  // submits what is written, "given raw:label JSON" remembers its position.
  void submit(const std::vector<std::string>& words) {
    std::string label;
    app::SubmitOptions options;
    bool raw = words.size() > 1 && words[1].starts_with("raw");
    auto day = raw ? parse_date(text_in(lines_[at_], "date")) : std::nullopt;
    if (day && noon_of(*day) > clock_->now()) clock_->set(noon_of(*day));
    std::string draft = raw ? raw_text() : json_of(words, label, options);
    if (raw && words[1].size() > 4) label = words[1].substr(4);
    options.key = "spec-" + std::to_string(++number_);
    options.actor = "spec";
    auto done = ledger_->submit(draft, options);
    outcome_.clear();
    refusal_.reset();
    if (!done) {
      refusal_ = done.error();
      outcome_ = "refused " + std::string(name_of(refusal_->code)) + " " + refusal_->detail;
      return;
    }
    outcome_ = done->events.back().is_new ? "accepted" : "known";
    // What precedes and what follows an event carries its id with an addition.
    auto own =
        std::min_element(done->events.begin(), done->events.end(),
                         [](const auto& a, const auto& b) { return a.id.size() < b.id.size(); });
    if (!label.empty()) names_[label] = own->position.value;
  }

  std::string raw_text() const {
    const std::string& line = lines_[at_];
    return line.substr(line.find('{', line.find("raw")));
  }

  std::string json_of(const std::vector<std::string>& words, std::string& label,
                      app::SubmitOptions& options) {
    if (auto day = parse_date(words.at(1));
        day && noon_of(*day) > clock_->now() && !holds_today(words)) {
      clock_->set(noon_of(*day));
    }
    const auto* type = schema::find_event(words.at(2));
    JsonWriter out;
    out.begin_object().field("type", words.at(2)).field("date", words.at(1));
    replacements_.clear();
    Fields data;
    for (const auto& [name, value] : fields_of(words, 3)) {
      if (name == "as")
        label = value;
      else if (name == "today")
        continue;
      else if (name == "revision")
        options.revision = Position{std::stoull(resolved(value))};
      else if (name == "replace")
        replace(value);
      else if (const auto* field = field_named(schema::envelope(), name))
        write_field(out, field, name, value);
      else
        data.emplace_back(name, value);
    }
    out.key("data").begin_object();
    for (const auto& [name, value] : data) {
      write_field(out, type ? field_named(type->fields, name) : nullptr, name, value);
    }
    return out.end_object().end_object().take();
  }

  // `today=fixed` keeps the clock where it is, for specs on dates that lie ahead.
  static bool holds_today(const std::vector<std::string>& words) {
    for (const auto& word : words) {
      if (word == "today=fixed") return true;
    }
    return false;
  }

  void replace(const std::string& value) {
    auto arrow = value.find("=>");
    if (arrow != std::string::npos)
      replacements_.emplace_back(value.substr(0, arrow), value.substr(arrow + 2));
  }

  // Each word of what is expected must occur: the code, the clause in brackets, parts of the
  // message.
  void expect(const std::string& text) {
    auto wanted = words_of(text);
    if (wanted.at(0) != "refused") {
      if (outcome_ != wanted[0]) fail("expected " + wanted[0] + ", got " + outcome_);
      return;
    }
    if (!refusal_) {
      fail("expected a refusal, got " + outcome_);
      return;
    }
    if (name_of(refusal_->code) != wanted.at(1))
      fail("expected " + wanted[1] + ", got " + outcome_);
    for (std::size_t i = 2; i < wanted.size(); ++i) {
      const std::string& word = wanted[i];
      bool clause = word.front() == '[' && word.back() == ']';
      bool there = clause ? refusal_->clause == word.substr(1, word.size() - 2)
                          : (refusal_->detail + refusal_->hint + refusal_->pointer).find(word) !=
                                std::string::npos;
      if (!there)
        fail("“" + word + "” is not in: " + refusal_->detail + "／" + refusal_->hint + " [" +
             refusal_->clause + "]");
    }
    if (refusal_->hint.empty() && refusal_->code != Code::already_reversed)
      fail("the refusal does not say how to repair it");
  }

  std::vector<std::string> shown_rows(const projections::Table& table, const std::string& columns) {
    std::vector<std::string> out;
    auto wanted = split(columns, ',');
    for (const auto& row : table.rows) {
      std::string text;
      for (const auto& name : wanted) {
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
          if (table.columns[i].name != name) continue;
          text +=
              (text.empty() ? "" : "  ") + projections::shown(row.cells[i], table.columns[i].kind);
        }
      }
      out.push_back(std::move(text));
    }
    return out;
  }

  void report(const std::vector<std::string>& words) {
    app::Parameters parameters;
    std::string columns;
    bool notes = false;
    for (const auto& [name, value] : fields_of(words, 2)) {
      if (name == "columns")
        columns = value;
      else if (name == "notes")
        notes = true;
      else
        parameters[name] = resolved(value);
    }
    auto table = ledger_->report(words.at(1), parameters);
    std::vector<std::string> rows;
    if (!table) {
      rows.push_back("refused " + std::string(name_of(table.error().code)) + " " +
                     table.error().detail + "／" + table.error().hint);
    } else {
      rows = shown_rows(*table, columns);
      if (rows.empty()) rows.push_back("(none)");
      if (notes) {
        for (const auto& note : table->readings)
          rows.push_back(note.id + ": " + note.chosen + note.ruling);
        for (const auto& remark : table->remarks) rows.push_back(remark);
      }
    }
    compare(rows);
  }

  void explain(const std::vector<std::string>& words) {
    app::Parameters parameters;
    for (const auto& [name, value] : fields_of(words, 2)) parameters[name] = resolved(value);
    auto told = ledger_->explain(words.at(1), parameters);
    std::vector<std::string> rows;
    if (!told) {
      rows.push_back("refused " + std::string(name_of(told.error().code)) + " " +
                     told.error().detail);
    } else {
      rows.push_back(told->title + "：" + told->value);
      rows.push_back(told->formula);
      rows.push_back("依据 " + told->clause + "：" + told->quote);
      for (const auto& child : told->children)
        rows.push_back("- " + child.label + "  " + child.value);
    }
    compare(rows);
  }

  void compare(const std::vector<std::string>& rows) {
    std::size_t first = at_ + 1;
    if (first >= lines_.size() || lines_[first] != "----") {
      lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(first), {"----", ""});
      changed_ = true;
    }
    std::size_t end = first + 1;
    while (end < lines_.size() && !lines_[end].empty()) ++end;
    std::vector<std::string> expected(lines_.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                                      lines_.begin() + static_cast<std::ptrdiff_t>(end));
    if (expected != rows) {
      if (!update_) {
        std::string text;
        for (const auto& row : rows) text += "\n    " + row;
        fail("the report differs, it reads:" + text);
      }
      auto place = lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(first) + 1,
                                lines_.begin() + static_cast<std::ptrdiff_t>(end));
      lines_.insert(place, rows.begin(), rows.end());
      changed_ = true;
      end = first + 1 + rows.size();
    }
    at_ = end;
  }

  SpecKeys keys_;
  std::string path_;
  std::vector<std::string> lines_;
  std::size_t at_ = 0;
  bool update_ = std::getenv("ZHUCUN_UPDATE_SPECS") != nullptr;
  bool changed_ = false;
  SpecResult result_;
  std::shared_ptr<app::ManualClock> clock_;
  std::unique_ptr<app::Ledger> ledger_;
  std::map<std::string, std::uint64_t> names_;
  std::vector<std::pair<std::string, std::string>> replacements_;
  int number_ = 0;
  std::string outcome_;
  std::optional<Refusal> refusal_;
};

}  // namespace

SpecResult run_spec_file(const std::string& path) {
  return Runner(path).run();
}

SpecInventory inventory_of(const std::string& folder) {
  SpecInventory out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".spec") continue;
    for (const auto& line : lines_of(entry.path().string())) {
      auto words = words_of(line);
      if (words.empty()) continue;
      if (words[0] == "covers") out.rows.insert(words.begin() + 1, words.end());
      if (words[0] == "then" && words.size() > 2 && words[1] == "refused")
        out.codes.insert(words[2]);
      if ((words[0] == "given" || words[0] == "when") && words.size() > 2) {
        if (!words[1].starts_with("raw"))
          out.events.insert(words[2]);
        else if (std::string type = text_in(line, "type"); !type.empty())
          out.events.insert(type);
      }
      if (words[0] == "report" && words.size() > 1) out.reports.insert(words[1]);
    }
  }
  return out;
}

}  // namespace zhucun::harness
