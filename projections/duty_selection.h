// Inside projections: the instances that a query asks for, and how they are grouped and called.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "projections/report.h"

namespace zhucun::projections {

struct Selection {
  std::shared_ptr<const Judgement> judgement;
  std::vector<const Instance*> instances;  // in the order of the judgement
  Period period;
};

// Everything that the query's period, division, duty, actor and status leave.
Result<Selection> select(const Sight& sight, const Query& query);

// The group an instance falls into: "610802000000" or "unit:U1"; empty = it is in none (a roll-up
// by coordination group holds only what concerns units of city level). [7.2.2]
std::string group_of(const Sight& sight, const std::string& by, const Instance& instance,
                     const Judgement& judgement);
std::string group_label(const Sight& sight, const std::string& by, const std::string& group);

// The name of an instance in words: who, to whom, of whom, when.
std::string words_of(const Sight& sight, const Judgement& judgement, const Instance& instance);

// Readings and documents that the rows of a judgement rest on, put on a table.
void add_provenance(Table& table, const Judgement& judgement);

// Takes the page that a cursor names out of all children.
void page(Explanation& explanation, std::vector<Child> all, const std::string& cursor);

}  // namespace zhucun::projections
