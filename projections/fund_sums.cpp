#include "projections/fund_sums.h"

#include <algorithm>

#include "projections/reach.h"

namespace zhucun::projections {

namespace {

using domain::FundKey;
using event::FundAccount;
using event::FundFlow;
using event::FundKind;
using event::FundSource;

std::size_t place_of(FundSource source) {
  for (std::size_t i = 0; i < fund_sources.size(); ++i) {
    if (fund_sources[i] == source) return i;
  }
  return fund_sources.size();
}

bool is_money(FundAccount account) {
  return account == FundAccount::CASH || account == FundAccount::QUOTA;
}

void add_by_source(std::array<Fen, 4>& to, FundSource source, Fen amount) {
  auto place = place_of(source);
  if (place < to.size()) to[place].value += amount.value;
}

}  // namespace

FundSums::FundSums(const Sight& sight, const Ground& ground)
    : sight_(sight),
      ground_(ground),
      totals_(sight.as_of >= sight.facts.fund.last_date ? sight.facts.fund.totals : own_totals_),
      debits_(sight.as_of >= sight.facts.fund.last_date ? sight.facts.fund.debits : own_debits_) {
  if (&totals_ != &own_totals_) return;
  const auto& fund = sight.facts.fund;
  own_totals_.assign(fund.keys.size(), Fen{0});
  own_debits_.assign(fund.keys.size(), Fen{0});
  for (std::uint32_t i = 0; i < fund.postings.size(); ++i) {
    const auto& posting = fund.postings[i];
    if (posting.date > sight.as_of) continue;
    own_totals_[posting.key].value += posting.amount.value;
    if (domain::debits(fund, i, posting)) own_debits_[posting.key].value += posting.amount.value;
  }
}

DivisionCode FundSums::county_of(DivisionCode holder) const {
  auto [found, fresh] = counties_.try_emplace(holder);
  if (fresh) found->second = ground_.above(holder, DivisionLevel::county, sight_.as_of);
  return found->second;
}

// A desk sees the money of the places in its scope. A unit has none of the work fund.
bool FundSums::reaches(const FundKey& key) const {
  if (!sight_.reach) return true;
  const Scope& scope = *sight_.reach;
  if (scope.kind != ScopeKind::division && scope.kind != ScopeKind::team) return false;
  DivisionCode place = scope.kind == ScopeKind::team ? key.village : key.holder;
  auto [found, fresh] = reach_.try_emplace(place);
  if (fresh) {
    found->second =
        !place.empty() && in_division(sight_.facts, place, scope.division(), sight_.as_of);
  }
  return found->second;
}

Fen sum(const std::array<Fen, 4>& of) {
  return {of[0].value + of[1].value + of[2].value + of[3].value};
}

void add(Bridge& bridge, const FundSums& sums, const FundKey& key, Fen amount) {
  if (is_money(key.account)) {
    bridge.cash.value += amount.value;
    if (sums.county_of(key.holder) == key.holder) bridge.county_cash.value += amount.value;
    if (key.account == FundAccount::QUOTA) bridge.quota = true;
    if (key.flow == FundFlow::CARRIED_OVER) bridge.carried.value += amount.value;
    if (key.flow == FundFlow::OPENING) bridge.opening.value += amount.value;
    if (key.flow == FundFlow::CORRECTED) bridge.corrected.value += amount.value;
    if (key.flow == FundFlow::RETURNED && amount.value > 0) bridge.returned.value += amount.value;
  }
  switch (key.account) {
    case FundAccount::GRANT: add_by_source(bridge.allotted, key.source, Fen{-amount.value}); return;
    case FundAccount::RECEIVABLE: bridge.receivable.value += amount.value; return;
    case FundAccount::TRANSIT:
      if (key.flow == FundFlow::TRANSFERRED) bridge.transferred.value += amount.value;
      if (key.flow == FundFlow::CONFIRMED) bridge.confirmed.value -= amount.value;
      if (key.flow == FundFlow::CORRECTED) bridge.transferred.value += amount.value;
      return;
    case FundAccount::SPENDING: bridge.settled.value += amount.value; return;
    case FundAccount::ADVANCE: bridge.advanced.value -= amount.value; return;
    case FundAccount::RESERVED: bridge.reserved.value += amount.value; return;
    case FundAccount::TAKEN_BACK: add_by_source(bridge.taken_back, key.source, amount); return;
    case FundAccount::CASH:
      if (key.flow == FundFlow::RECEIVED) add_by_source(bridge.received, key.source, amount);
      return;
    default: return;
  }
}

namespace {

// Where a posting stands on the bridge of a kind; empty when it does not belong on it.
DivisionCode line_of(const FundSums& sums, const FundKey& key, BridgeBy by) {
  switch (by) {
    case BridgeBy::county: return sums.county_of(key.holder);
    case BridgeBy::township: return key.holder;
    case BridgeBy::village: return key.village.empty() ? key.holder : key.village;
  }
  return {};
}

FundKind fund_of(policy::FundSeat seat) {
  return seat == policy::FundSeat::first_secretary ? FundKind::FIRST_SECRETARY : FundKind::TEAM;
}

constexpr std::array share_levels{policy::UnitLevel::province, policy::UnitLevel::city,
                                  policy::UnitLevel::county};

// Whether one pot holds both seats' money, so that a line of one fund cannot be told apart.
bool counts(FundKind wanted, FundKind fund) {
  return wanted == FundKind::UNKNOWN || wanted == fund;
}

}  // namespace

std::vector<CountyShare> county_shares(const Sight& sight, const Ground& ground, int year) {
  std::vector<CountyShare> out;
  const auto& fund = sight.facts.fund;
  auto fiscal = static_cast<std::int16_t>(year);
  for (const ShareDue& due : shares_due(sight, ground, year)) {
    if (due.top_up || fund.closed.contains({due.county, fiscal})) continue;
    CountyShare one{due.village, fund_of(due.seat), {}, due.before_go_live};
    for (std::size_t i = 0; i < share_levels.size(); ++i)
      one.shares[i] = share_of(due, share_levels[i]).value_or(Fen{0});
    out.push_back(one);
  }
  for (const auto* fixed : {&fund.frozen, &fund.adjusted}) {
    for (const auto& [county, list] : *fixed) {
      if (county.year != fiscal) continue;
      for (const auto& one : list) {
        if (!reaches_village(sight, one.village)) continue;
        out.push_back({one.village, one.fund, one.shares, false});
      }
    }
  }
  return out;
}

std::vector<CountyShare> share_proposals(const Sight& sight, const Ground& ground, int year) {
  const auto& fund = sight.facts.fund;
  auto fiscal = static_cast<std::int16_t>(year);
  std::map<std::pair<DivisionCode, FundKind>, CountyShare> changes;
  auto add = [&](DivisionCode village, FundKind kind, std::size_t level, std::int64_t fen) {
    CountyShare& one = changes[{village, kind}];
    one.village = village;
    one.fund = kind;
    one.shares[level].value += fen;
  };
  for (const ShareDue& due : shares_due(sight, ground, year)) {
    bool fixed = fund.closed.contains({due.county, fiscal});
    if (due.top_up || due.before_go_live || !fixed) continue;
    for (std::size_t i = 0; i < share_levels.size(); ++i) {
      add(due.village, fund_of(due.seat), i, share_of(due, share_levels[i]).value_or(Fen{0}).value);
    }
  }
  for (const auto* list_by_county : {&fund.frozen, &fund.adjusted}) {
    for (const auto& [county, list] : *list_by_county) {
      if (county.year != fiscal) continue;
      for (const auto& one : list) {
        if (!reaches_village(sight, one.village)) continue;
        for (std::size_t i = 0; i < one.shares.size(); ++i)
          add(one.village, one.fund, i, -one.shares[i].value);
      }
    }
  }
  std::vector<CountyShare> out;
  for (const auto& [seat, change] : changes) {
    bool changed = std::any_of(change.shares.begin(), change.shares.end(),
                               [](Fen fen) { return fen.value != 0; });
    if (changed) out.push_back(change);
  }
  return out;
}

std::map<DivisionCode, Bridge> bridges(const Sight& sight, const FundSums& sums, int year,
                                       BridgeBy by, FundKind fund) {
  std::map<DivisionCode, Bridge> out;
  for (const CountyShare& share : county_shares(sight, sums.ground(), year)) {
    if (!counts(fund, share.fund)) continue;
    DivisionCode line = share.village;
    if (by != BridgeBy::village) {
      line = sums.ground().above(
          share.village, by == BridgeBy::county ? DivisionLevel::county : DivisionLevel::township,
          sight.as_of);
    }
    if (line.empty()) continue;
    Bridge& bridge = out[line];
    bridge.unknown = bridge.unknown || share.unknown;
    for (std::size_t i = 0; i < share.shares.size(); ++i)
      bridge.due[i].value += share.shares[i].value;
  }
  sums.each(static_cast<std::int16_t>(year), [&](const FundKey& key, Fen amount) {
    if (!counts(fund, key.fund)) return;
    DivisionCode line = line_of(sums, key, by);
    if (!line.empty()) add(out[line], sums, key, amount);
  });
  for (auto& [line, bridge] : out) {
    const auto* setting = setting_on(sight, sums, line, static_cast<std::int16_t>(year));
    if (setting) bridge.quota = setting->mode == event::PaymentMode::QUOTA;
  }
  return out;
}

const domain::SettingFact* setting_on(const Sight& sight, const FundSums& sums, DivisionCode holder,
                                      std::int16_t year) {
  for (DivisionCode whose : {holder, sums.county_of(holder)}) {
    auto known = sight.facts.fund.settings.find(whose);
    if (known == sight.facts.fund.settings.end()) continue;
    auto after = known->second.upper_bound(year);
    if (after != known->second.begin()) return &std::prev(after)->second;
  }
  return nullptr;
}

std::string_view title_of(FundSource source) {
  switch (source) {
    case FundSource::PROVINCE: return "省级";
    case FundSource::CITY: return "市级";
    case FundSource::COUNTY: return "县级";
    case FundSource::TOP_UP: return "县级追加";
    case FundSource::POOLED: return "不分来源";
    case FundSource::UNKNOWN: break;
  }
  return "";
}

std::string_view key_of(FundSource source) {
  switch (source) {
    case FundSource::PROVINCE: return "province";
    case FundSource::CITY: return "city";
    case FundSource::COUNTY: return "county";
    case FundSource::TOP_UP: return "topUp";
    case FundSource::POOLED: return "pooled";
    case FundSource::UNKNOWN: break;
  }
  return "unknown";
}

std::string_view title_of(FundKind fund) {
  switch (fund) {
    case FundKind::FIRST_SECRETARY: return "第一书记经费";
    case FundKind::TEAM: return "工作队经费";
    case FundKind::POT: return "合并经费";
    case FundKind::UNKNOWN: break;
  }
  return "";
}

std::string_view key_of(FundKind fund) {
  switch (fund) {
    case FundKind::FIRST_SECRETARY: return "firstSecretary";
    case FundKind::TEAM: return "team";
    case FundKind::POT: return "pot";
    case FundKind::UNKNOWN: break;
  }
  return "unknown";
}

std::optional<FundKind> fund_named(std::string_view key) {
  for (FundKind fund : {FundKind::FIRST_SECRETARY, FundKind::TEAM, FundKind::POT}) {
    if (key_of(fund) == key) return fund;
  }
  return std::nullopt;
}

namespace {

struct AccountName {
  FundAccount account;
  std::string_view key;
  std::string_view title;
};
constexpr AccountName account_names[]{
    {FundAccount::GRANT, "grant", "财政拨入"},
    {FundAccount::RECEIVABLE, "receivable", "指标待到账"},
    {FundAccount::CASH, "cash", "银行存款"},
    {FundAccount::QUOTA, "quota", "可用指标"},
    {FundAccount::TRANSIT, "transit", "已拨未确认"},
    {FundAccount::SPENDING, "spending", "核销支出"},
    {FundAccount::ADVANCE, "advance", "垫付款"},
    {FundAccount::RESERVED, "reserved", "预留"},
    {FundAccount::RESERVING, "reserving", "预留对应"},
    {FundAccount::OPENING, "opening", "期初"},
    {FundAccount::TAKEN_BACK, "takenBack", "财政收回"},
};

}  // namespace

std::string_view title_of(FundAccount account) {
  for (const auto& one : account_names) {
    if (one.account == account) return one.title;
  }
  return "";
}
std::string_view key_of(FundAccount account) {
  for (const auto& one : account_names) {
    if (one.account == account) return one.key;
  }
  return "unknown";
}

std::string_view title_of(FundFlow flow) {
  switch (flow) {
    case FundFlow::ALLOTTED: return "指标下达";
    case FundFlow::RECEIVED: return "到账";
    case FundFlow::TRANSFERRED: return "拨付";
    case FundFlow::CONFIRMED: return "拨付确认";
    case FundFlow::RETURNED: return "退回";
    case FundFlow::TAKEN_BACK: return "收回";
    case FundFlow::CARRIED_OVER: return "结转";
    case FundFlow::DISTRIBUTED: return "分配到村";
    case FundFlow::SPENT: return "核销";
    case FundFlow::RESERVED: return "预留";
    case FundFlow::REPAID: return "归还垫付";
    case FundFlow::OPENING: return "期初";
    case FundFlow::CORRECTED: return "更正";
    case FundFlow::UNKNOWN: break;
  }
  return "";
}

Result<std::int16_t> fund_year(const Sight& sight, const Query& query) {
  if (!query.period) return static_cast<std::int16_t>(year_of(sight.as_of));
  Date first = query.period->span.first;
  bool whole = first == make_date(year_of(first), 1, 1) &&
               query.period->span.last == make_date(year_of(first), 12, 31);
  if (whole) return static_cast<std::int16_t>(year_of(first));
  return refuse({Code::bad_parameter,
                 "经费按年度，期间 " + query.period->key + " 不是年度",
                 "写成 2024",
                 "period",
                 "8.2.1",
                 {}});
}

}  // namespace zhucun::projections
