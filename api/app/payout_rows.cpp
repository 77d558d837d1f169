#include "api/app/payout_rows.h"

#include <algorithm>

#include "ledger/domain/facts_lands.h"
#include "ledger/domain/payout_parts.h"

namespace zhucun::app {

namespace {

Refusal refused(Code code, std::string detail, std::string hint, std::string pointer) {
  return {code, std::move(detail), std::move(hint), std::move(pointer), "8.2.2", {}};
}

bool is_released(const domain::PayoutFact& payout) {
  return std::any_of(payout.moves.begin(), payout.moves.end(),
                     [](const auto& move) { return move.step == domain::PayoutStep::released; });
}

}  // namespace

Result<BankRows> bank_rows(Ledger& ledger, const PayoutAsked& asked, const Viewer& viewer) {
  // It is the business of whoever may release the payout, and of nobody above.
  const auto& by = schema::find_event("payoutReleased")->by;
  bool releases = viewer.desk &&
                  std::find(by.begin(), by.end(), domain::name_of(viewer.desk->role)) != by.end();
  bool may = releases && viewer.may(domain::Deed::unmask) &&
             viewer.may(domain::Deed::export_names) && ledger.access();
  if (!may) return refuse(not_your_business(viewer, "导出银行文件"));
  constexpr std::size_t reason_shortest = 12;  // bytes: four Chinese characters
  if (asked.reason.size() < reason_shortest)
    return refuse(refused(Code::missing_field, "没有写明导出的理由",
                          "写明为什么要导出姓名和卡号，至少四个字", "reason"));
  return ledger.book().read([&](const domain::Facts& facts) -> Result<BankRows> {
    auto found = facts.allowance.payouts.find(asked.unit + "@" + asked.batch);
    bool inside = domain::covers(domain::FactsLands(facts), viewer.desk->scope,
                                 schema::Reference::unit, asked.unit, false);
    if (found == facts.allowance.payouts.end() || !inside)
      return refuse(not_yours("批次 " + asked.batch));
    const domain::PayoutFact& payout = found->second;
    if (!is_released(payout))
      return refuse(refused(Code::wrong_step, "批次 " + asked.batch + " 还没有发放",
                            "批准、发放以后才能导出银行文件", "batch"));
    BankRows out;
    out.unit_name = facts.unit_name(asked.unit, facts.last_date);
    out.batch = asked.batch;
    out.purpose = "驻村补助";
    std::string wanting;
    book::AccessRecord record{viewer.account,
                              desk_text(*viewer.desk),
                              access::Deed::EXPORT,
                              "/v1/payouts/bank-file?unit=" + asked.unit + "&batch=" + asked.batch,
                              {},
                              {"name", "bankCard"},
                              asked.reason,
                              viewer.peer,
                              0};
    for (const auto& [sequence, share] : domain::shares_of(payout.lines)) {
      auto name = ledger.book().detail(facts, share.person, "name");
      auto card = ledger.book().detail(facts, share.person, "bankCard");
      if (!name.value || !card.value) {
        wanting += (wanting.empty() ? "" : "、") + share.person + "（" +
                   (name.value ? "没有银行卡号" : "没有姓名") + "）";
        continue;
      }
      record.people.push_back(share.person);
      out.total.value += share.sum.value;
      out.rows.push_back({sequence, share.person, *name.value, *card.value, share.sum});
    }
    if (!wanting.empty())
      return refuse(refused(Code::missing_field, "缺收款信息：" + wanting,
                            "在人员信息里登记姓名和银行卡号，再导出", "batch"));
    ledger.write_down(record);
    return out;
  });
}

}  // namespace zhucun::app
