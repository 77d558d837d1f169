// Which lines of a statement and which movements of the book may be the same money, with the
// reasons said.
//
// Amounts always agree, and never alone: a document number, or payee and day, must speak for it
// too. A proposal is exact when a document number agrees and nothing else could be meant; only
// those may be accepted in one go. Pure. [8.2.1]
#pragma once

#include "projections/fund_sums.h"

namespace zhucun::projections {

// What has not been matched on one account as of a day. Pointers live as long as the facts.
struct OpenAccount {
  domain::HolderYear account;
  Fen book;  // balance
  std::optional<Fen> statement;
  Date statement_date;  // to which the statement's balance is known
  std::vector<const domain::StatementLine*> lines;
  std::vector<const domain::FundMovement*> items;
};

OpenAccount open_account(const Sight& sight, domain::HolderYear account);
// All accounts that have a movement or a line, within the desk's reach.
std::vector<domain::HolderYear> bank_accounts(const Sight& sight);
bool reaches_holder(const Sight& sight, DivisionCode holder);

struct Proposal {
  std::vector<const domain::StatementLine*> lines;
  std::vector<const domain::FundMovement*> items;
  Fen amount;
  bool exact = false;
  std::string reasons;  // 金额相等；文号 … 相同
};

// Each line and each item occurs in at most one exact proposal.
std::vector<Proposal> proposals(const Sight& sight, const OpenAccount& open);

}  // namespace zhucun::projections
