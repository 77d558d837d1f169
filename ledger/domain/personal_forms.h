// Whether what is said of a person can be so: check digits and forms, all faults at once. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "ledger/base/refusal.h"
#include "ledger/domain/text.h"

namespace zhucun::domain {

std::vector<FieldError> form_errors(event::PersonDetailsRecorded::Reader draft);

// 18 characters with a date and the check digit of GB 11643-1999.
bool is_id_number(std::string_view text);
// 12 to 19 digits whose last is the check digit of GB/T 17552 (Luhn).
bool is_bank_card(std::string_view text);

}  // namespace zhucun::domain
