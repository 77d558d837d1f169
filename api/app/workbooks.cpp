#include "api/app/workbooks.h"

#include <algorithm>
#include <array>

#include "api/app/import_run.h"
#include "importers/sheet_plan.h"
#include "ledger/domain/facts_lands.h"

namespace zhucun::app {

namespace {

using importers::PlanSheet;
using importers::PlanValue;
using importers::SheetFormat;
using importers::WorkbookFormat;

struct Resident {
  std::string person;
  std::string unit;
  DivisionCode village;
  policy::Role role = policy::Role::unknown;
  Span span;
};

std::string role_title(policy::Role role) {
  return role == policy::Role::first_secretary ? "第一书记" : "工作队员";
}

Refusal wrong_request(const std::string& field, std::string detail, std::string hint) {
  return {Code::bad_parameter, std::move(detail), std::move(hint), field, "", {}};
}

// Whether a period is one of the kind that a format is filled in for.
bool fits(const WorkbookFormat& format, const std::string& period) {
  if (format.every.empty()) return true;
  auto parsed = parse_period(period);
  if (!parsed) return false;
  if (format.every == "month") return period.size() == 7 && period[4] == '-';
  if (format.every == "quarter") return period.size() == 6 && period[4] == 'Q';
  return period.size() == 4;
}

// 2026-07 is 2026年7月, 2026Q3 is 2026年第三季度.
std::string period_title(const std::string& key) {
  auto period = parse_period(key);
  if (!period) return key;
  std::string year = key.substr(0, 4) + "年";
  if (key.size() == 7) return year + std::to_string(month_of(period->span.first)) + "月";
  if (key.size() == 6 && key[4] == 'Q') {
    constexpr std::array<const char*, 4> numbers{"一", "二", "三", "四"};
    return year + "第" + numbers[static_cast<std::size_t>(key[5] - '1')] + "季度";
  }
  return year + (key.size() == 4 ? "" : key.substr(4));
}

class Filler {
 public:
  Filler(Ledger& ledger, const domain::Facts& facts, const policy::Policy& policy,
         const HandOut& wanted, const Viewer& viewer)
      : ledger_(ledger),
        facts_(facts),
        policy_(policy),
        wanted_(wanted),
        viewer_(viewer),
        today_(ledger.book().today()) {
    auto period = parse_period(wanted.period);
    span_ = period ? period->span : Span{facts.start, today_};
    names_ = ledger.access() && viewer.desk && viewer.may(domain::Deed::see_names);
    find_residents();
  }

  PlanSheet sheet(const SheetFormat& format) {
    PlanSheet out = format.layout == importers::Layout::month
                        ? importers::month_sheet_plan(format, span_)
                        : importers::sheet_plan(format);
    offer(out, format);
    if (format.prefill == "residents") month_rows(out);
    if (format.prefill == "people") people(out);
    if (format.prefill == "villages") villages(out);
    if (format.prefill == "leaves") leaves(out);
    return out;
  }

  bool empty() const { return residents_.empty(); }
  const std::set<std::string>& shown() const { return shown_; }

 private:
  using Cells = std::map<std::string, PlanValue>;  // by the column's title

  // What a clerk of this desk mostly means, to choose from; other names may still be written.
  void offer(PlanSheet& out, const SheetFormat& format) {
    for (std::size_t i = 0; i < format.columns.size(); ++i) {
      auto& column = out.columns[i];
      if (!column.may_edit || !column.choices.empty()) continue;
      std::set<std::string> names;
      auto reference = format.columns[i].field.reference;
      for (const auto& one : residents_) {
        if (reference == schema::Reference::village)
          names.insert(facts_.division_name(one.village, today_));
        if (reference == schema::Reference::unit) names.insert(facts_.unit_name(one.unit, today_));
      }
      if (reference == schema::Reference::policy_key) {
        for (const auto& use : policy_.fund_uses) names.insert(use.title);
        if (format.slots.front().type == "villageKindSet") names = village_kinds();
      }
      for (const auto& row : policy_.allowances) {
        bool item = reference == schema::Reference::allowance_item;
        bool standard = reference == schema::Reference::pay_standard && !row.standard.empty();
        if (item || standard) names.insert(row.title);
      }
      column.choices.assign(names.begin(), names.end());
      column.open_choices = true;
    }
  }

  std::set<std::string> village_kinds() const {
    std::set<std::string> out;
    for (const auto& row : policy_.staffing) out.insert(row.title);
    return out;
  }

  void find_residents() {
    DivisionCode area = parse_division(wanted_.division).value_or(DivisionCode{});
    domain::FactsLands lands(facts_);
    for (const auto& [village, indices] : facts_.stays_by_village) {
      if (!area.empty() && !domain::lies_in(lands, village, area)) continue;
      for (auto index : indices) {
        const auto& stay = facts_.stays[index];
        if (stay.started.value == 0 || !stay.span.meets(span_)) continue;
        std::string unit = facts_.parties.id(stay.unit);
        if (!wanted_.unit.empty() && unit != wanted_.unit) continue;
        residents_.push_back({facts_.parties.id(stay.person), unit, village, stay.role, stay.span});
      }
    }
    std::stable_sort(residents_.begin(), residents_.end(), [](const auto& a, const auto& b) {
      return std::pair(a.village, a.role) < std::pair(b.village, b.role);
    });
  }

  std::string name_of(const std::string& person) {
    if (!names_) return "";
    auto name = ledger_.book().detail(facts_, person, "name");
    if (name.value) shown_.insert(person);
    return name.value.value_or("");
  }

  // A row by the titles of its cells; what the format has no column for is left out.
  void add(PlanSheet& out, const Cells& cells) {
    std::vector<PlanValue> row(out.columns.size());
    for (std::size_t i = 0; i < out.columns.size(); ++i) {
      if (auto known = cells.find(out.columns[i].title); known != cells.end())
        row[i] = known->second;
    }
    out.rows.push_back(std::move(row));
  }

  Cells cells_of(const Resident& one) {
    return {{"村代码", to_text(one.village)}, {"村", facts_.division_name(one.village, today_)},
            {"人员编号", one.person},         {"姓名", name_of(one.person)},
            {"职务", role_title(one.role)},   {"派出单位编号", one.unit}};
  }

  void month_rows(PlanSheet& out) {
    std::int64_t number = 0;
    for (const auto& one : residents_) {
      Cells cells = cells_of(one);
      cells["序号"] = ++number;
      for (const auto& [day, word] : known_marks(one)) cells[std::to_string(day)] = word;
      add(out, cells);
    }
  }

  // What the village's sheet of the month says already, if anybody has entered one.
  std::map<unsigned, std::string> known_marks(const Resident& one) {
    std::map<unsigned, std::string> out;
    auto sheet = facts_.attendance.sheets.find({one.village, span_.first});
    auto person = facts_.parties.find(PartyKind::person, one.person);
    if (sheet == facts_.attendance.sheets.end() || sheet->second.contents.empty() || !person)
      return out;
    const auto* marks = sheet->second.contents.back().of(*person);
    for (unsigned day = 1; marks && day <= day_of(span_.last); ++day) {
      if (!(marks->on(day) == DayMark{})) out[day] = to_text(marks->on(day));
    }
    return out;
  }

  void people(PlanSheet& out) {
    std::set<std::string> seen;
    for (const auto& one : residents_) {
      if (seen.insert(one.person).second) add(out, cells_of(one));
    }
  }

  // One row per village with anybody in it; its team reports to townships, counties and units.
  void villages(PlanSheet& out) {
    std::set<DivisionCode> seen;
    for (const auto& one : residents_) {
      if (!seen.insert(one.village).second) continue;
      add(out, {{"汇报单位", "team:" + to_text(one.village)},
                {"整改单位", "team:" + to_text(one.village)},
                {"村代码", to_text(one.village)},
                {"村", facts_.division_name(one.village, today_)}});
    }
  }

  // Leave that is granted and not yet over.
  void leaves(PlanSheet& out) {
    std::set<std::string> here;
    for (const auto& one : residents_) here.insert(one.person);
    for (const auto& [position, leave] : facts_.attendance.leaves) {
      std::string person = facts_.parties.id(leave.person);
      bool closed = leave.returned_at.value != 0 || leave.cancelled_at.value != 0;
      if (!here.contains(person) || closed || leave.span.first > span_.last) continue;
      add(out, {{"准假序号", static_cast<std::int64_t>(position.value)},
                {"人员编号", person},
                {"姓名", name_of(person)}});
    }
  }

  Ledger& ledger_;
  const domain::Facts& facts_;
  const policy::Policy& policy_;
  const HandOut& wanted_;
  const Viewer& viewer_;
  Date today_;
  Span span_;
  bool names_ = false;
  std::vector<Resident> residents_;
  std::set<std::string> shown_;
};

std::optional<Refusal> fault_of(const Ledger& ledger, const HandOut& wanted, const Viewer& viewer) {
  const auto* format = importers::find_workbook(wanted.format);
  if (!format || format->desk.empty()) {
    std::string known;
    for (const auto& one : importers::workbook_formats())
      if (!one.desk.empty())
        known += (known.empty() ? "" : "、") + one.name + "（" + one.title + "）";
    return wrong_request("format", "没有这种工作簿：" + wanted.format, "可用 " + known);
  }
  if (!fits(*format, wanted.period)) {
    return wrong_request("period", format->title + "的期间不能是“" + wanted.period + "”",
                         format->every == "month" ? "填月份，如 2026-07" : "填季度，如 2026Q3");
  }
  bool unit = format->desk == "unit";
  const std::string& whose = unit ? wanted.unit : wanted.division;
  return ledger.book().read([&](const domain::Facts& facts) -> std::optional<Refusal> {
    bool known = unit ? facts.units.contains(whose)
                      : parse_division(whose) && facts.divisions.contains(*parse_division(whose));
    auto kind = unit ? schema::Reference::unit : schema::Reference::division;
    bool inside =
        viewer.unguarded || (viewer.desk && domain::covers(domain::FactsLands(facts),
                                                           viewer.desk->scope, kind, whose, false));
    if (known && inside) return std::nullopt;
    return not_yours((unit ? "单位 " : "地区 ") + whose);
  });
}

NamedPlan filled(Ledger& ledger, const domain::Facts& facts, const policy::Policy& policy,
                 const HandOut& wanted, const Viewer& viewer, bool& empty) {
  const auto& format = *importers::find_workbook(wanted.format);
  Filler filler(ledger, facts, policy, wanted, viewer);
  empty = filler.empty();
  importers::WorkbookHead head{
      format.name,   wanted.division,          wanted.unit,
      wanted.period, book_mark(ledger.book()), std::to_string(facts.position.value)};
  Date today = ledger.book().today();
  std::string whose =
      wanted.unit.empty()
          ? facts.division_name(parse_division(wanted.division).value_or(DivisionCode{}), today)
          : facts.unit_name(wanted.unit, today);
  NamedPlan out;
  out.name =
      whose + "_" + format.title + (wanted.period.empty() ? "" : "_" + wanted.period) + ".xlsx";
  out.plan.author = facts.title;
  out.plan.footer = whose + " " + format.title + " " + period_title(wanted.period) +
                    " · 截至序号 " + head.position;
  out.plan.sheets.push_back(importers::about_plan(format, whose));
  for (const auto& sheet : format.sheets) {
    out.plan.sheets.push_back(filler.sheet(sheet));
    auto& made = out.plan.sheets.back();
    made.title = whose + " " + made.title +
                 (wanted.period.empty() ? "" : "（" + period_title(wanted.period) + "）");
  }
  if (!format.checks.empty()) out.plan.sheets.push_back(importers::check_plan(format));
  out.plan.sheets.push_back(importers::head_plan(head));
  if (!filler.shown().empty()) {
    ledger.write_down({viewer.account,
                       desk_text(*viewer.desk),
                       access::Deed::EXPORT,
                       "工作簿 " + out.name,
                       {filler.shown().begin(), filler.shown().end()},
                       {"name"},
                       "",
                       viewer.peer,
                       0});
  }
  return out;
}

}  // namespace

Result<NamedPlan> hand_out(Ledger& ledger, const HandOut& wanted, const Viewer& viewer) {
  if (auto fault = fault_of(ledger, wanted, viewer)) return refuse(std::move(*fault));
  auto fill = [&](const domain::Facts& facts, const policy::Policy& policy) {
    bool empty = false;
    return filled(ledger, facts, policy, wanted, viewer, empty);
  };
  return ledger.with_policy(ledger.book().today(), fill);
}

Result<std::vector<NamedPlan>> hand_out_county(Ledger& ledger, const std::string& county,
                                               const std::string& period, const Viewer& viewer) {
  auto code = parse_division(county);
  auto parsed = parse_period(period);
  bool month = parsed && period.size() == 7;
  bool quarter = parsed && period.size() == 6 && period[4] == 'Q';
  if (!month && !quarter)
    return refuse(wrong_request("period", "期间“" + period + "”没有工作簿",
                                "填月份 2026-07（乡镇月报本）或季度 2026Q3（单位和县的季报本）"));
  HandOut own{"county-quarterly", county, "", quarter ? period : period.substr(0, 4) + "Q1"};
  if (auto fault = fault_of(ledger, own, viewer)) return refuse(std::move(*fault));
  return ledger.with_policy(
      ledger.book().today(), [&](const domain::Facts& facts, const policy::Policy& policy) {
        std::vector<NamedPlan> out;
        auto take = [&](const HandOut& wanted) {
          bool empty = false;
          auto plan = filled(ledger, facts, policy, wanted, viewer, empty);
          // A county has its own workbook whoever is posted; others without anybody have nothing to
          // say.
          if (!empty || wanted.format == own.format) out.push_back(std::move(plan));
        };
        if (quarter) {
          take(own);
          for (const auto& [id, unit] : facts.units) {
            if (unit.seat == *code) take({"unit-quarterly", "", id, period});
          }
        } else if (auto below = facts.children.find(*code); below != facts.children.end()) {
          for (DivisionCode township : below->second)
            take({"township-monthly", to_text(township), "", period});
        }
        return out;
      });
}

}  // namespace zhucun::app
