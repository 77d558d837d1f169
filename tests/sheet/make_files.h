// Makes spreadsheet files for the tests, sound ones and damaged ones. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "importers/sheet/sheet.h"
#include "ledger/base/refusal.h"

namespace zhucun::sheet::testing {

// A zip of which every lie can be told.
class Zip {
 public:
  struct Options {
    bool deflate = true;
    std::uint16_t flags = 0;
    std::uint16_t method = 0xffff;  // written instead of the true one
    std::uint32_t attributes = 0;   // Unix mode << 16
    std::uint32_t size_lie = 0;     // added to the size in the directory and the local header
    std::uint32_t checksum_lie = 0;
    std::string local_name = {};  // instead of the name
  };
  Zip& add(std::string name, std::string_view content);
  Zip& add(std::string name, std::string_view content, const Options& options);
  // An entry of the directory only, unpacked, whose local header is the content of the last one.
  Zip& overlap(std::string name, std::string_view content);
  std::string bytes() const;

 private:
  struct Entry {
    std::string name, packed;
    std::uint32_t size = 0, checksum = 0, offset = 0;
    Options options;
  };
  std::string local(const Entry& entry) const;
  std::vector<Entry> entries_;
  std::string body_;
};

// A workbook of raw XML: the tests write the parts as other programs would.
struct Book {
  std::vector<std::pair<std::string, std::string>> sheets = {};  // name, content of <worksheet>
  std::string shared = {};                                       // content of <sst>
  std::string styles = {};                                       // content of <styleSheet>
  std::string workbook_properties = {};
  std::string sheet_space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  bool absolute_parts = false;
  Zip zip() const;
  std::string bytes() const { return zip().bytes(); }
};

// One sheet with this content of <sheetData>.
std::string book_of(std::string_view rows);

// An old compound file with one stream; its bytes are filled up to the size of big streams.
std::string ole_of(std::string_view stream_name, std::string stream);
// A record of an XLS stream.
std::string record(std::uint16_t id, std::string_view data);
std::string u8(unsigned value);
std::string u16(unsigned value);
std::string u32(std::uint32_t value);
std::string f64(double value);
// A whole XLS file of one sheet: records for the head of the book and for the sheet.
std::string xls_of(const std::string& globals, const std::string& cells, unsigned version = 0x600);

// What a reader made of it: the sheets, or the refusal.
struct Read {
  Result<FileFacts> facts;
  Workbook book;
  // The first sheet's cell as "kind text", such as "number 12"; "-" when there is none.
  std::string at(std::string_view place, std::size_t sheet = 0) const;
  std::string refusal() const;  // "code: detail", or empty
};
// The parts of a zip, unpacked, by name.
std::map<std::string, std::string> parts_of(std::string_view bytes);
Read read_here(std::string_view bytes);                                // in this process
Read read_locked(std::string_view bytes, std::string_view name = "");  // in the real child

}  // namespace zhucun::sheet::testing
