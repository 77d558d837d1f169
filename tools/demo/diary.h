// What the clerks of the demo city enter, day by day: the plan from which drafts are made. An entry
// knows its business day and the day and half of the day on which it reaches the book; entries that
// refer to an earlier one name it by its place in the diary. Built by one thread.
#pragma once

#include <string>
#include <vector>

#include "tools/demo/city.h"
#include "tools/demo/owed.h"

namespace zhucun::demo {

enum class EntryType : std::uint8_t {
  unit_registered,
  unit_renamed,
  unit_merged,
  office_formed,
  member_named,
  group_formed,
  go_live_set,
  opening_signed,
  kind_set,
  attribute_set,
  person_registered,
  posting_started,
  posting_ended,
  meeting,
  report,
  received,
  returned,
  hearing,
  guidance,
  care,
  talk,
  spot_check,
  supervision,
  training,
  reversal,
  told,  // an event in its own words: `event` and `data`
  sample_adopted,
  opening_days,
  sheet_entered,
  sheet_checked,
  sheet_confirmed,
  sheet_returned,
  sheet_corrected,
  leave_approved,
  leave_returned,
  leave_cancelled,
  trip_made,
  allowance_paid,
  life,  // selection, handover, recall: a draft as a client writes it, see life.cpp
};

// The part of a day in which an entry is made; registers and postings come before any act.
enum class Slot : std::uint8_t { registers, morning, afternoon };

struct Entry {
  EntryType type = EntryType::meeting;
  Slot slot = Slot::morning;
  bool opening = false;
  bool for_others = false;   // 代录: the township's clerk enters it for the actor
  std::uint8_t detail = 0;   // meeting or training kind, form, leader, by type
  std::uint16_t period = 0;  // of a report: the first one named
  std::uint16_t more_periods[2] = {0, 0};
  std::uint8_t period_count = 0;
  Date day;
  Date entered;
  Index clerk = nobody;     // county; nobody = the city's
  Index link = nobody;      // an entry of the diary, a stay, or a place in a list, by type
  Index page = nobody;      // of a sheet's content: in Attendance::pages
  std::uint32_t words = 0;  // picks a phrase
  std::string json;         // of a life entry: its type and data, %ABOUT for the linked position
  Who actor;
  std::vector<Who> parties;  // addressees, residents or villages
  // Of what is told: the event's name and the inside of its data; {{7}} is the position of the
  // entry at 7.
  std::string event;
  std::string data;
  std::string actor_name;  // where it is not the county's clerk
};

class Diary {
 public:
  Diary(const City& city, Random random) : city_(city), random_(random) {}

  // Adds an entry made on a working day soon after its business day, seldom much later (补录), in
  // the opening days of its area when it lies before the area's go-live. Drops an act that the
  // story does not reach. Gives its place; nobody when dropped.
  Index add(Entry entry, Date go_live);
  // Adds an entry made on or after a given day. The caller knows that the story reaches it.
  Index add_on(Entry entry, Date entered);
  // A later entry about an earlier one: entered after it, dated by its own entry.
  Index answer(EntryType type, Index about, Who by, int days_after);

  Date working_day(Date day) const;
  const Entry& at(Index index) const { return entries_[index]; }
  const std::vector<Entry>& entries() const { return entries_; }
  // Places of the entries in the order in which they are made.
  std::vector<Index> in_order() const;
  Random& random() { return random_; }
  Date draw(Span span);

 private:
  const City& city_;
  Random random_;
  std::vector<Entry> entries_;
};

// The pages of the diary, each by its subject. Everything is added in a fixed order.
void write_organisation(const City& city, Diary& diary);
void write_people(const City& city, Diary& diary);
// Needs, selection, handover, recall and what holds while posted; which findings must come of it.
struct PlantedFinding {
  std::string kind;
  std::string place;   // division code
  std::string person;  // or empty
  std::string unit;    // or empty
  std::string since;   // year of a statement, or empty
};
std::vector<PlantedFinding> write_lives(const City& city, Diary& diary);
void write_reports(const City& city, const std::vector<Owed>& owed, Diary& diary);
void write_unit_acts(const City& city, const std::vector<Owed>& owed, Diary& diary);
void write_office_acts(const City& city, const std::vector<Owed>& owed, Diary& diary);
void write_trainings(const City& city, const std::vector<Owed>& owed, Diary& diary);
// What no duty counts: meetings, talks, further checks and reports; repeated `scale` times.
void write_everyday(const City& city, const std::vector<Owed>& owed, std::uint32_t scale,
                    Diary& diary);

// The county in whose book-keeping a party's entries lie; nobody = the city's.
Index county_of(const City& city, Who who, Index village = nobody);

}  // namespace zhucun::demo
