#include "ledger/domain/fund_rules.h"

#include <algorithm>

#include "ledger/domain/paper_numbers.h"
#include "ledger/policy/fund_rows.h"

namespace zhucun::domain {

namespace {

Refusal faulty(Code code, std::string detail, std::string hint, std::string pointer,
               std::string clause = "8.2.1") {
  return {code, std::move(detail), std::move(hint), std::move(pointer), std::move(clause), {}};
}

std::string name_of_division(const State& state, DivisionCode code) {
  const KnownDivision* known = state.divisions.find(code);
  return known ? known->name : to_text(code);
}

bool lies_in(const State& state, DivisionCode code, DivisionCode area) {
  for (int steps = 0; steps < 8 && !code.empty(); ++steps) {
    if (code == area) return true;
    const KnownDivision* known = state.divisions.find(code);
    if (!known) return false;
    bool handed_on = known->level != DivisionLevel::village && !known->merged_into.empty();
    code = handed_on ? known->merged_into : known->parent;
  }
  return false;
}

}  // namespace

std::string yuan_text(Fen amount) {
  return to_yuan(amount) + "元";
}

Fault holder_fault(const State& state, capnp::Text::Reader holder, Date day,
                   const std::string& pointer) {
  if (auto fault = division_fault(state, holder, DivisionLevel::unknown, day, pointer))
    return fault;
  const KnownDivision* known = state.divisions.find(division(holder));
  if (known->level == DivisionLevel::county || known->level == DivisionLevel::township)
    return std::nullopt;
  return faulty(Code::wrong_division_level,
                known->name + "是" + name_of_level(known->level) + "，经费由县市区和乡镇管理",
                "改填县市区或乡镇（街道）的12位代码", pointer);
}

Fault beneath_fault(const State& state, DivisionCode below, DivisionCode above,
                    const std::string& pointer) {
  if (lies_in(state, below, above)) return std::nullopt;
  return faulty(Code::outside_holder,
                name_of_division(state, below) + "（" + to_text(below) + "）不在" +
                    name_of_division(state, above) + "内",
                "核对两个代码", pointer);
}

Fault account_fault(const State& state, DivisionCode holder, std::int16_t year,
                    const std::string& pointer) {
  if (setting_of(state, holder, year)) return std::nullopt;
  return faulty(Code::fund_account_missing,
                name_of_division(state, holder) + " " + std::to_string(year) +
                    " 年度没有设定支付方式（实拨或指标）和经费池",
                "先登记 fundAccountSet，乡镇没有自己的就按县市区的", pointer);
}

Fault pot_fault(const State& state, DivisionCode holder, std::int16_t year, event::FundKind fund,
                const std::string& pointer) {
  auto setting = setting_of(state, holder, year);
  bool one = setting && setting->pots == event::Pots::ONE;
  if (one == (fund == event::FundKind::POT)) return std::nullopt;
  return faulty(Code::wrong_pot,
                name_of_division(state, holder) + " " + std::to_string(year) + " 年度的经费" +
                    (one ? "合并管理，不分第一书记和工作队" : "分别管理，没有合并经费"),
                one ? "经费类别填 pot（合并经费）" : "填 firstSecretary 或 team", pointer);
}

Fault amount_fault(std::int64_t amount, const std::string& pointer) {
  if (amount <= 0) {
    return faulty(Code::amount_not_positive, "金额 " + yuan_text(Fen{amount}) + " 不大于零",
                  "填大于零的金额；退回、收回、冲销各有自己的登记", pointer);
  }
  if (Fen{amount} > fund_amount_max) {
    return faulty(Code::amount_too_large, "金额 " + yuan_text(Fen{amount}) + " 超出可登记的范围",
                  "核对位数；金额以分为单位", pointer);
  }
  return std::nullopt;
}

Fault village_fault(const State& state, capnp::Text::Reader village, DivisionCode holder, Date day,
                    const std::string& pointer) {
  if (village.size() == 0) return std::nullopt;
  // A merged village keeps its pot: money may still be told of it.
  const KnownDivision* known = state.divisions.find(division(village));
  Date when = known && known->level == DivisionLevel::village
                  ? std::min(day, known->merged_on - Days{1})
                  : day;
  if (auto fault = division_fault(state, village, DivisionLevel::village, when, pointer))
    return fault;
  return beneath_fault(state, division(village), holder, pointer);
}

Fault lines_fault(const State& state, FundLines lines, const Purse& purse, Likely likely) {
  unsigned index = 0;
  for (auto line : lines) {
    std::string at = "/data/lines/" + std::to_string(index++);
    if (auto fault = amount_fault(line.getAmount(), at + "/amount")) return fault;
    if (auto fault = pot_fault(state, purse.holder, purse.year, line.getFund(), at + "/fund"))
      return fault;
    if (auto fault =
            village_fault(state, line.getVillage(), purse.holder, likely.day, at + "/village"))
      return fault;
    Asked asked{Fen{line.getAmount()}, purse.holder, village_or_none(line.getVillage()), false};
    if (auto fault = likely_fault(state, asked, likely, at + "/amount")) return fault;
  }
  return std::nullopt;
}

Fault closed_fault(const State& state, DivisionCode holder, std::int16_t year,
                   const std::string& pointer) {
  if (!year_closed(state, holder, year)) return std::nullopt;
  return faulty(Code::year_closed,
                name_of_division(state, county_above(state, holder)) + " " + std::to_string(year) +
                    " 年度的经费已年结，不再办理",
                "改填 " + std::to_string(open_year(state, holder, year)) +
                    " 年度；已经发生的付款带凭证号登记，记入未结年度",
                pointer);
}

Fault balance_fault(const State& state, const Purse& purse, event::FundKind fund,
                    DivisionCode village, Fen amount, const std::string& pointer) {
  Fen free = available(state, purse, fund, village);
  if (amount <= free) return std::nullopt;
  return faulty(Code::balance_exceeded,
                "金额 " + yuan_text(amount) + " 超过" + name_of_division(state, purse.holder) +
                    " " + std::to_string(purse.year) + " 年度可用的 " + yuan_text(free),
                "减少金额，或待款项到账后再办；已经付出的带付款凭证号登记", pointer);
}

std::string paper_key(const char* space, const std::string& place, std::int16_t year,
                      capnp::Text::Reader number) {
  return std::string(space) + "|" + place + "|" + std::to_string(year) + "|" +
         one_spelling(view(number));
}

Fault paper_fault(const State& state, const std::string& paper, const std::string& said,
                  const std::string& pointer) {
  const auto* known = state.fund.papers.find(paper);
  if (!known || known->empty()) return std::nullopt;
  return faulty(Code::document_used,
                said + " 已在序号 " + std::to_string(known->begin()->value) +
                    " 使用（括号、空格、全半角不同也算同一个号）",
                "核对号码；同一份文件只登记一次", pointer);
}

Fault likely_fault(const State& state, const Asked& asked, Likely likely,
                   const std::string& pointer) {
  if (likely.confirmed) return std::nullopt;
  const policy::FenRange* range = nullptr;
  auto policy = state.policy_book().at(likely.day);
  for (const auto& row : policy->funds) {
    if (row.plausible && policy::holds_in(row, asked.holder)) range = &*row.plausible;
  }
  if (!range) return std::nullopt;
  std::int64_t villages = asked.village.empty() ? 0 : 1;
  if (asked.village.empty()) {
    for (const auto& [village, starts] : state.village_starts) {
      if (!starts.empty() && lies_in(state, village, asked.holder)) ++villages;
    }
  }
  Fen most{range->at_most.value * std::max<std::int64_t>(1, villages)};
  bool small = !asked.spending && asked.amount < range->at_least;
  if (!small && asked.amount <= most) return std::nullopt;
  Fen other{small ? asked.amount.value * 10'000 : asked.amount.value / 10'000};
  return faulty(Code::amount_unlikely,
                "金额 " + yuan_text(asked.amount) + (small ? " 偏小" : " 偏大") +
                    "：单位是元还是万元？（差一万倍是 " + yuan_text(other) + "）",
                "确实无误的，填 likely: true 再登记；否则改正金额", pointer);
}

Fault head_fault(const State& state, capnp::Text::Reader head, DivisionCode holder, Date day,
                 const std::string& pointer) {
  auto policy = state.policy_book().at(day);
  auto ruling = policy::ruling_on_head(*policy, holder, view(head));
  if (ruling.use == policy::FundUse::allowed) return std::nullopt;
  if (ruling.row) {
    return faulty(Code::head_forbidden,
                  "工作经费不得用于" + ruling.row->title + "：" + ruling.row->document + " " +
                      ruling.row->clause.text,
                  "由派出单位自己的预算列支；已经付出的用支出登记，列为与条款不符", pointer,
                  ruling.row->clause.text);
  }
  std::string allowed;
  for (const auto& row : policy->fund_uses) {
    bool here = row.use == policy::FundUse::allowed && policy::holds_in(row, holder);
    if (here) allowed += (allowed.empty() ? "" : "、") + row.head + "（" + row.title + "）";
  }
  return faulty(Code::unknown_head, "没有这个用途：" + copy(head), "可用的用途：" + allowed,
                pointer);
}

bool is_same_person(const State& state, const std::string& one, const std::string& other) {
  const Accounts* accounts = state.accounts.find(0);
  return accounts ? accounts->same_person(one, other) : one == other;
}

}  // namespace zhucun::domain
