// What was recorded against a clause (与条款不符) and what a clause asks that nobody has recorded:
// each with its owner, its age and the event that closes it. A finding is judged at read; nothing
// is ever refused or changed by one. Each subject gives its own findings; the list of finders is in
// findings.cpp. Pure.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "projections/report.h"
#include "projections/seats.h"

namespace zhucun::projections {

struct Finding {
  std::string kind;    // stable: "leaving_ground"
  std::string title;   // of the kind, in Chinese
  std::string clause;  // 7.1
  DivisionCode place;  // the village, township or county it lies in
  std::string unit;    // the dispatching unit concerned; may be empty
  std::string person;  // the person concerned; may be empty
  std::string what;    // one sentence: what is against the clause, with its figures
  std::string owner;   // who must act: a party such as office:610802000000, or unit:U1
  Date since;          // from which day it stands
  std::string closes;  // which event closes it, in words
  std::vector<Position> events;
  std::string row;  // id of the policy's row that says it; empty = any row of the clause
};

// What a finder looks at. `policy` is what holds on a day.
struct FindingSight {
  const Sight& sight;
  const Ground& ground;
  std::function<const policy::Policy&(Date)> policy_on;
};
using Finder = void (*)(const FindingSight&, const std::function<void(Finding)>&);

// The policy in force on a day; an empty one before the first.
const policy::Policy& policy_on(const Sight& sight, Date day);

// All that the query's division, kind and the reach leave, by age. `kinds`: only these; empty =
// all.
Result<std::vector<Finding>> find_all(const Sight& sight, const Query& query,
                                      const std::vector<std::string>& kinds = {});

Result<Table> findings(const Sight& sight, const Query& query);
Result<Explanation> explain_findings(const Sight& sight, const Query& query, const std::string& row,
                                     const std::string& column, const std::string& cursor);

}  // namespace zhucun::projections
