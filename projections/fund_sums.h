// The postings of the work fund added up as of a day, and the columns of the bridge made of them.
//
// On the latest day the sums are those that the facts keep; on an earlier one the postings are read
// again. Pure. [8.2.1]
#pragma once

#include <array>
#include <map>
#include <unordered_map>

#include "projections/fund_share.h"

namespace zhucun::projections {

class FundSums {
 public:
  FundSums(const Sight& sight, const Ground& ground);

  // Calls f(key, sum) for every key of the year (0 = all years) that has moved and lies within the
  // desk's reach.
  template <typename F>
  void each(std::int16_t year, F&& f) const {
    const auto& fund = sight_.facts.fund;
    for (std::size_t i = 0; i < fund.keys.size(); ++i) {
      if ((year == 0 || fund.keys[i].year == year) && totals_[i].value != 0 &&
          reaches(fund.keys[i]))
        f(fund.keys[i], totals_[i]);
    }
  }
  // Calls f(key, debits, credits).
  template <typename F>
  void each_turnover(std::int16_t year, F&& f) const {
    const auto& fund = sight_.facts.fund;
    for (std::size_t i = 0; i < fund.keys.size(); ++i) {
      Fen credit{debits_[i].value - totals_[i].value};
      if ((year == 0 || fund.keys[i].year == year) &&
          (debits_[i].value != 0 || credit.value != 0) && reaches(fund.keys[i]))
        f(fund.keys[i], debits_[i], credit);
    }
  }
  // Whether the desk sees the money of a key.
  bool reaches(const domain::FundKey& key) const;
  DivisionCode county_of(DivisionCode holder) const;
  const Ground& ground() const { return ground_; }

 private:
  const Sight& sight_;
  const Ground& ground_;
  const std::vector<Fen>& totals_;
  const std::vector<Fen>& debits_;
  std::vector<Fen> own_totals_;
  std::vector<Fen> own_debits_;
  mutable std::unordered_map<DivisionCode, DivisionCode> counties_;
  mutable std::unordered_map<DivisionCode, bool> reach_;
};

// The levels that give money, in the order of the tables.
inline constexpr std::array fund_sources{event::FundSource::PROVINCE, event::FundSource::CITY,
                                         event::FundSource::COUNTY, event::FundSource::TOP_UP};

// What stands on one line of the bridge. By source only as far as money comes by source.
struct Bridge {
  std::array<Fen, 4> due{};       // province, city, county; the top-up has none
  std::array<Fen, 4> allotted{};  // 指标下达
  std::array<Fen, 4> received{};  // 到账
  std::array<Fen, 4> taken_back{};
  Fen transferred;  // 拨付乡镇
  Fen confirmed;
  Fen returned;
  Fen settled;
  Fen advanced;  // 垫付 not yet repaid
  Fen carried;   // from other years, to them below zero
  Fen opening;
  Fen corrected;
  Fen cash;         // 存款 or 可用指标 at all holders of the line
  Fen county_cash;  // of it at the county itself
  Fen reserved;
  Fen receivable;
  bool quota = false;    // paid by treasury allotment: 到账 does not apply
  bool unknown = false;  // the shares due lie before the county's go-live

  Fen unconfirmed() const { return {transferred.value - confirmed.value}; }
};

void add(Bridge& bridge, const FundSums& sums, const domain::FundKey& key, Fen amount);
Fen sum(const std::array<Fen, 4>& of);

enum class BridgeBy : std::uint8_t { county, township, village };

// The bridge of a year, by county, township or village; money that no village has yet stands at its
// township, what no township has yet at its county.
std::map<DivisionCode, Bridge> bridges(const Sight& sight, const FundSums& sums, int year,
                                       BridgeBy by, event::FundKind fund);

// A county's shares due: those fixed when its year was closed, with what was adjusted since, else
// as judged now.
struct CountyShare {
  DivisionCode village;
  event::FundKind fund = event::FundKind::UNKNOWN;
  std::array<Fen, 3> shares{};
  bool unknown = false;
};
std::vector<CountyShare> county_shares(const Sight& sight, const Ground& ground, int year);
// What the policies and postings known now would add to the fixed shares of closed years, seat by
// seat; none where nothing has changed. A person turns a proposal into a shareAdjusted, or leaves
// it.
std::vector<CountyShare> share_proposals(const Sight& sight, const Ground& ground, int year);

// How a holder is paid in a year; nothing when it was never said.
const domain::SettingFact* setting_on(const Sight& sight, const FundSums& sums, DivisionCode holder,
                                      std::int16_t year);

std::string_view title_of(event::FundSource source);
std::string_view title_of(event::FundKind fund);
std::string_view title_of(event::FundAccount account);
std::string_view title_of(event::FundFlow flow);
std::string_view key_of(event::FundSource source);
std::string_view key_of(event::FundKind fund);
std::string_view key_of(event::FundAccount account);
std::optional<event::FundKind> fund_named(std::string_view key);

// The fund year that a query names: its period must be a year; without one the year of as-of.
Result<std::int16_t> fund_year(const Sight& sight, const Query& query);

}  // namespace zhucun::projections
