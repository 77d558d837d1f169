// The facts of the book as reports read them: indexed, dated, never judged.
//
// One Facts is folded by one thread under the book's exclusive lock and read by any number under
// its shared lock. Entities that occur in acts are interned to PartyRef, so that an act is a few
// words. A reversed event leaves no trace but the correction itself; nothing here depends on the
// policy.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/ids.h"
#include "ledger/domain/accounts.h"
#include "ledger/domain/allowance_facts.h"
#include "ledger/domain/attendance_facts.h"
#include "ledger/domain/fund_facts.h"
#include "ledger/domain/kept.h"
#include "ledger/domain/party_ref.h"
#include "ledger/domain/selection_facts.h"
#include "ledger/policy/policy_book.h"
#include "ledger/schema/schema.h"

namespace zhucun::domain {

// Ids <-> PartyRef, by kind. Grows only.
class Parties {
 public:
  PartyRef intern(PartyKind kind, std::string_view id);
  PartyRef intern(std::string_view party_text);  // "team:610802101200"
  // The ref of a known party; nothing when no event ever named it.
  std::optional<PartyRef> find(PartyKind kind, std::string_view id) const;
  const std::string& id(PartyRef ref) const {
    return lists_[value_of(ref.kind())].ids[ref.index()];
  }
  DivisionCode division(PartyRef ref) const;  // of an office, township, team, village or group
  std::size_t count(PartyKind kind) const { return lists_[value_of(kind)].ids.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  struct List {
    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_id;
    std::vector<std::string> ids;
  };
  static std::size_t value_of(PartyKind kind) { return static_cast<std::size_t>(kind); }
  List lists_[16];
};

struct DatedName {
  Date from;
  std::string name;
  Position position;
};

struct DivisionFact {
  DivisionLevel level = DivisionLevel::unknown;
  DivisionCode parent;
  std::vector<DatedName> names;
  Date merged_on = far_future;
  DivisionCode merged_into;
  Position position;
};

struct UnitFact {
  policy::UnitLevel level = policy::UnitLevel::unknown;
  event::UnitKind kind = event::UnitKind::UNKNOWN;
  DivisionCode seat;
  Date since;
  std::vector<DatedName> names;
  Date merged_on = far_future;
  std::string merged_into;
  Position position;
};

// A dated fact about a village: a kind, or an attribute with a value.
struct VillageFact {
  std::string key;
  std::string value;
  Span span;
  Position position;
};

struct OfficeFact {
  std::string name;
  Span span;
  Position position;
};

struct MemberFact {
  PartyRef member;  // kind member_unit
  DivisionCode office;
  Span span;
  Position position;
};

struct GroupFact {
  DivisionCode county;
  std::string name;
  std::string lead_unit;
  Span span;
  Position position;
};

struct StayFact {
  PartyRef person;
  PartyRef unit;
  DivisionCode village;
  policy::Role role = policy::Role::unknown;
  Span span;  // last = far_future while in post
  event::LeavingGround ground = event::LeavingGround::UNKNOWN;
  Position started;
  Position ended;
  bool opening = false;
  bool documented = false;      // a paper states its beginning
  bool end_documented = false;  // a paper states its end
};

using ActIndex = std::uint32_t;

// One act. `refs` and `periods` lie in shared pools: addressees, subjects or attendees; report
// periods.
struct Act {
  Position position;
  Date date;
  PartyRef actor;
  std::uint32_t first_ref = 0;
  std::uint32_t first_period = 0;
  std::uint16_t ref_count = 0;
  std::uint8_t period_count = 0;
  policy::ActKind kind = policy::ActKind::unknown;
  std::uint8_t detail = 0;  // MeetingKind, TrainingKind or Leader, by kind
  policy::Form form = policy::Form::any;
  bool documented = false;  // minutes or a document stand behind it
  bool reversed = false;
};

struct ActPeriod {
  Span span;
};

// An act on the day by which it is looked up: its own, or the first day of a period it reports on.
struct ActEntry {
  Date day;
  ActIndex act;
};

struct ReportAnswer {
  PartyRef by;
  Date date;
  bool returned = false;
  std::string reason;
  Position position;
};

// What is known of a person beyond the stays; the values themselves are sealed beside the log.
struct PersonFact {
  Position registered;
  std::map<std::string, Position> details;  // by field: the last event that said it
  std::map<Position, Date> restrictions;    // last day of retention
  std::string merged_into;
  bool erased = false;
};

// What a merger of two ids has moved, so that it can be taken back.
struct PersonMerge {
  PartyRef from;
  PartyRef into;
  std::vector<std::uint32_t> stays;
  std::vector<std::uint32_t> refs;
  std::vector<std::uint32_t> acts;
};

struct GoLiveFact {
  Date from;
  Position position;
};

// The book came from a backup that reached to `position`.
struct Restoration {
  std::string backup;
  Position position;
};

struct Facts {
  // The book.
  DivisionCode city;
  std::string title;
  bool demo = false;
  Date start;
  Position position;      // of the last event folded
  RecordedTime recorded;  // of the last event folded
  Date last_date;         // the latest business day of any act or stay

  std::map<std::pair<DivisionCode, event::DutyGroup>, std::map<Position, GoLiveFact>> go_live;
  std::map<DivisionCode, Position> signed_openings;
  std::map<Position, Restoration> restorations;  // by the event that tells of it
  policy::PolicyBook policies;
  std::map<int, std::map<Position, HolidayTable>> calendars;  // by year; the last position holds

  std::map<DivisionCode, DivisionFact> divisions;  // in the order of codes
  std::unordered_map<DivisionCode, std::vector<DivisionCode>> children;
  std::unordered_map<DivisionCode, std::vector<VillageFact>> kinds;
  std::unordered_map<DivisionCode, std::vector<VillageFact>> attributes;

  Parties parties;
  std::map<std::string, UnitFact> units;
  std::map<DivisionCode, OfficeFact> offices;
  std::vector<MemberFact> members;
  std::vector<GroupFact> groups;

  std::map<std::string, PersonFact> people;
  std::map<Position, PersonMerge> merges;
  Accounts accounts;
  std::map<std::string, std::vector<Position>> attachments;  // by hash: the events that name it
  std::vector<StayFact> stays;                               // a reversed stay has position 0
  std::map<DivisionCode, std::vector<std::uint32_t>> stays_by_village;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> stays_by_unit;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> stays_by_person;

  std::vector<Act> acts;
  std::vector<PartyRef> act_refs;
  std::vector<ActPeriod> act_periods;
  std::unordered_map<std::uint64_t, std::vector<ActEntry>>
      entries;  // by (actor, kind), sorted by day
  std::unordered_map<std::uint64_t, std::vector<ReportAnswer>> answers;  // by report position
  std::uint64_t reversals = 0;

  FundFacts fund;
  AttendanceFacts attendance;
  SelectionFacts selection;
  AllowanceFacts allowance;
  KeptEvents kept;

  std::span<const PartyRef> refs_of(const Act& act) const {
    return {act_refs.data() + act.first_ref, act.ref_count};
  }
  std::span<const ActPeriod> periods_of(const Act& act) const {
    return {act_periods.data() + act.first_period, act.period_count};
  }
  const std::vector<ActEntry>& entries_of(PartyRef actor, policy::ActKind kind) const;
  Calendar calendar() const;
  // The name in force on a day; the code or id itself when it was never registered.
  std::string division_name(DivisionCode code, Date day) const;
  std::string unit_name(const std::string& id, Date day) const;
};

// Folds one event. Never refuses; the log has already happened.
void apply(Facts& facts, Position position, RecordedTime recorded, event::Body::Reader body);

// Writes every fact in one fixed order: equal facts give equal lines, whatever way they came about.
void dump(const Facts& facts, const std::function<void(std::string_view)>& line);

}  // namespace zhucun::domain
