// Who is to be paid how much on which card: what a bank's file is made of. [8.2.2]
//
// Names and cards are personal data: the desk must be allowed to take names out and to see cards in
// full, gives a reason, and is written down before it gets anything. Refuses what is not released,
// and whoever has no name or card.
#pragma once

#include <string>
#include <vector>

#include "api/app/ledger.h"

namespace zhucun::app {

struct PayoutAsked {
  std::string unit;
  std::string batch;
  std::string reason;
};

struct BankRow {
  int sequence = 0;
  std::string person;
  std::string name;
  std::string account;
  Fen amount;
};

struct BankRows {
  std::string unit_name;
  std::string batch;
  std::string purpose;
  Fen total;
  std::vector<BankRow> rows;
};

Result<BankRows> bank_rows(Ledger& ledger, const PayoutAsked& asked, const Viewer& viewer);

}  // namespace zhucun::app
