// Rows of days on duty and leave: presence, attendance, leave ladders, thresholds. [7.2.3]
#include <algorithm>

#include "ledger/policy/layers.h"
#include "ledger/policy/row_reader.h"

namespace zhucun::policy {

namespace {

// Days after the month's last day; nothing when the document sets none.
std::optional<int> within_of(Fields& fields, std::string_view key) {
  int days = fields.number(key, {0, 366}, -1);
  if (days < 0) return std::nullopt;
  return days;
}

bool fits_sheet(ActorKind kind) {
  return kind == ActorKind::team || kind == ActorKind::township ||
         kind == ActorKind::county_office || kind == ActorKind::city_office;
}

ActorKind office_of(Fields& fields, std::string_view key) {
  auto kind = fields.one_of(key, ActorKind::unknown, Need::required);
  if (kind != ActorKind::unknown && (!fits_sheet(kind) || kind == ActorKind::team)) {
    fields.wrong(key, std::string(key) + " 应为 township、county_office 或 city_office",
                 "改填审核或审定的机关");
  }
  return kind;
}

bool later(const std::optional<int>& upper, const std::optional<int>& lower) {
  return upper && (!lower || *lower > *upper);
}

}  // namespace

PresenceRow presence_of(Fields& fields) {
  PresenceRow row;
  row.per = fields.one_of("per", PeriodKind::year, Need::required);
  if (row.per != PeriodKind::year && row.per != PeriodKind::month) {
    fields.wrong("per", "驻村时间只按 year 或 month 规定", "改为 per = \"year\"");
  }
  fields.value("at_least", Need::required);
  row.at_least = fields.number("at_least", {1, 366}, 1);
  row.unit = fields.one_of("unit", PresenceUnit::days, Need::required);
  row.counts = fields.some_of<Mark>("counts");
  if (row.counts.empty()) {
    fields.wrong(Code::missing_field, fields.place(), "counts", "缺少计入的标记 counts",
                 "可用的取值：" + known_names<Mark>());
  }
  row.weekends = fields.flag("weekends", true);
  row.pro_rata = fields.flag("pro_rata", true);
  row.lowered_by = fields.some_of<Mark>("lowered_by");
  return row;
}

AttendanceRow attendance_of(Fields& fields) {
  AttendanceRow row;
  row.entered_by = fields.some_of<ActorKind>("entered_by");
  bool fit = std::all_of(row.entered_by.begin(), row.entered_by.end(), fits_sheet);
  if (row.entered_by.empty() || !fit) {
    fields.wrong(Code::bad_value, fields.place(), "entered_by",
                 "entered_by 应列出 team、township、county_office、city_office 中的填报单位",
                 "写成 entered_by = [\"team\", \"township\"]");
  }
  row.checked_by = office_of(fields, "checked_by");
  row.confirmed_by = office_of(fields, "confirmed_by");
  row.entered_within = within_of(fields, "entered_within");
  row.checked_within = within_of(fields, "checked_within");
  row.confirmed_within = within_of(fields, "confirmed_within");
  row.blank_weekend = fields.one_of("blank_weekend", BlankWeekend::unknown);
  return row;
}

LeaveLadderRow leave_ladder_of(Fields& fields) {
  LeaveLadderRow row;
  const Node* list = fields.value("steps", Need::required);
  const Items* items = list ? list->items() : nullptr;
  if (!items || items->empty()) {
    if (list) fields.wrong("steps", "steps 应为列表", "写成 steps = [{ from = 1, approver = … }]");
    return row;
  }
  for (std::size_t i = 0; i < items->size(); ++i) {
    const Node& item = (*items)[i];
    if (!item.table()) {
      fields.wrong(Code::bad_value, item.place, "steps", "每一级应为表",
                   "写成 { from = 1, approver = \"township\" }");
      continue;
    }
    Fields step(item, fields.pointer() + "/steps/" + std::to_string(i), fields.context());
    LeaveStep read;
    step.value("from", Need::required);
    read.from = step.number("from", {1, 366}, 1);
    read.approver = step.one_of("approver", ActorKind::unknown, Need::required);
    read.notified = step.some_of<ActorKind>("notified");
    if (!row.steps.empty() && read.from <= row.steps.back().from) {
      step.wrong("from", "各级的天数应由少到多", "按 from 从小到大排列");
    }
    if (row.steps.empty() && read.from != 1) {
      step.wrong("from", "第一级应从 1 天起", "写成 from = 1");
    }
    step.close();
    fields.adopt(step);
    row.steps.push_back(std::move(read));
  }
  return row;
}

ThresholdRow threshold_of(Fields& fields) {
  ThresholdRow row;
  fields.value("over_days", Need::required);
  row.over_days = fields.number("over_days", {1, 366}, 1);
  row.measure = fields.one_of("measure", LeaveMeasure::single, Need::required);
  row.consequence = fields.one_of("consequence", Consequence::recall, Need::required);
  return row;
}

std::vector<std::string> lowered_points(const PresenceRow& upper, const PresenceRow& lower) {
  std::vector<std::string> points;
  if (upper.per != lower.per || upper.unit != lower.unit) {
    points.push_back("周期或计量与上级不同（另立一项应改用新的 id）");
  } else if (lower.at_least < upper.at_least) {
    points.push_back("天数比上级少");
  }
  bool wider = std::any_of(lower.counts.begin(), lower.counts.end(), [&](Mark mark) {
    return std::find(upper.counts.begin(), upper.counts.end(), mark) == upper.counts.end();
  });
  if (wider) points.push_back("计入的情形比上级宽");
  if (lower.weekends && !upper.weekends) points.push_back("上级不计周末，下级计入");
  if (lower.pro_rata && !upper.pro_rata) points.push_back("上级不折算，下级折算");
  if (lower.lowered_by != upper.lowered_by && !lower.lowered_by.empty()) {
    points.push_back("减少应驻天数的情形与上级不同");
  }
  return points;
}

std::vector<std::string> lowered_points(const AttendanceRow& upper, const AttendanceRow& lower) {
  std::vector<std::string> points;
  if (later(upper.entered_within, lower.entered_within) ||
      later(upper.checked_within, lower.checked_within) ||
      later(upper.confirmed_within, lower.confirmed_within)) {
    points.push_back("截止日比上级晚");
  }
  return points;
}

// The text leaves the ladder to the counties: none is lower than another. [7.2.3]
std::vector<std::string> lowered_points(const LeaveLadderRow&, const LeaveLadderRow&) {
  return {};
}

std::vector<std::string> lowered_points(const ThresholdRow& upper, const ThresholdRow& lower) {
  std::vector<std::string> points;
  if (upper.measure != lower.measure || upper.consequence != lower.consequence) {
    points.push_back("计算方式或后果与上级不同（另立一项应改用新的 id）");
  } else if (lower.over_days > upper.over_days) {
    points.push_back("天数比上级宽");
  }
  return points;
}

}  // namespace zhucun::policy
