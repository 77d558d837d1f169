// The pre-filled workbooks that desks without an account or a network fill in: whose, which period,
// which rows they bring.
//
// Names of people stand in them for a viewer who may see them, and that is written down. Rows come
// from the facts at one position, which the workbook carries. Refuses a format, place or period
// that does not fit, and what lies outside the viewer's scope.
#pragma once

#include <string>
#include <vector>

#include "api/app/extract.h"
#include "importers/format.h"

namespace zhucun::app {

struct HandOut {
  std::string format;    // name of a workbook format
  std::string division;  // of a township or county
  std::string unit;
  std::string period;
};

Result<NamedPlan> hand_out(Ledger& ledger, const HandOut& wanted, const Viewer& viewer);

// Everything that a county hands out for a period: a month brings its townships' workbooks, a
// quarter its units' and its own.
Result<std::vector<NamedPlan>> hand_out_county(Ledger& ledger, const std::string& county,
                                               const std::string& period, const Viewer& viewer);

}  // namespace zhucun::app
