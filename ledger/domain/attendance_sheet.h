// The life of one month sheet, and where it stands: 填报 -> 审核 -> 审定, returned or corrected on
// the way. The writer and the reports keep the same steps and ask the same function. Values.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"

namespace zhucun::domain {

enum class StepKind : std::uint8_t { entered, checked, confirmed, returned, corrected };
enum class SheetState : std::uint8_t { missing, entered, checked, confirmed, returned };

struct SheetStep {
  Position position;
  Date date;
  StepKind kind = StepKind::entered;
  std::string actor;
};

// One version: what was entered or corrected, and who has looked at it. Empty = position 0.
struct SheetVersion {
  SheetStep content;
  SheetStep checked;
  SheetStep confirmed;
};

struct SheetStanding {
  SheetState state = SheetState::missing;  // of the version last entered or corrected
  SheetVersion last;
  SheetVersion settled;     // the version last confirmed, in force until the next one is
  SheetStep returned;       // the last return; empty when the sheet was entered again since
  bool correcting = false;  // `last` is a correction that waits to be confirmed

  // The version that counts, and its state: what was confirmed, or else what was entered last.
  // Nothing counts of a sheet that was returned.
  const SheetVersion* in_force() const {
    if (settled.content.position.value != 0) return &settled;
    return state == SheetState::missing || state == SheetState::returned ? nullptr : &last;
  }
  SheetState state_in_force() const {
    return settled.content.position.value != 0 ? SheetState::confirmed : state;
  }
};

// What the steps up to a day come to; the decisions keep them in the order of their days.
SheetStanding standing_of(std::span<const SheetStep> steps, Date as_of = far_future);

// 填报, 更正待审核 and so on: where a sheet stands, in words.
std::string state_text(const SheetStanding& now);

}  // namespace zhucun::domain
