// Inside projections: the lines of residents' accounts that a query asks for, and how they stand.
// Pure. [8.2.2]
#pragma once

#include "projections/pay_account.h"

namespace zhucun::projections {

enum class PayStatus : std::uint8_t {
  payable,      // confirmed, not paid yet
  paid,         // nothing is open
  transit,      // released, the bank has not answered
  provisional,  // not confirmed yet (暂计)
  advance,      // paid before the month is over, to be settled
  unknown,      // cannot be computed
  held,         // under recall
  supplement,   // paid, and more is due
  recover,      // more was paid than is due
  nothing,      // nothing is due
};
PayStatus status_of(const PayLine& line);
std::string_view name_of(PayStatus status);
std::string_view title_of(PayStatus status);

// Months by months, within the asked period (default: the last one that is over), division, actor
// (a unit or a person), kind (an item) and status, and within the reach of the desk.
struct ChosenPay {
  domain::PartyRef person;
  std::vector<const PayLine*> lines;
  std::vector<const Undistributed*> left;
};
struct PaySelection {
  Period period;
  std::shared_ptr<const PayJudgement> judgement;  // what the rest points into
  std::vector<ChosenPay> people;                  // in the order of ids; only what was asked for
};
Result<PaySelection> pay_selection(const Sight& sight, const PayAccounts& accounts,
                                   const Query& query);

std::string line_key(const Sight& sight, const PayLine& line);  // "P1|2025-07|item|U1"
// What an item is called in the month's policy; benefits have no item.
std::string item_title(const PayAccounts& accounts, const std::string& item, Date month);
std::string month_key(Date month);
std::string unit_title(const Sight& sight, const std::string& unit);
// "22.5 天", "1 月": what the halves of an item are of.
std::string quantity_text(const PayAccounts& accounts, const Entitlement& one);
// "22 天 × 50.00 = 1100.00，依据 榆财〔2024〕1号": how a figure comes about.
std::string formula_of(const PayAccounts& accounts, const Entitlement& one);
Refusal no_such_row(const std::string& table, const std::string& row);
// "市级财政", or a state firm's own funds where its measures say so.
std::string money_source(const Sight& sight, const PayAccounts& accounts, const std::string& unit,
                         Date day);
std::string level_title(const Sight& sight, const std::string& unit);  // empty = not registered
// The readings and documents of the allowance rows of a month, put on a table.
void add_pay_provenance(const Sight& sight, Date month, Table& table);

}  // namespace zhucun::projections
