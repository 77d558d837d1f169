#include "ledger/domain/organisation.h"

#include <algorithm>

#include "ledger/domain/rules.h"

namespace zhucun::domain {

namespace {

void add_standing(std::vector<Standing>& standings, Date first, std::int32_t until, Position at) {
  standings.push_back({{first, until_or_open(until)}, at});
}

void drop_standing(std::vector<Standing>& standings, Position at) {
  std::erase_if(standings, [at](const Standing& s) { return s.position == at; });
}

}  // namespace

Result<Decision> decide(const Context&, const State& state, event::UnitRegistered::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getSeat(), DivisionLevel::unknown, date_of(body),
                                  "/data/seat")) {
    return refuse(*fault);
  }
  return Decision{};
}

void evolve(State& state, Position, event::UnitRegistered::Reader e, event::Body::Reader body) {
  state.units.put(copy(e.getUnit()), {copy(e.getName()),
                                      static_cast<policy::UnitLevel>(e.getLevel()),
                                      static_cast<policy::UnitKind>(e.getKind()),
                                      division(e.getSeat()),
                                      date_of(body),
                                      far_future,
                                      {}});
}

void revert(State& state, Position, event::UnitRegistered::Reader e, event::Body::Reader) {
  state.units.erase(copy(e.getUnit()));
}

Result<Decision> decide(const Context&, const State& state, event::UnitRenamed::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit")) {
    return refuse(*fault);
  }
  return Decision{};
}

// Names stand in the indexes that reports read; rules go by the unit's id.
void evolve(State&, Position, event::UnitRenamed::Reader, event::Body::Reader) {}
void revert(State&, Position, event::UnitRenamed::Reader, event::Body::Reader) {}

Result<Decision> decide(const Context&, const State& state, event::UnitMerged::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit")) {
    return refuse(*fault);
  }
  if (auto fault = unit_fault(state, draft.getInto(), date_of(body), "/data/into")) {
    return refuse(*fault);
  }
  if (copy(draft.getUnit()) == copy(draft.getInto())) {
    return refuse({Code::bad_value, "不能并入自己", "填并入的另一个单位", "/data/into", "", {}});
  }
  return Decision{};
}

void evolve(State& state, Position, event::UnitMerged::Reader e, event::Body::Reader body) {
  KnownUnit& unit = state.units.change(copy(e.getUnit()));
  unit.merged_on = date_of(body);
  unit.merged_into = copy(e.getInto());
}

void revert(State& state, Position, event::UnitMerged::Reader e, event::Body::Reader) {
  state.units.change(copy(e.getUnit())).merged_on = far_future;
}

Result<Decision> decide(const Context&, const State& state, event::OfficeFormed::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getDivision(), DivisionLevel::unknown, date_of(body),
                                  "/data/division")) {
    return refuse(*fault);
  }
  DivisionLevel level = state.divisions.find(division(draft.getDivision()))->level;
  if (level != DivisionLevel::city && level != DivisionLevel::county) {
    return refuse({Code::wrong_division_level,
                   "办公室只设在市和县市区",
                   "改填市或县市区的代码",
                   "/data/division",
                   "8.1",
                   {}});
  }
  return Decision{};
}

void evolve(State& state, Position position, event::OfficeFormed::Reader e,
            event::Body::Reader body) {
  state.offices.put(division(e.getDivision()), {{date_of(body), far_future}, position});
}

void revert(State& state, Position, event::OfficeFormed::Reader e, event::Body::Reader) {
  state.offices.erase(division(e.getDivision()));
}

Result<Decision> decide(const Context&, const State& state, event::MemberUnitNamed::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit")) {
    return refuse(*fault);
  }
  std::string office = "office:" + copy(draft.getDivision());
  if (auto fault = party_fault(state, office.c_str(), date_of(body), "/data/division")) {
    return refuse(*fault);
  }
  if (auto fault = order_fault(date_of(body), until_or_open(draft.getUntil()), "/data/until")) {
    return refuse(*fault);
  }
  return Decision{};
}

void evolve(State& state, Position position, event::MemberUnitNamed::Reader e,
            event::Body::Reader body) {
  add_standing(state.member_units.change(copy(e.getUnit())), date_of(body), e.getUntil(), position);
}

void revert(State& state, Position position, event::MemberUnitNamed::Reader e,
            event::Body::Reader) {
  drop_standing(state.member_units.change(copy(e.getUnit())), position);
}

Result<Decision> decide(const Context&, const State& state, event::GroupFormed::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getCounty(), DivisionLevel::county, date_of(body),
                                  "/data/county")) {
    return refuse(*fault);
  }
  if (draft.hasLeadUnit() && draft.getLeadUnit().size() > 0) {
    if (auto fault = unit_fault(state, draft.getLeadUnit(), date_of(body), "/data/leadUnit")) {
      return refuse(*fault);
    }
  }
  if (auto fault = order_fault(date_of(body), until_or_open(draft.getUntil()), "/data/until")) {
    return refuse(*fault);
  }
  return Decision{};
}

void evolve(State& state, Position position, event::GroupFormed::Reader e,
            event::Body::Reader body) {
  add_standing(state.groups.change(division(e.getCounty())), date_of(body), e.getUntil(), position);
}

void revert(State& state, Position position, event::GroupFormed::Reader e, event::Body::Reader) {
  drop_standing(state.groups.change(division(e.getCounty())), position);
}

}  // namespace zhucun::domain
