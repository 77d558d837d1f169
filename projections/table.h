// What every report gives: a Table of typed, titled, cited columns, and Explanations of its
// figures.
//
// JSON, pages, CSV, print and the command line are renderings of these two and know nothing of
// duties or money. An empty cell always says why it is empty: what is unknown is never shown as
// zero. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/fen.h"
#include "ledger/base/ids.h"

namespace zhucun::projections {

enum class CellKind : std::uint8_t {
  text,
  count,
  fen,
  date,
  rate,      // hundredths of a percent: 9876 = 98.76 %
  days,      // half days: 25 = 12.5 days
  position,  // of an event
  person,    // id of a person; whoever renders it may add the name
  label,     // what a party is called: for a person the id, which a name may replace
};

struct Column {
  std::string name;   // "onTime": stable, for machines
  std::string title;  // "按时"
  CellKind kind = CellKind::text;
  std::string clause;     // what it rests on; may be empty
  bool explains = false;  // its cells are figures with an address that opens
};

// Nothing is a cell that has no value; `why` says so in words ("无应报", "2027年节假日未采用").
struct Cell {
  std::variant<std::monostate, std::string, std::int64_t> value;
  std::string why;

  static Cell text(std::string value) { return {std::move(value), ""}; }
  static Cell number(std::int64_t value) { return {value, ""}; }
  static Cell date(Date date) { return {std::int64_t{date.time_since_epoch().count()}, ""}; }
  static Cell none(std::string why) { return {std::monostate{}, std::move(why)}; }
  static Cell text_or_none(std::string value, std::string why) {
    return value.empty() ? none(std::move(why)) : text(std::move(value));
  }
};

struct Row {
  std::string key;  // unique in its table; part of a figure's address
  std::vector<Cell> cells;
};

// A named choice that the figures rest on, printed with the table.
struct ReadingNote {
  std::string id;
  std::string clause;
  std::string question;
  std::string chosen;  // the option's sentence
  std::string ruling;  // empty: the default
};

struct Table {
  std::string name;
  std::string title;
  std::string period;    // key, or empty
  std::string division;  // code, or empty
  Date as_of;
  Position position;
  std::vector<Column> columns;
  std::vector<Row> rows;
  std::optional<Row> totals;
  std::vector<ReadingNote> readings;
  std::vector<std::string> policies;  // numbers of the documents in force
  std::vector<std::string> remarks;   // sentences that must be read with the figures
  std::string scope;                  // what it was cut to, in a sentence; empty = the whole book
  std::string address;                // report, parameters and position
  std::string verification;           // the code that a paper bears; empty = not asked for
};

// One item behind a figure: another figure (address) or an event of the book (position).
struct Child {
  std::string label;
  std::string value;
  std::string address;
  Position position;
};

struct Explanation {
  std::string address;
  std::string title;
  std::string value;
  std::string formula;  // in words and numbers
  std::string clause;
  std::string quote;  // the policy's own sentence
  std::string document;
  std::vector<ReadingNote> readings;
  std::vector<Child> children;   // at most 50
  std::int64_t child_count = 0;  // of all pages
  std::string next_cursor;       // empty = the last page
  std::string scope;             // as in Table
};

inline constexpr std::int64_t explanation_page = 50;

// A cell as people read it: 1234.50, 2025-07-09, 98.76%, or the reason in brackets.
std::string shown(const Cell& cell, CellKind kind);

}  // namespace zhucun::projections
