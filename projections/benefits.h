// What units owe their residents beside money in hand: health checks, insurance without a gap,
// living conditions refunded by heads, cases of injury and death. Judged at read; the table and the
// findings read it. Pure. [8.2.2.1, 8.2.2.4, 8.2.2.7, 8.2.2.8]
#pragma once

#include "projections/findings.h"
#include "projections/pay_account.h"

namespace zhucun::projections {

enum class BenefitStatus : std::uint8_t {
  done,
  missing,      // owed and over
  in_progress,  // owed, still time
  not_owed,
  recorded,  // kept for the record, nothing is owed
};

struct BenefitCase {
  policy::Benefit benefit = policy::Benefit::unknown;
  const policy::BenefitRow* row = nullptr;
  std::string key;  // unique in the table
  std::string person;
  std::string unit;
  DivisionCode village;  // or the provider of living conditions
  BenefitStatus status = BenefitStatus::recorded;
  std::string words;         // with the figures
  std::optional<Fen> due;    // living conditions: the unit's part
  std::optional<Fen> spent;  // what was spent or refunded
  Date since;                // from which day it is wanting
  std::vector<Position> events;
};

// One year's.
std::vector<BenefitCase> benefit_cases(const Sight& sight, int year);

std::string_view name_of(BenefitStatus status);
std::string_view title_of(BenefitStatus status);

}  // namespace zhucun::projections
