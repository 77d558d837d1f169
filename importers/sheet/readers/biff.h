// The records of an XLS file (BIFF 5 and 8) and the texts in them. Records have at most 8 KiB; what
// is longer goes on in CONTINUE records, where a text says anew whether its characters are wide.
// Pure; any thread. Views the stream, which must outlive it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "importers/sheet/readers/text_tools.h"

namespace zhucun::sheet {

namespace biff {
inline constexpr std::uint16_t formula = 0x06, end = 0x0a, date_mode = 0x22, password = 0x2f,
                               more = 0x3c, code_page = 0x42, column_info = 0x7d,
                               bound_sheet = 0x85, many_rk = 0xbd, many_blank = 0xbe, rich = 0xd6,
                               cell_format = 0xe0, merged = 0xe5, strings = 0xfc, label_sst = 0xfd,
                               blank = 0x201, number = 0x203, label = 0x204, bool_error = 0x205,
                               string = 0x207, row = 0x208, array = 0x221, table = 0x236,
                               rk = 0x27e, format = 0x41e, shared_formula = 0x4bc, begin = 0x809;
}  // namespace biff

struct Record {
  std::uint16_t id = 0;
  std::string_view data;
  std::size_t at = 0;    // where it begins in the stream
  std::size_t next = 0;  // where the one behind it begins
};

// The record at this offset, or nothing when the stream ends first.
std::optional<Record> record_at(std::string_view stream, std::size_t at);

// Reads the fields of a record and of the CONTINUE records behind it.
class RecordFields {
 public:
  RecordFields(std::string_view stream, const Record& record);

  std::uint32_t number(std::size_t bytes);
  void skip(std::size_t bytes);
  // A text of so many characters, its flags first (BIFF 8), with what belongs to it.
  std::string text(std::size_t characters);
  // A text of BIFF 5.
  std::string text(std::size_t bytes, unsigned code_page);
  bool ok() const { return ok_; }

 private:
  bool enter_next();
  void characters(std::size_t count, bool wide, std::string& out);
  std::vector<std::string_view> pieces_;
  std::size_t piece_ = 0;
  std::size_t at_ = 0;
  bool ok_ = true;
};

// The string table; nothing when it is damaged.
std::optional<TextTable> string_table(std::string_view stream, const Record& record);

double decoded_rk(std::uint32_t rk);
std::string_view error_text(std::uint8_t code);

}  // namespace zhucun::sheet
