// One cell as the value of one field: read, refused with its repair, or asked about.
//
// The kinds and references of the schema say how a cell is read; names go through the directory.
// Pure; any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "importers/directory.h"
#include "importers/reading.h"

namespace zhucun::importers {

struct CellContext {
  const Directory& directory;
  const Answers& answers;
  Around around;
  std::int64_t fen_per_unit = 100;
  bool foreign_positions = false;  // positions are of the book that the workbook was extracted from
};

struct CellReading {
  Value value;                     // empty where the cell is, or where something is wrong
  std::optional<Problem> problem;  // without its place
  std::optional<Question> question;
  bool fine() const { return !problem && !question; }
};

CellReading read_cell(const schema::FieldInfo& field, const sheet::Cell& cell,
                      const CellContext& context);

// A name that narrows others: the code of a county or township; nothing when it is unknown.
std::optional<DivisionCode> narrowing(schema::Reference level, std::string_view text,
                                      const CellContext& context);

}  // namespace zhucun::importers
