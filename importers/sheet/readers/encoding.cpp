#include "importers/sheet/readers/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "importers/sheet/readers/failure.h"
#include "importers/sheet/readers/text_tools.h"

namespace zhucun::sheet {
namespace {

struct Close {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, Close>;

Converter open_converter(const char* name, bool strict) {
  UErrorCode error = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &error));
  if (U_FAILURE(error)) return nullptr;
  if (strict) {
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &error);
  }
  return converter;
}

void append_units(std::string& out, const UChar* first, const UChar* last, UChar& high) {
  for (; first != last; ++first) {
    if (*first >= 0xd800 && *first < 0xdc00) {
      high = *first;
    } else if (*first >= 0xdc00 && *first < 0xe000 && high != 0) {
      append_utf8(out, 0x10000u + ((high - 0xd800u) << 10) + (*first - 0xdc00u));
      high = 0;
    } else {
      append_utf8(out, *first);
    }
  }
}

// Converts all bytes; the offset of the first that does not fit, or nothing.
std::optional<std::size_t> convert(std::string_view bytes, const char* name, bool strict,
                                   const std::function<bool(std::string_view)>& take) {
  Converter converter = open_converter(name, strict);
  if (!converter) return 0;
  const char* at = bytes.data();
  const char* end = at + bytes.size();
  std::array<UChar, 16'384> units;
  std::string piece;
  UChar high = 0;
  for (bool more = true; more;) {
    UErrorCode error = U_ZERO_ERROR;
    UChar* written = units.data();
    ucnv_toUnicode(converter.get(), &written, units.data() + units.size(), &at, end, nullptr, true,
                   &error);
    more = error == U_BUFFER_OVERFLOW_ERROR;
    if (U_FAILURE(error) && !more) return static_cast<std::size_t>(at - bytes.data());
    piece.clear();
    append_units(piece, units.data(), written, high);
    if (!take(piece)) break;
  }
  return std::nullopt;
}

bool keep_going(std::string_view) {
  return true;
}

std::string line_of(std::string_view bytes, std::size_t offset) {
  auto lines = std::count(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
  return std::to_string(lines + 1);
}

Refusal unknown_encoding(const std::string& line) {
  return refused("第 " + line + " 行的文字既不是 UTF-8 也不是 GB18030（GBK）编码",
                 "请用 Excel 或 WPS 打开，另存为 xlsx，或另存为“CSV UTF-8”后上传");
}

}  // namespace

Result<Encoding> encoding_of(std::string_view bytes) {
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) {
    Encoding wide{bytes[0] == '\xff' ? "UTF-16LE" : "UTF-16BE", 2};
    auto wrong = convert(bytes.substr(2), wide.name.c_str(), true, keep_going);
    if (!wrong) return wide;
    return refuse(damaged("文件以 UTF-16 开头，但第 " + std::to_string(*wrong / 2 + 1) +
                          " 个字符起不是 UTF-16"));
  }
  std::size_t mark = bytes.starts_with("\xef\xbb\xbf") ? 3 : 0;
  std::size_t valid = valid_utf8_prefix(bytes);
  if (valid == bytes.size()) return Encoding{"UTF-8", mark};
  auto wrong =
      mark ? std::optional<std::size_t>(valid) : convert(bytes, "gb18030", true, keep_going);
  if (!wrong) return Encoding{"GB18030", 0};
  return refuse(unknown_encoding(line_of(bytes, std::min(*wrong, bytes.size()))));
}

void decode(std::string_view bytes, const Encoding& encoding,
            const std::function<bool(std::string_view piece)>& take) {
  constexpr std::size_t piece_bytes = 65'536;
  bytes.remove_prefix(encoding.mark);
  if (encoding.name != "UTF-8") {
    convert(bytes, encoding.name.c_str(), true, take);
    return;
  }
  for (std::size_t at = 0; at < bytes.size(); at += piece_bytes) {
    if (!take(bytes.substr(at, piece_bytes))) return;
  }
}

std::string from_code_page(std::string_view bytes, unsigned page) {
  std::string name = "windows-" + std::to_string(page == 0 || page == 1200 ? 1252 : page);
  std::string out;
  auto take = [&out](std::string_view piece) {
    out += piece;
    return true;
  };
  if (convert(bytes, page == 936 ? "gb18030" : name.c_str(), false, take)) {
    out.clear();
    convert(bytes, "gb18030", false, take);
  }
  return out;
}

void warm_encodings() {
  for (const char* name : {"gb18030", "UTF-16LE", "UTF-16BE", "windows-1252", "windows-950"}) {
    open_converter(name, true);
  }
}

}  // namespace zhucun::sheet
