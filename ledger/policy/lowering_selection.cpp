// When does a lower layer's row on selection, term or recall ask for less than the upper one's?
#include <algorithm>

#include "ledger/policy/layers.h"

namespace zhucun::policy {

namespace {

using Points = std::vector<std::string>;

template <typename E>
bool holds_all(const std::vector<E>& list, const std::vector<E>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(),
                     [&](E one) { return std::find(list.begin(), list.end(), one) != list.end(); });
}

// Whether the lower row speaks of fewer of what both name; an empty list speaks of all.
template <typename E>
bool narrower(const std::vector<E>& upper, const std::vector<E>& lower) {
  if (lower.empty()) return false;
  return upper.empty() || !holds_all(lower, upper);
}

}  // namespace

Points lowered_points(const EligibilityRow& upper, const EligibilityRow& lower) {
  Points points;
  if (upper.effect != lower.effect || upper.attribute != lower.attribute)
    points.push_back("条件与上级不同（另立条件应改用新的 id）");
  if (narrower(upper.roles, lower.roles)) points.push_back("适用的职务比上级窄");
  if (lower.years < upper.years) points.push_back("年限比上级短");
  // What is barred may grow; what is required may shrink.
  bool staff = upper.effect == Effect::bar ? holds_all(lower.staff, upper.staff)
                                           : holds_all(upper.staff, lower.staff);
  if (!staff) points.push_back("人员性质的范围比上级宽");
  if (narrower(upper.unit_kinds, lower.unit_kinds)) points.push_back("适用的单位性质比上级窄");
  return points;
}

Points lowered_points(const ApprovalChainRow& upper, const ApprovalChainRow& lower) {
  Points points;
  if (narrower(upper.roles, lower.roles)) points.push_back("适用的职务比上级窄");
  if (!holds_all(lower.steps, upper.steps)) points.push_back("步骤比上级少");
  if (lower.lead != upper.lead) points.push_back("主办部门与上级不同");
  if (!holds_all(lower.with, upper.with)) points.push_back("商请的部门比上级少");
  if (!holds_all(lower.gates, upper.gates)) points.push_back("审核意见的项目比上级少");
  return points;
}

Points lowered_points(const TermRow& upper, const TermRow& lower) {
  Points points;
  if (narrower(upper.roles, lower.roles)) points.push_back("适用的职务比上级窄");
  if (lower.years < upper.years) points.push_back("任期比上级短");
  return points;
}

Points lowered_points(const HandoverRow& upper, const HandoverRow& lower) {
  Points points;
  if (lower.working_days < upper.working_days) points.push_back("交接时间比上级短");
  if (lower.start_counts && !upper.start_counts) points.push_back("交接时间的算法比上级宽");
  if (!holds_all(lower.grounds, upper.grounds)) points.push_back("须先交接的情形比上级窄");
  return points;
}

Points lowered_points(const LeavingRow& upper, const LeavingRow& lower) {
  Points points;
  if (lower.allowed == upper.allowed && upper.allowed && !holds_all(upper.grounds, lower.grounds))
    points.push_back("可以离任的原因比上级宽");
  if (lower.allowed == upper.allowed && !upper.allowed && !holds_all(lower.grounds, upper.grounds))
    points.push_back("不得离任的原因比上级少");
  if (lower.allowed && !upper.allowed) points.push_back("上级不准的离任原因，下级准许");
  return points;
}

Points lowered_points(const RecallRow& upper, const RecallRow& lower) {
  Points points;
  if (lower.ground != upper.ground) points.push_back("召回原因与上级不同（另立一项应改用新的 id）");
  if (!holds_all(lower.grades, upper.grades)) points.push_back("触发召回的等次比上级少");
  if (upper.reselect && !lower.reselect) points.push_back("上级责成重新选派，下级没有");
  return points;
}

Points lowered_points(const WhilePostedRow& upper, const WhilePostedRow& lower) {
  Points points;
  if (lower.conduct != upper.conduct) points.push_back("事项与上级不同（另立一项应改用新的 id）");
  if (!holds_all(lower.roles, upper.roles) || (upper.party_members && !lower.party_members))
    points.push_back("适用的人员比上级少");
  return points;
}

}  // namespace zhucun::policy
