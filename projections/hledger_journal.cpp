#include "projections/hledger_journal.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "projections/fund_explain.h"
#include "projections/fund_matching.h"
#include "projections/fund_sums.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

std::string account_of(const domain::FundKey& key) {
  return std::string(key_of(key.account)) + ":" + to_text(key.holder) + ":" +
         std::to_string(key.year) + ":" + std::string(key_of(key.fund)) + ":" +
         std::string(key_of(key.source)) + ":" +
         (key.village.empty() ? "none" : to_text(key.village));
}

// A description ends at the line's end or at a semicolon, which starts a comment.
std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  std::replace(text.begin(), text.end(), ';', ',');
  std::replace(text.begin(), text.end(), '|', '/');
  return text;
}

// One transaction: a paper's own postings, or those of its reversal.
struct Transaction {
  Date date;
  Position position;
  const domain::FundPaper* paper = nullptr;
  bool red = false;
  std::vector<const domain::FundPosting*> postings;
};

std::vector<Transaction> transactions(const domain::FundFacts& fund, Date as_of) {
  std::vector<Transaction> out;
  for (std::uint32_t i = 0; i < fund.postings.size(); ++i) {
    const auto& posting = fund.postings[i];
    if (posting.date > as_of) continue;
    const auto& paper = fund.papers[posting.paper];
    bool red = i < paper.first_posting || i >= paper.first_posting + paper.posting_count;
    Position position = red ? paper.reversed_by : paper.position;
    if (out.empty() || out.back().position != position || out.back().paper != &paper)
      out.push_back({posting.date, position, &paper, red, {}});
    out.back().postings.push_back(&posting);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Transaction& a, const Transaction& b) { return a.date < b.date; });
  return out;
}

// The units' own books, apart from the work fund: "allowance:paid:U1:2025:telecom-allowance".
std::string account_of(const domain::PayPosted& posted) {
  const char* kind = posted.account == event::PayAccount::EXPENSE   ? "expense"
                     : posted.account == event::PayAccount::TRANSIT ? "transit"
                                                                    : "paid";
  return std::string("allowance:") + kind + ":" + posted.unit + ":" + std::to_string(posted.year) +
         ":" + posted.item;
}

void write_units(const Sight& sight, const std::function<void(std::string_view)>& write) {
  std::vector<const domain::PayPosted*> postings;
  for (const auto& posted : sight.facts.allowance.postings) {
    bool mine = posted.date <= sight.as_of && reaches_matter(sight, {}, posted.unit, "");
    if (mine) postings.push_back(&posted);
  }
  std::set<std::string> accounts;
  for (const auto* posted : postings) accounts.insert(account_of(*posted));
  for (const auto& account : accounts) write("account " + account + "\n");
  std::stable_sort(postings.begin(), postings.end(), [](const auto* a, const auto* b) {
    return std::tie(a->date, a->position) < std::tie(b->date, b->position);
  });
  Position last;
  for (const auto* posted : postings) {
    if (posted->position != last)
      write("\n" + to_text(posted->date) + " * (" + std::to_string(posted->position.value) + ") " +
            one_line(sight.facts.unit_name(posted->unit, posted->date)) + " 驻村待遇\n");
    last = posted->position;
    write("    " + account_of(*posted) + "  " + to_yuan(posted->amount) + " CNY\n");
  }
}

}  // namespace

void hledger_journal(const Sight& sight, const std::function<void(std::string_view)>& write) {
  const auto& fund = sight.facts.fund;
  write("; " + one_line(sight.facts.title) + " 工作经费与派出单位驻村待遇，截至 " +
        to_text(sight.as_of) + "，账至序号 " + std::to_string(sight.facts.position.value) +
        "\ncommodity 1000.00 CNY\n");
  std::set<std::string> accounts;
  for (const auto& key : fund.keys) {
    if (reaches_holder(sight, key.holder)) accounts.insert(account_of(key));
  }
  for (const auto& account : accounts) write("account " + account + "\n");
  for (const Transaction& one : transactions(fund, sight.as_of)) {
    bool mine = std::all_of(one.postings.begin(), one.postings.end(), [&](const auto* posting) {
      return reaches_holder(sight, fund.keys[posting->key].holder);
    });
    if (!mine) continue;
    write("\n" + to_text(one.date) + " * (" + std::to_string(one.position.value) + ") " +
          (one.red ? "红字冲销 " : "") + one_line(words_of(*one.paper)) + "\n");
    for (const auto* posting : one.postings) {
      write("    " + account_of(fund.keys[posting->key]) + "  " + to_yuan(posting->amount) +
            " CNY\n");
    }
  }
  write_units(sight, write);
}

}  // namespace zhucun::projections
