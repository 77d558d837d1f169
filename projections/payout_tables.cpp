// Payouts: where each one stands, and the sheet that is checked, signed and sent to the bank.
// [8.2.2]
#include <algorithm>

#include "ledger/domain/payout_parts.h"
#include "projections/allowance_tables.h"
#include "projections/duty_selection.h"
#include "projections/pay_selection.h"
#include "projections/places.h"
#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using domain::PayoutFact;
using domain::PayoutStep;

// How a payout stands as of a day: its last step, and the bank's answers.
struct Standing {
  PayoutStep step = PayoutStep::none;
  std::map<PayoutStep, const domain::PayoutMove*> moves;
  std::int64_t people = 0;
  std::int64_t answered = 0;
  std::int64_t failed = 0;
  Fen sum;
  Fen settled;
  Fen returned;
};

Standing standing_of(const PayoutFact& payout, Date as_of) {
  Standing out;
  for (const auto& move : payout.moves) {
    if (move.date > as_of) continue;
    out.step = move.step;
    out.moves[move.step] = &move;
  }
  for (const auto& [sequence, share] : domain::shares_of(payout.lines)) {
    ++out.people;
    out.sum.value += share.sum.value;
    auto answer = payout.answers.find(sequence);
    if (answer == payout.answers.end() || answer->second.date > as_of) continue;
    ++out.answered;
    if (!answer->second.paid) ++out.failed;
    (answer->second.paid ? out.settled : out.returned).value += share.sum.value;
  }
  return out;
}

std::string state_code(const Standing& one) {
  switch (one.step) {
    case PayoutStep::drafted: return "drafted";
    case PayoutStep::checked: return "checked";
    case PayoutStep::approved: return "approved";
    case PayoutStep::voided: return "voided";
    case PayoutStep::released: break;
    case PayoutStep::none: return "none";
  }
  if (one.answered == 0) return "released";
  return one.answered < one.people ? "answering" : "settled";
}

std::string state_title(const Standing& one) {
  std::string code = state_code(one);
  if (code == "answering") return "银行返回 " + std::to_string(one.answered) + " 人";
  if (code == "settled")
    return one.failed == 0 ? "已办结" : "已办结，退票 " + std::to_string(one.failed) + " 人";
  return std::string(domain::title_of(one.step));
}

bool asked(const Sight& sight, const Query& query, const PayoutFact& payout) {
  bool unit = query.actor.empty() || query.actor == "unit:" + payout.unit;
  bool batch = query.kind.empty() || query.kind == payout.batch;
  return unit && batch && reaches_matter(sight, {}, payout.unit, "");
}

Cell moved_cell(const Standing& one, PayoutStep step, const char* otherwise) {
  auto found = one.moves.find(step);
  if (found == one.moves.end()) return Cell::none(otherwise);
  return Cell::text(to_text(found->second->date) + " " + found->second->actor);
}

// The unit's last setting; at least as many persons as the place's measures ask for.
domain::SettingOfPayout setting_of(const Sight& sight, const PayAccounts& accounts,
                                   const std::string& unit) {
  domain::SettingOfPayout out{unit, 2, ""};
  for (const auto& [at, one] : sight.facts.allowance.settings) {
    if (one.unit == unit) out = one;
  }
  out.persons = std::max(out.persons, accounts.rule(unit, sight.as_of).persons);
  return out;
}

Position revision_of(const PayoutFact& payout) {
  return payout.moves.empty() ? Position{} : payout.moves.back().position;
}

}  // namespace

Result<Table> payout_batches(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Table table;
  table.title = "补助发放批次";
  auto add = [&](const char* name, const char* title, CellKind kind, bool explains = false) {
    table.columns.push_back({name, title, kind, explains ? "8.2.2" : "", explains});
  };
  add("unit", "单位编号", CellKind::text), add("unitName", "派出单位", CellKind::text);
  add("batch", "批次号", CellKind::text), add("through", "发至月份", CellKind::text);
  add("statusTitle", "情况", CellKind::text), add("people", "人数", CellKind::count);
  add("amount", "金额", CellKind::fen, true), add("settled", "已到账", CellKind::fen);
  add("returned", "退票", CellKind::fen), add("drafted", "制表", CellKind::text);
  add("checked", "复核", CellKind::text), add("approved", "批准", CellKind::text);
  add("released", "发放", CellKind::text), add("status", "情况代码", CellKind::text);
  add("content", "内容摘要值", CellKind::text), add("revision", "最近序号", CellKind::position);
  add("persons", "须经手人数", CellKind::count), add("profile", "银行文件格式", CellKind::text);
  PayAccounts accounts(sight);
  Fen sum;
  for (const auto& [key, payout] : sight.facts.allowance.payouts) {
    if (!asked(sight, query, payout)) continue;
    Standing one = standing_of(payout, sight.as_of);
    if (one.step == PayoutStep::none) continue;
    if (!query.status.empty() && query.status != state_code(one)) continue;
    domain::SettingOfPayout setting = setting_of(sight, accounts, payout.unit);
    table.rows.push_back(
        {key,
         {Cell::text(payout.unit), Cell::text(unit_title(sight, payout.unit)),
          Cell::text(payout.batch), Cell::text(month_key(payout.through)),
          Cell::text(state_title(one)), Cell::number(one.people), Cell::number(one.sum.value),
          Cell::number(one.settled.value), Cell::number(one.returned.value),
          moved_cell(one, PayoutStep::drafted, "未制表"),
          moved_cell(one, PayoutStep::checked, "未复核"),
          moved_cell(one, PayoutStep::approved, "未批准"),
          moved_cell(one, PayoutStep::released, "未发放"), Cell::text(state_code(one)),
          Cell::text(payout.content),
          Cell::number(static_cast<std::int64_t>(revision_of(payout).value)),
          Cell::number(setting.persons), Cell::text_or_none(setting.profile, "没有设定")}});
    if (one.step != PayoutStep::voided) sum.value += one.sum.value;
  }
  std::vector<Cell> totals(table.columns.size(), Cell::text(""));
  totals[0] = Cell::text("合计（不含作废）");
  totals[6] = Cell::number(sum.value);
  table.totals = Row{"total", std::move(totals)};
  return table;
}

Result<Explanation> explain_payout_batches(const Sight& sight, const Query& query,
                                           const std::string& row, const std::string&,
                                           const std::string& cursor) {
  auto found = sight.facts.allowance.payouts.find(row);
  if (found == sight.facts.allowance.payouts.end() || !asked(sight, query, found->second))
    return refuse({Code::not_found, "没有批次 " + row, "重新打开报表，再点数字", "row", "", {}});
  Standing one = standing_of(found->second, sight.as_of);
  Explanation out;
  out.title = unit_title(sight, found->second.unit) + " " + found->second.batch + "·金额";
  out.value = to_yuan(one.sum);
  out.formula = "各人各项之和，共 " + std::to_string(found->second.lines.size()) + " 行";
  out.clause = "8.2.2";
  std::vector<Child> children;
  for (const auto& move : found->second.moves) {
    children.push_back({std::string(domain::title_of(move.step)) + " " + to_text(move.date) + " " +
                            move.actor + (move.words.empty() ? "" : "：" + move.words),
                        "", "", move.position});
  }
  for (const auto& line : found->second.lines)
    children.push_back(
        {line.person + " " + line.month + " " + line.item, to_yuan(line.amount), "", {}});
  for (const auto& [sequence, answer] : found->second.answers)
    children.push_back({"银行返回 " + std::to_string(sequence) +
                            (answer.paid ? "：已发" : "：退票，" + answer.reason),
                        to_yuan(answer.amount), "", answer.position});
  page(out, std::move(children), cursor);
  return out;
}

// One row a person: months and items added up, with room to sign.
Result<Table> payout_sheet(const Sight& sight, const Query& query) {
  auto who = parse_party(query.actor);
  const auto& all = sight.facts.allowance.payouts;
  auto found =
      who && who->kind == PartyKind::unit ? all.find(who->id + "@" + query.kind) : all.end();
  if (found == all.end() || !asked(sight, query, found->second)) {
    return refuse({Code::not_found,
                   "没有这个批次",
                   "写明单位和批次号：actor=unit:U1，kind=批次号",
                   "kind",
                   "",
                   {}});
  }
  const PayoutFact& payout = found->second;
  PayAccounts accounts(sight);
  std::vector<std::string> items;
  for (const auto& line : payout.lines) {
    if (std::find(items.begin(), items.end(), line.item) == items.end()) items.push_back(line.item);
  }
  Table table;
  table.title = "驻村干部补助发放表（签领表）";
  table.period = month_key(payout.through);
  auto add = [&](const std::string& name, const std::string& title, CellKind kind) {
    table.columns.push_back({name, title, kind, kind == CellKind::fen ? "8.2.2" : "", false});
  };
  add("nth", "序号", CellKind::count), add("sequence", "银行序号", CellKind::count);
  add("person", "人员编号", CellKind::person);
  add("villageName", "驻村", CellKind::text), add("months", "月份", CellKind::text);
  for (const std::string& item : items)
    add(item, item_title(accounts, item, payout.through), CellKind::fen);
  add("total", "合计", CellKind::fen), add("reasons", "类别", CellKind::text);
  add("bank", "银行返回", CellKind::text), add("signature", "签领", CellKind::text);
  std::map<std::string, Fen> sums;
  for (const auto& [sequence, share] : domain::shares_of(payout.lines)) {
    std::map<std::string, Fen> by_item;
    std::vector<std::string> months, reasons;
    for (const auto& line : share.lines) {
      by_item[line.item].value += line.amount.value;
      auto note = [](std::vector<std::string>& list, std::string one) {
        if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(std::move(one));
      };
      note(months, line.month);
      switch (line.reason) {
        case event::PayoutReason::ADVANCE: note(reasons, "预发"); break;
        case event::PayoutReason::SETTLEMENT: note(reasons, "预发结算"); break;
        case event::PayoutReason::ADJUSTMENT:
          note(reasons, line.amount.value < 0 ? "扣回" : "补发");
          break;
        default: note(reasons, "应发"); break;
      }
    }
    auto joined = [](const std::vector<std::string>& list) {
      std::string out;
      for (const auto& one : list) out += (out.empty() ? "" : "、") + one;
      return out;
    };
    auto person = sight.facts.parties.find(PartyKind::person, share.person);
    std::string village;
    if (person) {
      for (auto index : sight.facts.stays_by_person.at(person->value))
        village = sight.facts.division_name(sight.facts.stays[index].village, sight.as_of);
    }
    std::vector<Cell> cells{Cell::number(static_cast<std::int64_t>(table.rows.size()) + 1),
                            Cell::number(sequence), Cell::text(share.person), Cell::text(village),
                            Cell::text(joined(months))};
    for (const std::string& item : items) {
      auto amount = by_item.find(item);
      cells.push_back(amount == by_item.end() ? Cell::none("本次没有")
                                              : Cell::number(amount->second.value));
      if (amount != by_item.end()) sums[item].value += amount->second.value;
    }
    sums["total"].value += share.sum.value;
    auto answer = payout.answers.find(sequence);
    bool answered = answer != payout.answers.end() && answer->second.date <= sight.as_of;
    cells.push_back(Cell::number(share.sum.value));
    cells.push_back(Cell::text(joined(reasons)));
    cells.push_back(!answered             ? Cell::none("未返回")
                    : answer->second.paid ? Cell::text("已发")
                                          : Cell::text("退票：" + answer->second.reason));
    cells.push_back(Cell::text(""));
    table.rows.push_back({std::to_string(sequence), std::move(cells)});
  }
  std::vector<Cell> totals{Cell::text("合计"), Cell::text(""), Cell::text(""), Cell::text(""),
                           Cell::text("")};
  for (const std::string& item : items) totals.push_back(Cell::number(sums[item].value));
  totals.push_back(Cell::number(sums["total"].value));
  for (int i = 0; i < 3; ++i) totals.push_back(Cell::text(""));
  table.totals = Row{"total", std::move(totals)};
  Standing one = standing_of(payout, sight.as_of);
  table.remarks.push_back("批次 " + payout.batch + "，" + state_title(one) + "；内容摘要值 " +
                          payout.content);
  for (const auto& move : payout.moves)
    table.remarks.push_back(std::string(domain::title_of(move.step)) + "：" + to_text(move.date) +
                            " " + move.actor);
  add_pay_provenance(sight, payout.through, table);
  return table;
}

Result<Explanation> explain_payout_sheet(const Sight&, const Query&, const std::string& row,
                                         const std::string&, const std::string&) {
  return refuse({Code::not_found,
                 "签领表上的数不单独说明：" + row,
                 "看“应发补助”表同一人的各行",
                 "column",
                 "",
                 {}});
}

}  // namespace zhucun::projections
