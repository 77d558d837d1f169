// What a place's measures say, as typed rows: the model that every evaluator reads.
//
// A Policy is what holds in one area tree on one day, after layers (city -> county -> township) are
// laid over each other and every reading has its option. It is immutable and shared; any thread may
// read it. How it comes out of documents stands in policy_language.h, when which one holds in
// policy_book.h.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "ledger/base/marks.h"
#include "ledger/policy/allowance_terms.h"
#include "ledger/policy/cited.h"
#include "ledger/policy/fund_terms.h"
#include "ledger/policy/life_terms.h"
#include "ledger/policy/oversight_terms.h"

namespace zhucun::policy {

// Why a county may send fewer than before. Where a row names grounds, all of them must hold. [3.1]
enum class ReductionGround : std::uint8_t { unknown, light_task, ample_force };

// How many a village of a kind (or with an attribute) must have. Several kinds: the maximum per
// role. [3]
struct StaffingRow : Cited {
  std::string village_kind;     // key of the kind, such as formerly_poor; empty when by attribute
  std::string attribute;        // key of a dated village attribute; empty when by kind
  std::map<Role, int> minimum;  // absent role = none asked for
  bool county_decides = false;  // the county decides by itself (其他类型村)
  bool exact = false;           // more than asked for is shown as too many
  std::vector<ReductionGround>
      reduction;  // grounds for sending fewer than before; empty = none asked
  bool operator==(const StaffingRow&) const = default;
};

// What is done. A meeting names its kind beside.
enum class ActKind : std::uint8_t {
  unknown,
  meeting,
  report,
  hearing,
  guidance_visit,
  care_visit,
  talk,
  spot_check,
  supervision,
  training,
};
enum class MeetingKind : std::uint8_t {
  unknown,
  dispatch,         // 调度会
  push,             // 推进会
  joint,            // 联席会
  special,          // 专题会议
  two_excellences,  // “两优”大会
  commendation,     // 评选表彰
  other,
};
enum class TrainingKind : std::uint8_t { unknown, demonstration, rotation, other };
enum class Leader : std::uint8_t { none, principal, in_charge };
enum class Form : std::uint8_t { any, written, oral };
enum class Deliverable : std::uint8_t { none, minutes, document };

// Who owes: the kind of actor. A team duty falls on the first secretary where the village has no
// team.
enum class ActorKind : std::uint8_t {
  unknown,
  city_office,
  county_office,
  township,
  team,
  resident,  // each resident by himself (other places)
  unit,
  group,        // coordination group of a county
  member_unit,  // of the city's office
};
// To whom a report goes.
enum class Addressee : std::uint8_t { none, township, county_office, city_office, unit };
// For each of what the actor owes it once more.
enum class Per : std::uint8_t { none, resident, village, team, township };

// When a period is owed by a seat (an actor, an addressee, a subject) that stood on given days.
enum class Owed : std::uint8_t {
  always,        // an office: every period in which it exists at all
  any_day,       // the seat stood on any day of the period
  whole_period,  // the seat stood on every day of the period (a partial first or last one is not
                 // owed)
};

// By when. Without offset and window: the period's last day. [READING: no cut-off day in the text]
struct Due {
  int days_after = 0;  // days after the period's last day (local cut-off days); below zero = before
  std::optional<std::pair<unsigned, unsigned>> window_first;  // month, day: only acts inside count
  std::optional<std::pair<unsigned, unsigned>> window_last;
  bool operator==(const Due&) const = default;
};

struct DutyRow : Cited {
  ActorKind actor = ActorKind::unknown;
  std::vector<Leader> leaders;  // each of these leaders by himself; empty = the actor as such
  std::vector<UnitLevel>
      levels;  // only units (or teams and residents of units) of these levels; empty = all
  ActKind act = ActKind::unknown;
  MeetingKind meeting = MeetingKind::unknown;  // for act = meeting; unknown = any kind
  std::vector<TrainingKind> trainings;         // for act = training; empty = any kind
  bool any_organiser =
      false;  // for act = training: a class by any office counts (a city class counts)
  Addressee to = Addressee::none;
  Per per = Per::none;
  std::optional<Cadence> every;  // nothing = no cadence: recorded, never overdue
  int at_least = 1;
  Form form = Form::any;
  Deliverable deliverable = Deliverable::none;
  Due due;
  Owed owed = Owed::always;
  bool not_after_last_act =
      false;  // whoever arrives after the period's last such act owes nothing (轮训)
  bool operator==(const DutyRow&) const = default;
};

// How many days (of the calendar, or working days) a resident must be on duty in a period. [7.2.3]
enum class PresenceUnit : std::uint8_t { days, working_days };
struct PresenceRow : Cited {
  PeriodKind per = PeriodKind::year;  // year or month
  int at_least = 0;
  PresenceUnit unit = PresenceUnit::days;
  std::vector<Mark> counts;      // the marks that count as on duty
  bool weekends = true;          // days off on which somebody is on duty count too
  bool pro_rata = true;          // whoever stood part of the period owes that part, rounded up
  std::vector<Mark> lowered_by;  // marks whose days lower what is owed
  bool operator==(const PresenceRow&) const = default;
};

// What a day off on which a sheet says nothing is taken for. A blank working day is always unknown.
enum class BlankWeekend : std::uint8_t { unknown, in_village, not_counted };

// Who enters, checks and confirms a month sheet, and by when. [7.2.3]
struct AttendanceRow : Cited {
  std::vector<ActorKind> entered_by;
  ActorKind checked_by = ActorKind::unknown;
  ActorKind confirmed_by = ActorKind::unknown;
  std::optional<int> entered_within;  // days after the month's last day; nothing = no cut-off
  std::optional<int> checked_within;
  std::optional<int> confirmed_within;
  BlankWeekend blank_weekend = BlankWeekend::unknown;
  bool operator==(const AttendanceRow&) const = default;
};

// Who approves a leave of how many days: the step of a leave is the last that starts within it.
struct LeaveStep {
  int from = 1;  // days
  ActorKind approver = ActorKind::unknown;
  std::vector<ActorKind> notified;
  bool operator==(const LeaveStep&) const = default;
};
struct LeaveLadderRow : Cited {
  std::vector<LeaveStep> steps;  // by days, ascending
  bool operator==(const LeaveLadderRow&) const = default;
};

// From how much leave on something follows.
enum class LeaveMeasure : std::uint8_t { single, touching, cumulative_year };
enum class Consequence : std::uint8_t { recall, interview };
struct ThresholdRow : Cited {
  int over_days = 0;  // calendar days; reached on the day after them
  LeaveMeasure measure = LeaveMeasure::single;
  Consequence consequence = Consequence::recall;
  bool operator==(const ThresholdRow&) const = default;
};

// One option of a reading and its sentence.
struct Option {
  std::string id;
  std::string text;
  bool operator==(const Option&) const = default;
};

// A named choice where the text is silent or ambiguous, with the option now in force.
struct Reading : Cited {
  std::string question;
  std::vector<Option> options;
  std::string default_option;
  std::string chosen;   // default, or what a ruling picked
  std::string ruling;   // the ruling's document and who decided; empty for the default
  std::string pending;  // what will evaluate the other options; empty when data already does
};

// How the system serves a sentence. `pending` is work of a later version: counted and printed.
enum class Treatment : std::uint8_t { computed, enforced, recorded, guidance, pending };

// A sentence of the text that has no typed row of its own (yet).
struct ClauseRow : Cited {
  Treatment treatment = Treatment::pending;
  std::string reason;  // why it is guidance, or what will evaluate it
};

// A row of a lower layer that does not hold, and which row of which document holds instead.
struct VoidRow {
  std::string row;
  std::string document;
  std::string by;      // number of the document that holds
  std::string clause;  // its clause
  std::string reason;
};

// Every kind of typed row, once. A new kind is a struct above, a list and a line of each() here, a
// word in RowKind and its reader (row_reader.h).
struct RowLists {
  std::vector<StaffingRow> staffing;
  std::vector<DutyRow> duties;
  std::vector<FundRow> funds;
  std::vector<FundStepRow> fund_steps;
  std::vector<FundUseRow> fund_uses;
  std::vector<ClauseRow> clauses;
  std::vector<PresenceRow> presence;
  std::vector<AttendanceRow> attendance;
  std::vector<LeaveLadderRow> leave_ladders;
  std::vector<ThresholdRow> thresholds;
  std::vector<EligibilityRow> eligibility;
  std::vector<ApprovalChainRow> chains;
  std::vector<TermRow> terms;
  std::vector<HandoverRow> handovers;
  std::vector<LeavingRow> leavings;
  std::vector<RecallRow> recalls;
  std::vector<WhilePostedRow> while_posted;
  std::vector<AllowanceRow> allowances;
  std::vector<BenefitRow> benefits;
  std::vector<PayoutRow> payouts;
  std::vector<AssessmentRow> assessments;
  std::vector<OfficeRow> offices;
  std::vector<GroupLeaderRow> group_leaders;
  std::vector<InterviewRow> interviews;

  template <typename F>
  void each(F&& f) {
    visit_lists(*this, f);
  }
  template <typename F>
  void each(F&& f) const {
    visit_lists(*this, f);
  }

 private:
  template <typename Self, typename F>
  static void visit_lists(Self& self, F& f) {
    f(self.staffing), f(self.duties);
    f(self.funds), f(self.fund_steps), f(self.fund_uses);
    f(self.presence), f(self.attendance), f(self.leave_ladders), f(self.thresholds);
    f(self.eligibility), f(self.chains), f(self.terms), f(self.handovers), f(self.leavings);
    f(self.recalls), f(self.while_posted);
    f(self.allowances), f(self.benefits), f(self.payouts);
    f(self.assessments), f(self.offices), f(self.group_leaders), f(self.interviews);
    f(self.clauses);
  }
};

struct Policy : RowLists {
  std::vector<std::string> documents;  // numbers, top layer first
  std::string digest;                  // hex; equal digests judge equally
  std::vector<Reading> readings;
  std::vector<VoidRow> voided;  // shown by name, never applied

  const Reading* reading(const std::string& id) const;
};

// Whether a row holds in a division: its area is an ancestor or the division itself, and no
// exception is.
bool holds_in(const Cited& row, DivisionCode division);

// The row of a list that holds in a division; nothing when none does.
template <typename RowType>
const RowType* row_in(const std::vector<RowType>& rows, DivisionCode division) {
  for (const RowType& row : rows) {
    if (holds_in(row, division)) return &row;
  }
  return nullptr;
}

}  // namespace zhucun::policy
