#include "projections/fund_matching.h"

#include <algorithm>
#include <set>

#include "ledger/domain/paper_numbers.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using domain::FundMovement;
using domain::StatementLine;

// Farther apart than this two days speak for nothing.
constexpr int near_days = 7;
// A shorter number is found inside anything.
constexpr std::size_t telling_length = 4;

struct Item {
  const FundMovement* movement = nullptr;
  const domain::FundPaper* paper = nullptr;
  std::vector<std::string> numbers;  // in one spelling
};

struct Line {
  const StatementLine* line = nullptr;
  std::string reference;  // in one spelling
  std::string summary;
};

std::vector<Item> items_of(const Sight& sight, const OpenAccount& open) {
  std::vector<Item> out;
  for (const FundMovement* movement : open.items) {
    Item item{movement, &sight.facts.fund.papers[movement->paper], {}};
    for (const auto& number : {item.paper->document, item.paper->number}) {
      std::string one = domain::one_spelling(number);
      if (!one.empty()) item.numbers.push_back(std::move(one));
    }
    out.push_back(std::move(item));
  }
  return out;
}

std::vector<Line> lines_of(const OpenAccount& open) {
  std::vector<Line> out;
  for (const StatementLine* line : open.lines) {
    out.push_back(
        {line, domain::one_spelling(line->reference), domain::one_spelling(line->summary)});
  }
  return out;
}

int days_apart(Date a, Date b) {
  return static_cast<int>(std::abs((a - b).count()));
}

// The number that a line and an item share, or nothing.
std::string shared_number(const Line& line, const Item& item) {
  for (const auto& number : item.numbers) {
    if (!line.reference.empty() && line.reference == number) return number;
    bool telling = number.size() >= telling_length;
    if (telling && line.summary.find(number) != std::string::npos) return number;
  }
  return {};
}

class Matcher {
 public:
  Matcher(const Sight& sight, const OpenAccount& open)
      : sight_(sight), items_(items_of(sight, open)), lines_(lines_of(open)) {}

  std::vector<Proposal> all() {
    index();
    one_to_one();
    by_number();
    by_payee();
    return std::move(out_);
  }

 private:
  void index() {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      by_amount_[items_[i].movement->amount.value].push_back(i);
      for (const auto& number : items_[i].numbers) by_number_[number].insert(i);
    }
    for (const Line& line : lines_) ++line_amounts_[line.line->amount.value];
    for (const Line& line : lines_) {
      if (!line.reference.empty()) lines_by_number_[line.reference].push_back(&line);
    }
  }

  bool taken(const Line& line) const { return used_lines_.contains(line.line->position); }
  bool taken(const Item& item) const { return used_items_.contains(item.movement->position); }

  void give(std::vector<const Line*> lines, std::vector<const Item*> items, bool exact,
            std::string reasons) {
    Proposal out;
    for (const Line* line : lines) {
      out.lines.push_back(line->line);
      out.amount.value += line->line->amount.value;
      if (exact)
        used_lines_.insert(line->line->position);
      else
        hinted_.insert(line->line->position);
    }
    for (const Item* item : items) {
      out.items.push_back(item->movement);
      if (exact) used_items_.insert(item->movement->position);
    }
    out.exact = exact;
    out.reasons = std::move(reasons);
    out_.push_back(std::move(out));
  }

  // Same amount and a shared number, and no second line or movement of which the same could be
  // said.
  void one_to_one() {
    std::vector<std::vector<const Item*>> candidates(lines_.size());
    std::map<const Item*, int> wanted;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      auto same = by_amount_.find(lines_[i].line->amount.value);
      if (same == by_amount_.end()) continue;
      for (std::size_t k : same->second) {
        if (shared_number(lines_[i], items_[k]).empty()) continue;
        candidates[i].push_back(&items_[k]);
        ++wanted[&items_[k]];
      }
    }
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (candidates[i].empty()) continue;
      const Item* first = candidates[i].front();
      bool unique = candidates[i].size() == 1 && wanted[first] == 1;
      // Another movement under the same number may be a part of this line.
      if (unique) {
        give({&lines_[i]}, {first}, true,
             "金额相等；号码 " + shared_number(lines_[i], *first) + " 相同");
      } else {
        for (const Item* one : candidates[i]) {
          give(
              {&lines_[i]}, {one}, false,
              "金额相等；号码 " + shared_number(lines_[i], *one) + " 相同；另有同号同额的，请选定");
        }
      }
    }
  }

  // One line for several movements under one number, or several lines for one movement.
  void by_number() {
    for (const auto& [number, lines] : lines_by_number_) {
      auto found = by_number_.find(number);
      if (found == by_number_.end()) continue;
      std::vector<const Line*> free_lines;
      Fen lines_sum;
      for (const Line* line : lines) {
        if (taken(*line)) continue;
        free_lines.push_back(line);
        lines_sum.value += line->line->amount.value;
      }
      std::vector<const Item*> free_items;
      Fen items_sum;
      for (std::size_t k : found->second) {
        if (taken(items_[k])) continue;
        free_items.push_back(&items_[k]);
        items_sum.value += items_[k].movement->amount.value;
      }
      if (free_lines.empty() || free_items.empty() || lines_sum != items_sum) continue;
      if (free_lines.size() == 1 && free_items.size() == 1) continue;
      bool one_side = free_lines.size() == 1 || free_items.size() == 1;
      give(free_lines, free_items, one_side,
           "号码 " + number + " 相同；" + std::to_string(free_lines.size()) + " 笔对 " +
               std::to_string(free_items.size()) + " 笔，合计相等");
    }
  }

  // Same amount, same payee, days near each other: a person decides.
  void by_payee() {
    for (const Line& line : lines_) {
      if (taken(line) || hinted_.contains(line.line->position)) continue;
      auto same = by_amount_.find(line.line->amount.value);
      if (same == by_amount_.end()) continue;
      for (std::size_t k : same->second) {
        const Item& item = items_[k];
        if (taken(item)) continue;
        int apart = days_apart(line.line->date, item.movement->date);
        if (apart > near_days) continue;
        bool payee = names_agree(line, item);
        bool alone = same->second.size() == 1 && line_amounts_.at(line.line->amount.value) == 1;
        if (!payee && !alone) continue;
        give({&line}, {&item}, false,
             "金额相等；" + std::string(payee ? "对方相同；" : "两边只此一笔同额；") + "相差 " +
                 std::to_string(apart) + " 天");
      }
    }
  }

  bool names_agree(const Line& line, const Item& item) const {
    if (line.line->party.empty()) return false;
    if (!item.paper->party.empty() && line.line->party == item.paper->party) return true;
    if (item.paper->other.empty()) return false;
    std::string other = sight_.facts.division_name(item.paper->other, item.paper->date);
    return line.line->party.find(other) != std::string::npos;
  }

  const Sight& sight_;
  std::vector<Item> items_;
  std::vector<Line> lines_;
  std::map<std::int64_t, std::vector<std::size_t>> by_amount_;
  std::map<std::int64_t, int> line_amounts_;
  std::map<std::string, std::set<std::size_t>> by_number_;
  std::map<std::string, std::vector<const Line*>> lines_by_number_;
  std::set<Position> used_lines_;
  std::set<Position> used_items_;
  std::set<Position> hinted_;
  std::vector<Proposal> out_;
};

}  // namespace

bool reaches_holder(const Sight& sight, DivisionCode holder) {
  if (!sight.reach) return true;
  return sight.reach->kind == ScopeKind::division &&
         in_division(sight.facts, holder, sight.reach->division(), sight.as_of);
}

std::vector<domain::HolderYear> bank_accounts(const Sight& sight) {
  std::set<domain::HolderYear> out;
  for (const auto& [account, list] : sight.facts.fund.movements) {
    if (!list.empty() && reaches_holder(sight, account.holder)) out.insert(account);
  }
  for (const auto& [account, list] : sight.facts.fund.lines) {
    if (!list.empty() && reaches_holder(sight, account.holder)) out.insert(account);
  }
  return {out.begin(), out.end()};
}

OpenAccount open_account(const Sight& sight, domain::HolderYear account) {
  const auto& fund = sight.facts.fund;
  OpenAccount out;
  out.account = account;
  // A match that reaches beyond the day does not hold on it.
  std::set<Position> later;
  auto look = [&](const auto& by_account, auto&& f) {
    auto found = by_account.find(account);
    if (found == by_account.end()) return;
    for (const auto& one : found->second) f(one);
  };
  auto match_of = [&](Position position) {
    auto found = fund.matched.find({account.holder, account.year, position});
    return found == fund.matched.end() ? Position{} : found->second;
  };
  auto note_later = [&](const auto& one) {
    if (one.date > sight.as_of) later.insert(match_of(one.position));
  };
  look(fund.movements, note_later);
  look(fund.lines, note_later);
  auto open = [&](Position position) {
    Position match = match_of(position);
    return match.value == 0 || later.contains(match);
  };
  look(fund.movements, [&](const FundMovement& one) {
    if (one.date > sight.as_of) return;
    if (one.kind != domain::ItemKind::open_item) out.book.value += one.amount.value;
    if (one.kind != domain::ItemKind::opening && open(one.position)) out.items.push_back(&one);
  });
  std::vector<const StatementLine*> all;
  look(fund.lines, [&](const StatementLine& one) {
    if (one.date > sight.as_of) return;
    all.push_back(&one);
    if (open(one.position)) out.lines.push_back(&one);
  });
  auto done = fund.completed.find(account);
  if (done != fund.completed.end()) {
    for (const auto& one : done->second) {
      if (one.through > sight.as_of) continue;
      if (out.statement && one.through < out.statement_date) continue;
      out.statement = one.balance;
      out.statement_date = one.through;
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const StatementLine* a, const StatementLine* b) {
    return a->date < b->date;
  });
  for (const StatementLine* line : all) {
    if (out.statement && line->date <= out.statement_date && !line->balance) continue;
    if (line->balance) {
      if (out.statement && line->date < out.statement_date) continue;
      out.statement = line->balance;
    } else if (out.statement) {
      out.statement->value += line->amount.value;
    }
    out.statement_date = line->date;
  }
  return out;
}

std::vector<Proposal> proposals(const Sight& sight, const OpenAccount& open) {
  return Matcher(sight, open).all();
}

}  // namespace zhucun::projections
