// What each county began with, to be held against its old tables and signed. [DESIGN 1]
#include <algorithm>

#include "projections/duty_selection.h"
#include "projections/go_live.h"
#include "projections/places.h"
#include "projections/village_tables.h"

namespace zhucun::projections {

namespace {

using event::FundEvent;

// One kind of opening fact of a county: how many, what they add up to, and their events.
struct Part {
  std::string key;
  std::string title;
  std::int64_t count = 0;
  std::int64_t half_days = 0;
  Fen amount;
  std::vector<Child> events;
};

struct Opening {
  Part people{"people", "期初在派人员", 0, 0, {}, {}};
  Part days{"days", "期初驻村天数", 0, 0, {}, {}};
  Part funds{"funds", "经费期初余额", 0, 0, {}, {}};

  std::vector<Part*> parts() { return {&people, &days, &funds}; }
};

void add(Part& part, std::string label, std::string value, Position position) {
  ++part.count;
  part.events.push_back({std::move(label), std::move(value), "", position});
}

class Openings {
 public:
  Openings(const Sight& sight, const Ground& ground) : sight_(sight), ground_(ground) {
    people();
    days();
    funds();
  }

  std::map<DivisionCode, Opening>& all() { return all_; }

 private:
  DivisionCode county_of(DivisionCode code) const {
    return ground_.above(code, DivisionLevel::county, sight_.as_of);
  }

  // Whoever was in post before the book's start came in by an opening.
  void people() {
    for (const auto& stay : sight_.facts.stays) {
      if (stay.started.value == 0 || !stay.opening) continue;
      const std::string& person = sight_.facts.parties.id(stay.person);
      county_of_[person] = county_of(stay.village);
      add(all_[county_of_[person]].people, person, to_text(stay.span.first), stay.started);
    }
  }

  void days() {
    for (const auto& [key, days] : sight_.facts.attendance.opening_days) {
      const std::string& person = sight_.facts.parties.id(key.first);
      auto county = county_of_.find(person);
      DivisionCode where = county == county_of_.end() ? last_county(key.first) : county->second;
      Part& part = all_[where].days;
      part.half_days += days.half_days;
      add(part, person + " " + std::to_string(key.second),
          shown(Cell::number(days.half_days), CellKind::days), days.position);
    }
  }

  DivisionCode last_county(domain::PartyRef person) const {
    auto stays = sight_.facts.stays_by_person.find(person.value);
    if (stays == sight_.facts.stays_by_person.end() || stays->second.empty()) return {};
    return county_of(sight_.facts.stays[stays->second.back()].village);
  }

  void funds() {
    for (const auto& paper : sight_.facts.fund.papers) {
      if (paper.type != FundEvent::FUND_OPENING_STATED || paper.reversed_by.value != 0) continue;
      DivisionCode county = county_of(paper.holder);
      if (county.empty()) county = paper.holder;
      Part& part = all_[county].funds;
      part.amount.value += paper.amount.value;
      add(part,
          sight_.facts.division_name(paper.holder, sight_.as_of) + " " + std::to_string(paper.year),
          to_yuan(paper.amount), paper.position);
    }
  }

  const Sight& sight_;
  const Ground& ground_;
  std::map<std::string, DivisionCode> county_of_;
  std::map<DivisionCode, Opening> all_;
};

Cell signed_cell(const Sight& sight, DivisionCode county) {
  auto known = sight.facts.signed_openings.find(county);
  return known == sight.facts.signed_openings.end()
             ? Cell::none("未签认")
             : Cell::number(static_cast<std::int64_t>(known->second.value));
}

bool reached(const Sight& sight, DivisionCode county) {
  if (!sight.reach) return true;
  return sight.reach->kind == ScopeKind::division &&
         in_division(sight.facts, county, sight.reach->division(), sight.as_of);
}

bool is_asked(const Sight& sight, const Query& query, const Ground& ground, DivisionCode county) {
  if (query.division && county != *query.division &&
      ground.above(*query.division, DivisionLevel::county, sight.as_of) != county &&
      *query.division != sight.facts.city)
    return false;
  return reached(sight, county);
}

}  // namespace

Result<Table> opening_check(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(std::move(*fault));
  Ground ground(sight.facts, sight.as_of);
  Openings openings(sight, ground);
  Table table;
  table.title = "期初核对表";
  table.columns = {{"county", "县市区代码", CellKind::text, "", false},
                   {"countyName", "县市区", CellKind::text, "", false},
                   {"live", "履职启用日", CellKind::date, "", false},
                   {"people", "期初在派人数", CellKind::count, "", true},
                   {"days", "期初驻村天数", CellKind::days, "7.2.3", true},
                   {"funds", "经费期初余额", CellKind::fen, "8.2.1", true},
                   {"signed", "签认序号", CellKind::position, "", false}};
  for (const auto& [code, fact] : sight.facts.divisions) {
    if (fact.level != DivisionLevel::county || !is_asked(sight, query, ground, code)) continue;
    Opening opening = openings.all()[code];
    auto live = live_from(sight.facts, code, event::DutyGroup::DUTIES);
    auto counted = [](const Part& part, std::int64_t value) {
      return part.count == 0 ? Cell::none("没有期初") : Cell::number(value);
    };
    table.rows.push_back(
        {to_text(code),
         {Cell::text(to_text(code)), Cell::text(sight.facts.division_name(code, sight.as_of)),
          live ? Cell::date(*live) : Cell::none("未设启用日"),
          counted(opening.people, opening.people.count),
          counted(opening.days, opening.days.half_days),
          counted(opening.funds, opening.funds.amount.value), signed_cell(sight, code)}});
  }
  table.remarks.push_back("与旧表的合计逐项核对，一致后由县驻村办签认；签认之后期初不能再增改");
  return table;
}

Result<Explanation> explain_opening_check(const Sight& sight, const Query&, const std::string& row,
                                          const std::string& column, const std::string& cursor) {
  Ground ground(sight.facts, sight.as_of);
  Openings openings(sight, ground);
  auto county = parse_division(row);
  if (county && reached(sight, *county)) {
    Opening opening = openings.all()[*county];
    for (Part* part : opening.parts()) {
      if (part->key != column) continue;
      Explanation out;
      out.title = sight.facts.division_name(*county, sight.as_of) + " " + part->title;
      out.value = part->key == "days"    ? shown(Cell::number(part->half_days), CellKind::days)
                  : part->key == "funds" ? to_yuan(part->amount)
                                         : std::to_string(part->count);
      out.formula = out.value + " = " + std::to_string(part->count) + " 笔期初登记之和";
      out.clause = part->key == "funds" ? "8.2.1" : part->key == "days" ? "7.2.3" : "";
      page(out, std::move(part->events), cursor);
      return out;
    }
  }
  return refuse({Code::not_found, "期初核对表没有这一格", "核对行和列", "row", "", {}});
}

}  // namespace zhucun::projections
