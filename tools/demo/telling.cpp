#include "tools/demo/telling.h"

#include <algorithm>
#include <map>

#include "ledger/schema/json_writer.h"

namespace zhucun::demo {

Teller::Teller(const City& city, Diary& diary) : city_(city), diary_(diary) {
  for (const Entry& entry : diary.entries()) {
    if (entry.type == EntryType::reversal) reversed_.insert(entry.link);
  }
}

Index Teller::tell(const char* event, Date day, Index county, std::string data,
                   const std::string& actor) {
  if (day > city_.span.last) return nobody;
  Entry entry;
  entry.type = EntryType::told;
  entry.slot = Slot::registers;
  entry.opening = day < city_.span.first;
  entry.day = day;
  entry.clerk = county < city_.counties.size() ? county : nobody;
  entry.event = event;
  entry.data = std::move(data);
  entry.actor_name = actor;
  return diary_.add_on(std::move(entry), std::max(day, city_.span.first));
}

Date Teller::workday(Date day) const {
  while (!city_.works_on(day)) day += Days{1};
  return day;
}

Date Teller::after(Index entry, Date day) const {
  if (entry == nobody) return far_future;
  return workday(std::max(day, diary_.at(entry).entered + Days{1}));
}

std::string Teller::ref(const char* name, Index entry) {
  return "\"" + std::string(name) + "\":{{" + std::to_string(entry) + "}}";
}

std::string Teller::papers(const char* issuer, Date day, unsigned number) {
  return std::string(issuer) + "〔" + std::to_string(year_of(day)) + "〕" + std::to_string(number) +
         "号";
}

std::string Teller::division(Index seat) const {
  return to_text(seat < city_.counties.size() ? city_.counties[seat].code : city_.code);
}

std::string Teller::clerk(Index seat, const char* suffix) const {
  return "clerk-" + division(seat).substr(0, 6) + suffix;
}

std::optional<Index> Teller::seat_of(Index unit) const {
  const Unit& one = city_.units[unit];
  if (one.level == event::UnitLevel::CITY) return static_cast<Index>(city_.counties.size());
  if (one.county != nobody) return one.county;
  return std::nullopt;
}

bool Teller::is_settled(Index unit) const {
  return city_.units[unit].merged_on == far_future &&
         std::none_of(city_.units.begin(), city_.units.end(),
                      [unit](const Unit& other) { return other.merged_into == unit; });
}

std::vector<std::pair<Index, Index>> Teller::units_with_people(Span span) const {
  std::map<Index, Index> out;
  for (const Stay& stay : city_.stays) {
    if (!stay.span.meets(span)) continue;
    out.emplace(city_.answering(stay.unit, std::min(span.last, city_.span.last)), stay.village);
  }
  return {out.begin(), out.end()};
}

std::string planted_json(const std::vector<PlantedAct>& planted) {
  JsonWriter out;
  out.begin_array();
  for (const PlantedAct& one : planted) {
    out.begin_object().field("report", one.report).field("kind", one.kind);
    out.field("name", one.name).field("place", one.place).field("unit", one.unit);
    out.field("person", one.person).field("period", one.period).end_object();
  }
  return out.end_array().take();
}

}  // namespace zhucun::demo
