#include "ledger/domain/payout_parts.h"

namespace zhucun::domain {

std::map<int, PayoutShare> shares_of(const PayoutLines& lines) {
  std::map<std::string, int> first;
  std::map<int, PayoutShare> out;
  for (const auto& line : lines) {
    int sequence = first.try_emplace(line.person, line.sequence).first->second;
    PayoutShare& share = out[sequence];
    share.person = line.person;
    share.sum.value += line.amount.value;
    share.lines.push_back(line);
  }
  return out;
}

PayoutLines lines_in(event::PayoutDrafted::Reader e) {
  PayoutLines out;
  for (auto line : e.getLines()) {
    out.push_back({line.getSequence(), copy(line.getPerson()), copy(line.getItem()),
                   copy(line.getMonth()), Fen{line.getDue()}, Fen{line.getBefore()},
                   Fen{line.getAmount()}, line.getReason()});
  }
  return out;
}

std::string_view title_of(PayoutStep step) {
  switch (step) {
    case PayoutStep::none: return "未制表";
    case PayoutStep::drafted: return "已制表";
    case PayoutStep::checked: return "已复核";
    case PayoutStep::approved: return "已批准";
    case PayoutStep::released: return "已发放";
    case PayoutStep::voided: return "已作废";
  }
  return "";
}

}  // namespace zhucun::domain
