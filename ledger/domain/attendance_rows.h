// Inside the decisions about days on duty and leave: the rows of a sheet, checked day by day, and
// where a person stood.
#pragma once

#include <vector>

#include "ledger/base/marks.h"
#include "ledger/domain/rules.h"

namespace zhucun::domain {

using MarkRows = capnp::List<event::MarkRow>::Reader;

// What a sheet is of.
struct SheetOf {
  DivisionCode village;
  Span month;
  Date entered;  // the business day of the entry: no mark lies after it
};

// Every wrong row at once: unknown_person, person_retired, bad_value (twice), unknown_mark,
// day_not_in_month, after_today, not_in_post.
Fault rows_fault(const State& state, const SheetOf& sheet, MarkRows rows);

// The stays of a person, also under an id that was merged away since.
const std::vector<Stay>& stays_of(const State& state, const std::string& person);
// The ids under which one person may stand: itself, and those merged into it.
std::vector<std::string> ids_of(const State& state, const std::string& person);

// What rests on the stays that meet the days: they are not taken back without it.
void rest_on_stays(State& state, const std::string& person, DivisionCode village, Span days,
                   Position position);
void rest_no_more_on_stays(State& state, const std::string& person, Position position);

}  // namespace zhucun::domain
