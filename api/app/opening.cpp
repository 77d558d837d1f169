#include "api/app/opening.h"

#include <map>

#include "ledger/policy/policy_language.h"
#include "ledger/policy/shipped.h"
#include "ledger/schema/json_writer.h"

namespace zhucun::app {

namespace {

using Fields = std::vector<std::string_view>;

Refusal bad_line(const std::string& what, std::size_t line, const std::string& detail) {
  return {Code::malformed,
          what + "第 " + std::to_string(line) + " 行：" + detail,
          "各列用英文逗号分隔，第一行是列名，另存为 UTF-8",
          "",
          "",
          {}};
}

// The lines of a plain CSV without quotes, each with as many fields as the header.
Result<std::vector<Fields>> lines_of(std::string_view text, const std::string& what,
                                     std::string_view header) {
  std::vector<Fields> out;
  std::size_t number = 0;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty()) {
    auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number;
    if (number == 1) {
      if (line != header) return refuse(bad_line(what, 1, "列名应为 " + std::string(header)));
      continue;
    }
    if (line.empty()) continue;
    Fields fields;
    for (std::size_t at = 0; at <= line.size();) {
      auto comma = std::min(line.find(',', at), line.size());
      fields.push_back(line.substr(at, comma - at));
      at = comma + 1;
    }
    std::size_t expected = 1;
    for (char c : header) expected += c == ',';
    if (fields.size() != expected) {
      return refuse(bad_line(what, number,
                             "应有 " + std::to_string(expected) + " 列，实有 " +
                                 std::to_string(fields.size()) + " 列"));
    }
    out.push_back(std::move(fields));
  }
  return out;
}

class Drafts {
 public:
  explicit Drafts(const InitOptions& options) : options_(options) {}

  template <typename F>
  void add(std::string_view id, std::string_view type, Date date, F&& fill) {
    JsonWriter out;
    out.begin_object();
    out.field("id", "init/" + std::string(id)).field("type", type).field("date", to_text(date));
    out.field("actor", options_.actor).field("source", "init");
    out.key("data").begin_object();
    fill(out);
    out.end_object().end_object();
    drafts_.push_back(out.take());
  }
  std::vector<std::string> take() { return std::move(drafts_); }

 private:
  const InitOptions& options_;
  std::vector<std::string> drafts_;
};

std::optional<Refusal> add_register(Drafts& drafts, const InitOptions& options) {
  auto lines = lines_of(options.register_csv, "区划登记表", "code,name,level,parent");
  if (!lines) return std::move(lines.error());
  for (const auto& fields : *lines) {
    drafts.add("division-" + std::string(fields[0]), "divisionRegistered", options.start,
               [&](JsonWriter& out) {
                 out.field("code", fields[0]).field("name", fields[1]).field("level", fields[2]);
                 // The city is the top of its own book, whatever the register knows above it.
                 bool top = parse_division(fields[0]) == std::optional(options.city);
                 if (!top) out.field("parent", fields[3]);
                 out.field("origin", options.register_source);
               });
  }
  return std::nullopt;
}

std::optional<Refusal> add_calendars(Drafts& drafts, const InitOptions& options) {
  if (options.calendar_csv.empty()) return std::nullopt;
  auto lines = lines_of(options.calendar_csv, "节假日表", "date,type,name");
  if (!lines) return std::move(lines.error());
  static const std::map<std::string_view, std::string_view> kinds{
      {"holiday", "holiday"}, {"inlieu", "inLieu"}, {"workday", "workday"}};
  std::map<std::string, std::vector<Fields>> years;
  for (std::size_t i = 0; i < lines->size(); ++i) {
    const auto& fields = (*lines)[i];
    if (!parse_date(fields[0]) || !kinds.contains(fields[1])) {
      return bad_line("节假日表", i + 2, "日期或类别看不懂");
    }
    years[std::string(fields[0].substr(0, 4))].push_back(fields);
  }
  for (const auto& [year, days] : years) {
    drafts.add("calendar-" + year, "calendarAdopted", options.start, [&](JsonWriter& out) {
      out.key("year").raw(year);
      out.field("notice", "国务院办公厅关于" + year + "年部分节假日安排的通知");
      out.key("days").begin_array();
      for (const auto& fields : days) {
        out.begin_object().field("date", fields[0]).field("kind", kinds.at(fields[1]));
        out.field("name", fields[2]).end_object();
      }
      out.end_array();
    });
  }
  return std::nullopt;
}

std::optional<Refusal> add_policy(Drafts& drafts, const InitOptions& options) {
  if (options.policy_toml.empty()) return std::nullopt;
  auto document = policy::read_document(options.policy_toml, "policy.toml");
  if (!document) return std::move(document.error());
  drafts.add("policy", "policyAdopted", options.start, [&](JsonWriter& out) {
    out.field("number", document->head.number).field("from", to_text(document->head.effective));
    out.field("text", options.policy_toml);
  });
  return std::nullopt;
}

}  // namespace

InitOptions shipped_options(DivisionCode city) {
  InitOptions out;
  out.city = city;
  out.actor = "init";
  std::string code = to_text(city);
  std::string_view all = policy::shipped_document("yulin-divisions.csv");
  out.calendar_csv = policy::shipped_document("holidays.csv");
  // The one register that is shipped is used for the city that it is of.
  if (all.find("\n" + code + ",") != std::string_view::npos) {
    out.register_csv = all;
    out.register_source = "2023年统计用区划代码";
  }
  for (const auto& name : policy::shipped_documents()) {
    if (!name.ends_with(".toml")) continue;
    auto document = policy::read_document(policy::shipped_document(name), name);
    if (document && document->head.area == city) out.policy_toml = policy::shipped_document(name);
  }
  return out;
}

Result<std::vector<std::string>> opening_drafts(const InitOptions& options) {
  Drafts drafts(options);
  drafts.add("opened", "bookOpened", options.start, [&](JsonWriter& out) {
    out.field("city", to_text(options.city)).field("title", options.title);
    if (options.demo) out.key("demo").boolean(true);
  });
  if (options.register_csv.empty()) {
    return refuse({Code::missing_field,
                   "没有 " + to_text(options.city) + " 的区划登记表",
                   "用 --register 指定 CSV（列 code,name,level,parent）",
                   "",
                   "",
                   {}});
  }
  if (auto fault = add_register(drafts, options)) return refuse(*fault);
  if (auto fault = add_calendars(drafts, options)) return refuse(*fault);
  if (auto fault = add_policy(drafts, options)) return refuse(*fault);
  return drafts.take();
}

std::unique_ptr<book::Book> open_book(const std::filesystem::path& folder, log::OpenMode mode,
                                      std::shared_ptr<Clock> clock, book::Options options) {
  auto log = log::open_book(folder.string(), mode, options.log);
  return std::make_unique<book::Book>(std::move(log), std::move(clock), mode, std::move(options));
}

Result<std::unique_ptr<book::Book>> init_book(const std::filesystem::path& folder,
                                              const InitOptions& options,
                                              std::shared_ptr<Clock> clock,
                                              book::Options book_options) {
  auto drafts = opening_drafts(options);
  if (!drafts) return refuse(std::move(drafts.error()));
  // Everything is tried on a book in memory first, so that a refusal leaves no folder behind.
  auto try_on = [&](book::Book& book) -> std::optional<Refusal> {
    std::vector<book::Book::Ticket> tickets;
    for (const auto& json : *drafts) {
      auto words = schema::draft_from_json(json, {});
      if (!words) return std::move(words.error());
      book::Request request;
      request.drafts.push_back(book::prepare(std::move(*words), options.hash));
      tickets.push_back(book.submit_later(std::move(request)));
    }
    for (auto& ticket : tickets) {
      if (auto outcome = ticket.wait(); !outcome) return std::move(outcome.error());
    }
    return std::nullopt;
  };
  {
    book::Options trial_options;
    trial_options.disk_floor = 0;
    book::Book trial(log::make_memory_log(options.hash), clock, log::OpenMode::write,
                     trial_options);
    if (auto fault = try_on(trial)) return refuse(*fault);
  }
  book_options.log.created = clock->now();
  auto log = log::create_book(folder.string(), options.hash, book_options.log);
  auto made = std::make_unique<book::Book>(std::move(log), std::move(clock), log::OpenMode::write,
                                           std::move(book_options));
  if (auto fault = try_on(*made)) return refuse(*fault);
  return made;
}

}  // namespace zhucun::app
