#include "ledger/domain/attendance.h"

#include <capnp/message.h>

#include <algorithm>
#include <map>

#include "ledger/domain/accounts_rules.h"
#include "ledger/domain/attendance_rows.h"

namespace zhucun::domain {

namespace {

using policy::ActorKind;

constexpr const char* clause = "7.2.3";

Refusal refusal(Code code, std::string detail, std::string hint, std::string pointer) {
  return {code, std::move(detail), std::move(hint), std::move(pointer), clause, {}};
}

// The sheet that an event is about, as far as it is known.
struct Sheet {
  DivisionCode village;
  Span month;
  std::string name;  // "樊河村 2025-07"
  SheetStanding now;
  std::vector<SheetStep> steps;
};

// Refuses: bad_value (no month), the village's faults, dates_reversed (before the last step).
template <typename E>
Fault sheet_fault(const State& state, E draft, event::Body::Reader body, Sheet& sheet) {
  auto period = parse_period(view(draft.getMonth()));
  if (!period || period->span != period_of({PeriodKind::month}, period->span.first).span) {
    return refusal(Code::bad_value, copy(draft.getMonth()) + " 不是一个月份", "写成 2025-07",
                   "/data/month");
  }
  if (auto fault = division_fault(state, draft.getVillage(), DivisionLevel::village,
                                  period->span.first, "/data/village")) {
    return fault;
  }
  sheet.village = division(draft.getVillage());
  sheet.month = period->span;
  sheet.name = state.divisions.find(sheet.village)->name + " " + period->key + " 考勤表";
  if (const auto* steps = state.attendance.sheets.find(sheet_name(draft))) sheet.steps = *steps;
  sheet.now = standing_of(sheet.steps);
  if (!sheet.steps.empty() && date_of(body) < sheet.steps.back().date) {
    return refusal(Code::dates_reversed,
                   sheet.name + " 上一步登记在 " + to_text(sheet.steps.back().date),
                   "各步的日期不能早于前一步", "/date");
  }
  return std::nullopt;
}

using Rule = std::shared_ptr<const policy::AttendanceRow>;

// The rule in force for a village; nothing where no document sets one.
Rule rule_for(const State& state, DivisionCode village, Date day) {
  auto policy = state.policy_book().at(day);
  return {policy, policy::row_in(policy->attendance, village)};
}

PartyKind kind_of(ActorKind actor) {
  switch (actor) {
    case ActorKind::team: return PartyKind::team;
    case ActorKind::township: return PartyKind::township;
    default: return PartyKind::office;
  }
}

DivisionLevel level_of(ActorKind actor) {
  switch (actor) {
    case ActorKind::team: return DivisionLevel::village;
    case ActorKind::township: return DivisionLevel::township;
    case ActorKind::county_office: return DivisionLevel::county;
    default: return DivisionLevel::city;
  }
}

std::string title_of(ActorKind actor) {
  switch (actor) {
    case ActorKind::team: return "驻村工作队";
    case ActorKind::township: return "乡镇（街道）";
    case ActorKind::county_office: return "县级驻村办";
    default: return "市驻村办";
  }
}

// Whether a party is the actor of this kind for a village: its team, or an office it lies under.
bool is_actor(const State& state, const Party& who, ActorKind kind, DivisionCode village) {
  if (who.kind != kind_of(kind)) return false;
  auto code = parse_division(who.id);
  const KnownDivision* known = code ? state.divisions.find(*code) : nullptr;
  return known && known->level == level_of(kind) && lies_in(StateLands(state), village, *code);
}

// Who may do this step: what the rule in force says; without one, whoever stands over the village.
Fault actor_fault(const State& state, const Sheet& sheet, capnp::Text::Reader by,
                  std::vector<ActorKind> allowed, const std::string& what, Date day) {
  if (auto fault = party_fault(state, by, day, "/data/by")) return fault;
  std::string names;
  for (ActorKind kind : allowed) {
    if (is_actor(state, party(by), kind, sheet.village)) return std::nullopt;
    names += (names.empty() ? "" : "或") + title_of(kind);
  }
  return refusal(Code::not_allowed, copy(by) + " 不是" + sheet.name + "的" + what + "单位",
                 "由该村的" + names + what, "/data/by");
}

std::vector<ActorKind> enterers(const Rule& rule) {
  if (rule) return rule->entered_by;
  return {ActorKind::team, ActorKind::township};
}

std::vector<ActorKind> checkers(const Rule& rule) {
  if (rule) return {rule->checked_by};
  return {ActorKind::township, ActorKind::county_office};
}

std::vector<ActorKind> confirmers(const Rule& rule) {
  if (rule) return {rule->confirmed_by};
  return {ActorKind::county_office, ActorKind::city_office};
}

Fault order_fault(const Sheet& sheet, const std::string& needed) {
  return refusal(Code::wrong_order, sheet.name + "现在是“" + state_text(sheet.now) + "”", needed,
                 "/data/sheet");
}

// The step names the version it looked at, which must be the last one.
Fault version_fault(const Sheet& sheet, std::uint64_t named) {
  if (sheet.now.last.content.position.value == named) return std::nullopt;
  return refusal(Code::wrong_reference,
                 sheet.name + "的最新一版是序号 " +
                     std::to_string(sheet.now.last.content.position.value) + "，不是 " +
                     std::to_string(named),
                 "重新打开考勤表，核对后再审", "/data/sheet");
}

Fault month_over_fault(const Sheet& sheet, Date day) {
  if (day >= sheet.month.last) return std::nullopt;
  return refusal(Code::wrong_order,
                 sheet.name + "：本月到 " + to_text(sheet.month.last) + " 才结束",
                 "月末以后再审核、审定", "/date");
}

Fault other_person_fault(const State& state, const std::string& actor, const SheetStep& earlier,
                         const std::string& what) {
  if (!accounts_of(state).same_person(actor, earlier.actor)) return std::nullopt;
  return refusal(
      Code::same_person,
      actor + " " + what + "（序号 " + std::to_string(earlier.position.value) + "），不能自己审",
      "由另一个人审核、审定", "/actor");
}

template <typename E>
SheetOf of(const Sheet& sheet, E, event::Body::Reader body) {
  return {sheet.village, sheet.month, date_of(body)};
}

// The events whose rows make up what was confirmed: the entry, then each correction.
std::vector<Position> settled_contents(const Sheet& sheet) {
  std::vector<Position> out;
  SheetStep pending;
  for (const SheetStep& step : sheet.steps) {
    if (step.kind == StepKind::entered || step.kind == StepKind::corrected) pending = step;
    if (step.kind != StepKind::confirmed) continue;
    if (pending.kind == StepKind::entered) out.clear();
    out.push_back(pending.position);
  }
  return out;
}

// Everybody's marks as these events say them, the later ones over the earlier.
std::map<std::string, std::string> marks_of(const Context& context,
                                            const std::vector<Position>& contents) {
  std::map<std::string, std::string> out;
  for (Position position : contents) {
    auto words = context.event_at(position);
    if (!words) continue;
    auto said = schema::read(*words).getAttendance();
    auto rows = said.isAttendanceEntered() ? said.getAttendanceEntered().getRows()
                                           : said.getAttendanceCorrected().getRows();
    for (auto row : rows) out[copy(row.getPerson())] = copy(row.getMarks());
  }
  return out;
}

bool same_marks(const std::string& one, const std::string& other) {
  return parse_month_marks(one) == parse_month_marks(other);
}

void add_step(State& state, const std::string& name, Position position, StepKind kind,
              event::Body::Reader body) {
  state.attendance.sheets.change(name).push_back(
      {position, date_of(body), kind, copy(body.getActor())});
}

void drop_step(State& state, const std::string& name, Position position) {
  auto& steps = state.attendance.sheets.change(name);
  std::erase_if(steps, [position](const SheetStep& step) { return step.position == position; });
  if (steps.empty()) state.attendance.sheets.erase(name);
}

// The step of a kind on which a later one rests: the last before it.
Position step_before(const State& state, const std::string& name, StepKind kind,
                     Position position) {
  Position found;
  const auto* steps = state.attendance.sheets.find(name);
  if (!steps) return found;
  for (const SheetStep& step : *steps) {
    if (step.position < position && step.kind == kind) found = step.position;
  }
  return found;
}

void rest_on(State& state, Position on, Position position) {
  if (on.value != 0) state.dependants.change(on).insert(position);
}
void rest_no_more_on(State& state, Position on, Position position) {
  if (on.value != 0 && state.dependants.contains(on)) state.dependants.change(on).erase(position);
}

template <typename E>
void rest_rows(State& state, Position position, E e) {
  auto month = parse_period(view(e.getMonth()));
  for (auto row : e.getRows()) {
    rest_on_stays(state, copy(row.getPerson()), division(e.getVillage()), month->span, position);
  }
}
template <typename E>
void rest_rows_no_more(State& state, Position position, E e) {
  for (auto row : e.getRows()) rest_no_more_on_stays(state, copy(row.getPerson()), position);
}

// A sheet that says what is there already changes nothing, whatever state that is in.
Fault unchanged(const Context& context, const Sheet& sheet,
                event::AttendanceEntered::Reader draft) {
  const SheetVersion* force = sheet.now.in_force();
  if (!force || force->content.kind != StepKind::entered) return std::nullopt;
  auto known = marks_of(context, {force->content.position});
  if (known.size() != draft.getRows().size()) return std::nullopt;
  for (auto row : draft.getRows()) {
    auto before = known.find(copy(row.getPerson()));
    if (before == known.end() || !same_marks(before->second, copy(row.getMarks()))) return {};
  }
  auto at = std::to_string(force->content.position.value);
  return refusal(Code::sheet_unchanged, sheet.name + "与已填报的（序号 " + at + "）相同",
                 "没有变化，不必再报", "/data/rows");
}

}  // namespace

// Refuses, first match wins: the sheet's faults, not_allowed (who enters), sheet_unchanged,
// sheet_locked, the rows' faults all together. [7.2.3]
Result<Decision> decide(const Context& context, const State& state,
                        event::AttendanceEntered::Reader draft, event::Body::Reader body) {
  Sheet sheet;
  if (auto fault = sheet_fault(state, draft, body, sheet)) return refuse(*fault);
  Rule rule = rule_for(state, sheet.village, date_of(body));
  if (auto fault =
          actor_fault(state, sheet, draft.getBy(), enterers(rule), "填报", date_of(body))) {
    return refuse(*fault);
  }
  if (auto known = unchanged(context, sheet, draft)) return refuse(std::move(*known));
  bool settled = sheet.now.settled.content.position.value != 0;
  if (settled || sheet.now.state == SheetState::checked) {
    return refuse(refusal(Code::sheet_locked,
                          sheet.name + (settled ? "已审定" : "已审核") + "，不能再填报",
                          settled ? "登记考勤更正（attendanceCorrected），写明原因和依据"
                                  : "请审核单位先退回（attendanceReturned）",
                          "/data/month"));
  }
  if (auto fault = rows_fault(state, of(sheet, draft, body), draft.getRows())) {
    return refuse(*fault);
  }
  return Decision{};
}

// Refuses: the sheet's faults, not_allowed, wrong_order, wrong_reference, same_person. [7.2.3]
Result<Decision> decide(const Context&, const State& state, event::AttendanceChecked::Reader draft,
                        event::Body::Reader body) {
  Sheet sheet;
  if (auto fault = sheet_fault(state, draft, body, sheet)) return refuse(*fault);
  Rule rule = rule_for(state, sheet.village, date_of(body));
  if (auto fault =
          actor_fault(state, sheet, draft.getBy(), checkers(rule), "审核", date_of(body))) {
    return refuse(*fault);
  }
  if (sheet.now.state != SheetState::entered) {
    return refuse(*order_fault(sheet, "填报或更正之后才能审核，一版只审核一次"));
  }
  if (auto fault = version_fault(sheet, draft.getSheet())) return refuse(*fault);
  if (auto fault = month_over_fault(sheet, date_of(body))) return refuse(*fault);
  if (auto fault = other_person_fault(state, copy(body.getActor()), sheet.now.last.content,
                                      "填报了这张表")) {
    return refuse(*fault);
  }
  return Decision{};
}

// Refuses as checking does; whoever checked does not confirm either. [7.2.3]
Result<Decision> decide(const Context&, const State& state,
                        event::AttendanceConfirmed::Reader draft, event::Body::Reader body) {
  Sheet sheet;
  if (auto fault = sheet_fault(state, draft, body, sheet)) return refuse(*fault);
  Rule rule = rule_for(state, sheet.village, date_of(body));
  if (auto fault =
          actor_fault(state, sheet, draft.getBy(), confirmers(rule), "审定", date_of(body))) {
    return refuse(*fault);
  }
  if (sheet.now.state != SheetState::checked) {
    return refuse(*order_fault(sheet, "审核之后才能审定，一版只审定一次"));
  }
  if (auto fault = version_fault(sheet, draft.getSheet())) return refuse(*fault);
  std::string actor = copy(body.getActor());
  if (auto fault = other_person_fault(state, actor, sheet.now.last.content, "填报了这张表")) {
    return refuse(*fault);
  }
  if (auto fault = other_person_fault(state, actor, sheet.now.last.checked, "审核了这张表")) {
    return refuse(*fault);
  }
  return Decision{};
}

// Whoever may check or confirm may return. Refuses: not_allowed, wrong_order, wrong_reference.
Result<Decision> decide(const Context&, const State& state, event::AttendanceReturned::Reader draft,
                        event::Body::Reader body) {
  Sheet sheet;
  if (auto fault = sheet_fault(state, draft, body, sheet)) return refuse(*fault);
  Rule rule = rule_for(state, sheet.village, date_of(body));
  auto allowed = checkers(rule);
  for (ActorKind kind : confirmers(rule)) allowed.push_back(kind);
  if (auto fault = actor_fault(state, sheet, draft.getBy(), allowed, "审核、审定", date_of(body))) {
    return refuse(*fault);
  }
  if (sheet.now.state != SheetState::entered && sheet.now.state != SheetState::checked) {
    return refuse(*order_fault(sheet, "只有填报、审核中的考勤表可以退回；已审定的登记考勤更正"));
  }
  if (auto fault = version_fault(sheet, draft.getSheet())) return refuse(*fault);
  return Decision{};
}

// Refuses: the sheet's faults, not_allowed, wrong_order (nothing confirmed, or another correction
// waits), the rows' faults, sheet_unchanged. Fills in what the rows were. [7.2.3]
Result<Decision> decide(const Context& context, const State& state,
                        event::AttendanceCorrected::Reader draft, event::Body::Reader body) {
  Sheet sheet;
  if (auto fault = sheet_fault(state, draft, body, sheet)) return refuse(*fault);
  Rule rule = rule_for(state, sheet.village, date_of(body));
  if (auto fault =
          actor_fault(state, sheet, draft.getBy(), enterers(rule), "填报", date_of(body))) {
    return refuse(*fault);
  }
  if (sheet.now.state != SheetState::confirmed) {
    return refuse(
        *order_fault(sheet, "审定之后才更正；还没审定的退回重报，前一次更正先审定或退回"));
  }
  if (auto fault = rows_fault(state, of(sheet, draft, body), draft.getRows())) {
    return refuse(*fault);
  }
  auto known = marks_of(context, settled_contents(sheet));
  unsigned number = 0;
  for (auto row : draft.getRows()) {
    if (!same_marks(known[copy(row.getPerson())], copy(row.getMarks()))) {
      ++number;
      continue;
    }
    return refuse(refusal(Code::sheet_unchanged, copy(row.getPerson()) + " 与已审定的相同",
                          "只列有更正的人", "/data/rows/" + std::to_string(number)));
  }
  capnp::MallocMessageBuilder message;
  message.setRoot(body);
  auto completed = message.getRoot<event::Body>().getAttendance().getAttendanceCorrected();
  auto before = completed.initBefore(draft.getRows().size());
  for (unsigned i = 0; i < before.size(); ++i) {
    std::string person = copy(draft.getRows()[i].getPerson());
    before[i].setPerson(person);
    before[i].setMarks(known[person]);
  }
  Decision decision;
  decision.completed = schema::finish(message.getRoot<event::Body>().asReader());
  return decision;
}

// Refuses: unknown_person, bad_value (the day is not in the year, more days than there were),
// not_in_post. [7.2.3]
Result<Decision> decide(const Context&, const State& state, event::OpeningDaysStated::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = person_fault(state, draft.getPerson(), "/data/person")) return refuse(*fault);
  Date through = from_stored(draft.getThrough()).value_or(Date{});
  if (year_of(through) != draft.getYear() || through > date_of(body)) {
    return refuse(refusal(Code::bad_value,
                          "截至日 " + to_text(through) + " 不在 " +
                              std::to_string(draft.getYear()) + " 年，或在登记日之后",
                          "填该年内、登记日以前的一天", "/data/through"));
  }
  Span counted{make_date(draft.getYear(), 1, 1), through};
  std::int64_t half_days = 0;
  for (const Stay& stay : stays_of(state, copy(draft.getPerson()))) {
    if (!stay.span.meets(counted)) continue;
    Span days{std::max(stay.span.first, counted.first), std::min(stay.span.last, counted.last)};
    half_days += 2 * ((days.last - days.first).count() + 1);
  }
  std::int64_t stated = 2 * std::int64_t{draft.getDays()} + (draft.getHalf() ? 1 : 0);
  if (half_days == 0) {
    return refuse(refusal(Code::not_in_post,
                          copy(draft.getPerson()) + " 在 " + std::to_string(draft.getYear()) +
                              " 年到 " + to_text(through) + " 为止没有在派",
                          "核对年度和截至日，或先登记到岗", "/data/person"));
  }
  if (draft.getDays() < 0 || stated > half_days) {
    return refuse(refusal(Code::bad_value,
                          "期初 " + std::to_string(draft.getDays()) + " 天多于在派的 " +
                              std::to_string(half_days / 2) + " 天",
                          "填已驻村的天数", "/data/days"));
  }
  return Decision{};
}

void evolve(State& state, Position position, event::AttendanceEntered::Reader e,
            event::Body::Reader body) {
  add_step(state, sheet_name(e), position, StepKind::entered, body);
  rest_rows(state, position, e);
}
void revert(State& state, Position position, event::AttendanceEntered::Reader e,
            event::Body::Reader) {
  drop_step(state, sheet_name(e), position);
  rest_rows_no_more(state, position, e);
}

void evolve(State& state, Position position, event::AttendanceChecked::Reader e,
            event::Body::Reader body) {
  add_step(state, sheet_name(e), position, StepKind::checked, body);
  rest_on(state, {e.getSheet()}, position);
}
void revert(State& state, Position position, event::AttendanceChecked::Reader e,
            event::Body::Reader) {
  drop_step(state, sheet_name(e), position);
  rest_no_more_on(state, {e.getSheet()}, position);
}

void evolve(State& state, Position position, event::AttendanceConfirmed::Reader e,
            event::Body::Reader body) {
  rest_on(state, step_before(state, sheet_name(e), StepKind::checked, position), position);
  add_step(state, sheet_name(e), position, StepKind::confirmed, body);
}
void revert(State& state, Position position, event::AttendanceConfirmed::Reader e,
            event::Body::Reader) {
  drop_step(state, sheet_name(e), position);
  rest_no_more_on(state, step_before(state, sheet_name(e), StepKind::checked, position), position);
}

void evolve(State& state, Position position, event::AttendanceReturned::Reader e,
            event::Body::Reader body) {
  add_step(state, sheet_name(e), position, StepKind::returned, body);
  rest_on(state, {e.getSheet()}, position);
}
void revert(State& state, Position position, event::AttendanceReturned::Reader e,
            event::Body::Reader) {
  drop_step(state, sheet_name(e), position);
  rest_no_more_on(state, {e.getSheet()}, position);
}

void evolve(State& state, Position position, event::AttendanceCorrected::Reader e,
            event::Body::Reader body) {
  rest_on(state, step_before(state, sheet_name(e), StepKind::confirmed, position), position);
  add_step(state, sheet_name(e), position, StepKind::corrected, body);
  rest_rows(state, position, e);
}
void revert(State& state, Position position, event::AttendanceCorrected::Reader e,
            event::Body::Reader) {
  drop_step(state, sheet_name(e), position);
  rest_no_more_on(state, step_before(state, sheet_name(e), StepKind::confirmed, position),
                  position);
  rest_rows_no_more(state, position, e);
}

void evolve(State& state, Position position, event::OpeningDaysStated::Reader e,
            event::Body::Reader) {
  Date through = from_stored(e.getThrough()).value_or(Date{});
  rest_on_stays(state, copy(e.getPerson()), {}, {make_date(e.getYear(), 1, 1), through}, position);
}
void revert(State& state, Position position, event::OpeningDaysStated::Reader e,
            event::Body::Reader) {
  rest_no_more_on_stays(state, copy(e.getPerson()), position);
}

}  // namespace zhucun::domain
