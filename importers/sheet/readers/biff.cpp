#include "importers/sheet/readers/biff.h"

#include <algorithm>
#include <bit>

#include "importers/sheet/readers/encoding.h"
#include "importers/sheet/readers/little_endian.h"
#include "importers/sheet/readers/xlsx_parts.h"

namespace zhucun::sheet {

std::optional<Record> record_at(std::string_view stream, std::size_t at) {
  auto id = number_at<std::uint16_t>(stream, at);
  auto length = number_at<std::uint16_t>(stream, at + 2);
  if (!id || !length || stream.size() - at - 4 < *length) return std::nullopt;
  return Record{*id, stream.substr(at + 4, *length), at, at + 4 + *length};
}

RecordFields::RecordFields(std::string_view stream, const Record& record) {
  pieces_.push_back(record.data);
  for (auto next = record_at(stream, record.next); next && next->id == biff::more;
       next = record_at(stream, next->next)) {
    pieces_.push_back(next->data);
  }
}

bool RecordFields::enter_next() {
  while (at_ == pieces_[piece_].size()) {
    if (piece_ + 1 == pieces_.size()) {
      ok_ = false;
      return false;
    }
    ++piece_;
    at_ = 0;
  }
  return true;
}

std::uint32_t RecordFields::number(std::size_t bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < bytes; ++i) {
    if (!ok_ || !enter_next()) return 0;
    value |= std::uint32_t{static_cast<unsigned char>(pieces_[piece_][at_++])} << (8 * i);
  }
  return value;
}

void RecordFields::skip(std::size_t bytes) {
  while (bytes > 0 && ok_ && enter_next()) {
    std::size_t step = std::min(bytes, pieces_[piece_].size() - at_);
    at_ += step;
    bytes -= step;
  }
}

void RecordFields::characters(std::size_t count, bool wide, std::string& out) {
  std::uint32_t high = 0;
  while (count > 0 && ok_) {
    // A text that goes on in the next record begins there with its flags.
    if (at_ == pieces_[piece_].size()) {
      if (!enter_next()) return;
      wide = (number(1) & 1) != 0;
      continue;
    }
    auto unit = number(wide ? 2 : 1);
    --count;
    if (unit >= 0xd800 && unit < 0xdc00) {
      high = unit;
    } else if (unit >= 0xdc00 && unit < 0xe000 && high != 0) {
      append_utf8(out, 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00));
      high = 0;
    } else {
      append_utf8(out, unit);
    }
  }
}

std::string RecordFields::text(std::size_t count) {
  constexpr std::uint32_t is_wide = 1, has_phonetic = 4, is_rich = 8;
  std::string out;
  auto flags = number(1);
  std::size_t runs = flags & is_rich ? number(2) : 0;
  std::size_t phonetic = flags & has_phonetic ? number(4) : 0;
  if (!ok_) return out;
  characters(count, (flags & is_wide) != 0, out);
  skip(runs * 4);
  skip(phonetic);
  return out;
}

std::string RecordFields::text(std::size_t bytes, unsigned code_page) {
  std::string out;
  while (out.size() < bytes && ok_ && enter_next()) {
    auto part = pieces_[piece_].substr(at_, bytes - out.size());
    out += part;
    at_ += part.size();
  }
  return from_code_page(out, code_page);
}

std::optional<TextTable> string_table(std::string_view stream, const Record& record) {
  RecordFields fields(stream, record);
  fields.number(4);
  auto count = fields.number(4);
  TextTable out;
  for (std::uint32_t i = 0; i < count; ++i) {
    auto characters = fields.number(2);
    out.add(fields.text(characters));
    if (!fields.ok() || out.bytes() > shared_bytes_max) return std::nullopt;
  }
  return out;
}

double decoded_rk(std::uint32_t rk) {
  double value = rk & 2 ? static_cast<double>(static_cast<std::int32_t>(rk) >> 2)
                        : std::bit_cast<double>(std::uint64_t{rk & ~3u} << 32);
  return rk & 1 ? value / 100 : value;
}

std::string_view error_text(std::uint8_t code) {
  switch (code) {
    case 0x00: return "#NULL!";
    case 0x07: return "#DIV/0!";
    case 0x0f: return "#VALUE!";
    case 0x17: return "#REF!";
    case 0x1d: return "#NAME?";
    case 0x24: return "#NUM!";
    case 0x2a: return "#N/A";
    default: return "#ERROR!";
  }
}

}  // namespace zhucun::sheet
