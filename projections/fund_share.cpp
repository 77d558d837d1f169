#include "projections/fund_share.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "projections/go_live.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using policy::FundOwed;
using policy::FundRow;
using policy::FundSeat;
using policy::Policy;

// Whom a village's kinds and attributes ask for on a stretch of days. [3]
struct Asked {
  bool first_secretary = false;
  bool member = false;
  bool county_decides = false;
  bool first_secretary_only() const { return first_secretary && !member && !county_decides; }
};

// One row of a seat over the days of one policy.
struct Part {
  Span span;
  const Policy* policy;
  const FundRow* row;
  int days = 0;
  int projected = 0;
};

int length(Span span) {
  return span.last < span.first ? 0 : static_cast<int>((span.last - span.first).count()) + 1;
}

Span overlap(Span a, Span b) {
  return {std::max(a.first, b.first), std::min(a.last, b.last)};
}

int days_within(const std::vector<Span>& spans, Span within) {
  int days = 0;
  for (Span span : spans) days += length(overlap(span, within));
  return days;
}

// Rows of one seat follow each other under changing policies; every top-up goes by its own id.
auto chain_of(const FundRow& row) {
  return std::tuple(row.seat, row.top_up, row.top_up ? std::string_view(row.id) : "");
}

class Shares {
 public:
  Shares(const Sight& sight, const Ground& ground, int year)
      : sight_(sight),
        ground_(ground),
        year_(year),
        span_{make_date(year, 1, 1), make_date(year, 12, 31)} {}

  std::vector<ShareDue> run() {
    const auto& facts = sight_.facts;
    for (const auto& [village, fact] : facts.divisions) {
      if (fact.level != DivisionLevel::village) continue;
      bool known = ground_.villages().contains(village) || facts.kinds.contains(village) ||
                   facts.attributes.contains(village);
      if (known && reaches_village(sight_, village)) share_village(village);
    }
    return std::move(out_);
  }

 private:
  void share_village(DivisionCode village) {
    village_ = village;
    filled_ = filled_seats(ground_, village, span_);
    std::vector<Part> parts = parts_here();
    auto from = parts.begin();
    while (from != parts.end()) {
      auto chain = chain_of(*from->row);
      auto to = std::find_if(from, parts.end(),
                             [&](const Part& part) { return chain_of(*part.row) != chain; });
      share_chain({from, to});
      from = to;
    }
  }

  // The rows that hold in the village, chain by chain, each in the order of days.
  std::vector<Part> parts_here() const {
    std::vector<Part> parts;
    for (const auto& stretch : sight_.policies) {
      if (!stretch.span.meets(span_)) continue;
      for (const FundRow& row : stretch.policy->funds) {
        if (!policy::holds_in(row, village_)) continue;
        parts.push_back({overlap(stretch.span, span_), stretch.policy.get(), &row});
      }
    }
    std::stable_sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) {
      return chain_of(*a.row) < chain_of(*b.row);
    });
    return parts;
  }

  void share_chain(std::vector<Part> parts) {
    // The year in which the row takes force may count from its first day. [8.2.1]
    Date began = parts.front().span.first;
    bool asked = false;
    int days = 0;
    for (Part& part : parts) {
      bool whole = part.row->first_year == policy::FundFirstYear::whole;
      if (part.span.first == began && whole) part.span.first = span_.first;
      asked |= count(part);
      days += part.days;
    }
    const FundRow& first = *parts.front().row;
    if (days == 0 && (!asked || first.top_up)) return;
    for (Part& part : parts) {
      if (days == 0 || part.row->part_year == policy::FundPartYear::by_days) continue;
      part.days = length(part.span);
      part.projected = length(overlap(part.span, after_as_of()));
    }
    give_by_sharing(parts, days == 0);
  }

  // Counts the days of a part; whether the kinds ask for its seat on any of them.
  bool count(Part& part) const {
    bool any = false;
    each_kind(part, [&](Span span, const Asked& asked) {
      any |= part.row->seat == FundSeat::team ? asked.member : asked.first_secretary;
      std::vector<Span> counted = counted_spans(*part.row, span, asked);
      part.days += days_within(counted, span);
      part.projected += days_within(counted, overlap(span, after_as_of()));
    });
    return any;
  }

  std::vector<Span> counted_spans(const FundRow& row, Span span, const Asked& asked) const {
    if (row.seat == FundSeat::first_secretary) {
      bool vacant_too = row.vacant == FundOwed::owed && asked.first_secretary;
      return vacant_too ? filled_.anybody : filled_.first_secretary;
    }
    if (asked.first_secretary_only()) {
      return row.kind_without_team == FundOwed::owed ? filled_.anybody : std::vector<Span>{};
    }
    bool vacant_too = row.vacant == FundOwed::owed && asked.member;
    return vacant_too ? std::vector<Span>{span} : filled_.members;
  }

  // Calls each(span, asked) for the stretches of a part on which the kinds stay the same.
  template <typename F>
  void each_kind(const Part& part, F&& each) const {
    std::vector<Date> cuts{part.span.first, part.span.last + Days{1}};
    auto cut = [&](const auto& facts) {
      auto found = facts.find(village_);
      if (found == facts.end()) return;
      for (const auto& fact : found->second) {
        cuts.push_back(std::clamp(fact.span.first, cuts[0], cuts[1]));
        if (fact.span.last < cuts[1]) cuts.push_back(std::max(cuts[0], fact.span.last + Days{1}));
      }
    };
    cut(sight_.facts.kinds);
    cut(sight_.facts.attributes);
    std::sort(cuts.begin(), cuts.end());
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      if (cuts[i] == cuts[i + 1]) continue;
      each(Span{cuts[i], cuts[i + 1] - Days{1}}, asked_on(cuts[i], *part.policy));
    }
  }

  Asked asked_on(Date day, const Policy& policy) const {
    Asked asked;
    auto look = [&](const auto& facts, auto&& matches) {
      auto found = facts.find(village_);
      if (found == facts.end()) return;
      for (const auto& fact : found->second) {
        if (!fact.span.contains(day) || fact.span.first > sight_.as_of) continue;
        for (const auto& row : policy.staffing) {
          if (!matches(row, fact) || !policy::holds_in(row, village_)) continue;
          asked.county_decides |= row.county_decides;
          asked.first_secretary |= row.minimum.contains(policy::Role::first_secretary);
          asked.member |= row.minimum.contains(policy::Role::member);
        }
      }
    };
    look(sight_.facts.kinds,
         [](const auto& row, const auto& fact) { return row.village_kind == fact.key; });
    look(sight_.facts.attributes, [](const auto& row, const auto& fact) {
      return !row.attribute.empty() && row.attribute == fact.key && fact.value == "true";
    });
    return asked;
  }

  // One share due per way of sharing; the sums of its parts are added before they are rounded.
  void give_by_sharing(const std::vector<Part>& parts, bool nothing_counts) {
    auto same = [](const FundRow& a, const FundRow& b) {
      return a.shares == b.shares && a.remainder == b.remainder;
    };
    std::size_t first_due = out_.size();
    std::vector<__int128> sums;  // of amount x days, beside the shares due
    for (const Part& part : parts) {
      if (part.days == 0 && !nothing_counts) continue;
      std::size_t at = first_due;
      while (at < out_.size() && !same(*out_[at].row, *part.row)) ++at;
      if (at == out_.size()) {
        out_.push_back(begun(part));
        sums.push_back(0);
      }
      ShareDue& due = out_[at];
      due.row = part.row;
      due.policy = part.policy;
      due.days += part.days;
      due.projected_days += part.projected;
      add_stretch(due.stretches, part);
      sums[at - first_due] += __int128{part.row->amount.value} * part.days;
    }
    for (std::size_t i = first_due; i < out_.size(); ++i) {
      ShareDue& due = out_[i];
      if (due.before_go_live) continue;
      __int128 sum = sums[i - first_due];
      due.total = {static_cast<std::int64_t>((sum + due.days_of_year - 1) / due.days_of_year)};
      if (due.top_up) continue;
      std::vector<int> weights;
      for (const auto& share : due.row->shares) weights.push_back(share.weight);
      due.shares = split(due.total, weights, due.row->remainder);
    }
  }

  // Documents that follow each other with the same sum are one stretch.
  static void add_stretch(std::vector<FundStretch>& stretches, const Part& part) {
    bool goes_on = !stretches.empty() && stretches.back().row->amount == part.row->amount &&
                   stretches.back().span.last + Days{1} == part.span.first;
    if (!goes_on) {
      stretches.push_back({part.span, part.days, part.row});
      return;
    }
    stretches.back().span.last = part.span.last;
    stretches.back().days += part.days;
    stretches.back().row = part.row;
  }

  ShareDue begun(const Part& part) {
    ShareDue due;
    due.village = village_;
    due.county = ground_.above(village_, DivisionLevel::county, span_.last);
    due.seat = part.row->seat;
    due.top_up = part.row->top_up;
    due.year = year_;
    due.days_of_year = length(span_);
    due.row = part.row;
    due.before_go_live = ended_before_go_live(due.county);
    return due;
  }

  bool ended_before_go_live(DivisionCode county) {
    auto known = before_go_live_.find(county);
    if (known != before_go_live_.end()) return known->second;
    auto live = live_from(sight_.facts, county, event::DutyGroup::FUNDS);
    return before_go_live_[county] = !live || span_.last < *live;
  }

  Span after_as_of() const { return {sight_.as_of + Days{1}, far_future}; }

  const Sight& sight_;
  const Ground& ground_;
  int year_;
  Span span_;
  DivisionCode village_;
  FilledSeats filled_;
  std::map<DivisionCode, bool> before_go_live_;
  std::vector<ShareDue> out_;
};

}  // namespace

FilledSeats filled_seats(const Ground& ground, DivisionCode village, Span year) {
  FilledSeats filled;
  auto stays = ground.villages().find(village);
  if (stays == ground.villages().end()) return filled;
  for (const SeenStay& stay : stays->second) {
    if (!stay.span.meets(year)) continue;
    Span span = overlap(stay.span, year);
    filled.anybody.push_back(span);
    if (stay.role == policy::Role::first_secretary) filled.first_secretary.push_back(span);
    if (stay.role == policy::Role::member) filled.members.push_back(span);
  }
  for (auto* spans : {&filled.first_secretary, &filled.members, &filled.anybody}) {
    *spans = joined(std::move(*spans));
  }
  return filled;
}

std::vector<ShareDue> shares_due(const Sight& sight, const Ground& ground, int year) {
  return Shares(sight, ground, year).run();
}

std::optional<Fen> share_of(const ShareDue& due, policy::UnitLevel level) {
  for (std::size_t i = 0; i < due.shares.size(); ++i) {
    if (due.row->shares[i].level == level) return due.shares[i];
  }
  return std::nullopt;
}

}  // namespace zhucun::projections
