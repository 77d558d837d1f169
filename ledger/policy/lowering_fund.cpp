// When does a lower layer's row of the work fund ask for less than the upper one's? [8.2.1]
#include "ledger/policy/layers.h"

namespace zhucun::policy {

namespace {

// Whether every day on which the upper row is due has the lower one due by then, too.
bool due_by(const FundDue& upper, const FundDue& lower) {
  bool day = !upper.month_day || (lower.month_day && *lower.month_day <= *upper.month_day);
  bool after = !upper.days_after || (lower.days_after && *lower.days_after <= *upper.days_after);
  return day && after;
}

}  // namespace

std::vector<std::string> lowered_points(const FundRow& upper, const FundRow& lower) {
  std::vector<std::string> points;
  if (upper.seat != lower.seat || upper.top_up != lower.top_up) {
    points.push_back("经费项目与上级不同（另立一项应改用新的 id）");
  }
  if (upper.top_up && lower.amount < upper.amount) points.push_back("追加数额比上级少");
  if (!upper.top_up && lower.amount != upper.amount) {
    points.push_back("每年数额与上级分担的不同（县级追加另立一行，写 top_up = true）");
  }
  if (lower.shares != upper.shares || lower.remainder != upper.remainder) {
    points.push_back("分担比例或尾差与上级不同");
  }
  bool same = lower.part_year == upper.part_year && lower.first_year == upper.first_year &&
              lower.vacant == upper.vacant && lower.kind_without_team == upper.kind_without_team;
  if (!same) points.push_back("计算口径与上级不同");
  if (upper.pots != FundPots::per_county && lower.pots != upper.pots) {
    points.push_back("经费池与上级所定不同");
  }
  return points;
}

std::vector<std::string> lowered_points(const FundStepRow& upper, const FundStepRow& lower) {
  std::vector<std::string> points;
  if (upper.step != lower.step || upper.from != lower.from || upper.to != lower.to) {
    points.push_back("拨付环节与上级不同（另立一个环节应改用新的 id）");
  }
  if (!due_by(upper.due, lower.due)) points.push_back("截止日比上级晚");
  return points;
}

std::vector<std::string> lowered_points(const FundUseRow& upper, const FundUseRow& lower) {
  std::vector<std::string> points;
  if (upper.head != lower.head) points.push_back("科目与上级不同（另立一个科目应改用新的 id）");
  if (upper.use == FundUse::forbidden && lower.use != FundUse::forbidden) {
    points.push_back("上级禁列的科目，下级不得放开");
  }
  return points;
}

}  // namespace zhucun::policy
