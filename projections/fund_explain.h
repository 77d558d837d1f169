// What stands behind a figure of the work fund: the postings that make it up. Pure. [8.2.1]
#pragma once

#include <functional>

#include "projections/fund_sums.h"
#include "projections/places.h"

namespace zhucun::projections {

// The money event behind a posting, as people call it: 指标下达 陕财农〔2023〕188号.
std::string words_of(const domain::FundPaper& paper);

// Every event whose postings up to as-of come to something by `part`, in the order of the book.
std::vector<Child> papers_behind(const Sight& sight,
                                 const std::function<Fen(const domain::FundKey&, Fen)>& part);

// Clause, quote and document of the work fund's rule in force.
void cite_fund(const Sight& sight, Explanation& out);

// The name of a place, and of the county or township above it.
Cell name_cell(const Sight& sight, DivisionCode place);
Cell above_cell(const Sight& sight, const Ground& ground, DivisionCode place, DivisionLevel level);

}  // namespace zhucun::projections
