#include <algorithm>
#include <set>

#include "ledger/policy/fund_rows.h"
#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/fund_explain.h"
#include "projections/fund_tables.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using domain::FundKey;
using event::FundAccount;
using event::FundEvent;
using event::FundFlow;
using event::FundSource;

// One gap between two columns of the bridge.
struct Gap {
  std::string kind;
  std::string title;
  DivisionCode place;
  FundSource source = FundSource::UNKNOWN;
  Fen amount;
  Fen other;  // the figure on the other side, where the two differ
  std::optional<Date> since;
  std::optional<Date> due;
  std::string owner;
  std::string closes;
  std::string note;
  std::vector<Child> behind;
};

Gap gap_of(std::string kind, std::string title, DivisionCode place, FundSource source, Fen amount) {
  Gap gap;
  gap.kind = std::move(kind);
  gap.title = std::move(title);
  gap.place = place;
  gap.source = source;
  gap.amount = amount;
  return gap;
}

std::string key_text(const Gap& gap) {
  return gap.kind + "|" + to_text(gap.place) + "|" + std::string(key_of(gap.source)) +
         (gap.behind.size() == 1 ? "|" + std::to_string(gap.behind.front().position.value) : "");
}

// Money that came in and has not gone out, the oldest last: what went out was what came first.
struct Inflow {
  Date date;
  Fen amount;
  std::uint32_t paper = 0;
};

std::vector<Inflow> left_over(std::vector<Inflow> inflows, Fen left) {
  std::stable_sort(inflows.begin(), inflows.end(),
                   [](const Inflow& a, const Inflow& b) { return a.date < b.date; });
  std::vector<Inflow> out;
  for (auto it = inflows.rbegin(); it != inflows.rend() && left.value > 0; ++it) {
    Inflow one = *it;
    one.amount = std::min(one.amount, left);
    left.value -= one.amount.value;
    out.push_back(one);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

class Gaps {
 public:
  Gaps(const Sight& sight, const FundSums& sums, std::int16_t year)
      : sight_(sight), sums_(sums), year_(year), policy_(policy_on(sight, policy_day())) {}

  std::vector<Gap> all() {
    collect();
    for (const auto& [county, bridge] : bridges(sight_, sums_, year_, BridgeBy::county, {}))
      of_county(county, bridge);
    of_closed_year();
    of_transfers();
    std::set<DivisionCode> holders;
    sums_.each(year_, [&](const FundKey& key, Fen) { holders.insert(key.holder); });
    for (DivisionCode holder : holders) of_holder(holder);
    return std::move(out_);
  }

 private:
  Date policy_day() const { return std::min(sight_.as_of, make_date(year_, 12, 31)); }

  // The local cut-off of a step, if any document sets one.
  std::optional<Date> cut_off(policy::FundStep step, DivisionCode where, FundSource source,
                              std::optional<Date> before) const {
    std::optional<Date> out;
    for (const auto& row : policy_.fund_steps) {
      if (row.step != step || !policy::holds_in(row, where)) continue;
      bool of_level = step != policy::FundStep::allot || source == FundSource::UNKNOWN ||
                      row.from == level_of(source);
      if (!of_level) continue;
      if (auto due = policy::due_day(row.due, year_, before)) out = due;
    }
    return out;
  }
  static policy::UnitLevel level_of(FundSource source) {
    switch (source) {
      case FundSource::PROVINCE: return policy::UnitLevel::province;
      case FundSource::CITY: return policy::UnitLevel::city;
      default: return policy::UnitLevel::county;
    }
  }
  std::string treasury_of(FundSource source, DivisionCode county) const {
    switch (source) {
      case FundSource::PROVINCE: return "省级财政";
      case FundSource::CITY: return "市级财政";
      default: return sight_.facts.division_name(county, sight_.as_of) + "财政";
    }
  }

  void collect() {
    const auto& fund = sight_.facts.fund;
    std::vector<bool> wanted(fund.keys.size());
    for (std::size_t i = 0; i < fund.keys.size(); ++i)
      wanted[i] = fund.keys[i].year <= year_ && sums_.reaches(fund.keys[i]);
    for (const auto& posting : fund.postings) {
      if (posting.date > sight_.as_of || !wanted[posting.key]) continue;
      const FundKey& key = fund.keys[posting.key];
      if (posting.amount.value <= 0) continue;
      const auto& paper = fund.papers[posting.paper];
      Date since = paper.type == FundEvent::FUND_OPENING_STATED ? paper.oldest : posting.date;
      bool money = key.account == FundAccount::CASH || key.account == FundAccount::QUOTA;
      if (money) inflows_[{key.holder, key.year}].push_back({since, posting.amount, posting.paper});
      if (key.account == FundAccount::RECEIVABLE && key.year == year_)
        promised_[{key.holder, key.source}].push_back({since, posting.amount, posting.paper});
    }
  }

  // A holder's inflows of a year. What was carried over keeps the age that it had.
  std::vector<Inflow> inflows(DivisionCode holder, std::int16_t year) const {
    std::vector<Inflow> out;
    auto known = inflows_.find({holder, year});
    if (known == inflows_.end()) return out;
    for (const Inflow& one : known->second) {
      bool carried = sight_.facts.fund.papers[one.paper].type == FundEvent::FUNDS_CARRIED_OVER;
      if (!carried) {
        out.push_back(one);
        continue;
      }
      for (Inflow older :
           left_over(inflows(holder, static_cast<std::int16_t>(year - 1)), one.amount)) {
        older.paper = one.paper;
        out.push_back(older);
      }
    }
    return out;
  }

  Child behind(std::uint32_t paper, Fen amount) const {
    const auto& one = sight_.facts.fund.papers[paper];
    return {to_text(one.date) + " " + words_of(one), to_yuan(amount), "", one.position};
  }

  void of_county(DivisionCode county, const Bridge& bridge) {
    for (std::size_t i = 0; i < 3; ++i) {
      if (bridge.unknown) break;
      FundSource source = fund_sources[i];
      Fen short_by{bridge.due[i].value - bridge.allotted[i].value};
      if (short_by.value > 0) {
        Gap gap = gap_of("allotment_short", "指标未足额下达", county, source, short_by);
        gap.since = make_date(year_, 1, 1);
        gap.due = cut_off(policy::FundStep::allot, county, source, gap.since);
        gap.owner = treasury_of(source, county);
        gap.closes = "登记指标下达（allotmentIssued）";
        gap.note =
            "应承担 " + to_yuan(bridge.due[i]) + " − 指标下达 " + to_yuan(bridge.allotted[i]);
        out_.push_back(std::move(gap));
      }
      if (!bridge.quota) of_receipt(county, source, bridge);
    }
    if (!bridge.quota) of_receipt(county, FundSource::TOP_UP, bridge);
  }

  // What a later policy or posting would change in a closed year: proposed, never done by itself.
  void of_closed_year() {
    for (const CountyShare& change : share_proposals(sight_, sums_.ground(), year_)) {
      for (std::size_t i = 0; i < change.shares.size(); ++i) {
        if (change.shares[i].value == 0) continue;
        Gap gap = gap_of("share_changed", "已年结的应承担有变动", change.village, fund_sources[i],
                         change.shares[i]);
        gap.owner =
            treasury_of(fund_sources[i],
                        sums_.ground().above(change.village, DivisionLevel::county, sight_.as_of));
        gap.closes = "同意的登记应承担调整（shareAdjusted），不同意的不用登记";
        gap.note =
            std::string(title_of(change.fund)) + "：按现在的办法和登记重算，减去年结和已调整的";
        out_.push_back(std::move(gap));
      }
    }
  }

  void of_receipt(DivisionCode county, FundSource source, const Bridge& bridge) {
    auto place = static_cast<std::size_t>(
        std::find(fund_sources.begin(), fund_sources.end(), source) - fund_sources.begin());
    Fen waiting{bridge.allotted[place].value - bridge.received[place].value};
    if (waiting.value > 0) {
      auto left = left_over(promised_[{county, source}], waiting);
      Gap gap = gap_of("receipt_short", "指标未足额到账", county, source, waiting);
      if (!left.empty()) gap.since = left.front().date;
      gap.due = cut_off(policy::FundStep::receive, county, source, gap.since);
      gap.owner = treasury_of(source, county);
      gap.closes = "登记经费到账（fundsReceived）";
      gap.note = "指标下达 " + to_yuan(bridge.allotted[place]) + " − 到账 " +
                 to_yuan(bridge.received[place]);
      for (const auto& one : left) gap.behind.push_back(behind(one.paper, one.amount));
      out_.push_back(std::move(gap));
    } else if (waiting.value < 0) {
      Gap gap = gap_of("receipt_unallotted", "到账多于指标", county, source, Fen{-waiting.value});
      gap.owner = treasury_of(source, county);
      gap.closes = "登记指标下达，或更正到账的来源、年度";
      gap.note = "到账 " + to_yuan(bridge.received[place]) + " − 指标下达 " +
                 to_yuan(bridge.allotted[place]);
      out_.push_back(std::move(gap));
    }
  }

  void of_transfers() {
    const auto& fund = sight_.facts.fund;
    std::map<Position, Fen> confirmed;
    for (const auto& paper : fund.papers) {
      if (paper.type == FundEvent::TRANSFER_CONFIRMED && paper.reversed_by.value == 0 &&
          paper.date <= sight_.as_of)
        confirmed[paper.refers].value += paper.amount.value;
    }
    for (std::uint32_t i = 0; i < fund.papers.size(); ++i) {
      const auto& paper = fund.papers[i];
      if (paper.type != FundEvent::FUNDS_TRANSFERRED || paper.reversed_by.value != 0) continue;
      if (paper.date > sight_.as_of || paper.year != year_) continue;
      if (!in_reach(paper.other)) continue;
      auto seen = confirmed.find(paper.position);
      Fen got = seen == confirmed.end() ? Fen{0} : seen->second;
      if (got == paper.amount) continue;
      bool told = seen != confirmed.end();
      Gap gap = gap_of(told ? "transfer_differs" : "transfer_unconfirmed",
                       told ? "拨付与实收不一致" : "已拨未确认", paper.other, FundSource::POOLED,
                       Fen{paper.amount.value - got.value});
      gap.other = got;
      gap.since = paper.date;
      gap.due = cut_off(policy::FundStep::confirm, paper.other, FundSource::UNKNOWN, paper.date);
      gap.owner = told ? sight_.facts.division_name(paper.holder, sight_.as_of) + "财政"
                       : sight_.facts.division_name(paper.other, sight_.as_of);
      gap.closes = told ? "更正拨付或确认的金额，或补拨、退回"
                        : "收款乡镇登记拨付到账确认（transferConfirmed）";
      gap.note = "拨出 " + to_yuan(paper.amount) + "，实收 " + (told ? to_yuan(got) : "未报");
      gap.behind.push_back(behind(i, paper.amount));
      out_.push_back(std::move(gap));
    }
  }

  bool in_reach(DivisionCode place) const {
    if (!sight_.reach) return true;
    return sight_.reach->kind == ScopeKind::division &&
           in_division(sight_.facts, place, sight_.reach->division(), sight_.as_of);
  }

  void of_holder(DivisionCode holder) {
    Bridge own;
    sums_.each(year_, [&](const FundKey& key, Fen amount) {
      if (key.holder == holder) add(own, sums_, key, amount);
    });
    bool county = sums_.county_of(holder) == holder;
    if (own.cash.value > 0) {
      auto left = left_over(inflows(holder, year_), own.cash);
      Gap gap =
          gap_of(county ? "transfer_waiting" : "unspent", county ? "未拨付（闲置）" : "未支出余额",
                 holder, FundSource::POOLED, own.cash);
      if (!left.empty()) gap.since = left.front().date;
      if (county)
        gap.due = cut_off(policy::FundStep::transfer, holder, FundSource::UNKNOWN, gap.since);
      gap.owner = sight_.facts.division_name(holder, sight_.as_of) + (county ? "财政" : "");
      gap.closes = county ? "登记拨付乡镇（fundsTransferred）" : "登记支出、核销或结转";
      gap.note = "最早的一笔 " + (gap.since ? to_text(*gap.since) : std::string("未知"));
      for (const auto& one : left) gap.behind.push_back(behind(one.paper, one.amount));
      out_.push_back(std::move(gap));
    }
    if (own.cash.value < 0) {
      Gap gap = gap_of("overdrawn", "超支", holder, FundSource::POOLED, Fen{-own.cash.value});
      gap.owner = sight_.facts.division_name(holder, sight_.as_of);
      gap.closes = "补拨，或更正多记的支出";
      gap.note = "支出多于收入";
      out_.push_back(std::move(gap));
    }
    if (own.advanced.value > 0) of_advances(holder, own.advanced);
  }

  void of_advances(DivisionCode holder, Fen open) {
    std::vector<Inflow> advances;
    const auto& fund = sight_.facts.fund;
    for (std::uint32_t i = 0; i < fund.papers.size(); ++i) {
      const auto& paper = fund.papers[i];
      bool advanced = paper.type == FundEvent::SPENDING_REGISTERED && !paper.number.empty();
      if (!advanced || paper.holder != holder || paper.year != year_) continue;
      if (paper.reversed_by.value != 0 || paper.date > sight_.as_of) continue;
      advances.push_back({paper.date, paper.amount, i});
    }
    auto left = left_over(std::move(advances), open);
    Gap gap = gap_of("advance_open", "垫付未还", holder, FundSource::POOLED, open);
    if (!left.empty()) gap.since = left.front().date;
    gap.owner = sight_.facts.division_name(holder, sight_.as_of);
    gap.closes = "登记归还垫付（advanceRepaid）";
    for (const auto& one : left) {
      const auto& paper = sight_.facts.fund.papers[one.paper];
      gap.note += (gap.note.empty() ? "" : "；") + paper.number + " 垫付 " + to_yuan(one.amount);
      gap.behind.push_back(behind(one.paper, one.amount));
    }
    out_.push_back(std::move(gap));
  }

  const Sight& sight_;
  const FundSums& sums_;
  std::int16_t year_;
  const policy::Policy& policy_;
  std::map<domain::HolderYear, std::vector<Inflow>> inflows_;
  std::map<std::pair<DivisionCode, FundSource>, std::vector<Inflow>> promised_;
  std::vector<Gap> out_;
};

// Whether a gap is past its local cut-off. A text without one has nothing overdue.
std::string_view state_of(const Sight& sight, const Gap& gap) {
  if (gap.kind == "unspent") return "不限期";
  if (!gap.due) return "没有截止日";
  return sight.as_of > *gap.due ? "逾期" : "未到期";
}

Result<std::vector<Gap>> gaps_of(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto year = fund_year(sight, query);
  if (!year) return refuse(std::move(year.error()));
  Ground ground(sight.facts, sight.as_of);
  FundSums sums(sight, ground);
  auto all = Gaps(sight, sums, *year).all();
  std::erase_if(all, [&](const Gap& gap) {
    if (!query.kind.empty() && gap.kind != query.kind) return true;
    if (query.status == "overdue" && state_of(sight, gap) != "逾期") return true;
    return query.division && !in_division(sight.facts, gap.place, *query.division, sight.as_of);
  });
  std::stable_sort(all.begin(), all.end(), [](const Gap& a, const Gap& b) {
    return std::tie(a.place, a.kind, a.source, a.since) <
           std::tie(b.place, b.kind, b.source, b.since);
  });
  return all;
}

}  // namespace

Result<Table> fund_gaps(const Sight& sight, const Query& query) {
  auto all = gaps_of(sight, query);
  if (!all) return refuse(std::move(all.error()));
  Ground ground(sight.facts, sight.as_of);
  Table table;
  table.title = "工作经费缺口与滞留清单";
  table.columns = {{"county", "县市区", CellKind::text, "", false},
                   {"placeName", "单位", CellKind::text, "", false},
                   {"kind", "类别代码", CellKind::text, "", false},
                   {"kindTitle", "类别", CellKind::text, "8.2.1", false},
                   {"source", "来源", CellKind::text, "8.2.1", false},
                   {"amount", "金额", CellKind::fen, "8.2.1", true},
                   {"since", "自", CellKind::date, "", false},
                   {"days", "已过天数", CellKind::count, "", false},
                   {"due", "截止日", CellKind::date, "8.2.1", false},
                   {"state", "时限", CellKind::text, "8.2.1", false},
                   {"owner", "由谁处理", CellKind::text, "", false},
                   {"note", "说明", CellKind::text, "", false},
                   {"closes", "登记什么可了结", CellKind::text, "", false}};
  for (const Gap& gap : *all) {
    table.rows.push_back(
        {key_text(gap),
         {above_cell(sight, ground, gap.place, DivisionLevel::county), name_cell(sight, gap.place),
          Cell::text(gap.kind), Cell::text(gap.title),
          Cell::text(std::string(title_of(gap.source))), Cell::number(gap.amount.value),
          gap.since ? Cell::date(*gap.since) : Cell::none("没有单笔起算日"),
          gap.since ? Cell::number((sight.as_of - *gap.since).count())
                    : Cell::none("没有单笔起算日"),
          gap.due ? Cell::date(*gap.due) : Cell::none("没有文件定截止日"),
          Cell::text(std::string(state_of(sight, gap))), Cell::text(gap.owner),
          Cell::text_or_none(gap.note, "无"), Cell::text(gap.closes)}});
  }
  table.policies = policy_on(sight, sight.as_of).documents;
  table.remarks.push_back("天数自其中最早的一笔起算（先进先出），首日不计");
  table.remarks.push_back("截止日只取自各地文件；没有文件定截止日的不算逾期");
  return table;
}

Result<Explanation> explain_fund_gaps(const Sight& sight, const Query& query,
                                      const std::string& row, const std::string&,
                                      const std::string& cursor) {
  auto all = gaps_of(sight, query);
  if (!all) return refuse(std::move(all.error()));
  for (Gap& gap : *all) {
    if (key_text(gap) != row) continue;
    Explanation out;
    out.title = sight.facts.division_name(gap.place, sight.as_of) + " " + gap.title;
    out.value = to_yuan(gap.amount);
    out.formula = gap.note.empty() ? gap.title : gap.note + " = " + out.value;
    cite_fund(sight, out);
    page(out, std::move(gap.behind), cursor);
    return out;
  }
  return refuse({Code::not_found, "没有这一项", "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
