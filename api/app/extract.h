// A book's events as workbooks: one per county and one for what is the whole city's. They come back
// into an empty book by import, in the order in which they were recorded.
//
// Names and other details of people leave only for a viewer who may export them, which is written
// down; of each detail the last value leaves. What no sheet carries is named.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "api/app/ledger.h"
#include "importers/workbook_plan.h"

namespace zhucun::app {

struct NamedPlan {
  std::string name;  // 榆阳区_账簿底稿_截至331326.xlsx
  importers::WorkbookPlan plan;
};

struct Extract {
  std::vector<NamedPlan> workbooks;
  std::uint64_t events = 0;
  std::map<std::string, std::uint64_t> left_out;  // by reason
};

Extract extract_book(Ledger& ledger, const Viewer& viewer);

}  // namespace zhucun::app
