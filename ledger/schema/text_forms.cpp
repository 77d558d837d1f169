#include "ledger/schema/text_forms.h"

#include <algorithm>
#include <cstdint>

#include "ledger/base/scope.h"

namespace zhucun::schema {

namespace {

using Fault = std::optional<std::pair<std::string, std::string>>;

constexpr std::size_t id_length_max = 64;
constexpr std::size_t text_length_max = 1 << 20;  // a policy document is the longest text

bool is_plain_id(std::string_view text) {
  return !text.empty() && text.size() <= id_length_max &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '_' || c == '.';
         });
}

// The length of the UTF-8 sequence that starts with this byte, or 0.
int sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  if (lead >= 0xf0 && lead < 0xf5) return 4;
  return 0;
}

bool is_clean_character(std::uint32_t point, int length) {
  if (point < 0x20) return point == '\n' || point == '\t';
  if (point == 0x7f || (point >= 0x80 && point < 0xa0)) return false;
  if (length == 3 && point < 0x800) return false;
  if (length == 4 && (point < 0x10000 || point > 0x10ffff)) return false;
  return point < 0xd800 || point > 0xdfff;
}

std::string said(std::string_view text) {
  constexpr std::size_t shown = 60;
  return "“" + std::string(text.substr(0, shown)) + (text.size() > shown ? "…" : "") + "”";
}

Fault fault_of_division(std::string_view text) {
  if (parse_division(text)) return std::nullopt;
  return {{said(text) + "不是12位区划代码", "填统计用区划代码的12位数字，如 610802101200"}};
}

}  // namespace

bool is_clean_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    auto lead = static_cast<unsigned char>(text[i]);
    int length = sequence_length(lead);
    if (length == 0 || i + static_cast<std::size_t>(length) > text.size()) return false;
    std::uint32_t point = length == 1 ? lead : lead & (0xffu >> (length + 1));
    for (int k = 1; k < length; ++k) {
      auto next = static_cast<unsigned char>(text[i + static_cast<std::size_t>(k)]);
      if ((next & 0xc0) != 0x80) return false;
      point = (point << 6) | (next & 0x3fu);
    }
    if (!is_clean_character(point, length)) return false;
    i += static_cast<std::size_t>(length);
  }
  return true;
}

Fault text_fault(Reference reference, std::string_view text) {
  if (text.size() > text_length_max) return {{"文字太长", "不超过 1 MiB"}};
  if (!is_clean_text(text)) {
    return {{"含有不可见的控制字符或不是 UTF-8 文字", "去掉控制字符，另存为 UTF-8"}};
  }
  switch (reference) {
    case Reference::division:
    case Reference::county:
    case Reference::township:
    case Reference::village: return fault_of_division(text);
    case Reference::unit:
    case Reference::person:
    case Reference::account:
    case Reference::reading:
      if (is_plain_id(text)) return std::nullopt;
      return {{said(text) + "不是编号", "编号由字母、数字、- _ . 组成，不超过64位"}};
    case Reference::party:
      if (parse_party(text)) return std::nullopt;
      return {{said(text) + "不是单位或人员的写法",
               "写成 类别:编号，类别为 office township team village unit memberUnit group person"}};
    case Reference::scope:
      if (parse_scope(text)) return std::nullopt;
      return {{said(text) + "不是范围",
               "写成 division:12位区划代码、unit:单位编号、team:村代码、person:人员编号 之一"}};
    case Reference::attachment:
      if (text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos)
        return std::nullopt;
      return {{said(text) + "不是附件的散列值", "先上传附件，填返回的64位散列值"}};
    case Reference::period:
      if (parse_period(text)) return std::nullopt;
      return {{said(text) + "不是期间", "写成 2025、2025H1、2025Q3、2025-07 之一"}};
    case Reference::none:
    case Reference::position:
    case Reference::document:
    case Reference::policy_key:
    case Reference::allowance_item:
    case Reference::pay_standard: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace zhucun::schema
