#include "ledger/domain/attendance_sheet.h"

namespace zhucun::domain {

namespace {

void take_return(SheetStanding& now, const SheetStep& step) {
  now.returned = step;
  if (now.correcting) {
    now.last = now.settled;
    now.state = SheetState::confirmed;
    now.correcting = false;
    return;
  }
  now.state = SheetState::returned;
}

}  // namespace

SheetStanding standing_of(std::span<const SheetStep> steps, Date as_of) {
  SheetStanding now;
  for (const SheetStep& step : steps) {
    if (step.date > as_of) continue;
    switch (step.kind) {
      case StepKind::entered:
      case StepKind::corrected:
        now.last = {step, {}, {}};
        now.returned = {};
        now.state = SheetState::entered;
        now.correcting = step.kind == StepKind::corrected;
        break;
      case StepKind::checked:
        now.last.checked = step;
        now.state = SheetState::checked;
        break;
      case StepKind::confirmed:
        now.last.confirmed = step;
        now.state = SheetState::confirmed;
        now.settled = now.last;
        now.correcting = false;
        break;
      case StepKind::returned: take_return(now, step); break;
    }
  }
  return now;
}

std::string state_text(const SheetStanding& now) {
  switch (now.state) {
    case SheetState::missing: return "未填报";
    case SheetState::entered: return now.correcting ? "更正待审核" : "填报";
    case SheetState::checked: return now.correcting ? "更正待审定" : "审核";
    case SheetState::confirmed: return "审定";
    case SheetState::returned: return "退回";
  }
  return "";
}

}  // namespace zhucun::domain
