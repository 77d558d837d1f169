// The cells of one XLSX sheet, row by row, as its XML streams by. Pure; one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "importers/sheet/readers/element_count.h"
#include "importers/sheet/readers/text_tools.h"
#include "importers/sheet/readers/xml_stream.h"
#include "importers/sheet/sheet.h"

namespace zhucun::sheet {

struct SheetContext {
  const TextTable& strings;
  const std::vector<bool>& date_styles;
  bool dates_1904;
  std::string name;  // of the sheet, for refusals
};

class SheetHandler : public XmlHandler {
 public:
  SheetHandler(const SheetContext& context, Sink& sink) : context_(context), sink_(sink) {}

  void start(XmlName name, const XmlAttributes& attributes) override;
  void end(XmlName name) override;
  void text(std::string_view piece) override;

  // When the sheet has been read: refuses when not every counted element was accounted for.
  Result<SheetTail> finish(const ElementCount& counted);
  std::uint64_t rows() const { return rows_; }
  std::uint64_t cells() const { return cells_; }

 private:
  void begin_row(const XmlAttributes& attributes);
  void end_row();
  void begin_cell(const XmlAttributes& attributes);
  void end_cell();
  void set_value(Cell& cell);
  void set_shared(Cell& cell, std::string_view value);
  void set_plain(Cell& cell, std::string_view value);
  void add_merge(const XmlAttributes& attributes);
  void add_columns(const XmlAttributes& attributes);
  std::string here() const;

  const SheetContext& context_;
  Sink& sink_;
  Row row_;
  Cell cell_;
  std::string type_;
  std::string value_;
  std::uint32_t style_ = 0;
  std::uint32_t last_column_ = 0;
  std::uint32_t last_row_ = 0;
  bool in_data_ = false, in_row_ = false, in_cell_ = false, in_inline_ = false;
  bool has_value_ = false, takes_text_ = false;
  int phonetic_ = 0;
  SheetTail tail_;
  std::uint64_t rows_ = 0;       // delivered
  std::uint64_t cells_ = 0;      // delivered
  std::uint64_t blank_ = 0;      // cell elements without a value
  std::uint64_t rows_seen_ = 0;  // row elements
};

}  // namespace zhucun::sheet
