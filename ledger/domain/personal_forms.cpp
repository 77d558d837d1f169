#include "ledger/domain/personal_forms.h"

#include <algorithm>
#include <array>

namespace zhucun::domain {

namespace {

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The birth date that stands in an id number, as 1985-03-12.
std::string birth_in(std::string_view id_number) {
  return std::string(id_number.substr(6, 4)) + "-" + std::string(id_number.substr(10, 2)) + "-" +
         std::string(id_number.substr(12, 2));
}

bool is_phone(std::string_view text) {
  std::string digits;
  for (char c : text) {
    if (c == '-' || c == ' ') continue;
    digits.push_back(c);
  }
  return all_digits(digits) && digits.size() >= 7 && digits.size() <= 12;
}

}  // namespace

bool is_id_number(std::string_view text) {
  constexpr std::array<int, 17> weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  if (text.size() != 18 || !all_digits(text.substr(0, 17))) return false;
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += weights[i] * (text[i] - '0');
  return text[17] == "10X98765432"[sum % 11] && parse_date(birth_in(text)).has_value();
}

bool is_bank_card(std::string_view text) {
  if (!all_digits(text) || text.size() < 12 || text.size() > 19) return false;
  int sum = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    int digit = text[text.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

std::vector<FieldError> form_errors(event::PersonDetailsRecorded::Reader draft) {
  std::vector<FieldError> out;
  auto wrong = [&out](const char* field, std::string detail, std::string hint) {
    out.push_back(
        {Code::bad_value, std::string("/data/") + field, std::move(detail), std::move(hint)});
  };
  std::string_view id_number = view(draft.getIdNumber());
  if (draft.hasIdNumber() && !is_id_number(id_number)) {
    wrong("idNumber", "身份证号的位数、出生日期或校验位不对",
          "填18位号码，末位可为大写 X；Excel 里先把该列设为文本");
  }
  std::string_view birth = view(draft.getBirthDate());
  if (draft.hasBirthDate() && !parse_date(birth)) {
    wrong("birthDate", "出生日期看不懂", "写成 1985-03-12");
  } else if (draft.hasBirthDate() && is_id_number(id_number) && birth != birth_in(id_number)) {
    wrong("birthDate", "出生日期与身份证号里的不一致", "以身份证为准改正其中一个");
  }
  if (draft.hasPhone() && !is_phone(view(draft.getPhone())))
    wrong("phone", "电话号码不对", "填7至12位数字，可用 - 分隔");
  if (draft.hasBankCard() && !is_bank_card(view(draft.getBankCard())))
    wrong("bankCard", "银行卡号的位数或校验位不对", "对照银行卡重填，不留空格");
  return out;
}

}  // namespace zhucun::domain
