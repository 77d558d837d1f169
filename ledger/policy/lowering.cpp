// When does a lower layer's row ask for less than the upper one's?
#include <algorithm>

#include "ledger/policy/layers.h"
#include "ledger/policy/names.h"

namespace zhucun::policy {

namespace {

// How many whole periods a year holds at the least, times the cadence's rounds of years.
int periods_a_year(PeriodKind kind) {
  switch (kind) {
    case PeriodKind::day: return 365;
    case PeriodKind::week: return 52;
    case PeriodKind::month: return 12;
    case PeriodKind::quarter: return 4;
    case PeriodKind::half_year: return 2;
    case PeriodKind::year: break;
  }
  return 1;
}

// How many whole lower periods every upper period is sure to hold; 0 = the lower one is longer.
int periods_within(const Cadence& upper, const Cadence& lower) {
  return periods_a_year(lower.kind) * upper.count / (periods_a_year(upper.kind) * lower.count);
}

template <typename E>
bool narrows(const std::vector<E>& upper, const std::vector<E>& lower) {
  if (lower.empty()) return false;
  if (upper.empty()) return true;
  return std::any_of(upper.begin(), upper.end(), [&](E value) {
    return std::find(lower.begin(), lower.end(), value) == lower.end();
  });
}

void compare_times(const DutyRow& upper, const DutyRow& lower, std::vector<std::string>& points) {
  if (!upper.every) return;
  if (!lower.every) {
    points.push_back("上级定有周期，下级没有");
    return;
  }
  int whole = periods_within(*upper.every, *lower.every);
  if (whole < 1) {
    points.push_back("周期比上级长");
  } else if (whole * lower.at_least < upper.at_least) {
    points.push_back("次数比上级少");
  }
  if (lower.due.days_after > upper.due.days_after) points.push_back("截止日比上级晚");
  if (lower.owed > upper.owed) points.push_back("应履行的情形比上级窄");
  if (!upper.due.window_first) return;
  bool inside = lower.due.window_first && *lower.due.window_first >= *upper.due.window_first &&
                *lower.due.window_last <= *upper.due.window_last;
  if (!inside) points.push_back("时段超出上级所定");
}

}  // namespace

std::vector<std::string> lowered_points(const DutyRow& upper, const DutyRow& lower) {
  std::vector<std::string> points;
  bool same = upper.actor == lower.actor && upper.act == lower.act && upper.to == lower.to &&
              upper.meeting == lower.meeting;
  if (!same) points.push_back("主体、事项或报送对象与上级不同（另立事项应改用新的 id）");
  compare_times(upper, lower, points);
  if (upper.form != Form::any && lower.form != upper.form) {
    points.push_back("形式要求比上级宽");
  }
  if (upper.deliverable != Deliverable::none && lower.deliverable != upper.deliverable) {
    points.push_back("成果要求比上级宽");
  }
  if (upper.per != Per::none && lower.per != upper.per)
    points.push_back("逐一履行的对象与上级不同");
  bool fewer_leaders = std::any_of(upper.leaders.begin(), upper.leaders.end(), [&](Leader leader) {
    return std::find(lower.leaders.begin(), lower.leaders.end(), leader) == lower.leaders.end();
  });
  if (fewer_leaders) points.push_back("须到场的领导比上级少");
  if (narrows(upper.levels, lower.levels)) points.push_back("适用的单位层级比上级窄");
  if (upper.act == ActKind::training && upper.trainings != lower.trainings &&
      !upper.trainings.empty()) {
    points.push_back("培训类别与上级不同");
  }
  if (lower.any_organiser && !upper.any_organiser) points.push_back("举办单位要求比上级宽");
  if (lower.not_after_last_act && !upper.not_after_last_act) {
    points.push_back("应履行的情形比上级窄");
  }
  return points;
}

std::vector<std::string> lowered_points(const StaffingRow& upper, const StaffingRow& lower) {
  std::vector<std::string> points;
  if (upper.village_kind != lower.village_kind || upper.attribute != lower.attribute) {
    points.push_back("村类型与上级不同（另立一类应改用新的 id）");
  }
  for (const auto& [role, count] : upper.minimum) {
    auto found = lower.minimum.find(role);
    int held = found == lower.minimum.end() ? 0 : found->second;
    if (held >= count) continue;
    points.push_back(std::string(role == Role::first_secretary ? "第一书记" : "工作队员") +
                     "最低人数 " + std::to_string(held) + " 少于上级的 " + std::to_string(count));
  }
  bool fewer_grounds =
      std::any_of(upper.reduction.begin(), upper.reduction.end(), [&](ReductionGround ground) {
        return std::find(lower.reduction.begin(), lower.reduction.end(), ground) ==
               lower.reduction.end();
      });
  if (fewer_grounds) points.push_back("缩减人数的理由比上级少");
  if (lower.county_decides && !upper.county_decides && !upper.minimum.empty()) {
    points.push_back("上级定有最低人数，下级改为自定");
  }
  return points;
}

}  // namespace zhucun::policy
