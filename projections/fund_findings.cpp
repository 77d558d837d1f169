#include "projections/fund_findings.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "ledger/policy/fund_rows.h"
#include "projections/fund_explain.h"
#include "projections/fund_sums.h"

namespace zhucun::projections {

namespace {

using domain::FundPaper;
using event::FundEvent;
using event::FundSource;

bool stands(const FundPaper& paper, Date as_of) {
  return paper.reversed_by.value == 0 && paper.date <= as_of;
}

std::string finance_of(const FindingSight& at, DivisionCode county) {
  return at.sight.facts.division_name(county, at.sight.as_of) + "财政";
}

Finding finding(std::string kind, std::string title, const FundPaper& paper) {
  Finding one;
  one.kind = std::move(kind);
  one.title = std::move(title);
  one.clause = "8.2.1";
  one.place = paper.village.empty() ? paper.holder : paper.village;
  one.since = paper.date;
  one.events = {paper.position};
  return one;
}

// Whether an allotment is money at once: the holder is paid by the treasury.
bool is_quota(const domain::FundFacts& fund, const FundPaper& paper) {
  for (std::uint32_t i = 0; i < paper.posting_count; ++i) {
    const auto& key = fund.keys[fund.postings[paper.first_posting + i].key];
    if (key.account == event::FundAccount::QUOTA) return true;
  }
  return false;
}

template <typename F>
void each_paper(const FindingSight& at, domain::FundType type, F&& f) {
  for (const FundPaper& paper : at.sight.facts.fund.papers) {
    if (paper.type == type && stands(paper, at.sight.as_of)) f(paper);
  }
}

// What a paper says of money, whatever its number: two offices that enter one document agree in it.
std::string sameness(const domain::FundFacts& fund, const FundPaper& paper) {
  std::string out = to_text(paper.holder) + "|" + std::to_string(paper.year) + "|" +
                    std::string(key_of(paper.source)) + "|" + std::to_string(paper.amount.value);
  std::vector<std::string> lines;
  for (std::uint32_t i = 0; i < paper.posting_count; ++i) {
    const auto& posting = fund.postings[paper.first_posting + i];
    const auto& key = fund.keys[posting.key];
    if (posting.amount.value < 0) continue;
    lines.push_back(std::string(key_of(key.fund)) + to_text(key.village) +
                    std::to_string(posting.amount.value));
  }
  std::sort(lines.begin(), lines.end());
  for (const auto& line : lines) out += "|" + line;
  return out;
}

}  // namespace

void find_double_allotments(const FindingSight& at, const GiveFinding& give) {
  std::map<std::string, const FundPaper*> seen;
  each_paper(at, FundEvent::ALLOTMENT_ISSUED, [&](const FundPaper& paper) {
    auto [first, fresh] = seen.try_emplace(sameness(at.sight.facts.fund, paper), &paper);
    if (fresh) return;
    Finding one = finding("allotment_twice", "指标疑似重复登记", paper);
    one.what = paper.document + " 与 " + first->second->document + " 的来源、年度、明细和金额（" +
               to_yuan(paper.amount) + "）都相同";
    one.owner = finance_of(at, paper.holder);
    one.closes = "核对文件；重复的冲销一笔，两份文件的不用处理";
    one.events = {first->second->position, paper.position};
    give(std::move(one));
  });
}

void find_wrong_channels(const FindingSight& at, const GiveFinding& give) {
  FundSums sums(at.sight, at.ground);
  each_paper(at, FundEvent::FUNDS_RECEIVED, [&](const FundPaper& paper) {
    bool upper = paper.source == FundSource::PROVINCE || paper.source == FundSource::CITY;
    if (!upper || sums.county_of(paper.holder) == paper.holder) return;
    Finding one = finding("past_county", "上级经费未经县级统一拨付", paper);
    one.what = std::string(title_of(paper.source)) + "经费 " + to_yuan(paper.amount) +
               " 直接到了乡镇，没有经县级统一拨付";
    one.owner = finance_of(at, sums.county_of(paper.holder));
    one.closes = "由县级统一拨付；登记有误的，更正收款单位";
    give(std::move(one));
  });
  each_paper(at, FundEvent::SPENDING_REGISTERED, [&](const FundPaper& paper) {
    if (sums.county_of(paper.holder) != paper.holder) return;
    Finding one = finding("spent_at_county", "经费未由乡镇统一管理", paper);
    one.what = "县级直接支出 " + to_yuan(paper.amount) + "（" + paper.document + "）";
    one.owner = finance_of(at, paper.holder);
    one.closes = "拨付乡镇，由乡镇核报核销；登记有误的，更正支出单位";
    give(std::move(one));
  });
}

namespace {

// What a county got in a year and has not passed on, the oldest first.
class Waiting {
 public:
  void in(Date day, Fen amount) { parts_.push_back({day, amount}); }
  // Passes an amount on; the day on which its oldest part came, if any did.
  std::optional<Date> out(Fen amount) {
    std::optional<Date> oldest;
    while (amount.value > 0 && !parts_.empty()) {
      auto& [day, left] = parts_.front();
      if (!oldest) oldest = day;
      Fen part = std::min(left, amount);
      left.value -= part.value;
      amount.value -= part.value;
      if (left.value == 0) parts_.pop_front();
    }
    return oldest;
  }

 private:
  std::deque<std::pair<Date, Fen>> parts_;
};

}  // namespace

void find_late_transfers(const FindingSight& at, const GiveFinding& give) {
  const auto& fund = at.sight.facts.fund;
  std::vector<const FundPaper*> papers;
  for (const FundPaper& paper : fund.papers) {
    if (stands(paper, at.sight.as_of)) papers.push_back(&paper);
  }
  std::stable_sort(papers.begin(), papers.end(),
                   [](const FundPaper* a, const FundPaper* b) { return a->date < b->date; });
  std::map<domain::HolderYear, Waiting> waiting;
  for (const FundPaper* paper : papers) {
    Waiting& county = waiting[{paper->holder, paper->year}];
    bool comes = paper->type == FundEvent::FUNDS_RECEIVED ||
                 paper->type == FundEvent::FUND_OPENING_STATED ||
                 paper->type == FundEvent::ALLOTMENT_ISSUED;
    bool cash = paper->type != FundEvent::ALLOTMENT_ISSUED || is_quota(fund, *paper);
    bool opens = paper->type == FundEvent::FUND_OPENING_STATED;
    if (comes && cash) county.in(opens ? paper->oldest : paper->date, paper->amount);
    if (paper->type != FundEvent::FUNDS_TRANSFERRED) continue;
    std::optional<Date> came = county.out(paper->amount);
    const auto& policy = at.policy_on(std::min(paper->date, make_date(paper->year, 12, 31)));
    for (const auto& row : policy.fund_steps) {
      if (row.step != policy::FundStep::transfer || !policy::holds_in(row, paper->holder)) continue;
      auto due = policy::due_day(row.due, paper->year, came);
      if (!due || paper->date <= *due) continue;
      Finding one = finding("transfer_late", "拨付乡镇逾期", *paper);
      one.place = paper->other;
      one.what = paper->document + " " + to_yuan(paper->amount) + " 于 " + to_text(paper->date) +
                 " 拨付，截止日 " + to_text(*due) + "（" + row.document + "），晚 " +
                 std::to_string((paper->date - *due).count()) + " 天";
      one.owner = finance_of(at, paper->holder);
      one.since = *due;
      one.closes = "逾期拨付不能补正，说明原因存档";
      give(std::move(one));
    }
  }
}

void find_wrong_years(const FindingSight& at, const GiveFinding& give) {
  const auto& fund = at.sight.facts.fund;
  std::map<std::string, const FundPaper*> allotments;
  each_paper(at, FundEvent::ALLOTMENT_ISSUED, [&](const FundPaper& paper) {
    allotments.try_emplace(to_text(paper.holder) + "|" + paper.document, &paper);
  });
  each_paper(at, FundEvent::FUNDS_RECEIVED, [&](const FundPaper& paper) {
    if (paper.number.empty()) return;
    auto found = allotments.find(to_text(paper.holder) + "|" + paper.number);
    if (found == allotments.end() || found->second->year == paper.year) return;
    Finding one = finding("wrong_year", "到账记错年度", paper);
    one.what = "到账记在 " + std::to_string(paper.year) + " 年度，其指标文 " + paper.number +
               " 是 " + std::to_string(found->second->year) + " 年度的";
    one.owner = finance_of(at, paper.holder);
    one.closes = "冲销后按指标的年度登记";
    one.events = {found->second->position, paper.position};
    give(std::move(one));
  });
  for (const FundPaper& paper : fund.papers) {
    if (!stands(paper, at.sight.as_of) || paper.posting_count == 0) continue;
    if (paper.type == FundEvent::FUNDS_CARRIED_OVER || paper.type == FundEvent::POTS_MERGED ||
        paper.type == FundEvent::TRANSFER_CONFIRMED || paper.type == FundEvent::ENTRY_CORRECTED)
      continue;
    auto posted = fund.keys[fund.postings[paper.first_posting].key].year;
    if (paper.year == 0 || posted == paper.year) continue;
    Finding one = finding("year_closed", "已年结年度的事实记入未结年度", paper);
    one.what = words_of(paper) + " " + to_yuan(paper.amount) + " 属于已年结的 " +
               std::to_string(paper.year) + " 年度，记入 " + std::to_string(posted) + " 年度";
    one.owner =
        finance_of(at, at.ground.above(paper.holder, DivisionLevel::county, at.sight.as_of));
    one.closes = "不用更正；年报中说明";
    give(std::move(one));
  }
}

void find_forbidden_heads(const FindingSight& at, const GiveFinding& give) {
  const auto& fund = at.sight.facts.fund;
  for (const auto& spent : fund.spent) {
    const FundPaper& paper = fund.papers[spent.paper];
    if (!stands(paper, at.sight.as_of)) continue;
    auto ruling = policy::ruling_on_head(at.policy_on(paper.date), paper.holder, spent.head);
    if (ruling.use == policy::FundUse::allowed) continue;
    const policy::FundUseRow* forbidden = ruling.row;
    Finding one = finding(forbidden ? "head_forbidden" : "unknown_head",
                          forbidden ? "工作经费用于不得列支的事项" : "用途不在所列范围", paper);
    one.clause = forbidden ? forbidden->clause.text : "8.2.1";
    one.what = "凭证 " + paper.document + " 列支 " + (forbidden ? forbidden->title : spent.head) +
               " " + to_yuan(spent.amount);
    one.owner = at.sight.facts.division_name(paper.holder, at.sight.as_of);
    one.closes = "由应负担的单位归还，冲销后另行列支";
    give(std::move(one));
  }
}

namespace {

// The number an invoice ends with, for neighbours; nothing when it does not end in digits.
std::optional<std::uint64_t> tail_of(const std::string& number) {
  auto first = number.find_last_not_of("0123456789");
  std::string digits = first == std::string::npos ? number : number.substr(first + 1);
  if (digits.empty() || digits.size() > 18) return std::nullopt;
  return std::stoull(digits);
}

struct Used {
  std::uint64_t tail = 0;
  std::string number;
  const domain::UseOfNumber* use = nullptr;
};

// Farther apart than a week two invoices are two purchases.
constexpr int split_days = 7;

}  // namespace

void find_invoices(const FindingSight& at, const GiveFinding& give) {
  const auto& fund = at.sight.facts.fund;
  std::map<std::string, std::vector<Used>> by_payee;
  for (const auto& [number, uses] : fund.invoices) {
    std::set<std::string> claims;
    const domain::UseOfNumber* first = nullptr;
    for (const auto& use : uses) {
      if (use.date > at.sight.as_of) continue;
      // A claim that came back and was submitted again uses its invoice once.
      if (!use.claim.empty() && !claims.insert(use.claim).second) continue;
      if (auto tail = tail_of(number); tail && !use.payee.empty() && use.payee != "期初")
        by_payee[use.payee].push_back({*tail, number, &use});
      if (!first) {
        first = &use;
        continue;
      }
      Finding one;
      one.kind = "invoice_repeated";
      one.title = "发票重复报销";
      one.clause = "8.2.1";
      one.place = use.holder;
      one.since = use.date;
      one.what = "发票 " + number + " 在序号 " + std::to_string(first->position.value) + " 和 " +
                 std::to_string(use.position.value) + " 各用一次";
      one.owner = at.sight.facts.division_name(use.holder, at.sight.as_of);
      one.closes = "冲销重复的一笔，追回款项";
      one.events = {first->position, use.position};
      give(std::move(one));
    }
  }
  for (auto& [payee, list] : by_payee) {
    std::sort(list.begin(), list.end(), [](const Used& a, const Used& b) {
      return std::tie(a.tail, a.use->position) < std::tie(b.tail, b.use->position);
    });
    for (std::size_t i = 1; i < list.size(); ++i) {
      const auto& a = list[i - 1];
      const auto& b = list[i];
      bool neighbours = b.tail - a.tail == 1 && a.use->position != b.use->position;
      if (!neighbours || std::abs((a.use->date - b.use->date).count()) > split_days) continue;
      Finding one;
      one.kind = "invoice_split";
      one.title = "疑似拆分发票";
      one.clause = "8.2.1";
      one.place = b.use->holder;
      one.since = std::max(a.use->date, b.use->date);
      one.what = payee + " 的连号发票 " + a.number + "、" + b.number + " 在一周内分两次报销";
      one.owner = at.sight.facts.division_name(b.use->holder, at.sight.as_of);
      one.closes = "核对是否一次采购；是的合并说明，不是的不用处理";
      one.events = {a.use->position, b.use->position};
      give(std::move(one));
    }
  }
}

void find_overdrawn(const FindingSight& at, const GiveFinding& give) {
  FundSums sums(at.sight, at.ground);
  std::map<std::pair<DivisionCode, std::int16_t>, Fen> money;
  sums.each(0, [&](const domain::FundKey& key, Fen amount) {
    bool counts =
        key.account == event::FundAccount::CASH || key.account == event::FundAccount::QUOTA;
    if (counts) money[{key.holder, key.year}].value += amount.value;
  });
  for (const auto& [pot, left] : money) {
    if (left.value >= 0) continue;
    Finding one;
    one.kind = "overdrawn";
    one.title = "经费超支";
    one.clause = "8.2.1";
    one.place = pot.first;
    one.what = std::to_string(pot.second) + " 年度支出超过收入 " + to_yuan(Fen{-left.value});
    one.owner = at.sight.facts.division_name(pot.first, at.sight.as_of);
    one.closes = "补拨，或更正多记的支出";
    for (const FundPaper& paper : at.sight.facts.fund.papers) {
      if (paper.holder != pot.first || !stands(paper, at.sight.as_of)) continue;
      if (paper.year != pot.second) continue;
      one.since = paper.date;
      one.events = {paper.position};
    }
    give(std::move(one));
  }
}

}  // namespace zhucun::projections
