#include "tools/demo/planting.h"

#include <algorithm>
#include <set>

#include "ledger/schema/json_writer.h"

namespace zhucun::demo {

namespace {

// The ways in which a duty can fail, taken in turn. Late exists for reports only: any other act
// outside its period serves nothing.
std::vector<Fate> ways_missing(Duty duty) {
  using enum Fate;
  switch (duty) {
    case Duty::team_township:
    case Duty::team_unit:
    case Duty::team_county:
      return {missing, wrong_addressee, returned, wrong_period, reversed, wrong_actor, missing};
    case Duty::group_report:
      // The one row that asks for a form: half of its failures are of form. [7.2.2]
      return {wrong_form, missing,  wrong_form, wrong_addressee,
              wrong_form, returned, wrong_form, wrong_actor};
    case Duty::member_report: return {missing, wrong_actor, returned, wrong_period};
    case Duty::hearing: return {missing, reversed, missing, wrong_actor};
    case Duty::special_meeting: return {missing, wrong_kind, reversed};
    case Duty::guidance: return {missing, wrong_leader, missing, reversed};
    case Duty::care: return {missing, wrong_leader};
    case Duty::spot_check: return {missing, missing, reversed};
    case Duty::supervision: return {missing, reversed};
    case Duty::county_meeting: return {missing, wrong_kind};
    case Duty::rotation: return {missing};
    case Duty::two_excellences: return {wrong_window};
    case Duty::city_meeting:
    case Duty::demonstration:
    case Duty::commendation: return {};
  }
  return {};
}

std::vector<Fate> ways_late(Duty duty) {
  using enum Fate;
  if (!is_report(duty)) return {};
  return {late, late, returned_late, late, late, reversed_late};
}

// Trouble that is mended in time.
std::vector<Fate> ways_mended(Duty duty) {
  using enum Fate;
  if (!is_report(duty)) return {};
  return {returned_again_in_time, reversed_again_in_time, returned_again_in_time};
}

struct Rates {
  std::size_t missing;  // per 1,000
  std::size_t late;
  std::size_t mended;
};

Rates rates_of(Duty duty) {
  if (duty == Duty::two_excellences) return {0, 0, 0};
  if (duty == Duty::group_report) return {60, 30, 20};  // few, and each way should be seen
  if (is_report(duty)) return {10, 15, 8};
  return {12, 0, 0};
}

std::size_t share(std::size_t all, std::size_t per_mille) {
  if (per_mille == 0 || all < 8) return 0;
  return std::max<std::size_t>(all < 40 ? 1 : 2, all * per_mille / 1000);
}

// Whether the duty is over before the story ends, with days to spare for a late act.
bool is_over(const City& city, const Owed& owed) {
  return city.periods[owed.period].span.last + Days{28} < city.span.last;
}

// Between the end of the period and a late act the addressee must not be merged away: who then
// receives it is not the text's business.
bool settled_unit(const City& city, Index unit) {
  if (unit == nobody) return true;
  if (city.units[unit].merged_on != far_future) return false;
  return std::none_of(city.units.begin(), city.units.end(),
                      [unit](const Unit& other) { return other.merged_into == unit; });
}

// Both leaders' visits of one unit, village and half-year stand side by side; where one fails the
// other does not, since the wrong leader's visit would be the other's.
bool partner_fails(const std::vector<Owed>& owed, Index index) {
  if (owed[index].duty != Duty::guidance) return false;
  Index partner = owed[index].leader == Leader::principal ? index + 1 : index - 1;
  return owed[partner].fate != Fate::fulfilled;
}

}  // namespace

void plant(const City& city, Random random, std::vector<Owed>& owed) {
  std::vector<std::vector<Index>> by_duty(duty_count);
  std::set<Index> movers(city.movers.begin(), city.movers.end());
  for (Index i = 0; i < owed.size(); ++i) {
    const Owed& one = owed[i];
    bool mover = one.subject.kind == PartyKind::person && movers.contains(one.subject.index);
    bool open = one.fate == Fate::fulfilled && is_over(city, one) && !mover;
    if (open && settled_unit(city, one.unit)) {
      by_duty[static_cast<std::size_t>(one.duty)].push_back(i);
    }
  }
  for (std::size_t d = 0; d < duty_count; ++d) {
    auto duty = static_cast<Duty>(d);
    auto& list = by_duty[d];
    random.shuffle(list);
    std::size_t next = 0;
    // A small city has one instance of a few ways only: which ones, the seed decides.
    std::size_t turn = random.below(12);
    auto give = [&](const std::vector<Fate>& ways, std::size_t count) {
      for (std::size_t i = 0; i < count && !ways.empty() && next < list.size(); ++next) {
        if (partner_fails(owed, list[next])) continue;
        owed[list[next]].fate = ways[turn++ % ways.size()];
        ++i;
      }
    };
    Rates rates = rates_of(duty);
    give(ways_missing(duty), share(list.size(), rates.missing));
    give(ways_late(duty), share(list.size(), rates.late));
    give(ways_mended(duty), share(list.size(), rates.mended));
  }
  // Every other city held the “两优”大会 after New Year once.
  auto& conference = by_duty[static_cast<std::size_t>(Duty::two_excellences)];
  if (!conference.empty() && random.per_mille(500)) {
    owed[conference.front()].fate = Fate::wrong_window;
  }
}

namespace {

void write(JsonWriter& out, const City& city, const Owed& one, const char* kind, const char* status,
           const char* note) {
  const char* leader = one.leader == Leader::principal   ? "principal"
                       : one.leader == Leader::in_charge ? "in_charge"
                                                         : "";
  out.begin_object();
  out.field("kind", kind).field("duty", row_of(one.duty)).field("actor", city.text_of(one.actor));
  out.field("to", city.text_of(one.to)).field("subject", city.text_of(one.subject));
  out.field("leader", leader).field("period", city.periods[one.period].key);
  out.field("status", status).field("note", note);
  out.end_object();
}

}  // namespace

std::string planted_json(const City& city, const Expectations& expectations,
                         const std::vector<PlantedFinding>& findings) {
  JsonWriter out;
  out.begin_array();
  for (const Owed& one : expectations.owed) {
    if (one.fate == Fate::fulfilled) continue;
    write(out, city, one, name_of(one.fate), status_of(one.fate), note_of(one.fate));
  }
  for (const NotOwed& one : expectations.not_owed) {
    write(out, city, one.instance, one.kind, one.status, one.note);
  }
  for (const PlantedFinding& one : findings) {
    out.begin_object().field("kind", one.kind).field("status", "finding");
    out.field("place", one.place).field("person", one.person).field("unit", one.unit);
    out.field("since", one.since).end_object();
  }
  out.end_array();
  return out.take();
}

std::size_t planted_count(const Expectations& expectations) {
  return static_cast<std::size_t>(
      std::count_if(expectations.owed.begin(), expectations.owed.end(),
                    [](const Owed& one) { return one.fate > Fate::merged; }));
}

}  // namespace zhucun::demo
