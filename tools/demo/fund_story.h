// The work fund of the demo city: allotments, receipts, transfers, spending and statements of every
// county, with the mistakes that people make planted where the reports must find them. [8.2.1]
#pragma once

#include <string>
#include <vector>

#include "tools/demo/diary.h"

namespace zhucun::demo {

// A finding or gap that the story plants: its kind, where, and the paper that shows it. Findings
// are to be found at the story's end, gaps of the first year at that year's end, later ones at the
// story's.
struct PlantedFund {
  std::string report;  // findings or fund_gaps
  std::string kind;
  std::string place;     // 12 digits
  std::string document;  // of the paper, as the finding names it; empty where it names none
  int year = 0;          // of the gap
};

std::vector<PlantedFund> write_funds(const City& city, Random random, Diary& diary);
std::string planted_json(const std::vector<PlantedFund>& planted);

}  // namespace zhucun::demo
