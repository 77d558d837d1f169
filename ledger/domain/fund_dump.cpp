// Every fact of the work fund as lines, in one fixed order; see facts.h.
#include <algorithm>
#include <functional>

#include "ledger/domain/fund_fold.h"

namespace zhucun::domain {

namespace {

std::string number(std::int64_t value) {
  return std::to_string(value);
}
std::string of(Position position) {
  return std::to_string(position.value);
}
std::string of(HolderYear account) {
  return to_text(account.holder) + "/" + std::to_string(account.year);
}

// Equal balances give equal lines, whatever was posted and taken back on the way.
void dump_balances(const FundFacts& fund, std::vector<std::string>& out) {
  for (std::size_t i = 0; i < fund.keys.size(); ++i) {
    if (fund.totals[i].value == 0) continue;
    const FundKey& key = fund.keys[i];
    out.push_back("fund " + to_text(key.holder) + " " + to_text(key.village) + " " +
                  number(key.year) + " " + number(static_cast<int>(key.flow)) + " " +
                  number(static_cast<int>(key.account)) + " " +
                  number(static_cast<int>(key.source)) + " " + number(static_cast<int>(key.fund)) +
                  " " + number(fund.totals[i].value));
  }
}

void dump_papers(const FundFacts& fund, std::vector<std::string>& out) {
  for (const FundPaper& paper : fund.papers) {
    if (paper.reversed_by.value != 0) continue;
    out.push_back("paper " + of(paper.position) + " " + to_text(paper.date) + " " +
                  to_text(paper.holder) + " " + to_text(paper.other) + " " + number(paper.year) +
                  " " + paper.document + " " + paper.number + " " + paper.party + " " +
                  paper.words + " " + number(paper.amount.value));
  }
  for (const FundSpent& one : fund.spent) {
    out.push_back("spent " + of(fund.papers[one.paper].position) + " " + one.head + " " +
                  number(one.amount.value));
  }
  for (const auto& [invoice, uses] : fund.invoices) {
    for (const auto& use : uses) out.push_back("invoice " + invoice + " " + of(use.position));
  }
  for (const auto& [name, claim] : fund.claims) {
    for (const ClaimMove& move : claim.moves) {
      out.push_back("claim " + name + " " + of(move.position) + " " +
                    number(static_cast<int>(move.step)) + " " + number(move.amount.value));
    }
  }
}

void dump_statements(const FundFacts& fund, std::vector<std::string>& out) {
  for (const auto& [account, list] : fund.movements) {
    for (const auto& one : list) {
      out.push_back("movement " + of(account) + " " + of(one.position) + " " +
                    number(one.amount.value));
    }
  }
  for (const auto& [account, list] : fund.lines) {
    for (const auto& one : list) {
      out.push_back("line " + of(account) + " " + of(one.position) + " " +
                    number(one.amount.value) + " " + one.reference);
    }
  }
  for (const auto& [position, match] : fund.matches) out.push_back("match " + of(position));
  for (const auto& [item, match] : fund.matched) {
    out.push_back("matched " + of(item.position) + " " + of(match));
  }
  for (const auto& [item, what] : fund.classed) {
    out.push_back("classed " + of(item.position) + " " + of(what.position) + " " + what.note);
  }
  for (const auto& [account, list] : fund.completed) {
    for (const auto& one : list) {
      out.push_back("checked " + of(account) + " " + to_text(one.through) + " " +
                    number(one.balance.value));
    }
  }
}

void dump_years(const FundFacts& fund, std::vector<std::string>& out) {
  for (const auto& [holder, years] : fund.settings) {
    for (const auto& [year, one] : years) {
      out.push_back("setting " + to_text(holder) + " " + number(year) + " " +
                    number(static_cast<int>(one.mode)) + " " + number(static_cast<int>(one.pots)));
    }
  }
  for (const auto& [year, position] : fund.closed) out.push_back("closed " + of(year));
  auto shares = [&out](const char* what, const auto& by_year) {
    for (const auto& [year, list] : by_year) {
      for (const auto& one : list) {
        out.push_back(std::string(what) + of(year) + " " + to_text(one.village) + " " +
                      number(static_cast<int>(one.fund)) + " " + number(one.shares[0].value) + " " +
                      number(one.shares[1].value) + " " + number(one.shares[2].value));
      }
    }
  };
  shares("frozen ", fund.frozen);
  shares("adjusted ", fund.adjusted);
}

}  // namespace

void dump_fund(const FundFacts& fund, const std::function<void(std::string_view)>& line) {
  std::vector<std::string> out;
  dump_balances(fund, out);
  dump_papers(fund, out);
  dump_statements(fund, out);
  dump_years(fund, out);
  std::sort(out.begin(), out.end());
  for (const auto& one : out) line(one);
}

}  // namespace zhucun::domain
