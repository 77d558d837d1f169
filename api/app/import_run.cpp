#include "api/app/import_run.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <deque>

#include "api/app/directory.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::app {

using importers::Item;

namespace {

constexpr std::size_t window = 1024;  // requests that wait for one sync
constexpr std::uint64_t progress_every = 256;

struct StateWords {
  RowState state;
  std::string_view name;
  std::string_view title;
};
constexpr std::array<StateWords, 5> state_words{{{RowState::fresh, "new", "新增"},
                                                 {RowState::changed, "changed", "变更"},
                                                 {RowState::same, "same", "相同"},
                                                 {RowState::wrong, "error", "有误"},
                                                 {RowState::waiting, "asked", "待确认"}}};

std::string hashed(std::string_view text, log::HashKind kind) {
  return log::to_hex(log::Hasher(kind).digest(log::bytes_of(text))).substr(0, 32);
}

// What a row says, whatever position its references get.
std::string saying_of(const Item& item) {
  std::string out = item.type;
  auto add = [&out](const auto& fields) {
    for (const auto& [name, value] : fields) {
      out += "|" + name + "=" + value.json;
      for (const auto& ref : value.refs) out += "@" + ref;
    }
  };
  add(item.envelope);
  add(item.data);
  return out;
}

std::string global(const std::string& ref, std::size_t file) {
  return ref.starts_with("origin:") ? ref : std::to_string(file) + "|" + ref;
}

// The row of the list's entry that a pointer names: /data/rows/2/marks stands in the third.
std::uint32_t line_of(const PlannedRow& row, const std::string& pointer) {
  for (const auto& item : row.items) {
    for (const auto& field : schema::find_event(item.type)->fields) {
      std::string list = "/" + field.name + "/";
      auto at = field.kind == schema::FieldKind::struct_list ? pointer.find(list) : pointer.npos;
      if (at == pointer.npos) continue;
      std::size_t index = std::strtoull(pointer.c_str() + at + list.size(), nullptr, 10);
      if (index < item.list_rows.size()) return item.list_rows[index];
    }
  }
  return 0;
}

// The column of the field that a pointer names: /data/lines/0/amount is fed by lines or amount.
std::uint32_t column_of(const PlannedRow& row, const std::string& pointer) {
  for (const auto& item : row.items) {
    for (const auto& [field, column] : item.columns) {
      if (pointer.find("/" + field) != std::string::npos) return column;
    }
  }
  return 0;
}

// XLSX 工作簿, CSV（GB18030）, with what the reader noticed.
std::string kind_of(const sheet::FileFacts& facts) {
  std::string out = facts.kind == sheet::FileKind::xlsx  ? "XLSX 工作簿"
                    : facts.kind == sheet::FileKind::xls ? "XLS 工作簿"
                                                         : "文本表格（" + facts.encoding + "）";
  for (const auto& note : facts.notes) out += "；" + note;
  return out;
}

ReadFile read_one(Ledger& ledger, const ReadSource& source, const ImportOptions& options,
                  const BookDirectory& directory) {
  ReadFile out;
  out.name = source.name;
  out.kind = kind_of(source.facts);
  out.cells = source.facts.cells;
  importers::ReadingOptions reading;
  reading.file = source.name;
  reading.format = options.format;
  reading.head = options.head;
  reading.source_book = book_mark(ledger.book());
  reading.answers = options.answers;
  out.reading = importers::read_workbook(source.workbook, reading, directory);
  return out;
}

// The items of a file join the plan: those of one record as one row.
void add(ImportPlan& plan, ReadFile file) {
  std::size_t index = plan.files.size();
  for (auto& item : file.reading.items) {
    bool joins = !plan.rows.empty() && plan.rows.back().file == index && item.origin == 0 &&
                 plan.rows.back().items.front().origin == 0 && plan.rows.back().place == item.place;
    if (!joins) plan.rows.push_back({index, item.place, {}});
    plan.rows.back().items.push_back(std::move(item));
  }
  file.reading.items.clear();
  plan.files.push_back(std::move(file));
}

// Rows of an extract are recorded in the order of the book that they came from.
void put_in_order(ImportPlan& plan) {
  std::stable_sort(plan.rows.begin(), plan.rows.end(), [](const auto& a, const auto& b) {
    return a.items.front().origin < b.items.front().origin;
  });
}

}  // namespace

std::string_view name_of(RowState state) {
  return state_words[static_cast<std::size_t>(state)].name;
}

std::string_view title_of(RowState state) {
  return state_words[static_cast<std::size_t>(state)].title;
}

std::string book_mark(const book::Book& book) {
  if (book.position().value == 0) return "";
  return log::to_hex(book.log().leaf_hash({1})).substr(0, 16);
}

// Rows may name what other rows of the same import register: the files are read again until nobody
// new turns up.
static ImportPlan plan_of(Ledger& ledger, const std::vector<ReadSource>& files,
                          const ImportOptions& options, BookDirectory& directory) {
  constexpr int passes_max = 4;
  ImportPlan plan;
  for (int pass = 0; pass < passes_max; ++pass) {
    plan = {};
    bool learnt = false;
    for (const auto& file : files) {
      ReadFile read;
      read.name = file.name;
      if (file.refusal) {
        read.refusal = file.refusal->detail;
        read.hint = file.refusal->hint;
      } else {
        read = read_one(ledger, file, options, directory);
      }
      learnt |= directory.learn(read.reading.items);
      add(plan, std::move(read));
    }
    if (!learnt) break;
  }
  put_in_order(plan);
  return plan;
}

ImportPlan plan_workbooks(Ledger& ledger, const std::vector<ReadSource>& files,
                          const ImportOptions& options, const Viewer& viewer) {
  BookDirectory directory(ledger, viewer, "导入");
  return plan_of(ledger, files, options, directory);
}

ImportPlan plan_import(Ledger& ledger, const std::vector<ImportSource>& files,
                       const ImportOptions& options, const Viewer& viewer,
                       const OnProgress& progress) {
  std::string names;
  std::vector<ReadSource> read;
  for (const auto& file : files) {
    names += (names.empty() ? "" : "、") + file.name;
    if (progress && !progress("读取 " + file.name, read.size(), files.size())) break;
    read.push_back({file.name});
    ReadSource& source = read.back();
    sheet::ReadOptions sandbox = options.sandbox;
    sandbox.name = file.name;
    if (progress) {
      sandbox.cancelled = [&] { return !progress("读取 " + file.name, read.size(), files.size()); };
    }
    auto facts = sheet::read_file(file.bytes, sandbox, source.workbook);
    if (facts)
      source.facts = std::move(*facts);
    else
      source.refusal = std::move(facts.error());
  }
  BookDirectory directory(ledger, viewer, "导入 " + names.substr(0, 200));
  return plan_of(ledger, read, options, directory);
}

ImportRun::ImportRun(Ledger& ledger, const ImportPlan& plan, const ImportOptions& options,
                     const Viewer& viewer)
    : ledger_(ledger), plan_(plan), options_(options), viewer_(viewer) {
  number_repeats();
  replaces_.resize(plan.rows.size());
}

// Two rows that say the same are two facts only where nothing natural tells them apart; the second
// of them gets an id of its own.
void ImportRun::number_repeats() {
  std::map<std::string, std::size_t> seen;
  for (const auto& row : plan_.rows) {
    std::vector<std::size_t> numbers;
    for (const auto& item : row.items) {
      bool keyed = !schema::find_event(item.type)->key.empty();
      numbers.push_back(keyed ? 0 : seen[saying_of(item)]++);
    }
    repeats_.push_back(std::move(numbers));
  }
}

std::string ImportRun::source_of(const PlannedRow& row, const Item& item) const {
  const ReadFile& file = plan_.files[row.file];
  std::string sheet = std::to_string(item.place.sheet + 1);
  for (const auto& one : file.reading.sheets) {
    if (one.index == item.place.sheet) sheet = one.name;
  }
  return file.name + " / " + sheet + " / 第" + std::to_string(item.place.row) + "行";
}

// By what the row says; once more where that was recorded and taken back.
std::string ImportRun::id_of(const Item& item, std::size_t file, std::size_t nth) {
  auto kind = ledger_.book().hash_kind();
  std::string saying = saying_of(item);
  // References into the same file mean nothing without it.
  if (item.has_refs()) saying += "|" + plan_.files[file].name;
  std::string base =
      "import-" + hashed(saying, kind) + (nth > 0 ? "-" + std::to_string(nth + 1) : "");
  std::string id = base;
  for (int again = 2;; ++again) {
    auto known = ledger_.book().known(viewer_.account, id);
    if (!known || !known->reversed) return id;
    id = base + "." + std::to_string(again);
  }
}

std::uint64_t ImportRun::position_of(const std::string& ref, std::size_t file) const {
  auto known = positions_.find(global(ref, file));
  return known == positions_.end() ? 0 : known->second.value;
}

std::map<std::uint64_t, Position> ImportRun::moved() const {
  std::map<std::uint64_t, Position> out;
  for (const auto& [ref, position] : positions_) {
    if (ref.starts_with("origin:")) out[std::stoull(ref.substr(7))] = position;
  }
  return out;
}

bool ImportRun::has_refs(const PlannedRow& row) const {
  return std::any_of(row.items.begin(), row.items.end(),
                     [](const Item& item) { return item.has_refs(); });
}

Result<book::Request> ImportRun::request_of(const PlannedRow& row, std::vector<std::string>& ids) {
  book::Request request;
  ids.clear();
  std::size_t index = static_cast<std::size_t>(&row - plan_.rows.data());
  for (std::size_t i = 0; i < row.items.size(); ++i) {
    const Item& item = row.items[i];
    std::string id = id_of(item, row.file, repeats_[index][i]);
    std::string json =
        importers::draft_json(item, {id, source_of(row, item), options_.correlation},
                              [&](const std::string& ref) { return position_of(ref, row.file); });
    auto draft = schema::draft_from_json(json, {id, viewer_.account, ""});
    if (!draft) return refuse(std::move(draft.error()));
    request.drafts.push_back(book::prepare(std::move(*draft), ledger_.book().hash_kind()));
    ids.push_back(std::move(id));
  }
  return request;
}

// The old event is reversed and the new one recorded, together or not at all.
void ImportRun::pair_with_reversal(book::Request& request, const PlannedRow& row,
                                   Position old) const {
  JsonWriter out;
  std::string id = "import-replace-" + std::to_string(old.value);
  out.begin_object().field("id", id).field("type", "eventReversed");
  out.field("date", to_text(ledger_.book().today()));
  out.field("source", source_of(row, row.items.front()));
  out.key("data").begin_object().key("target").number(old.value);
  out.field("reason", "导入更正：" + plan_.files[row.file].name);
  auto draft =
      schema::draft_from_json(out.end_object().end_object().take(), {id, viewer_.account, ""});
  if (!draft) return;  // of our own making: it has every field
  request.drafts.insert(request.drafts.begin(),
                        book::prepare(std::move(*draft), ledger_.book().hash_kind()));
}

void ImportRun::learn(const PlannedRow& row, const std::vector<std::string>& ids,
                      const book::Outcome& outcome) {
  for (std::size_t i = 0; i < ids.size(); ++i) {
    for (const auto& event : outcome.events) {
      if (event.id == ids[i]) positions_[global(row.items[i].ref, row.file)] = event.position;
    }
  }
}

// Recorded by this very import before the service was stopped.
bool ImportRun::is_own(Position position) const {
  if (options_.correlation.empty() || position > ledger_.book().position()) return false;
  bool own = false;
  ledger_.book().log().read(position, position, [&](const log::Record& record) {
    auto correlation = schema::read(record.body.data()).getCorrelation();
    own = std::string_view(correlation.begin(), correlation.size()) == options_.correlation;
    return false;
  });
  return own;
}

RowResult ImportRun::judge(std::size_t index, const Result<book::Outcome>& outcome) const {
  RowResult out;
  out.row = index;
  out.replaces = replaces_[index];
  if (!outcome) {
    // The sheet says what is there already.
    if (outcome.error().code == Code::sheet_unchanged) {
      out.state = RowState::same;
      return out;
    }
    out.state = RowState::wrong;
    out.refusal = outcome.error();
    std::string pointer = out.refusal.pointer;
    if (!out.refusal.errors.empty()) pointer = out.refusal.errors.front().pointer;
    out.column = column_of(plan_.rows[index], pointer);
    out.line = line_of(plan_.rows[index], pointer);
    out.refusal.detail = with_names(ledger_, out.refusal.detail);
    return out;
  }
  bool any_new = false;
  for (const auto& event : outcome->events) {
    bool added = event.is_new || is_own(event.position);
    any_new |= added;
    if (added) out.added.push_back(event.position);
  }
  out.state = !any_new                  ? RowState::same
              : out.replaces.value != 0 ? RowState::changed
                                        : RowState::fresh;
  return out;
}

std::vector<RowResult> ImportRun::rehearse(const OnProgress& progress) {
  std::vector<RowResult> results;
  // Rows that differ from what is recorded are tried again with the old event reversed, so that
  // later rows see what they would.
  constexpr int rounds = 2;
  for (int round = 0; round < rounds; ++round) {
    positions_.clear();
    results.clear();
    std::vector<std::vector<std::string>> ids(plan_.rows.size());
    std::vector<book::Request> requests(plan_.rows.size());
    std::map<std::size_t, Refusal> unfit;
    for (std::size_t i = 0; i < plan_.rows.size(); ++i) {
      if (progress && i % progress_every == 0 && !progress("预演", i, 2 * plan_.rows.size()))
        return results;
      if (has_refs(plan_.rows[i])) continue;  // made in its turn
      auto request = request_of(plan_.rows[i], ids[i]);
      if (!request)
        unfit.emplace(i, std::move(request.error()));
      else
        requests[i] = std::move(*request);
      if (request && replaces_[i].value != 0)
        pair_with_reversal(requests[i], plan_.rows[i], replaces_[i]);
    }
    std::vector<std::vector<schema::Words>> bodies(plan_.rows.size());
    auto outcomes = ledger_.book().rehearse(
        std::move(requests), [&](std::size_t i, book::Request& request, const auto& so_far) {
          if (i > 0 && so_far[i - 1]) learn(plan_.rows[i - 1], ids[i - 1], *so_far[i - 1]);
          if (has_refs(plan_.rows[i])) {
            auto made = request_of(plan_.rows[i], ids[i]);
            if (!made)
              unfit.emplace(i, std::move(made.error()));
            else
              request = std::move(*made);
          }
          for (const auto& draft : request.drafts) {
            if (schema::read(draft.body).isWork()) bodies[i].push_back(draft.body);
          }
          return true;
        });
    keep_acts(bodies, outcomes);
    bool again = false;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      auto refusal = unfit.find(i);
      results.push_back(judge(i, refusal != unfit.end()
                                     ? Result<book::Outcome>(refuse(refusal->second))
                                     : outcomes[i]));
      RowResult& result = results.back();
      result.added.clear();
      bool differs = result.state == RowState::wrong && result.refusal.code == Code::differs &&
                     result.refusal.position != 0 && replaces_[i].value == 0;
      if (!differs) continue;
      const auto* info = schema::find_event(plan_.rows[i].items.back().type);
      if (info->reversal == schema::Reversal::none) continue;
      replaces_[i] = {result.refusal.position};
      again = true;
    }
    if (!again) break;
  }
  return results;
}

// The acts that would be new, at the positions that they would have.
void ImportRun::keep_acts(const std::vector<std::vector<schema::Words>>& bodies,
                          const std::vector<Result<book::Outcome>>& outcomes) {
  acts_.clear();
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (!outcomes[i]) continue;
    for (const auto& body : bodies[i]) {
      auto id = schema::read(body).getId();
      for (const auto& event : outcomes[i]->events) {
        if (event.is_new && event.id == std::string_view(id.begin(), id.size()))
          acts_.emplace_back(event.position, body);
      }
    }
  }
}

std::vector<RowResult> ImportRun::record(const std::vector<RowResult>& rehearsed,
                                         const OnProgress& progress) {
  struct Waiting {
    std::size_t row;
    std::vector<std::string> ids;
    book::Book::Ticket ticket;
  };
  std::vector<RowResult> results;
  std::deque<Waiting> waiting;
  positions_.clear();
  auto settle = [&] {
    for (auto& one : waiting) {
      auto outcome = one.ticket.wait();
      if (outcome) learn(plan_.rows[one.row], one.ids, *outcome);
      results.push_back(judge(one.row, outcome));
    }
    waiting.clear();
  };
  std::uint64_t done = 0;
  for (const auto& tried : rehearsed) {
    ++done;
    const PlannedRow& row = plan_.rows[tried.row];
    if (tried.state == RowState::wrong) continue;
    replaces_[tried.row] = tried.replaces;
    if (has_refs(row)) settle();
    std::vector<std::string> ids;
    auto request = request_of(row, ids);
    if (!request) {
      results.push_back(judge(tried.row, refuse(std::move(request.error()))));
      continue;
    }
    if (tried.replaces.value != 0) pair_with_reversal(*request, row, tried.replaces);
    waiting.push_back(
        {tried.row, std::move(ids), ledger_.book().submit_later(std::move(*request))});
    if (waiting.size() >= window) {
      settle();
      if (progress && !progress("登记", done, rehearsed.size())) break;
    }
  }
  settle();
  std::sort(results.begin(), results.end(),
            [](const auto& a, const auto& b) { return a.row < b.row; });
  return results;
}

}  // namespace zhucun::app
