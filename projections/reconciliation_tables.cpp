#include "projections/reconciliation_tables.h"

#include <algorithm>

#include "projections/duty_selection.h"
#include "projections/fund_explain.h"
#include "projections/fund_matching.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using domain::HolderYear;

template <typename List>
Fen sum_of(const List& list) {
  Fen sum;
  for (const auto* one : list) sum.value += one->amount.value;
  return sum;
}

std::string account_key(HolderYear account) {
  return to_text(account.holder) + "|" + std::to_string(account.year);
}

std::string account_name(const Sight& sight, HolderYear account) {
  return sight.facts.division_name(account.holder, sight.as_of) +
         (account.year == 0 ? "银行账户" : std::to_string(account.year) + "年度指标");
}

// Statement less book less what only one side has.
std::optional<Fen> difference(const OpenAccount& open) {
  if (!open.statement) return std::nullopt;
  return Fen{open.statement->value - open.book.value - sum_of(open.lines).value +
             sum_of(open.items).value};
}

struct Standing {
  std::string words;
  const domain::CompletedFact* last = nullptr;
};

// Whether an account has been checked, and whether that still holds.
Standing standing_of(const Sight& sight, const OpenAccount& open) {
  const domain::CompletedFact* last = nullptr;
  auto done = sight.facts.fund.completed.find(open.account);
  if (done != sight.facts.fund.completed.end()) {
    for (const auto& one : done->second) {
      if (one.through <= sight.as_of && (!last || one.through >= last->through)) last = &one;
    }
  }
  auto left = difference(open);
  if (left && left->value != 0) return {"核对不符", last};
  if (!last) return {"未核对", nullptr};
  Sight then{sight.facts, sight.policies, last->through, sight.reach, {}, {}};
  OpenAccount at = open_account(then, open.account);
  Fen outstanding{sum_of(at.lines).value - sum_of(at.items).value};
  bool moved = at.book != last->book || outstanding != last->outstanding;
  return {moved ? "核对后有变动" : "核对相符", last};
}

// The accounts that a query names: its division's own, or all below it.
Result<std::vector<HolderYear>> accounts_of(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  auto all = bank_accounts(sight);
  std::erase_if(all, [&](HolderYear account) {
    return query.division &&
           !in_division(sight.facts, account.holder, *query.division, sight.as_of);
  });
  return all;
}

// The one account that a query names; its quota of a year where the holder is paid so.
Result<OpenAccount> one_account(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  if (!reaches_holder(sight, *query.division)) {
    return refuse({Code::not_found, "没有这个账户", "核对代码", "division", "", {}});
  }
  HolderYear account{*query.division, 0};
  if (query.period) {
    auto year = fund_year(sight, query);
    if (!year) return refuse(std::move(year.error()));
    HolderYear quota{*query.division, *year};
    if (sight.facts.fund.movements.contains(quota) || sight.facts.fund.lines.contains(quota))
      account = quota;
  }
  return open_account(sight, account);
}

}  // namespace

Result<Table> reconciliation(const Sight& sight, const Query& query) {
  auto accounts = accounts_of(sight, query);
  if (!accounts) return refuse(std::move(accounts.error()));
  Ground ground(sight.facts, sight.as_of);
  Table table;
  table.title = "资金对账情况表";
  table.columns = {{"county", "县市区", CellKind::text, "", false},
                   {"holderName", "账户单位", CellKind::text, "", false},
                   {"holder", "代码", CellKind::text, "", false},
                   {"account", "账户", CellKind::text, "", false},
                   {"state", "核对状态", CellKind::text, "", false},
                   {"book", "账面余额", CellKind::fen, "8.2.1", true},
                   {"statement", "对账单余额", CellKind::fen, "8.2.1", false},
                   {"statementDate", "对账单至", CellKind::date, "", false},
                   {"lines", "对账单未勾对笔数", CellKind::count, "", false},
                   {"items", "账面未勾对笔数", CellKind::count, "", false},
                   {"difference", "差额", CellKind::fen, "8.2.1", false},
                   {"through", "已核对至", CellKind::date, "", false},
                   {"event", "核对序号", CellKind::position, "", false}};
  for (HolderYear account : *accounts) {
    OpenAccount open = open_account(sight, account);
    Standing standing = standing_of(sight, open);
    if (!query.status.empty() && standing.words != query.status) continue;
    auto left = difference(open);
    table.rows.push_back(
        {account_key(account),
         {above_cell(sight, ground, account.holder, DivisionLevel::county),
          name_cell(sight, account.holder), Cell::text(to_text(account.holder)),
          Cell::text(account.year == 0 ? "银行账户" : std::to_string(account.year) + "年度指标"),
          Cell::text(standing.words), Cell::number(open.book.value),
          open.statement ? Cell::number(open.statement->value) : Cell::none("没有对账单余额"),
          open.statement ? Cell::date(open.statement_date) : Cell::none("没有对账单余额"),
          Cell::number(static_cast<std::int64_t>(open.lines.size())),
          Cell::number(static_cast<std::int64_t>(open.items.size())),
          left ? Cell::number(left->value) : Cell::none("没有对账单余额"),
          standing.last ? Cell::date(standing.last->through) : Cell::none("未核对"),
          standing.last ? Cell::number(static_cast<std::int64_t>(standing.last->position.value))
                        : Cell::none("未核对")}});
  }
  table.remarks.push_back("差额 = 对账单余额 − 账面余额 − 对账单未勾对 + 账面未勾对");
  return table;
}

Result<Explanation> explain_reconciliation(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string&,
                                           const std::string& cursor) {
  auto accounts = accounts_of(sight, query);
  if (!accounts) return refuse(std::move(accounts.error()));
  for (HolderYear account : *accounts) {
    if (account_key(account) != row) continue;
    OpenAccount open = open_account(sight, account);
    Explanation out;
    out.title = account_name(sight, account) + " 账面余额";
    out.value = to_yuan(open.book);
    out.formula = "账面余额 = 截至 " + to_text(sight.as_of) + " 各笔收付之和";
    cite_fund(sight, out);
    std::vector<Child> children;
    auto found = sight.facts.fund.movements.find(account);
    if (found != sight.facts.fund.movements.end()) {
      for (const auto& one : found->second) {
        if (one.date > sight.as_of || one.kind == domain::ItemKind::open_item) continue;
        const auto& paper = sight.facts.fund.papers[one.paper];
        children.push_back(
            {to_text(one.date) + " " + words_of(paper), to_yuan(one.amount), "", one.position});
      }
    }
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "没有这个账户", "重新打开报表，再点数字", "row", "", {}});
}

namespace {

// One side's part of what is outstanding, into the account or out of it.
struct OutstandingPart {
  const char* key;
  const char* title;
  Fen sum;
  std::vector<Child> behind;
};

struct Statement {
  OutstandingPart bank_in{"bankIn", "加：银行（国库）已收、单位未收", {}, {}};
  OutstandingPart bank_out{"bankOut", "减：银行（国库）已付、单位未付", {}, {}};
  OutstandingPart book_in{"bookIn", "加：单位已收、银行（国库）未收", {}, {}};
  OutstandingPart book_out{"bookOut", "减：单位已付、银行（国库）未付", {}, {}};
};

Statement statement_of(const Sight& sight, const OpenAccount& open) {
  Statement out;
  auto put = [](OutstandingPart& in, OutstandingPart& outward, Fen amount, Child child) {
    OutstandingPart& part = amount.value >= 0 ? in : outward;
    part.sum.value += std::abs(amount.value);
    child.value = to_yuan(Fen{std::abs(amount.value)});
    part.behind.push_back(std::move(child));
  };
  for (const auto* line : open.lines) {
    put(out.bank_in, out.bank_out, line->amount,
        {to_text(line->date) + " " + line->reference + " " + line->party + " " + line->summary, "",
         "", line->position});
  }
  for (const auto* item : open.items) {
    put(out.book_in, out.book_out, item->amount,
        {to_text(item->date) + " " + words_of(sight.facts.fund.papers[item->paper]), "", "",
         item->position});
  }
  return out;
}

}  // namespace

Result<Table> reconciliation_statement(const Sight& sight, const Query& query) {
  auto open = one_account(sight, query);
  if (!open) return refuse(std::move(open.error()));
  Statement parts = statement_of(sight, *open);
  Table table;
  table.title = open->account.year == 0 ? "银行存款余额调节表" : "指标核对表";
  table.columns = {{"item", "项目", CellKind::text, "", false},
                   {"amount", "金额", CellKind::fen, "8.2.1", true}};
  auto line = [&](std::string key, std::string title, std::optional<Fen> amount,
                  const std::string& why = "") {
    table.rows.push_back(
        {std::move(key),
         {Cell::text(std::move(title)), amount ? Cell::number(amount->value) : Cell::none(why)}});
  };
  auto part = [&](const OutstandingPart& one) { line(one.key, one.title, one.sum); };
  Fen book_after{open->book.value + parts.bank_in.sum.value - parts.bank_out.sum.value};
  line("book", "单位账面余额", open->book);
  part(parts.bank_in);
  part(parts.bank_out);
  line("bookAfter", "调节后的单位余额", book_after);
  const std::string why = "没有对账单余额";
  line("statement", open->account.year == 0 ? "银行对账单余额" : "国库指标余额", open->statement,
       why);
  part(parts.book_in);
  part(parts.book_out);
  std::optional<Fen> after;
  if (open->statement) {
    after = Fen{open->statement->value + parts.book_in.sum.value - parts.book_out.sum.value};
  }
  line("statementAfter", "调节后的对账单余额", after, why);
  line("difference", "差额",
       after ? std::optional<Fen>(Fen{after->value - book_after.value}) : std::nullopt, why);
  table.remarks.push_back(account_name(sight, open->account) + "，截至 " + to_text(sight.as_of));
  return table;
}

Result<Explanation> explain_reconciliation_statement(const Sight& sight, const Query& query,
                                                     const std::string& row, const std::string&,
                                                     const std::string& cursor) {
  auto table = reconciliation_statement(sight, query);
  if (!table) return refuse(std::move(table.error()));
  auto open = one_account(sight, query);
  Statement parts = statement_of(sight, *open);
  for (const Row& one : table->rows) {
    if (one.key != row) continue;
    Explanation out;
    out.title = account_name(sight, open->account) + "·" + shown(one.cells[0], CellKind::text);
    out.value = shown(one.cells[1], CellKind::fen);
    out.formula = row == "difference" ? "差额 = 调节后的对账单余额 − 调节后的单位余额"
                                      : out.title + " = " + out.value;
    cite_fund(sight, out);
    std::vector<Child> children;
    for (auto* part : {&parts.bank_in, &parts.bank_out, &parts.book_in, &parts.book_out}) {
      if (row == part->key) children = std::move(part->behind);
    }
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "调节表上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

Result<Table> outstanding_items(const Sight& sight, const Query& query) {
  auto open = one_account(sight, query);
  if (!open) return refuse(std::move(open.error()));
  Table table;
  table.title = "未达账项明细";
  table.columns = {{"side", "哪一边", CellKind::text, "", false},
                   {"date", "日期", CellKind::date, "", false},
                   {"amount", "金额（收入为正）", CellKind::fen, "8.2.1", false},
                   {"reference", "文号或凭证号", CellKind::text, "", false},
                   {"party", "对方", CellKind::text, "", false},
                   {"words", "摘要", CellKind::text, "", false},
                   {"class", "认定", CellKind::text, "", false},
                   {"note", "说明", CellKind::text, "", false},
                   {"days", "已过天数", CellKind::count, "", true},
                   {"event", "依据序号", CellKind::position, "", false}};
  auto add = [&](const char* side, Position position, Date date, Fen amount, std::string reference,
                 std::string party, std::string words) {
    auto classed =
        sight.facts.fund.classed.find({open->account.holder, open->account.year, position});
    bool known = classed != sight.facts.fund.classed.end();
    static constexpr const char* classes[]{"", "在途", "银行差错", "账面待补记", "其他"};
    table.rows.push_back(
        {std::to_string(position.value),
         {Cell::text(side), Cell::date(date), Cell::number(amount.value),
          Cell::text_or_none(std::move(reference), "未填"),
          Cell::text_or_none(std::move(party), "未填"),
          Cell::text_or_none(std::move(words), "未填"),
          known ? Cell::text(classes[static_cast<std::size_t>(classed->second.what)])
                : Cell::none("未认定"),
          known ? Cell::text(classed->second.note) : Cell::none("未认定"),
          Cell::number((sight.as_of - date).count()),
          Cell::number(static_cast<std::int64_t>(position.value))}});
  };
  if (query.kind != "item") {
    for (const auto* line : open->lines)
      add("对账单", line->position, line->date, line->amount, line->reference, line->party,
          line->summary);
  }
  if (query.kind != "line") {
    for (const auto* item : open->items) {
      const auto& paper = sight.facts.fund.papers[item->paper];
      std::string party = paper.party;
      if (party.empty() && !paper.other.empty())
        party = sight.facts.division_name(paper.other, paper.date);
      add("账面", item->position, item->date, item->amount, paper.document, std::move(party),
          words_of(paper));
    }
  }
  return table;
}

Result<Explanation> explain_outstanding_items(const Sight& sight, const Query& query,
                                              const std::string& row, const std::string&,
                                              const std::string& cursor) {
  auto table = outstanding_items(sight, query);
  if (!table) return refuse(std::move(table.error()));
  for (const Row& one : table->rows) {
    if (one.key != row) continue;
    Explanation out;
    out.title = "未达账项 序号 " + row;
    out.value = shown(one.cells[8], CellKind::count);
    out.formula = out.value + " 天 = " + to_text(sight.as_of) + " − " +
                  shown(one.cells[1], CellKind::date) + "（首日不计）";
    cite_fund(sight, out);
    page(out, {{"依据事件", shown(one.cells[2], CellKind::fen), "", {std::stoull(row)}}}, cursor);
    return out;
  }
  return refuse({Code::not_found, "明细上没有 " + row, "重新打开报表，再点数字", "row", "", {}});
}

namespace {

template <typename List>
std::string positions_text(const List& list) {
  std::string out;
  for (const auto* one : list)
    out += (out.empty() ? "" : ",") + std::to_string(one->position.value);
  return out;
}

}  // namespace

Result<Table> match_proposals(const Sight& sight, const Query& query) {
  auto open = one_account(sight, query);
  if (!open) return refuse(std::move(open.error()));
  Table table;
  table.title = "勾对建议";
  table.columns = {{"lines", "对账单序号", CellKind::text, "", false},
                   {"items", "账面序号", CellKind::text, "", false},
                   {"amount", "金额（收入为正）", CellKind::fen, "8.2.1", true},
                   {"exact", "是否唯一", CellKind::text, "", false},
                   {"reasons", "依据", CellKind::text, "", false}};
  for (const Proposal& one : proposals(sight, *open)) {
    std::string lines = positions_text(one.lines);
    std::string items = positions_text(one.items);
    if (query.kind == "exact" && !one.exact) continue;
    table.rows.push_back({lines + "|" + items,
                          {Cell::text(lines), Cell::text(items), Cell::number(one.amount.value),
                           Cell::text(one.exact ? "唯一" : "请选定"), Cell::text(one.reasons)}});
  }
  table.remarks.push_back("只按金额从不建议；“唯一”的可一次采纳，其余逐笔选定");
  return table;
}

Result<Explanation> explain_match_proposals(const Sight& sight, const Query& query,
                                            const std::string& row, const std::string&,
                                            const std::string& cursor) {
  auto open = one_account(sight, query);
  if (!open) return refuse(std::move(open.error()));
  for (const Proposal& one : proposals(sight, *open)) {
    if (positions_text(one.lines) + "|" + positions_text(one.items) != row) continue;
    Explanation out;
    out.title = "勾对建议";
    out.value = to_yuan(one.amount);
    out.formula = one.reasons;
    cite_fund(sight, out);
    std::vector<Child> children;
    for (const auto* line : one.lines) {
      children.push_back(
          {"对账单 " + to_text(line->date) + " " + line->reference + " " + line->party,
           to_yuan(line->amount), "", line->position});
    }
    for (const auto* item : one.items) {
      children.push_back(
          {"账面 " + to_text(item->date) + " " + words_of(sight.facts.fund.papers[item->paper]),
           to_yuan(item->amount), "", item->position});
    }
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse({Code::not_found, "没有这条建议", "重新打开报表", "row", "", {}});
}

}  // namespace zhucun::projections
