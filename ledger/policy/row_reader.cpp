#include "ledger/policy/row_reader.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace zhucun::policy {

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](unsigned char c) { return c >= '0' && c <= '9'; });
}

// 7.2.3, 8.2.2.5, 6.p2: numbers and unnumbered paragraphs, joined by dots.
bool is_clause(std::string_view text) {
  while (true) {
    auto dot = text.find('.');
    std::string_view part = text.substr(0, dot);
    if (!part.empty() && part.front() == 'p') part.remove_prefix(1);
    if (!is_digits(part)) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

// Letters, digits and hyphens: an id is quoted on the command line and in addresses.
bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

std::string cadence_hint() {
  return "可用的取值：none、" + known_names<PeriodKind>() +
         "，多年一次写 \"2 years\" 并写 anchor_year";
}

// Nothing is no cadence, or a mistake that has been noted.
std::optional<Cadence> cadence_of(Fields& fields) {
  const Node* node = fields.value("every", Need::required);
  int anchor = fields.number("anchor_year", {1900, 2999}, 0);
  if (!node) return std::nullopt;
  std::string text = node->text() ? *node->text() : "";
  if (text == "none") return std::nullopt;
  Cadence cadence;
  if (auto kind = from_name<PeriodKind>(text)) {
    cadence.kind = *kind;
  } else {
    auto space = text.find(' ');
    std::string_view count = std::string_view(text).substr(0, space);
    bool years = space != std::string::npos && text.substr(space + 1) == "years";
    if (!years || !is_digits(count) || count.size() > 1 || count < "2") {
      fields.wrong("every", "every 的周期“" + text + "”不认识", cadence_hint());
      return std::nullopt;
    }
    cadence.count = count.front() - '0';
  }
  if (cadence.count > 1 && anchor == 0) {
    fields.wrong("every", "多年一次的周期缺少起算年 anchor_year",
                 "写上第一轮开始的年度，如 anchor_year = 2022");
  }
  if (cadence.count == 1 && anchor != 0) {
    fields.wrong("anchor_year", "anchor_year 只用于多年一次的周期", "删去 anchor_year");
  }
  if (cadence.count > 1 && anchor != 0) cadence.anchor_year = anchor;
  return cadence;
}

Due due_of(Fields& row, const std::optional<Cadence>& every) {
  Due due;
  const Node* node = row.value("due");
  if (!node) return due;
  if (!node->table()) {
    row.wrong("due", "due 应为表", "写成 due = { days_after = 5 } 或 due = { window = [...] }");
    return due;
  }
  Fields fields(*node, row.pointer() + "/due", row.context());
  due.days_after = fields.number("days_after", {-366, 366}, 0);
  if (const Node* window = fields.value("window")) {
    const Items* items = window->items();
    bool pair = items && items->size() == 2;
    due.window_first = pair ? month_day((*items)[0]) : std::nullopt;
    due.window_last = pair ? month_day((*items)[1]) : std::nullopt;
    if (!due.window_first || !due.window_last || *due.window_last < *due.window_first) {
      fields.wrong("window", "window 应为同一年内先后两个月日",
                   "写成 window = [\"12-01\", \"12-31\"]");
    }
    if (every && every->kind != PeriodKind::year) {
      fields.wrong("window", "window 只用于按年的周期", "删去 window，或把 every 改为 year");
    }
    if (fields.has("days_after")) {
      fields.wrong("days_after", "days_after 与 window 不能同时写", "删去其中一个");
    }
  }
  fields.close();
  row.adopt(fields);
  return due;
}

// Values that contradict each other: each a mistake, none a guess.
void check_duty(Fields& fields, const DutyRow& row) {
  auto only = [&](const char* key, bool fits, const std::string& where) {
    if (fields.has(key) && !fits) {
      fields.wrong(key, std::string(key) + " 只用于 " + where, "删去 " + std::string(key));
    }
  };
  only("meeting", row.act == ActKind::meeting, "act = \"meeting\"");
  only("training", row.act == ActKind::training, "act = \"training\"");
  only("any_organiser", row.act == ActKind::training, "act = \"training\"");
  only("to", row.act == ActKind::report, "act = \"report\"");
  only("leaders", row.actor == ActorKind::unit, "actor = \"unit\"");
  if (row.not_after_last_act) {
    only("not_after_last_act", row.per == Per::resident, "per = \"resident\"");
  }
  if (row.act == ActKind::report && row.to == Addressee::none) {
    fields.wrong(Code::missing_field, fields.place(), "to", "报告缺少报送对象 to",
                 "可用的取值：" + known_names<Addressee>());
  }
  // Where a reading decides about the cadence itself, the other options need these keys.
  const Node* every = fields.raw("every");
  bool timeless = every && every->text() && *every->text() == "none";
  const std::string with_cadence = "有周期的行";
  for (const char* key : {"at_least", "due", "owed"}) only(key, !timeless, with_cadence);
  if (!timeless && !fields.has("owed")) {
    fields.wrong(Code::missing_field, fields.place(), "owed", "缺少必填的键 owed",
                 "可用的取值：" + known_names<Owed>());
  }
}

DutyRow duty_of(Fields& fields) {
  DutyRow row;
  row.actor = fields.one_of("actor", ActorKind::unknown, Need::required);
  row.leaders = fields.some_of<Leader>("leaders");
  row.levels = fields.some_of<UnitLevel>("levels");
  row.act = fields.one_of("act", ActKind::unknown, Need::required);
  row.meeting = fields.one_of("meeting", MeetingKind::unknown);
  row.trainings = fields.some_of<TrainingKind>("training");
  row.any_organiser = fields.flag("any_organiser", false);
  row.to = fields.one_of("to", Addressee::none);
  row.per = fields.one_of("per", Per::none);
  row.every = cadence_of(fields);
  row.at_least = fields.number("at_least", {1, 366}, 1);
  row.form = fields.one_of("form", Form::any);
  row.deliverable = fields.one_of("deliverable", Deliverable::none);
  row.due = due_of(fields, row.every);
  row.owed = fields.one_of("owed", Owed::always);
  row.not_after_last_act = fields.flag("not_after_last_act", false);
  check_duty(fields, row);
  return row;
}

StaffingRow staffing_of(Fields& fields) {
  StaffingRow row;
  row.village_kind = fields.text("village_kind");
  row.attribute = fields.text("attribute");
  if (row.village_kind.empty() == row.attribute.empty()) {
    fields.wrong(Code::missing_field, fields.place(), "village_kind",
                 "village_kind 与 attribute 须写且只写一个", "写成 village_kind = \"…\"");
  }
  row.county_decides = fields.flag("county_decides", false);
  row.exact = fields.flag("exact", false);
  row.reduction = fields.some_of<ReductionGround>("reduction");
  const Node* minimum = fields.value("minimum", Need::required);
  if (!minimum) return row;
  if (!minimum->table()) {
    fields.wrong("minimum", "minimum 应为表", "写成 minimum = { first_secretary = 1, member = 2 }");
    return row;
  }
  Fields roles(*minimum, fields.pointer() + "/minimum", fields.context());
  for (const auto& role : names<Role>()) {
    int count = roles.number(role.name, {0, 99}, 0);
    if (count > 0) row.minimum[role.value] = count;
  }
  roles.close();
  fields.adopt(roles);
  return row;
}

ClauseRow clause_of(Fields& fields) {
  ClauseRow row;
  row.treatment = fields.one_of("treatment", Treatment::pending, Need::required);
  row.reason = fields.text("reason");
  if (row.reason.empty()) {
    bool must = row.treatment == Treatment::guidance || row.treatment == Treatment::pending;
    if (must) {
      fields.wrong(Code::missing_field, fields.place(), "reason",
                   "treatment 为 guidance 或 pending 时须写 reason",
                   "写明为何只作指导，或由什么来处理");
    }
  }
  return row;
}

std::vector<Option> options_of(Fields& fields, const std::string& pointer) {
  std::vector<Option> options;
  const Node* list = fields.value("options", Need::required);
  const Items* items = list ? list->items() : nullptr;
  if (!items || items->size() < 2) {
    if (list) fields.wrong("options", "口径至少要有两个选项", "写成 options = [{ id, text }, …]");
    return options;
  }
  for (std::size_t i = 0; i < items->size(); ++i) {
    const Node& item = (*items)[i];
    if (!item.table()) {
      fields.wrong(Code::bad_value, item.place, "options", "选项应为表",
                   "写成 { id = \"…\", text = \"…\" }");
      continue;
    }
    Fields option(item, pointer + "/options/" + std::to_string(i), fields.context());
    Option read{option.text("id", Need::required), option.text("text", Need::required)};
    option.close();
    bool twice = std::any_of(options.begin(), options.end(),
                             [&](const Option& known) { return known.id == read.id; });
    if (twice) option.wrong("id", "选项 " + read.id + " 重复", "改用另一个选项名");
    options.push_back(std::move(read));
  }
  return options;
}

}  // namespace

std::optional<std::pair<unsigned, unsigned>> month_day(const Node& node) {
  const std::string* text = node.text();
  if (!text || text->size() != 5) return std::nullopt;
  // A leap year, so that 02-29 is a day.
  auto date = parse_date("2000-" + *text);
  if (!date) return std::nullopt;
  return std::pair{month_of(*date), day_of(*date)};
}

Cited cited_of(const Document& document, Fields& fields) {
  Cited cited;
  cited.id = fields.text("id", Need::required);
  cited.title = fields.text("title");
  cited.clause = {fields.text("clause", Need::required)};
  cited.quote = fields.text("quote", Need::required);
  cited.readings = fields.texts("readings");
  cited.document = document.head.number;
  cited.area = document.head.area;
  if (!cited.id.empty() && !is_id(cited.id)) {
    fields.wrong("id", "id “" + cited.id + "”含有不允许的字符", "只用小写字母、数字和连字符");
  }
  if (!cited.clause.empty() && !is_clause(cited.clause.text)) {
    fields.wrong("clause", "条款号“" + cited.clause.text + "”写法不对",
                 "写成 7.2.3 的形式，未编号的第 n 段写 .pn");
  }
  return cited;
}

Reading typed_reading(const Document& document, const Node& node, const std::string& pointer,
                      FieldsContext context) {
  Fields fields(node, pointer, context);
  Reading reading;
  static_cast<Cited&>(reading) = cited_of(document, fields);
  reading.question = fields.text("question", Need::required);
  reading.options = options_of(fields, pointer);
  reading.default_option = fields.text("default", Need::required);
  reading.pending = fields.text("pending");
  reading.chosen = reading.default_option;
  std::string known;
  bool found = false;
  for (const Option& option : reading.options) {
    if (!known.empty()) known += "、";
    known += option.id;
    if (option.id == reading.default_option) found = true;
  }
  if (!found && !known.empty() && !reading.default_option.empty()) {
    fields.wrong("default", "default “" + reading.default_option + "”不是选项之一",
                 "可用的选项：" + known);
  }
  fields.close();
  return reading;
}

TypedRow typed_row(const Document& document, const Row& row, FieldsContext context) {
  Fields fields(row.node, row.pointer, context);
  TypedRow typed;
  Cited cited = cited_of(document, fields);
  typed.active = fields.flag("active", true);
  switch (row.kind) {
    case RowKind::staffing: typed.lists.staffing.push_back(staffing_of(fields)); break;
    case RowKind::duty: typed.lists.duties.push_back(duty_of(fields)); break;
    case RowKind::fund: typed.lists.funds.push_back(fund_of(fields)); break;
    case RowKind::fund_step: typed.lists.fund_steps.push_back(fund_step_of(fields)); break;
    case RowKind::fund_use: typed.lists.fund_uses.push_back(fund_use_of(fields)); break;
    case RowKind::clause: typed.lists.clauses.push_back(clause_of(fields)); break;
    case RowKind::presence: typed.lists.presence.push_back(presence_of(fields)); break;
    case RowKind::attendance: typed.lists.attendance.push_back(attendance_of(fields)); break;
    case RowKind::leave_ladder: typed.lists.leave_ladders.push_back(leave_ladder_of(fields)); break;
    case RowKind::threshold: typed.lists.thresholds.push_back(threshold_of(fields)); break;
    case RowKind::allowance: typed.lists.allowances.push_back(allowance_of(fields)); break;
    case RowKind::benefit: typed.lists.benefits.push_back(benefit_of(fields)); break;
    case RowKind::payout: typed.lists.payouts.push_back(payout_of(fields)); break;
    case RowKind::assessment:
    case RowKind::office:
    case RowKind::group_leader:
    case RowKind::interview: read_oversight_row(row.kind, fields, typed.lists); break;
    default: read_selection_row(row.kind, fields, typed.lists); break;
  }
  fields.close();
  typed.unread = fields.unread();
  std::set<std::string> readings = fields.readings();
  readings.insert(cited.readings.begin(), cited.readings.end());
  cited.readings.assign(readings.begin(), readings.end());
  typed.lists.each([&cited](auto& list) {
    for (Cited& one : list) one = cited;
  });
  return typed;
}

}  // namespace zhucun::policy
