// Rows of a recognised sheet as the events that they ask for. Internal to importers.
#pragma once

#include "importers/cells.h"
#include "importers/recognise.h"

namespace zhucun::importers {

// What reading one sheet needs to know, and where its results go.
struct SheetTask {
  const Grid& grid;
  const SheetMatch& match;
  std::size_t sheet = 0;
  const ReadingOptions& options;
  const WorkbookHead& head;
  const Directory& directory;
  bool foreign = false;  // handed out by another book: positions are the other's
  WorkbookReading& out;
  SheetReading& summary;
};

void read_rows(const SheetTask& task);
void read_month(const SheetTask& task);

// {division}, {unit} and {period} of the head in a fixed value; nothing where the head is silent.
std::optional<std::string> filled_in(const std::string& value, const WorkbookHead& head);

// Problems and questions of a cell with their place; whether the cell was fine.
bool note(const SheetTask& task, CellPlace place, CellReading& read);
void ask(const SheetTask& task, CellPlace place, Question question);

// 合计, 总计, 小计 and their spellings with blanks.
bool is_total(const sheet::Row& row);
// Of the whole table: not 小计 or 本页合计, whose rows are not told.
bool is_grand_total(const sheet::Row& row);

// Where names of a row are looked for: its own county and township columns, else the head's.
Around around_of(const SheetTask& task, const sheet::Row& row);

}  // namespace zhucun::importers
