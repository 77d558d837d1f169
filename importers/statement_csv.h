// Statement lines out of a CSV file, by a column profile: rows become drafts, nothing is written.
//
// The text is UTF-8, with or without a byte order mark, comma separated with quotes. Titles above
// the header are passed over. Each row names one amount, into the account or out of it. A row that
// cannot be read is an error with its row and column, never a guess. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/fen.h"
#include "ledger/base/ids.h"
#include "ledger/base/refusal.h"

namespace zhucun::importers {

// Which titles a column may have; see importers/formats/statement-*.toml.
struct StatementProfile {
  std::string title;
  std::int64_t fen_per_unit = 100;  // 元; 万元 = 1,000,000
  std::vector<std::string> date;
  std::vector<std::string> income;
  std::vector<std::string> outgo;
  std::vector<std::string> balance;
  std::vector<std::string> reference;
  std::vector<std::string> party;
  std::vector<std::string> summary;
  std::vector<std::string> sequence;
};
// By the name of a shipped profile, "bank" or "treasury".
Result<StatementProfile> statement_profile(std::string_view name);

struct RowError {
  std::size_t row = 0;  // of the file, from 1
  std::string column;
  std::string detail;
  std::string hint;
};

struct StatementRead {
  std::vector<std::string> drafts;  // statementLineRecorded, as JSON
  std::vector<RowError> errors;
  std::size_t rows = 0;              // below the header
  std::vector<std::string> matched;  // "date = 交易日期": how the columns were recognised
};

struct StatementOf {
  DivisionCode holder;
  std::int16_t year = 0;  // of a quota; 0 = the bank account
  std::string file;       // for the source of each draft
};
// Refuses a text without a header that the profile knows.
Result<StatementRead> read_statement(std::string_view csv, const StatementProfile& profile,
                                     const StatementOf& of);

// 2026-03-01, 2026/3/1, 2026.3.1, 20260301, 2026年3月1日; nothing for what is no day.
std::optional<Date> read_date(std::string_view text);
// 1,234.50 with at most two decimals; nothing for what is no amount. An empty text is no amount
// either.
std::optional<Fen> read_amount(std::string_view text, std::int64_t fen_per_unit);

}  // namespace zhucun::importers
