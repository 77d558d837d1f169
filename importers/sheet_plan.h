// A format as a sheet to be filled in or as a sheet that is full: columns with their kinds, notes
// and drop-downs from the schema, rows from whoever has them. Pure; any thread.
#pragma once

#include "importers/reading.h"
#include "importers/workbook_plan.h"

namespace zhucun::importers {

// An empty sheet of a format: header, notes, drop-downs, spare rows.
PlanSheet sheet_plan(const SheetFormat& format);
// A month sheet has a column a day, and a legend below.
PlanSheet month_sheet_plan(const SheetFormat& format, Span month);
// The hidden sheet by which a workbook knows what it is.
PlanSheet head_plan(const WorkbookHead& head);
// What the workbook is for and how it is filled in, sheet by sheet.
PlanSheet about_plan(const WorkbookFormat& format, const std::string& whose);

// Where the totals of the old tables are copied to.
PlanSheet check_plan(const WorkbookFormat& format);

// What an event says in the cells of its own format's sheet (sheet_of_event): one row, or as many
// as its list has members.
std::vector<std::vector<PlanValue>> event_rows(const SheetFormat& format, const schema::Said& said);

}  // namespace zhucun::importers
