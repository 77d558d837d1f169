#include "projections/leaves.h"

#include <algorithm>

namespace zhucun::projections {

using domain::PartyRef;

namespace {

std::int64_t days_in(Span span) {
  return (span.last - span.first).count() + 1;
}

// The person's own id and those that were merged into it.
std::vector<PartyRef> refs_of(const domain::Facts& facts, PartyRef person) {
  std::vector<PartyRef> out{person};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::string& id = facts.parties.id(out[i]);
    for (const auto& [position, merge] : facts.merges) {
      if (facts.parties.id(merge.into) == id) out.push_back(merge.from);
    }
  }
  return out;
}

LeaveSeen seen(const domain::LeaveFact& fact, Date as_of) {
  LeaveSeen one{&fact, fact.span, std::nullopt, 0, true};
  if (fact.returned_at.value == 0 || fact.returned > as_of) return one;
  one.open = false;
  one.returned = fact.returned;
  one.late_days = std::max<std::int64_t>(0, (fact.returned - fact.span.last).count() - 1);
  one.span.last = std::min(fact.span.last, fact.returned - Days{1});
  return one;
}

// Walks stretches in order, adding up; passes on the day after `over` days.
void count_stretch(const policy::ThresholdRow& row, const std::vector<LeaveSeen>& stretch,
                   Date as_of, std::vector<OverThreshold>& out) {
  OverThreshold one;
  one.row = &row;
  for (const LeaveSeen& leave : stretch) {
    Date last = std::min(leave.span.last, as_of);
    if (last < leave.span.first) continue;
    std::int64_t before = one.days;
    one.days += days_in({leave.span.first, last});
    one.leaves.push_back(leave.fact->position);
    if (before <= row.over_days && one.days > row.over_days) {
      one.reached = leave.span.first + Days{row.over_days - before};
    }
  }
  if (one.days > row.over_days) out.push_back(std::move(one));
}

// Leaves that touch, each time one stretch.
std::vector<std::vector<LeaveSeen>> touching(const std::vector<LeaveSeen>& leaves) {
  std::vector<std::vector<LeaveSeen>> out;
  for (const LeaveSeen& leave : leaves) {
    bool joins = !out.empty() && leave.span.first <= out.back().back().span.last + Days{1};
    if (!joins) out.emplace_back();
    out.back().push_back(leave);
  }
  return out;
}

// A leave over new year belongs to both years, each with its own days.
std::vector<std::vector<LeaveSeen>> by_year(const std::vector<LeaveSeen>& leaves) {
  std::map<int, std::vector<LeaveSeen>> years;
  for (const LeaveSeen& leave : leaves) {
    for (int year = year_of(leave.span.first); year <= year_of(leave.span.last); ++year) {
      LeaveSeen part = leave;
      part.span.first = std::max(leave.span.first, make_date(year, 1, 1));
      part.span.last = std::min(leave.span.last, make_date(year, 12, 31));
      years[year].push_back(part);
    }
  }
  std::vector<std::vector<LeaveSeen>> out;
  for (auto& [year, list] : years) out.push_back(std::move(list));
  return out;
}

std::vector<std::vector<LeaveSeen>> stretches(policy::LeaveMeasure measure,
                                              const std::vector<LeaveSeen>& leaves) {
  if (measure == policy::LeaveMeasure::touching) return touching(leaves);
  if (measure == policy::LeaveMeasure::cumulative_year) return by_year(leaves);
  std::vector<std::vector<LeaveSeen>> out;
  for (const LeaveSeen& leave : leaves) out.push_back({leave});
  return out;
}

}  // namespace

std::vector<LeaveSeen> leaves_of(const domain::Facts& facts, PartyRef person, Date as_of) {
  std::vector<LeaveSeen> out;
  for (PartyRef ref : refs_of(facts, person)) {
    auto list = facts.attendance.leaves_by_person.find(ref.value);
    if (list == facts.attendance.leaves_by_person.end()) continue;
    for (Position position : list->second) {
      const auto& fact = facts.attendance.leaves.at(position);
      bool cancelled = fact.cancelled_at.value != 0 && fact.cancelled <= as_of;
      if (fact.approved <= as_of && !cancelled) out.push_back(seen(fact, as_of));
    }
  }
  std::sort(out.begin(), out.end(), [](const LeaveSeen& a, const LeaveSeen& b) {
    return std::tie(a.span, a.fact->position) < std::tie(b.span, b.fact->position);
  });
  return out;
}

std::vector<OverThreshold> leave_over_threshold(const domain::Facts& facts,
                                                const policy::Policy& policy, DivisionCode village,
                                                PartyRef person, Date as_of) {
  std::vector<OverThreshold> out;
  auto leaves = leaves_of(facts, person, as_of);
  if (leaves.empty()) return out;
  for (const auto& row : policy.thresholds) {
    if (!policy::holds_in(row, village)) continue;
    for (const auto& stretch : stretches(row.measure, leaves)) {
      count_stretch(row, stretch, as_of, out);
    }
  }
  return out;
}

std::int64_t joined_days(const std::vector<LeaveSeen>& leaves, const LeaveSeen& one) {
  for (const auto& stretch : touching(leaves)) {
    std::int64_t days = 0;
    bool mine = false;
    for (const LeaveSeen& leave : stretch) {
      days += days_in(leave.span);
      mine = mine || leave.fact == one.fact;
    }
    if (mine) return days;
  }
  return 0;
}

std::int64_t year_days(const std::vector<LeaveSeen>& leaves, const LeaveSeen& one) {
  Span year = period_of({PeriodKind::year}, one.span.first).span;
  std::int64_t days = 0;
  for (const LeaveSeen& leave : leaves) {
    Span part{std::max(leave.span.first, year.first),
              std::min({leave.span.last, year.last, one.span.last})};
    if (part.first <= part.last) days += days_in(part);
  }
  return days;
}

const domain::StayFact* stay_on(const domain::Facts& facts, PartyRef person, Date day) {
  auto list = facts.stays_by_person.find(person.value);
  if (list == facts.stays_by_person.end()) return nullptr;
  for (auto index : list->second) {
    if (facts.stays[index].span.contains(day)) return &facts.stays[index];
  }
  return nullptr;
}

std::string_view title_of(event::LeaveKind kind) {
  switch (kind) {
    case event::LeaveKind::PERSONAL: return "事假";
    case event::LeaveKind::SICK: return "病假";
    case event::LeaveKind::ANNUAL: return "年休假";
    case event::LeaveKind::MARRIAGE: return "婚假";
    case event::LeaveKind::MATERNITY: return "产假";
    case event::LeaveKind::BEREAVEMENT: return "丧假";
    case event::LeaveKind::OTHER: return "其他假";
    case event::LeaveKind::UNKNOWN: break;
  }
  return "未说明";
}

}  // namespace zhucun::projections
