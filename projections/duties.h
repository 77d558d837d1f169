// Who owed what in which period, and whether it was done: the one judge of all cadences.
//
// The expected set is derived from dated stays x policy rows, so it is exact: an instance is one
// duty of one actor (and addressee, and subject) in one period. Nothing after `as_of` is looked at:
// a stay that ends later counts as open, an act that comes later does not count. Each period is
// judged by the policy in force on its first day. Pure. [7.2, 8.1, 8.2.3, 8.3]
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/domain/facts.h"
#include "ledger/policy/policy_book.h"

namespace zhucun::projections {

enum class Status : std::uint8_t {
  on_time,
  late,
  missing,
  in_progress,
  not_applicable,
  before_go_live,
};

std::string_view name_of(Status status);   // "onTime", for machines
std::string_view title_of(Status status);  // "按时"

// Why an instance is not owed.
enum class NotOwed : std::uint8_t {
  none,
  partial_period,    // the seat stood only a part of it: first or last period not full
  nobody_in_post,    // the seat's village was vacant the whole period
  no_residents,      // no resident in the township that period
  no_group,          // the county has no coordination group
  no_office,         // no office was formed yet
  after_last_class,  // arrived after the period's last class
};

std::string_view title_of(NotOwed reason);

struct Instance {
  std::uint32_t duty = 0;    // in Judgement::rows
  std::uint32_t period = 0;  // in Judgement::periods
  domain::PartyRef actor;
  domain::PartyRef to;       // value 0 = none
  domain::PartyRef subject;  // resident, village or team; value 0 = none
  domain::PartyRef unit;     // the dispatching unit it concerns; value 0 = none
  DivisionCode place;        // village, township, county or city it counts in
  policy::Leader leader = policy::Leader::none;
  Status status = Status::missing;
  NotOwed reason = NotOwed::none;
  bool city_level = false;    // concerns a resident of a city-level unit
  std::uint8_t expected = 0;  // acts owed; 0 when not applicable or before go-live
  std::uint8_t on_time = 0;
  std::uint8_t late = 0;
  Date due;
  std::uint32_t first_act = 0;  // in Judgement::acts
  std::uint8_t act_count = 0;
};

struct Judgement {
  Span span;
  Date as_of;
  std::vector<std::shared_ptr<const policy::Policy>> policies;  // keep the rows alive
  std::vector<const policy::DutyRow*> rows;
  std::vector<Period> periods;
  std::vector<Instance> instances;
  std::vector<domain::ActIndex> acts;  // those that serve, pooled
};

// Every instance of every duty with a cadence whose period starts in the span, unless the period
// has not begun by as_of. With an only_duty, just that row.
Judgement judge_duties(const domain::Facts& facts, const std::vector<policy::PolicySpan>& policies,
                       Span span, Date as_of);

// "team-reports-to-township|team:6108...|township:6108...||2025-07": names one instance for good.
std::string key_of(const domain::Facts& facts, const Judgement& judgement,
                   const Instance& instance);

// The county or city by which a place counts, and how parties are called on a page.
std::string label_of(const domain::Facts& facts, domain::PartyRef ref, Date day);

// The stays behind an instance: why it was expected.
std::vector<const domain::StayFact*> grounds_of(const domain::Facts& facts,
                                                const Judgement& judgement,
                                                const Instance& instance);

}  // namespace zhucun::projections
