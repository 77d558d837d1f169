#include "projections/posting_findings.h"

#include "ledger/policy/eligibility.h"
#include "projections/posting_life.h"

namespace zhucun::projections {

namespace {

// Whether the policy bars the ground, or names grounds and this is none of them. [7.1]
bool barred(const policy::Policy& policy, const domain::StayFact& stay) {
  auto ground = static_cast<policy::LeavingGround>(stay.ground);
  bool spoken = false;
  bool allowed = false;
  for (const auto& row : policy.leavings) {
    if (!policy::holds_in(row, stay.village)) continue;
    spoken = true;
    if (!policy::speaks_of(row.grounds, ground)) continue;
    if (!row.allowed) return true;
    allowed = true;
  }
  return spoken && !allowed;
}

}  // namespace

void find_leaving_grounds(const FindingSight& at, const std::function<void(Finding)>& give) {
  const auto& facts = at.sight.facts;
  for (const auto& stay : facts.stays) {
    if (stay.started.value == 0 || stay.ended.value == 0 || stay.span.last > at.sight.as_of)
      continue;
    if (!barred(at.policy_on(stay.span.last), stay)) continue;
    Finding one;
    one.kind = "leaving_ground";
    one.title = "离任原因与条款不符";
    one.clause = "7.1";
    one.place = stay.village;
    one.unit = facts.parties.id(stay.unit);
    one.person = facts.parties.id(stay.person);
    one.what = "任期内因" + title_of(stay.ground) + "离任（" + to_text(stay.span.last) + "）";
    one.owner = "unit:" + one.unit;
    one.since = stay.span.last;
    one.closes = "冲销后按条款所列原因登记任期结束，或重新选派到岗";
    one.events = {stay.started, stay.ended};
    give(std::move(one));
  }
}

}  // namespace zhucun::projections
