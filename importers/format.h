// What a sheet of a workbook means, as data: which events its rows stand for, which columns feed
// which fields, what is fixed, and what a workbook of a desk and period holds.
//
// Field titles, kinds and options come from the schema; a format file (importers/formats/*.toml)
// only names what the schema cannot know. Every event type also has a format of its own, made from
// the schema alone. Values; any thread. A shipped format that cannot be read is a logic_error.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/schema/schema.h"

namespace zhucun::importers {

// Where a value goes: slot "posting", field "village"; of a list of structs, member "amount".
struct FieldPath {
  std::string slot;  // name of one of the sheet's events
  std::string field;
  std::string member;  // of a struct_list
  bool operator==(const FieldPath&) const = default;
};

struct FixedValue {
  FieldPath path;
  // A literal, {division}, {unit}, {period}, {posting.date} of the same row, {nth} of its day in
  // the sheet, or @leave: the row's other event.
  std::string value;
};

struct ColumnFormat {
  std::string title;
  std::vector<std::string> titles;  // by which a user's column is known; the first is `title`
  std::vector<FieldPath> feeds;     // empty: it only narrows names (county, township)
  schema::FieldInfo field;          // of what it feeds first
  bool must = false;
  bool hidden = false;
  bool prefilled = false;  // comes filled in and locked
  std::string note;
  std::vector<std::string> choices;  // instead of those of the field
  bool registers = false;            // its value is new by right: the id that an event registers
  // What a value in this column says besides, such as the direction of its money; zero says
  // nothing.
  std::vector<FixedValue> sets;
};

// One of the events that a row stands for, in the order in which they are recorded.
struct SlotFormat {
  std::string name;
  std::string type;
  std::string when;  // only where this column path is filled: "end.date"; empty = always
};

enum class Layout : std::uint8_t {
  rows,   // a row (or several, with a list) is one record
  month,  // one row per person with a column a day; one record per village
};

struct SheetFormat {
  std::string name;   // of the sheet
  std::string title;  // above the header
  std::string about;  // a sentence below the title
  Layout layout = Layout::rows;
  std::vector<SlotFormat> slots;
  std::vector<ColumnFormat> columns;
  std::vector<FixedValue> fixed;
  std::string prefill;  // which rows a hand-out brings: see api/app/workbooks.h
  int spare_rows = 0;
  bool opening = false;  // its facts lie before the book's start
  const SlotFormat* slot(std::string_view name) const;
};

// A total that the clerk copies from the old tables, and what it is compared with.
struct CheckFormat {
  std::string title;
  std::string sheet;
  FieldPath field;  // summed; an empty one counts the records
  bool money = false;
};

struct WorkbookFormat {
  std::string name;   // "township-monthly"
  std::string title;  // "乡镇月报本"
  std::string about;
  std::string desk;   // whose it is: township, unit, countyOffice; empty: single sheets
  std::string every;  // month, quarter, year; empty = no period
  std::vector<SheetFormat> sheets;
  std::vector<CheckFormat> checks;
  const SheetFormat* sheet(std::string_view name) const;
};

// The shipped workbooks, by name; and the single sheets that a desk keeps by itself.
const std::vector<WorkbookFormat>& workbook_formats();
const WorkbookFormat* find_workbook(std::string_view name);

// Every field of an event type as a sheet, with its envelope; for extracts and for sheets that no
// format names.
SheetFormat sheet_of_event(const schema::EventInfo& info);

// Event types that no extract carries, each with the reason.
struct NotBySheet {
  std::string type;
  std::string reason;
};
const std::vector<NotBySheet>& not_by_sheet();

// The field that a path names in a sheet; throws for a path that the schema does not have.
const schema::FieldInfo& field_of(const SheetFormat& sheet, const FieldPath& path);

}  // namespace zhucun::importers
