#include <algorithm>

#include "projections/duty_selection.h"
#include "projections/findings.h"
#include "projections/fund_explain.h"
#include "projections/fund_tables.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using domain::ClaimStep;
using event::FundEvent;

struct StepWords {
  ClaimStep step;
  std::string_view key;
  std::string_view title;
  std::string_view next;  // what the township does next
};
constexpr StepWords step_words[]{
    {ClaimStep::reserved, "reserved", "已预留", "报账（claimSubmitted）或作废"},
    {ClaimStep::submitted, "submitted", "已报账", "另一人核报（claimVerified）或退回"},
    {ClaimStep::verified, "verified", "已核报", "付款核销（claimSettled）"},
    {ClaimStep::returned, "returned", "已退回", "重新报账或作废"},
    {ClaimStep::settled, "settled", "已核销", "无"},
    {ClaimStep::voided, "voided", "已作废", "无"},
};

const StepWords& words_of_step(ClaimStep step) {
  return *std::find_if(std::begin(step_words), std::end(step_words),
                       [step](const StepWords& one) { return one.step == step; });
}

// One claim, or one payment that was registered as such.
struct ClaimRow {
  std::string key;
  std::string number;
  std::string way;
  DivisionCode holder;
  DivisionCode village;
  std::int16_t year = 0;
  event::FundKind fund = event::FundKind::UNKNOWN;
  std::string payee;
  std::string words;
  Fen submitted;
  Fen verified;
  Fen paid;
  ClaimStep step = ClaimStep::settled;
  Date since;
  std::vector<Child> behind;
  Position event;
};

ClaimRow row_of(const std::string& name, const domain::ClaimFact& claim, Date as_of) {
  ClaimRow row;
  row.key = "claim|" + name;
  row.number = name;
  row.way = "报账";
  row.holder = claim.holder;
  row.village = claim.village;
  row.year = claim.year;
  row.fund = claim.fund;
  row.payee = claim.payee;
  row.step = ClaimStep::none;
  for (const auto& move : claim.moves) {
    if (move.date > as_of) continue;
    row.step = move.step;
    row.since = move.date;
    row.event = move.position;
    if (move.step == ClaimStep::submitted) row.submitted = move.amount;
    if (move.step == ClaimStep::verified) row.verified = move.amount;
    if (move.step == ClaimStep::settled) row.paid = move.amount;
    if (!move.words.empty()) row.words = move.words;
    row.behind.push_back({to_text(move.date) + " " + std::string(words_of_step(move.step).title) +
                              "（" + move.actor + "）",
                          to_yuan(move.amount), "", move.position});
  }
  return row;
}

ClaimRow row_of(const domain::FundPaper& paper) {
  ClaimRow row;
  row.key = "payment|" + std::to_string(paper.position.value);
  row.number = paper.document;
  row.way = paper.number.empty() ? "支出登记" : "支出登记（" + paper.number + " 垫付）";
  row.holder = paper.holder;
  row.village = paper.village;
  row.year = paper.year;
  row.fund = paper.fund;
  row.payee = paper.party;
  row.words = paper.words;
  row.submitted = row.verified = row.paid = paper.amount;
  row.since = paper.date;
  row.event = paper.position;
  row.behind.push_back(
      {to_text(paper.date) + " " + words_of(paper), to_yuan(paper.amount), "", paper.position});
  return row;
}

Result<std::vector<ClaimRow>> rows_of(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  std::int16_t year = 0;
  if (query.period) {
    auto asked = fund_year(sight, query);
    if (!asked) return refuse(std::move(asked.error()));
    year = *asked;
  }
  std::vector<ClaimRow> out;
  auto keep = [&](ClaimRow row) {
    if (row.step == ClaimStep::none || (year != 0 && row.year != year)) return;
    if (!query.kind.empty() && key_of(row.fund) != query.kind) return;
    if (!query.status.empty() && words_of_step(row.step).key != query.status) return;
    DivisionCode place = row.village.empty() ? row.holder : row.village;
    if (query.division && !in_division(sight.facts, place, *query.division, sight.as_of)) return;
    if (sight.reach) {
      bool mine =
          (sight.reach->kind == ScopeKind::division || sight.reach->kind == ScopeKind::team) &&
          in_division(sight.facts, place, sight.reach->division(), sight.as_of);
      if (!mine) return;
    }
    out.push_back(std::move(row));
  };
  const auto& fund = sight.facts.fund;
  for (const auto& [name, claim] : fund.claims) keep(row_of(name, claim, sight.as_of));
  for (const auto& paper : fund.papers) {
    if (paper.type == FundEvent::SPENDING_REGISTERED && paper.reversed_by.value == 0 &&
        paper.date <= sight.as_of)
      keep(row_of(paper));
  }
  std::stable_sort(out.begin(), out.end(), [](const ClaimRow& a, const ClaimRow& b) {
    return std::tie(a.holder, a.since, a.event) < std::tie(b.holder, b.since, b.event);
  });
  return out;
}

}  // namespace

Result<Table> claims(const Sight& sight, const Query& query) {
  auto rows = rows_of(sight, query);
  if (!rows) return refuse(std::move(rows.error()));
  Ground ground(sight.facts, sight.as_of);
  Table table;
  table.title = "经费支出与报账核销台账";
  table.columns = {{"county", "县市区", CellKind::text, "", false},
                   {"holderName", "支出单位", CellKind::text, "", false},
                   {"villageName", "村（社区）", CellKind::text, "", false},
                   {"year", "经费年度", CellKind::count, "", false},
                   {"fund", "经费类别", CellKind::text, "8.2.1", false},
                   {"way", "方式", CellKind::text, "", false},
                   {"number", "报账单号或凭证号", CellKind::text, "", false},
                   {"payee", "收款人", CellKind::text, "", false},
                   {"words", "摘要", CellKind::text, "", false},
                   {"submitted", "报账", CellKind::fen, "8.2.1", true},
                   {"verified", "核报", CellKind::fen, "8.2.1", true},
                   {"paid", "核销", CellKind::fen, "8.2.1", true},
                   {"step", "状态", CellKind::text, "8.2.1", false},
                   {"since", "自", CellKind::date, "", false},
                   {"days", "已过天数", CellKind::count, "", false},
                   {"next", "下一步", CellKind::text, "", false},
                   {"event", "依据序号", CellKind::position, "", false}};
  Fen submitted;
  Fen verified;
  Fen paid;
  for (const ClaimRow& row : *rows) {
    submitted.value += row.submitted.value;
    verified.value += row.verified.value;
    paid.value += row.paid.value;
    const StepWords& step = words_of_step(row.step);
    table.rows.push_back(
        {row.key,
         {above_cell(sight, ground, row.holder, DivisionLevel::county),
          name_cell(sight, row.holder), name_cell(sight, row.village), Cell::number(row.year),
          Cell::text(std::string(title_of(row.fund))), Cell::text(row.way), Cell::text(row.number),
          Cell::text_or_none(row.payee, "未填"), Cell::text_or_none(row.words, "未填"),
          Cell::number(row.submitted.value), Cell::number(row.verified.value),
          Cell::number(row.paid.value), Cell::text(std::string(step.title)), Cell::date(row.since),
          Cell::number((sight.as_of - row.since).count()), Cell::text(std::string(step.next)),
          Cell::number(static_cast<std::int64_t>(row.event.value))}});
  }
  std::vector<Cell> totals(table.columns.size(), Cell::text(""));
  totals[0] = Cell::text("合计");
  totals[9] = Cell::number(submitted.value);
  totals[10] = Cell::number(verified.value);
  totals[11] = Cell::number(paid.value);
  table.totals = Row{"total", std::move(totals)};
  return table;
}

Result<Explanation> explain_claims(const Sight& sight, const Query& query, const std::string& row,
                                   const std::string& column, const std::string& cursor) {
  auto rows = rows_of(sight, query);
  if (!rows) return refuse(std::move(rows.error()));
  for (ClaimRow& one : *rows) {
    if (one.key != row) continue;
    Explanation out;
    out.title = one.way + " " + one.number;
    out.value = to_yuan(column == "submitted"  ? one.submitted
                        : column == "verified" ? one.verified
                                               : one.paid);
    out.formula = "报账 " + to_yuan(one.submitted) + "，核报 " + to_yuan(one.verified) + "，核销 " +
                  to_yuan(one.paid);
    cite_fund(sight, out);
    page(out, std::move(one.behind), cursor);
    return out;
  }
  return refuse({Code::not_found, "台账上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

namespace {

struct VoucherLine {
  const domain::FundPaper* paper = nullptr;
  const domain::FundPosting* posting = nullptr;
  const domain::FundKey* key = nullptr;
  bool red = false;
  std::uint32_t index = 0;
};

Result<std::vector<VoucherLine>> voucher_lines(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Ground ground(sight.facts, sight.as_of);
  FundSums sums(sight, ground);
  const auto& fund = sight.facts.fund;
  std::vector<bool> wanted(fund.keys.size());
  for (std::size_t i = 0; i < fund.keys.size(); ++i) {
    bool asked = !query.division ||
                 in_division(sight.facts, fund.keys[i].holder, *query.division, sight.as_of);
    wanted[i] = asked && sums.reaches(fund.keys[i]);
  }
  std::vector<VoucherLine> out;
  for (std::uint32_t i = 0; i < fund.postings.size(); ++i) {
    const auto& posting = fund.postings[i];
    if (posting.date > sight.as_of || !wanted[posting.key]) continue;
    if (query.period && !query.period->span.contains(posting.date)) continue;
    const auto& paper = fund.papers[posting.paper];
    bool red = i < paper.first_posting || i >= paper.first_posting + paper.posting_count;
    out.push_back({&paper, &posting, &fund.keys[posting.key], red, i});
  }
  return out;
}

}  // namespace

Result<Table> voucher_drafts(const Sight& sight, const Query& query) {
  auto lines = voucher_lines(sight, query);
  if (!lines) return refuse(std::move(lines.error()));
  Table table;
  table.title = "记账凭证样式";
  table.columns = {{"date", "日期", CellKind::date, "", false},
                   {"voucher", "字号", CellKind::text, "", false},
                   {"holderName", "单位", CellKind::text, "", false},
                   {"words", "摘要", CellKind::text, "", false},
                   {"account", "科目", CellKind::text, "", false},
                   {"detail", "明细", CellKind::text, "", false},
                   {"debit", "借方", CellKind::fen, "", true},
                   {"credit", "贷方", CellKind::fen, "", true},
                   {"attachments", "附件张数", CellKind::count, "", false},
                   {"event", "依据序号", CellKind::position, "", false}};
  std::map<Position, std::int64_t> attached;
  for (const auto& [hash, positions] : sight.facts.attachments) {
    for (Position one : positions) ++attached[one];
  }
  Fen debit;
  Fen credit;
  for (const auto& line : *lines) {
    Fen amount = line.posting->amount;
    bool debits = domain::debits(sight.facts.fund, line.index, *line.posting);
    (debits ? debit : credit).value += debits ? amount.value : -amount.value;
    Position event = line.red ? line.paper->reversed_by : line.paper->position;
    std::string detail = std::to_string(line.key->year) + "年度 " +
                         std::string(title_of(line.key->fund)) + " " +
                         std::string(title_of(line.key->source));
    if (!line.key->village.empty())
      detail += " " + sight.facts.division_name(line.key->village, sight.as_of);
    auto sheets = attached.find(event);
    table.rows.push_back({std::to_string(line.index),
                          {Cell::date(line.posting->date),
                           Cell::text("驻村字第" + std::to_string(event.value) + "号"),
                           name_cell(sight, line.key->holder),
                           Cell::text((line.red ? "红字冲销 " : "") + words_of(*line.paper)),
                           Cell::text(std::string(title_of(line.key->account))), Cell::text(detail),
                           debits ? Cell::number(amount.value) : Cell::none("在贷方"),
                           debits ? Cell::none("在借方") : Cell::number(-amount.value),
                           Cell::number(sheets == attached.end() ? 0 : sheets->second),
                           Cell::number(static_cast<std::int64_t>(event.value))}});
  }
  std::vector<Cell> totals(table.columns.size(), Cell::text(""));
  totals[0] = Cell::text("合计");
  totals[6] = Cell::number(debit.value);
  totals[7] = Cell::number(credit.value);
  table.totals = Row{"total", std::move(totals)};
  table.remarks.push_back("供单位会计系统录入参考；会计账以单位会计系统为准");
  return table;
}

Result<Explanation> explain_voucher_drafts(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string&,
                                           const std::string& cursor) {
  auto lines = voucher_lines(sight, query);
  if (!lines) return refuse(std::move(lines.error()));
  for (const auto& line : *lines) {
    if (std::to_string(line.index) != row) continue;
    Explanation out;
    Position event = line.red ? line.paper->reversed_by : line.paper->position;
    out.title = "驻村字第" + std::to_string(event.value) + "号";
    out.value = to_yuan(line.posting->amount);
    out.formula = words_of(*line.paper) + " 的一笔分录：借为正，贷为负";
    cite_fund(sight, out);
    page(out, {{words_of(*line.paper), out.value, "", event}}, cursor);
    return out;
  }
  return refuse({Code::not_found, "凭证上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

}  // namespace zhucun::projections
