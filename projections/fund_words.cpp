#include "projections/fund_words.h"

namespace zhucun::projections {

using policy::FundRow;
using policy::FundSeat;
using policy::UnitLevel;

std::string_view key_of(FundSeat seat) {
  switch (seat) {
    case FundSeat::first_secretary: return "firstSecretary";
    case FundSeat::team: return "team";
    case FundSeat::unknown: break;
  }
  return "";
}

std::string_view title_of(FundSeat seat) {
  switch (seat) {
    case FundSeat::first_secretary: return "第一书记";
    case FundSeat::team: return "工作队";
    case FundSeat::unknown: break;
  }
  return "";
}

std::optional<FundSeat> seat_named(std::string_view key) {
  for (FundSeat seat : {FundSeat::first_secretary, FundSeat::team}) {
    if (key_of(seat) == key) return seat;
  }
  return std::nullopt;
}

std::string_view title_of(UnitLevel level) {
  switch (level) {
    case UnitLevel::central: return "中央";
    case UnitLevel::province: return "省级";
    case UnitLevel::city: return "市级";
    case UnitLevel::county: return "县级";
    case UnitLevel::township: return "乡镇";
    case UnitLevel::unknown: break;
  }
  return "";
}

std::string sharing_words(const FundRow& row) {
  if (row.top_up) return "由县级另行安排，不参加分担";
  std::string names, weights;
  for (const auto& share : row.shares) {
    names += (names.empty() ? "" : "、") + std::string(title_of(share.level));
    weights += (weights.empty() ? "" : ":") + std::to_string(share.weight);
  }
  std::string out = names + "按 " + weights + " 分担，先按天数合计、向上进到分，再分担；";
  if (row.remainder == Remainder::last_bears) {
    return out + "除不尽的尾差由" + std::string(title_of(row.shares.back().level)) + "承担";
  }
  return out + "除不尽的尾差由余数最大的一级各多担1分，余数相等时归较低一级";
}

std::string formula_words(const ShareDue& due) {
  std::string sum;
  for (const auto& stretch : due.stretches) {
    if (stretch.days == 0 && due.days != 0) continue;
    sum += (sum.empty() ? "" : " + ") + to_yuan(stretch.row->amount) + " × " +
           std::to_string(stretch.days) + " ÷ " + std::to_string(due.days_of_year);
  }
  std::string out = due.row->title + " = " + sum + "，进到分 " + to_yuan(due.total);
  if (due.top_up) return out + "；由县级另行安排，不参加分担";
  out += "；";
  for (std::size_t i = 0; i < due.shares.size(); ++i) {
    out += (i == 0 ? "" : " + ") + std::string(title_of(due.row->shares[i].level)) + " " +
           to_yuan(due.shares[i]);
  }
  return out + "（" + sharing_words(*due.row) + "）";
}

std::string days_words(const Sight& sight, const ShareDue& due) {
  if (due.row->part_year == policy::FundPartYear::whole_year && due.days > 0) {
    return std::to_string(due.days) + " 天：当年在任，按全年计算";
  }
  return std::to_string(due.days) + " 天：" + std::string(title_of(due.seat)) +
         "的席位计费的天数，首尾都算，重叠只计一次；其中 " + std::to_string(due.projected_days) +
         " 天在 " + to_text(sight.as_of) + " 之后，按延续到年末预计";
}

}  // namespace zhucun::projections
