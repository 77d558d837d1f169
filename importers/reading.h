// What came out of a workbook: the events that its rows ask for, what is wrong, what must be asked.
//
// Nothing is written: the conversation (api/app/imports.h) rehearses and submits. Every problem and
// question keeps its place: sheet, row, column. Values; any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "importers/directory.h"
#include "importers/format.h"
#include "importers/sheet/sheet.h"
#include "ledger/base/refusal.h"

namespace zhucun::importers {

// A cell, or a whole row (column 0), or a whole sheet (row 0).
struct CellPlace {
  std::size_t sheet = 0;     // index in the workbook
  std::uint32_t row = 0;     // from 1
  std::uint32_t column = 0;  // from 1
  auto operator<=>(const CellPlace&) const = default;
};

struct Problem {
  CellPlace place;
  Code code = Code::bad_value;
  std::string detail;
  std::string hint;
  std::string clause;
};

// A question that only a person can answer; one answer serves every cell that asks the same.
struct Question {
  std::string key;  // "village|610802000000|张家沟"
  std::string text;
  std::vector<Candidate> options;
  std::vector<CellPlace> places;
};
// Answers by key: the id of a candidate.
using Answers = std::map<std::string, std::string>;

// A value as JSON, or references to events whose positions are not known yet.
struct Value {
  std::string json;
  std::vector<std::string> refs;  // "row:2/14/leave" of this workbook, "origin:512" of an extract
  bool list = false;
  bool empty() const { return json.empty() && refs.empty(); }
};

// One event that a row asks for, before positions are known.
struct Item {
  CellPlace place;   // of the row
  std::string slot;  // which of the row's events
  std::string type;
  std::vector<std::pair<std::string, Value>> envelope;  // date, opening, onBehalf, ...
  std::vector<std::pair<std::string, Value>> data;
  std::string ref;                               // by which later items name it
  std::uint64_t origin = 0;                      // its position in the book it was extracted from
  std::map<std::string, std::uint32_t> columns;  // which column a field came from
  std::vector<std::uint32_t> list_rows;          // the row of each entry of its list
  std::string words;                             // by which a clerk knows the row
  bool has_refs() const;
};

struct MatchedColumn {
  std::uint32_t column = 0;
  std::string header;  // as the sheet has it
  std::string title;   // what it was taken for; empty: it is not read
  std::string why;     // 同名, 别名, 按内容
};

struct SheetReading {
  std::size_t index = 0;
  std::string name;
  std::string format;  // title of the format; empty: the sheet was not read, and why
  std::string why;
  std::uint32_t header_row = 0;
  std::size_t rows = 0;         // with something in them, below the header
  std::size_t total_rows = 0;   // 合计
  std::size_t hidden_rows = 0;  // read like the others
  std::string money_unit;       // 元 or 万元 and where it says so
  std::vector<MatchedColumn> columns;
  std::vector<std::pair<std::string, std::string>> marks;  // legend: letter and meaning
};

// What the workbook says of itself, in its hidden sheet; a user's own sheet says nothing.
struct WorkbookHead {
  std::string format;    // name of a workbook format
  std::string division;  // whose it is
  std::string unit;
  std::string period;
  std::string book;  // which book handed it out
  std::string position;
};

// Names of sheets that say what a workbook is, for whoever makes and reads one.
inline constexpr std::string_view head_sheet_name = "驻村账";
inline constexpr std::string_view check_sheet_name = "核对";
inline constexpr std::string_view check_old_title = "旧表合计";
inline constexpr std::string_view about_sheet_name = "填表说明";
// The format of a workbook that holds a book's events as they are.
inline constexpr std::string_view extract_format_name = "extract";

// A total of the old tables beside what the workbook's own rows add up to.
struct CheckResult {
  std::string title;
  bool money = false;               // both in fen
  std::optional<std::int64_t> old;  // nothing: nobody wrote it down
  std::int64_t found = 0;
};

struct WorkbookReading {
  WorkbookHead head;
  std::vector<SheetReading> sheets;
  std::vector<Item> items;  // in the order in which they are to be recorded
  std::vector<Problem> problems;
  std::vector<Question> questions;
  std::vector<CheckResult> checks;
};

// What the user says about a workbook that does not say it of itself.
struct ReadingOptions {
  std::string file;         // its name, for the source of each event
  std::string format;       // of the single sheets or a workbook; empty = found out
  WorkbookHead head;        // used where the workbook is silent
  std::string source_book;  // fingerprint of the book that imports
  Answers answers;
};

// Pure: a workbook as read, the formats, the names. Items of problem rows are left out.
WorkbookReading read_workbook(const sheet::Workbook& workbook, const ReadingOptions& options,
                              const Directory& directory);

// What stands around an item in its draft.
struct DraftFrame {
  std::string id;
  std::string source;       // file, sheet and row
  std::string correlation;  // the import
};
// The JSON draft of an item; `position_of` gives the positions of what it refers to.
std::string draft_json(const Item& item, const DraftFrame& frame,
                       const std::function<std::uint64_t(const std::string&)>& position_of);

}  // namespace zhucun::importers
