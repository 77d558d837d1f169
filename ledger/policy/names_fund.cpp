// The words of the work fund's rows.
#include "ledger/policy/names.h"

namespace zhucun::policy {

namespace {

constexpr Named<FundSeat> seats[] = {{FundSeat::first_secretary, "first_secretary"},
                                     {FundSeat::team, "team"}};
constexpr Named<Remainder> remainders[] = {{Remainder::largest_remainder, "largest_remainder"},
                                           {Remainder::last_bears, "last_bears"}};
constexpr Named<FundPartYear> part_years[] = {{FundPartYear::by_days, "by_days"},
                                              {FundPartYear::whole_year, "whole_year"}};
constexpr Named<FundFirstYear> first_years[] = {{FundFirstYear::whole, "whole"},
                                                {FundFirstYear::from_effective, "from_effective"}};
constexpr Named<FundOwed> owed[] = {{FundOwed::not_owed, "not_owed"}, {FundOwed::owed, "owed"}};
constexpr Named<FundPots> pots[] = {
    {FundPots::per_county, "per_county"}, {FundPots::one, "one"}, {FundPots::two, "two"}};
constexpr Named<FundStep> steps[] = {{FundStep::allot, "allot"},
                                     {FundStep::receive, "receive"},
                                     {FundStep::transfer, "transfer"},
                                     {FundStep::confirm, "confirm"}};
constexpr Named<FundUse> uses[] = {{FundUse::allowed, "allowed"},
                                   {FundUse::forbidden, "forbidden"}};

template <typename E>
std::string_view name_in(E value) {
  for (const Named<E>& named : names<E>()) {
    if (named.value == value) return named.name;
  }
  return "unknown";
}

}  // namespace

template <>
std::span<const Named<FundSeat>> names<FundSeat>() {
  return seats;
}
template <>
std::span<const Named<Remainder>> names<Remainder>() {
  return remainders;
}
template <>
std::span<const Named<FundPartYear>> names<FundPartYear>() {
  return part_years;
}
template <>
std::span<const Named<FundFirstYear>> names<FundFirstYear>() {
  return first_years;
}
template <>
std::span<const Named<FundOwed>> names<FundOwed>() {
  return owed;
}
template <>
std::span<const Named<FundPots>> names<FundPots>() {
  return pots;
}
template <>
std::span<const Named<FundStep>> names<FundStep>() {
  return steps;
}
template <>
std::span<const Named<FundUse>> names<FundUse>() {
  return uses;
}

std::string_view name_of(FundSeat v) {
  return name_in(v);
}
std::string_view name_of(Remainder v) {
  return name_in(v);
}
std::string_view name_of(FundPartYear v) {
  return name_in(v);
}
std::string_view name_of(FundFirstYear v) {
  return name_in(v);
}
std::string_view name_of(FundOwed v) {
  return name_in(v);
}
std::string_view name_of(FundPots v) {
  return name_in(v);
}
std::string_view name_of(FundStep v) {
  return name_in(v);
}
std::string_view name_of(FundUse v) {
  return name_in(v);
}

}  // namespace zhucun::policy
