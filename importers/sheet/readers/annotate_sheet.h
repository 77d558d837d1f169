// The new text of one sheet of an annotated copy: touched rows are rebuilt cell by cell, all others
// kept to the byte. Pure; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "importers/sheet/annotate.h"
#include "importers/sheet/readers/red_styles.h"
#include "importers/sheet/readers/xml_tags.h"

namespace zhucun::sheet {

// What to write into one row.
struct RowNote {
  std::string reason;
  std::string repair;
  std::vector<std::uint32_t> columns;  // to be red, ascending
  bool whole = false;                  // all its cells
};

struct SheetNotes {
  std::uint32_t reason_column = 0;
  std::uint32_t repair_column = 0;
  std::map<std::uint32_t, RowNote> rows;  // by number; the header's carries the titles
};

class SheetRewriter {
 public:
  // `xml` must be a sheet that the reader has accepted.
  SheetRewriter(std::string_view xml, const SheetNotes& notes, RedStyles& styles)
      : xml_(xml), notes_(notes), styles_(styles) {}

  std::string rewritten();

 private:
  struct Piece {
    std::uint32_t column;
    std::string text;
    bool has_content;
  };
  void copy_to(std::size_t end);
  void change_dimension(const Tag& tag);
  void change_columns(const Tag& tag);
  void rows(const Tag& data);
  void rows_before(std::uint32_t number);
  void row(const Tag& open, std::uint32_t number, std::size_t end);
  std::vector<Piece> pieces_of(const Tag& open, std::size_t end, std::uint32_t number,
                               std::string& rest) const;
  void note_row(std::vector<Piece>& pieces, std::uint32_t number, const RowNote& note);
  std::string text_cell(std::uint32_t row, std::uint32_t column, const std::string& text) const;

  std::string_view xml_;
  const SheetNotes& notes_;
  RedStyles& styles_;
  std::string out_;
  std::string prefix_;
  std::size_t at_ = 0;
  std::map<std::uint32_t, RowNote>::const_iterator next_note_;
};

}  // namespace zhucun::sheet
