#include <unicode/ucnv.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

#include "api/export/csv.h"

namespace zhucun::exporting {

namespace {

struct CloseConverter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

// A converter that stops at what it cannot convert, where ICU's own would write a substitute.
Converter strict(const char* name) {
  UErrorCode error = U_ZERO_ERROR;
  Converter out(ucnv_open(name, &error));
  ucnv_setFromUCallBack(out.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  ucnv_setToUCallBack(out.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  if (U_FAILURE(error)) throw std::runtime_error(std::string("ICU 没有编码 ") + name);
  return out;
}

Refusal uncodable(const std::string& what, std::string_view before) {
  std::size_t line = 1;
  for (char c : before) line += c == '\n' ? 1 : 0;
  return {Code::bad_parameter,
          "第 " + std::to_string(line) + " 行的" + what + "，GB18030 写不出来",
          "改用 charset=utf-8，或改正这个字",
          "charset",
          "",
          {}};
}

}  // namespace

Result<std::string> to_gb18030(std::string_view utf8) {
  Converter from = strict("UTF-8"), to = strict("GB18030");
  std::string out;
  const char* source = utf8.data();
  const char* end = utf8.data() + utf8.size();
  std::u16string units(4096, u'\0');
  std::string bytes(units.size() * 4 + 16, '\0');
  for (bool more = true; more;) {
    UErrorCode error = U_ZERO_ERROR;
    char16_t* unit = units.data();
    ucnv_toUnicode(from.get(), &unit, units.data() + units.size(), &source, end, nullptr, true,
                   &error);
    more = error == U_BUFFER_OVERFLOW_ERROR;
    if (U_FAILURE(error) && !more) {
      auto done = static_cast<std::size_t>(source - utf8.data());
      return refuse(uncodable("字节不是 UTF-8", utf8.substr(0, done)));
    }
    const char16_t* next = units.data();
    const char16_t* last = unit;
    char* target = bytes.data();
    error = U_ZERO_ERROR;
    ucnv_fromUnicode(to.get(), &target, bytes.data() + bytes.size(), &next, last, nullptr, !more,
                     &error);
    if (U_FAILURE(error)) {
      char16_t wrong[4];
      std::int8_t count = 4;
      UErrorCode ask = U_ZERO_ERROR;
      ucnv_getInvalidUChars(to.get(), wrong, &count, &ask);
      std::uint32_t point = wrong[0];
      if (count == 2) point = 0x10000 + ((wrong[0] - 0xD800u) << 10) + (wrong[1] - 0xDC00u);
      char name[16];
      std::snprintf(name, sizeof name, "U+%04X", point);
      std::string before = out + std::string(bytes.data(), target);
      return refuse(uncodable("字符 " + std::string(name), before));
    }
    out.append(bytes.data(), target);
  }
  return out;
}

}  // namespace zhucun::exporting
