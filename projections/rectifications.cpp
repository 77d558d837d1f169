#include "projections/rectifications.h"

#include <map>

#include "ledger/domain/kept_read.h"

namespace zhucun::projections {

using domain::copy;
using domain::kept;

std::string_view name_of(RectificationStatus status) {
  switch (status) {
    case RectificationStatus::open: return "open";
    case RectificationStatus::overdue: return "overdue";
    case RectificationStatus::reported: return "reported";
    case RectificationStatus::returned: return "returned";
    case RectificationStatus::closed: return "closed";
    case RectificationStatus::closed_late: return "closedLate";
  }
  return "";
}

std::string_view title_of(RectificationStatus status) {
  switch (status) {
    case RectificationStatus::open: return "整改中";
    case RectificationStatus::overdue: return "逾期未报";
    case RectificationStatus::reported: return "待复核";
    case RectificationStatus::returned: return "复核未通过";
    case RectificationStatus::closed: return "已销号";
    case RectificationStatus::closed_late: return "逾期销号";
  }
  return "";
}

std::vector<Rectification> rectifications(const Sight& sight) {
  std::vector<Rectification> out;
  std::map<Position, std::size_t> at;
  for (const auto& one : kept<event::RectificationOrdered>(sight.facts, sight.as_of)) {
    Rectification made;
    made.position = one.position;
    made.from = copy(one.data.getFrom());
    made.to = copy(one.data.getTo());
    made.basis = {one.data.getBasis()};
    made.problem = copy(one.data.getProblem());
    made.ordered = one.date;
    made.due = domain::until_or_open(one.data.getDue());
    made.steps = {one.position};
    auto to = parse_party(made.to);
    if (one.data.getVillage().size() > 0)
      made.village = domain::division(one.data.getVillage());
    else if (to && to->kind == PartyKind::team)
      made.village = *parse_division(to->id);
    made.status = made.due < sight.as_of ? RectificationStatus::overdue : RectificationStatus::open;
    at[one.position] = out.size();
    out.push_back(std::move(made));
  }
  auto step = [&](std::uint64_t order, Position position) -> Rectification* {
    auto found = at.find({order});
    if (found == at.end()) return nullptr;
    out[found->second].steps.push_back(position);
    return &out[found->second];
  };
  // What counts is the last report and the last check; a report after a failed check waits again.
  std::map<Position, Position> last_report;
  for (const auto& one : kept<event::RectificationReported>(sight.facts, sight.as_of)) {
    Rectification* theirs = step(one.data.getRectification(), one.position);
    if (!theirs) continue;
    theirs->reported = one.date;
    theirs->done = copy(one.data.getDone());
    theirs->status = RectificationStatus::reported;
    last_report[theirs->position] = one.position;
  }
  for (const auto& one : kept<event::RectificationChecked>(sight.facts, sight.as_of)) {
    Rectification* theirs = step(one.data.getRectification(), one.position);
    if (!theirs) continue;
    if (one.data.getResult() == event::Opinion::PASSED) {
      theirs->closed = one.date;
      bool late = theirs->reported.value_or(one.date) > theirs->due;
      theirs->status = late ? RectificationStatus::closed_late : RectificationStatus::closed;
    } else if (last_report[theirs->position] < one.position) {
      theirs->status = RectificationStatus::returned;
    }
  }
  return out;
}

Concern concern_of(const Sight& sight, const std::string& party) {
  auto who = parse_party(party);
  if (!who) return {};
  switch (who->kind) {
    case PartyKind::unit:
    case PartyKind::member_unit: {
      auto unit = sight.facts.units.find(who->id);
      return {unit == sight.facts.units.end() ? sight.facts.city : unit->second.seat, who->id, ""};
    }
    case PartyKind::person: return {{}, "", who->id};
    case PartyKind::unknown: return {};
    default: return {*parse_division(who->id), "", ""};
  }
}

}  // namespace zhucun::projections
