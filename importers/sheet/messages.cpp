#include "importers/sheet/messages.h"

#include <array>
#include <cmath>
#include <cstring>

#include "importers/sheet/readers/failure.h"
#include "importers/sheet/readers/little_endian.h"
#include "importers/sheet/readers/number_format.h"
#include "importers/sheet/readers/text_tools.h"

namespace zhucun::sheet {
namespace {

enum class Type : std::uint8_t { begin = 1, row, end, piece, done, refusal };

constexpr std::size_t flush_bytes = 65'536;
constexpr std::size_t name_bytes_max = 1024;
constexpr std::size_t detail_bytes_max = 8192;
constexpr std::uint8_t formula_bit = 0x80;
// A child says an encoding by its place here.
constexpr std::array<std::string_view, 5> encodings{"", "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE"};
constexpr std::array<Code, 4> codes{Code::file_refused, Code::file_unreadable, Code::file_too_large,
                                    Code::bad_parameter};

template <typename T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

template <typename List, typename T>
std::uint8_t index_in(const List& list, const T& value) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i] == value) return static_cast<std::uint8_t>(i);
  }
  return 0;
}

bool is_message_text(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) return false;
  }
  return true;
}

bool is_date_text(std::string_view text) {
  return !text.empty() && text.size() <= 19 &&
         text.find_first_not_of("0123456789-: ") == std::string_view::npos;
}

}  // namespace

bool MessageWriter::flush() {
  if (alive_ && !buffer_.empty()) alive_ = out_(buffer_);
  buffer_.clear();
  return alive_;
}

bool MessageWriter::send() {
  put(buffer_, static_cast<std::uint32_t>(message_.size()));
  buffer_ += message_;
  message_.clear();
  return buffer_.size() < flush_bytes || flush();
}

bool MessageWriter::begin_sheet(const SheetHead& head) {
  put(message_, Type::begin);
  put(message_, static_cast<std::uint8_t>(head.hidden));
  auto name = std::string_view(head.name).substr(0, name_bytes_max);
  put_text(message_, name.substr(0, valid_utf8_prefix(name)));
  return send();
}

bool MessageWriter::row(const Row& row) {
  put(message_, Type::row);
  put(message_, row.number);
  put(message_, static_cast<std::uint8_t>(row.hidden));
  put(message_, static_cast<std::uint16_t>(row.cells.size()));
  for (const auto& cell : row.cells) {
    put(message_, static_cast<std::uint16_t>(cell.column));
    auto kind = static_cast<std::uint8_t>(cell.kind);
    put(message_, static_cast<std::uint8_t>(kind | (cell.formula ? formula_bit : 0)));
    // A number's text follows from the number.
    if (cell.kind != CellKind::text && cell.kind != CellKind::error) put(message_, cell.number);
    if (cell.kind == CellKind::text || cell.kind == CellKind::error ||
        cell.kind == CellKind::date) {
      put_text(message_, cell.text);
    }
    if (message_.size() > message_bytes_max) {
      row_too_long_ = true;
      message_.clear();
      return false;
    }
  }
  return send();
}

bool MessageWriter::end_sheet(const SheetTail& tail) {
  put(message_, Type::end);
  put(message_, static_cast<std::uint32_t>(tail.merges.size()));
  for (const auto& merge : tail.merges) {
    for (auto value : {merge.first_row, merge.first_column, merge.last_row, merge.last_column}) {
      put(message_, value);
    }
  }
  put(message_, static_cast<std::uint32_t>(tail.hidden_columns.size()));
  for (auto [first, last] : tail.hidden_columns) {
    put(message_, first);
    put(message_, last);
  }
  return send();
}

void MessageWriter::piece(std::string_view bytes) {
  while (!bytes.empty()) {
    put(message_, Type::piece);
    message_ += bytes.substr(0, flush_bytes);
    bytes.remove_prefix(std::min(bytes.size(), flush_bytes));
    send();
  }
}

void MessageWriter::finish(const Result<FileFacts>& result) {
  if (row_too_long_ || !result) {
    Refusal why =
        row_too_long_
            ? too_large("有一行的文字超过 " + std::to_string(message_bytes_max >> 20) + " MiB")
            : result.error();
    put(message_, Type::refusal);
    put(message_, index_in(codes, why.code));
    put_text(message_, why.detail);
    put_text(message_, why.hint);
  } else {
    put(message_, Type::done);
    put(message_, static_cast<std::uint8_t>(result->kind));
    put(message_, index_in(encodings, std::string_view(result->encoding)));
    put(message_, static_cast<std::uint8_t>(result->separator));
    put(message_, static_cast<std::uint8_t>(result->dates_1904));
    for (auto value : {result->sheets, result->rows, result->cells, result->counted}) {
      put(message_, value);
    }
  }
  send();
  flush();
}

// Reads fields one after the other; the first that is not there makes all that follow fail.
class MessageReader::Fields {
 public:
  explicit Fields(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  T number() {
    auto value = number_at<T>(bytes_, at_);
    if (!value) ok_ = false;
    at_ += sizeof(T);
    return ok_ ? *value : T{};
  }
  std::string_view text(std::size_t bytes_max) {
    auto length = number<std::uint32_t>();
    if (!ok_ || length > bytes_max || bytes_.size() - at_ < length) {
      ok_ = false;
      return {};
    }
    auto out = bytes_.substr(at_, length);
    at_ += length;
    if (!is_utf8(out)) ok_ = false;
    return out;
  }
  bool flag() {
    auto value = number<std::uint8_t>();
    if (value > 1) ok_ = false;
    return value == 1;
  }
  std::string_view rest() const { return bytes_.substr(std::min(at_, bytes_.size())); }
  bool ok() const { return ok_; }
  bool ended() const { return ok_ && at_ == bytes_.size(); }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

Result<void> MessageReader::feed(std::string_view bytes) {
  auto nonsense = [] {
    return refuse(damaged("读取文件的进程给出了不合规的结果，文件可能有意破坏读取程序"));
  };
  pending_ += bytes;
  std::size_t at = 0;
  while (!enough_ && pending_.size() - at >= 4) {
    auto length = *number_at<std::uint32_t>(pending_, at);
    if (length == 0 || length > message_bytes_max + flush_bytes || done_) return nonsense();
    if (pending_.size() - at - 4 < length) break;
    if (!take(std::string_view(pending_).substr(at + 4, length))) return nonsense();
    at += 4 + length;
  }
  pending_.erase(0, at);
  if (done_ && !pending_.empty()) return nonsense();
  return {};
}

bool MessageReader::take(std::string_view message) {
  Fields fields(message);
  auto type = static_cast<Type>(fields.number<std::uint8_t>());
  if (type == Type::done) return take_done(fields);
  if (type == Type::refusal) return take_refusal(fields);
  if (type == Type::piece) {
    if (!file_ || file_->size() + message.size() > 4 * file_bytes_max) return false;
    file_->append(fields.rest());
    return true;
  }
  if (!sink_) return false;
  if (type == Type::begin) return take_begin(fields);
  if (type == Type::row) return take_row(fields);
  if (type == Type::end) return take_end(fields);
  return false;
}

bool MessageReader::take_begin(Fields& fields) {
  SheetHead head;
  head.hidden = fields.flag();
  head.name = fields.text(name_bytes_max);
  if (!fields.ended() || in_sheet_ || seen_.sheets >= sheets_max) return false;
  in_sheet_ = true;
  last_row_ = 0;
  ++seen_.sheets;
  enough_ = !sink_->begin_sheet(head);
  return true;
}

bool MessageReader::take_row(Fields& fields) {
  row_.number = fields.number<std::uint32_t>();
  row_.hidden = fields.flag();
  auto count = fields.number<std::uint16_t>();
  if (!fields.ok() || !in_sheet_ || row_.number <= last_row_ || row_.number > rows_max ||
      count == 0 || count > columns_max) {
    return false;
  }
  last_row_ = row_.number;
  row_.cells.resize(count);
  std::uint32_t last_column = 0;
  for (auto& cell : row_.cells) {
    if (!take_cell(fields, cell) || cell.column <= last_column) return false;
    last_column = cell.column;
  }
  if (!fields.ended() || last_column > columns_max) return false;
  ++seen_.rows;
  seen_.cells += count;
  enough_ = !sink_->row(row_);
  return true;
}

bool MessageReader::take_cell(Fields& fields, Cell& cell) {
  cell.column = fields.number<std::uint16_t>();
  auto kind = fields.number<std::uint8_t>();
  cell.formula = (kind & formula_bit) != 0;
  kind &= static_cast<std::uint8_t>(~formula_bit);
  if (kind == 0 || kind > static_cast<std::uint8_t>(CellKind::error)) return false;
  cell.kind = static_cast<CellKind>(kind);
  cell.number = 0;
  if (cell.kind == CellKind::text || cell.kind == CellKind::error) {
    cell.text = fields.text(cell_bytes_max);
    return fields.ok() && !cell.text.empty();
  }
  cell.number = fields.number<double>();
  if (!fields.ok() || !std::isfinite(cell.number)) return false;
  if (cell.kind == CellKind::number) {
    cell.text = number_text(cell.number);
  } else if (cell.kind == CellKind::date) {
    cell.text = fields.text(64);
    return fields.ok() && is_date_text(cell.text);
  } else {
    if (cell.number != 0 && cell.number != 1) return false;
    cell.text = cell.number == 1 ? "TRUE" : "FALSE";
  }
  return true;
}

bool MessageReader::take_end(Fields& fields) {
  SheetTail tail;
  auto merges = fields.number<std::uint32_t>();
  if (!fields.ok() || !in_sheet_ || merges > merges_max) return false;
  for (std::uint32_t i = 0; i < merges && fields.ok(); ++i) {
    Merge one;
    one.first_row = fields.number<std::uint32_t>();
    one.first_column = fields.number<std::uint32_t>();
    one.last_row = fields.number<std::uint32_t>();
    one.last_column = fields.number<std::uint32_t>();
    if (one.first_row == 0 || one.first_column == 0 || one.last_row < one.first_row ||
        one.last_column < one.first_column || one.last_row > 1'048'576 ||
        one.last_column > 16'384) {
      return false;
    }
    tail.merges.push_back(one);
  }
  auto hidden = fields.number<std::uint32_t>();
  std::uint32_t before = 0;
  for (std::uint32_t i = 0; i < hidden && fields.ok(); ++i) {
    auto first = fields.number<std::uint32_t>(), last = fields.number<std::uint32_t>();
    if (first <= before || last < first || last > 16'384) return false;
    before = last;
    tail.hidden_columns.emplace_back(first, last);
  }
  if (!fields.ended()) return false;
  in_sheet_ = false;
  enough_ = !sink_->end_sheet(tail);
  return true;
}

bool MessageReader::take_done(Fields& fields) {
  FileFacts facts;
  auto kind = fields.number<std::uint8_t>();
  auto encoding = fields.number<std::uint8_t>();
  facts.separator = static_cast<char>(fields.number<std::uint8_t>());
  facts.dates_1904 = fields.flag();
  for (auto* value : {&facts.sheets, &facts.rows, &facts.cells, &facts.counted}) {
    *value = fields.number<std::uint64_t>();
  }
  if (!fields.ended() || in_sheet_ || kind > static_cast<std::uint8_t>(FileKind::text) ||
      encoding >= encodings.size() || static_cast<unsigned char>(facts.separator) > 0x7f) {
    return false;
  }
  // The child's count must be ours.
  if (facts.sheets != seen_.sheets || facts.rows != seen_.rows || facts.cells != seen_.cells ||
      facts.counted < facts.cells) {
    return false;
  }
  facts.kind = static_cast<FileKind>(kind);
  facts.encoding = encodings[encoding];
  done_ = true;
  result_ = std::move(facts);
  return true;
}

bool MessageReader::take_refusal(Fields& fields) {
  auto code = fields.number<std::uint8_t>();
  auto detail = fields.text(detail_bytes_max), hint = fields.text(detail_bytes_max);
  if (!fields.ended() || code >= codes.size() || detail.empty() || !is_message_text(detail) ||
      !is_message_text(hint)) {
    return false;
  }
  done_ = true;
  result_ = refuse({codes[code], std::string(detail), std::string(hint), "", "", {}});
  return true;
}

}  // namespace zhucun::sheet
