// The registers of rates, layered and dated: which one holds on a day for whom, or why none does.
// Pure. [8.2.2]
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "projections/report.h"

namespace zhucun::projections {

// A rate in force on a day, or why there is none.
struct PayRate {
  std::optional<Fen> amount;
  std::string source;  // the paper
  Position standard;   // its event; none where the policy says it
  std::string why;
};

// For whom it is looked up.
struct RateSeat {
  std::string unit;  // who pays
  policy::UnitLevel level = policy::UnitLevel::unknown;
  DivisionCode village;
  std::string person;
};

class PayRates {
 public:
  explicit PayRates(const Sight& sight);
  PayRate of(const policy::AllowanceRow& row, Date day, const RateSeat& seat) const;

 private:
  struct Dated {
    Date from;
    Position position;
    Fen amount;
    std::string tier;
    std::string document;
  };
  using Key = std::tuple<std::string, DivisionCode, std::string, std::string>;
  static const Dated* in_force(const std::vector<Dated>& list, Date day);
  // The nearest area upwards that has one.
  PayRate upwards(const policy::AllowanceRow& row, Date day, DivisionCode area,
                  const std::string& tier) const;
  PayRate by_tier(const policy::AllowanceRow& row, Date day, DivisionCode village) const;
  PayRate by_person(const policy::AllowanceRow& row, Date day, const std::string& person) const;
  PayRate by_payer(const policy::AllowanceRow& row, Date day, const RateSeat& seat) const;

  const Sight& sight_;
  std::map<Key, std::vector<Dated>> standards_;  // standard, area, tier, person
  std::map<std::pair<std::string, DivisionCode>, std::vector<Dated>> tiers_;
};

// The id that a person goes by now, after mergers.
std::string person_now(const domain::Facts& facts, std::string person);
// The unit that answers for another on a day: itself, or what it was merged into by then.
std::string unit_on(const domain::Facts& facts, std::string unit, Date day);

}  // namespace zhucun::projections
