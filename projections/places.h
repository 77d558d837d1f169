// The columns with which tables of villages and people begin, and the order of their rows. Pure.
#pragma once

#include "projections/reach.h"
#include "projections/seats.h"

namespace zhucun::projections {

// county, township, village, villageName.
std::vector<Column> place_columns();
std::vector<Cell> place_cells(const Sight& sight, const Ground& ground, DivisionCode village);
// By village code, then by the row's key.
void sort_rows(Table& table);
// A query for a division that nobody registered.
std::optional<Refusal> division_fault(const Sight& sight, const Query& query);

}  // namespace zhucun::projections
