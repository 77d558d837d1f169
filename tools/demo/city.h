// The demo city as its makers know it: villages, units and people with their whole story, before
// anything of it is entered into a book. Everything refers to everything by index. Built once by
// one thread, in the order of the functions below, from nothing but the shipped register and a
// seed; afterwards only read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/base/calendar.h"
#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "organisation.capnp.h"
#include "posting.capnp.h"
#include "tools/demo/demo.h"
#include "tools/demo/random.h"

namespace zhucun::demo {

using Index = std::uint32_t;
inline constexpr Index nobody = 0xffffffff;

// A party by its place in the city's lists. Offices count as the counties, the city's comes after
// them.
struct Who {
  PartyKind kind = PartyKind::unknown;
  Index index = nobody;
  auto operator<=>(const Who&) const = default;
};

struct County {
  DivisionCode code;
  Date go_live;
  std::optional<Date> signed_on;  // its opening
  bool has_group = false;
  std::vector<Index> townships;
  std::vector<Index> villages;
  std::vector<Index> units;  // of its own level
};

struct Township {
  DivisionCode code;
  Index county = nobody;
  std::vector<Index> villages;
};

struct KindSpan {
  const char* kind = "";
  Span span;
  bool asks_for_members = false;
};

struct Village {
  DivisionCode code;
  Index county = nobody;
  Index township = nobody;
  bool is_community = false;
  bool is_dispute_prone = false;
  std::vector<KindSpan> kinds;
  std::vector<Index> stays;
};

struct Unit {
  std::string id;
  std::string name;
  std::string later_name;  // empty = never renamed
  Date renamed_on;
  event::UnitLevel level = event::UnitLevel::COUNTY;
  event::UnitKind kind = event::UnitKind::GOVERNMENT;
  Index county = nobody;  // nobody = seated in the city
  Date merged_on = far_future;
  Index merged_into = nobody;
};

// How a stay came into the book; most were entered as they happened.
enum class StayEntry : std::uint8_t { plain, late_start, late_end, wrong_start };

// How somebody was selected, and what of it is against the clause.
enum class Selected : std::uint8_t { by_paper, by_chain, cut_short, faulty_review, unfit, unshown };
// How a recall came about.
enum class Recall : std::uint8_t { ordered, other_office, other_ground, unordered };

struct Stay {
  Index person = nobody;
  Index unit = nobody;
  Index village = nobody;
  bool is_first_secretary = false;
  Span span;
  event::LeavingGround ground = event::LeavingGround::UNKNOWN;
  StayEntry entry = StayEntry::plain;
  Index heir = nobody;          // the stay that follows on the same chair
  bool short_handover = false;  // fewer working days than usual
  bool skips_handover = false;  // left with a paper before the handover was complete
  Selected selected = Selected::by_paper;
  Recall recall = Recall::ordered;
  bool recall_is_owed = false;  // a grade calls him back, nobody has
};

struct City {
  DivisionCode code;
  Span span;  // the story's days
  Calendar calendar;
  std::vector<County> counties;
  std::vector<Township> townships;  // those with a chosen village
  std::vector<Village> villages;
  std::vector<Unit> units;
  std::vector<Index> city_units;    // of city and province level
  std::vector<Index> member_units;  // of the city's office
  std::vector<Stay> stays;
  Index people = 0;
  std::vector<Index> movers;    // people who went from one county to another
  std::vector<Period> periods;  // months, quarters, half-years and years that duties fall in

  Who office_of(Index county) const { return {PartyKind::office, county}; }
  Who city_office() const { return {PartyKind::office, static_cast<Index>(counties.size())}; }
  DivisionCode code_of(Who who) const;
  std::string id_of(Who who) const;
  std::string text_of(Who who) const;
  // Who answers for a unit on a day: itself, or what it was merged into.
  Index answering(Index unit, Date day) const;
  // The day from which duties count where a unit is seated, and in the city itself.
  Date go_live_of_unit(Index unit) const;
  bool works_on(Date day) const { return calendar.is_working(day); }
  std::optional<std::uint16_t> period_named(const std::string& key) const;
};

// The shipped register, the villages that are served and their kinds.
Result<City> survey(const Options& options);
// Units of three levels, renamed and merged as time goes by, members of the office, groups.
void found_units(City& city, Random random);
// Who stood where from when to when.
void post_people(City& city, Random random);
// Which of them were selected, handed over and recalled how.
void plan_lives(City& city, Random random);

}  // namespace zhucun::demo
