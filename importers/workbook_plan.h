// What a workbook shall hold, before anybody writes it: sheets of typed columns and rows, titles
// above, notes below, drop-downs and what may be filled in.
//
// A plan is a plain value made by importers (templates), projections' tables and error copies; the
// one writer turns it into XLSX, CSV or ndjson. Money is whole fen, days are dates; nothing here is
// text that was formatted for reading. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/fen.h"
#include "ledger/base/ids.h"

namespace zhucun::importers {

// std::monostate is an empty cell: not said.
using PlanValue = std::variant<std::monostate, std::string, std::int64_t, double, Fen, Date, bool>;

enum class PlanKind : std::uint8_t { text, whole, decimal, money, date, yes_no };

struct PlanColumn {
  std::string title;
  PlanKind kind = PlanKind::text;
  std::string note{};                  // shown when the cell is chosen
  std::vector<std::string> choices{};  // a drop-down; empty = anything
  bool open_choices = false;           // other values than the choices are let in
  bool may_edit = false;               // in a protected sheet
  bool must = false;                   // marked * in the header
  bool hidden = false;
  bool summed = false;          // has a total below: a formula with its value
  int width = 0;                // in half-width characters; 0 = by title and content
  std::string number_format{};  // of Excel, such as 0.00%; empty = by kind
};

struct PlanSheet {
  std::string name;
  std::string title;               // one line above the header, over all columns; may be empty
  std::vector<std::string> notes;  // further lines above the header
  std::vector<PlanColumn> columns;
  std::vector<std::vector<PlanValue>> rows;
  std::vector<std::string> legends;  // lines below the table
  int spare_rows = 0;                // empty rows that may be filled in
  bool protect = false;              // only cells that may be edited can be changed
  bool hidden = false;
  bool landscape = true;
  int frozen_columns = 0;
  // The cells of the last line, by column; empty = made of the summed columns, if there are any.
  std::vector<PlanValue> totals;
  bool filter = false;  // buttons in the header, to pick rows by
};

struct WorkbookPlan {
  std::string author;  // shown in the file's properties
  std::string footer;  // position and verification code, printed on every page
  std::vector<PlanSheet> sheets;
  // When it was made, which the file's properties say; zero = not said. Same plan, same bytes.
  RecordedTime created;
};

}  // namespace zhucun::importers
