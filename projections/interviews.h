// The facts that speak for an interview with a unit, by ground. Put forward, never decided. [8.1]
#pragma once

#include <map>
#include <string>
#include <vector>

#include "projections/listed.h"

namespace zhucun::projections {

struct InterviewFact {
  std::string words;
  Date since;
  Position event;       // 0 where something is missing
  std::string address;  // of a figure, where one says it
};

struct InterviewCase {
  std::string unit;
  const policy::InterviewRow* row = nullptr;
  std::vector<InterviewFact> facts;
  std::string office;  // who may ask the unit in; empty = not settled
  std::optional<Date> interviewed;
  Position event;  // of the last interview in the year
  std::string status;
  std::string status_title;
};

// By unit and ground; only units with facts or an interview. Findings that arose in `findings` and
// still stand; duties, support and interviews of the year.
std::vector<InterviewCase> interview_cases(const Sight& sight, const Ground& ground, int year,
                                           Span findings);

}  // namespace zhucun::projections
