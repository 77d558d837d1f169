#include <algorithm>

#include "projections/duty_selection.h"
#include "projections/fund_explain.h"
#include "projections/fund_tables.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using event::FundAccount;

// One line of a village's or holder's page.
struct PageLine {
  std::uint32_t paper = 0;
  Date date;
  bool red = false;
  Fen income;
  Fen spending;
};

struct Asked {
  DivisionCode place;
  bool village = false;
  std::int16_t year = 0;
};

Result<Asked> asked_of(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto year = fund_year(sight, query);
  if (!year) return refuse(std::move(year.error()));
  auto level = sight.facts.divisions.at(*query.division).level;
  if (level == DivisionLevel::city || level == DivisionLevel::province) {
    return refuse(
        {Code::bad_parameter, "明细账按县市区、乡镇或村查看", "填其代码", "division", "", {}});
  }
  return Asked{*query.division, level == DivisionLevel::village, *year};
}

// What a posting is to the page: a village's income is what its pot got, its spending what was
// spent for it, whatever pot paid; a holder's are its money in and out.
PageLine part_of(const Asked& asked, const domain::FundKey& key, Fen amount) {
  PageLine line;
  if (key.year != asked.year) return line;
  bool money = key.account == FundAccount::CASH || key.account == FundAccount::QUOTA;
  if (asked.village) {
    if (key.village != asked.place) return line;
    bool spends = key.flow == event::FundFlow::SPENT || key.flow == event::FundFlow::REPAID;
    if (money && !spends) line.income = amount;
    if (key.account == FundAccount::SPENDING) line.spending = amount;
  } else if (money && key.holder == asked.place) {
    bool out = amount.value < 0;
    (out ? line.spending : line.income).value = out ? -amount.value : amount.value;
  }
  return line;
}

std::vector<PageLine> lines_of(const Sight& sight, const FundSums& sums, const Asked& asked) {
  const auto& fund = sight.facts.fund;
  std::vector<PageLine> out;
  std::vector<bool> seen(fund.keys.size());
  for (std::size_t i = 0; i < fund.keys.size(); ++i) {
    const auto& key = fund.keys[i];
    bool here = key.year == asked.year && (asked.village ? key.village : key.holder) == asked.place;
    seen[i] = here && sums.reaches(key);
  }
  for (std::uint32_t i = 0; i < fund.postings.size(); ++i) {
    const auto& posting = fund.postings[i];
    if (posting.date > sight.as_of || !seen[posting.key]) continue;
    PageLine part = part_of(asked, fund.keys[posting.key], posting.amount);
    if (part.income.value == 0 && part.spending.value == 0) continue;
    const auto& paper = fund.papers[posting.paper];
    part.red = i < paper.first_posting || i >= paper.first_posting + paper.posting_count;
    bool same = !out.empty() && out.back().paper == posting.paper && out.back().red == part.red;
    if (!same) {
      part.paper = posting.paper;
      part.date = posting.date;
      out.push_back(part);
    } else {
      out.back().income.value += part.income.value;
      out.back().spending.value += part.spending.value;
    }
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const PageLine& a, const PageLine& b) { return a.date < b.date; });
  return out;
}

}  // namespace

Result<Table> fund_ledger(const Sight& sight, const Query& query) {
  auto asked = asked_of(sight, query);
  if (!asked) return refuse(std::move(asked.error()));
  Ground ground(sight.facts, sight.as_of);
  FundSums sums(sight, ground);
  Table table;
  table.title = asked->village ? "村驻村工作经费收支公开表" : "驻村经费收支明细账";
  table.columns = {{"date", "日期", CellKind::date, "", false},
                   {"document", "凭证号或文号", CellKind::text, "", false},
                   {"words", "摘要", CellKind::text, "", false},
                   {"income", "收入", CellKind::fen, "8.2.1", false},
                   {"spending", "支出", CellKind::fen, "8.2.1", false},
                   {"balance", "结余", CellKind::fen, "8.2.1", true},
                   {"event", "依据序号", CellKind::position, "", false}};
  Fen income;
  Fen spending;
  for (const PageLine& line : lines_of(sight, sums, *asked)) {
    const auto& paper = sight.facts.fund.papers[line.paper];
    income.value += line.income.value;
    spending.value += line.spending.value;
    Position event = line.red ? paper.reversed_by : paper.position;
    table.rows.push_back({std::to_string(event.value),
                          {Cell::date(line.date), Cell::text_or_none(paper.document, "没有文号"),
                           Cell::text((line.red ? "红字冲销 " : "") + words_of(paper)),
                           Cell::number(line.income.value), Cell::number(line.spending.value),
                           Cell::number(income.value - spending.value),
                           Cell::number(static_cast<std::int64_t>(event.value))}});
  }
  table.totals = Row{
      "total",
      {Cell::text("合计"), Cell::text(""), Cell::text(""), Cell::number(income.value),
       Cell::number(spending.value), Cell::number(income.value - spending.value), Cell::text("")}};
  table.remarks.push_back(sight.facts.division_name(asked->place, sight.as_of) + " " +
                          std::to_string(asked->year) + "年度，单位：元");
  if (income < spending && asked->village)
    table.remarks.push_back("结余为负的部分由乡镇未分配到村的经费支付，或待补拨");
  return table;
}

Result<Explanation> explain_fund_ledger(const Sight& sight, const Query& query,
                                        const std::string& row, const std::string&,
                                        const std::string& cursor) {
  auto asked = asked_of(sight, query);
  if (!asked) return refuse(std::move(asked.error()));
  Ground ground(sight.facts, sight.as_of);
  FundSums sums(sight, ground);
  Fen income;
  Fen spending;
  std::vector<Child> children;
  for (const PageLine& line : lines_of(sight, sums, *asked)) {
    const auto& paper = sight.facts.fund.papers[line.paper];
    Position event = line.red ? paper.reversed_by : paper.position;
    income.value += line.income.value;
    spending.value += line.spending.value;
    children.push_back({to_text(line.date) + " " + words_of(paper),
                        to_yuan(Fen{line.income.value - line.spending.value}), "", event});
    if (std::to_string(event.value) != row) continue;
    Explanation out;
    out.title = sight.facts.division_name(asked->place, sight.as_of) + " 至 " + to_text(line.date) +
                " 结余";
    out.value = to_yuan(Fen{income.value - spending.value});
    out.formula = "收入 " + to_yuan(income) + " − 支出 " + to_yuan(spending) + " = " + out.value;
    cite_fund(sight, out);
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "明细账上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
