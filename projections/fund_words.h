// How the work fund is spoken of: seats, levels, the rule by which a sum is shared, and the
// formula of one share due. Pure. [8.2.1]
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "projections/fund_share.h"

namespace zhucun::projections {

std::string_view key_of(policy::FundSeat seat);    // "firstSecretary": stable, for machines
std::string_view title_of(policy::FundSeat seat);  // "第一书记"
std::optional<policy::FundSeat> seat_named(std::string_view key);
std::string_view title_of(policy::UnitLevel level);  // "省级"

// "省级、市级、县级 5:3:2；..." with who bears the remainder.
std::string sharing_words(const policy::FundRow& row);
// "10000.00 × 182 ÷ 366，进到分 = 4972.68；..." with the share of each level.
std::string formula_words(const ShareDue& due);
// "182 天：..." with the days that are projected.
std::string days_words(const Sight& sight, const ShareDue& due);

}  // namespace zhucun::projections
