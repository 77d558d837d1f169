#include "projections/fund_explain.h"

#include <map>

#include "projections/findings.h"

namespace zhucun::projections {

namespace {

std::string_view title_of_type(domain::FundType type) {
  using event::FundEvent;
  switch (type) {
    case FundEvent::ALLOTMENT_ISSUED: return "指标下达";
    case FundEvent::FUNDS_RECEIVED: return "经费到账";
    case FundEvent::FUNDS_TRANSFERRED: return "拨付乡镇";
    case FundEvent::TRANSFER_CONFIRMED: return "拨付到账确认";
    case FundEvent::FUNDS_RETURNED: return "经费退回";
    case FundEvent::FUNDS_TAKEN_BACK: return "财政收回";
    case FundEvent::FUNDS_DISTRIBUTED: return "经费分配到村";
    case FundEvent::FUNDS_CARRIED_OVER: return "经费结转";
    case FundEvent::POTS_MERGED: return "经费池合并";
    case FundEvent::SPENDING_REGISTERED: return "支出登记";
    case FundEvent::ADVANCE_REPAID: return "归还垫付";
    case FundEvent::CLAIM_RESERVED: return "用款预留";
    case FundEvent::CLAIM_SETTLED: return "核销";
    case FundEvent::CLAIM_VOIDED: return "报账作废";
    case FundEvent::FUND_OPENING_STATED: return "经费期初";
    case FundEvent::OPEN_ITEM_STATED: return "期初未达账项";
    case FundEvent::ENTRY_CORRECTED: return "跨年更正";
    default: return "";
  }
}

}  // namespace

std::string words_of(const domain::FundPaper& paper) {
  std::string out(title_of_type(paper.type));
  if (paper.advance) out += "（提前下达）";
  if (!paper.document.empty()) out += " " + paper.document;
  if (!paper.words.empty()) out += "，" + paper.words;
  return out;
}

std::vector<Child> papers_behind(const Sight& sight,
                                 const std::function<Fen(const domain::FundKey&, Fen)>& part) {
  const auto& fund = sight.facts.fund;
  struct Part {
    Fen amount;
    Fen back;
    Date back_on;
  };
  std::map<std::uint32_t, Part> parts;
  for (std::size_t i = 0; i < fund.postings.size(); ++i) {
    const auto& posting = fund.postings[i];
    if (posting.date > sight.as_of) continue;
    Fen amount = part(fund.keys[posting.key], posting.amount);
    if (amount.value == 0) continue;
    const auto& paper = fund.papers[posting.paper];
    bool own = i >= paper.first_posting && i < paper.first_posting + paper.posting_count;
    Part& one = parts[posting.paper];
    if (own) {
      one.amount.value += amount.value;
    } else {
      one.back.value += amount.value;
      one.back_on = posting.date;
    }
  }
  std::vector<Child> out;
  for (const auto& [index, one] : parts) {
    const auto& paper = fund.papers[index];
    out.push_back(
        {to_text(paper.date) + " " + words_of(paper), to_yuan(one.amount), "", paper.position});
    if (one.back.value == 0) continue;
    out.push_back({to_text(one.back_on) + " 红字冲销 " + words_of(paper), to_yuan(one.back), "",
                   paper.reversed_by});
  }
  return out;
}

void cite_fund(const Sight& sight, Explanation& out) {
  out.clause = "8.2.1";
  const auto& policy = policy_on(sight, sight.as_of);
  for (const auto& row : policy.funds) {
    out.quote = row.quote;
    out.document = row.document;
    out.clause = row.clause.text;
    return;
  }
}

Cell name_cell(const Sight& sight, DivisionCode place) {
  return place.empty() ? Cell::none("未分配到村")
                       : Cell::text(sight.facts.division_name(place, sight.as_of));
}

Cell above_cell(const Sight& sight, const Ground& ground, DivisionCode place, DivisionLevel level) {
  DivisionCode code = place.empty() ? DivisionCode{} : ground.above(place, level, sight.as_of);
  return code.empty() ? Cell::none("不在一个下级") : name_cell(sight, code);
}

}  // namespace zhucun::projections
