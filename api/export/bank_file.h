// A payout's file as the bank wants it, by a profile that is data
// (importers/formats/format-banks.toml). Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "api/app/payout_rows.h"
#include "api/export/csv.h"

namespace zhucun::exporting {

struct BankColumn {
  std::string what;  // sequence, name, account, amount, purpose, note, person
  std::string title;
};

struct BankProfile {
  std::string id;
  std::string title;
  bool workbook = false;  // XLSX; else text
  Charset charset = Charset::utf8;
  std::string separator;
  bool header = true;
  std::vector<BankColumn> columns;
};

// The shipped profiles, in the order of the file. One that cannot be read is a logic_error.
const std::vector<BankProfile>& bank_profiles();
const BankProfile* find_bank(std::string_view id);

struct BankFile {
  std::string name;  // 单位_批次.txt
  std::string media_type;
  std::string bytes;
};

// Refuses: a character that the charset cannot write, a value that holds the separator.
Result<BankFile> bank_file(const app::BankRows& rows, const BankProfile& profile);

}  // namespace zhucun::exporting
