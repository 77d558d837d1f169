// Payments and trips of the demo city as drafts, and what was planted as JSON.
#include "ledger/schema/json_writer.h"
#include "tools/demo/allowances.h"

namespace zhucun::demo {

namespace {

std::string key_of(Date month) {
  return period_of({PeriodKind::month}, month).key;
}

void fill(const City& city, const PaySlip& slip, event::AllowancePaid::Builder out) {
  out.setUnit(city.units[slip.unit].id);
  out.setPerson(city.id_of({PartyKind::person, slip.person}));
  out.setVoucher(slip.voucher);
  out.setSupplement(slip.supplement);
  auto lines = out.initLines(static_cast<unsigned>(slip.lines.size()));
  for (unsigned i = 0; i < slip.lines.size(); ++i) {
    const PaidItem& from = slip.lines[i];
    lines[i].setItem(id_of(from.item));
    lines[i].setFirst(key_of(from.first));
    if (from.last != from.first) lines[i].setLast(key_of(from.last));
    lines[i].setAmount(from.fen);
  }
}

}  // namespace

const char* id_of(Item item) {
  switch (item) {
    case Item::living: return "living-allowance";
    case Item::county_transport: return "transport-county";
    case Item::travel_transport: return "travel-transport";
    case Item::return_fare: return "return-fare";
    case Item::telecom: return "telecom-allowance";
    case Item::unused_leave: return "unused-leave";
    case Item::all: return "";
  }
  return "";
}

void fill_allowance(const City& city, const Allowances& allowances, const Entry& entry,
                    event::AllowanceEvent::Builder out) {
  if (entry.type == EntryType::allowance_paid)
    return fill(city, allowances.slips[entry.link], out.initAllowancePaid());
  const Trip& trip = allowances.trips[entry.link];
  const Stay& stay = city.stays[trip.stay];
  auto one = out.initTripMade();
  one.setPerson(city.id_of({PartyKind::person, stay.person}));
  one.setUnit(city.units[city.answering(stay.unit, trip.days.first)].id);
  one.setBack(to_stored(trip.days.last));
}

std::string planted_json(const Allowances& allowances) {
  JsonWriter out;
  out.begin_object().key("lines").begin_array();
  for (const PlantedLine& one : allowances.lines) {
    out.begin_object().field("person", one.person).field("month", one.month);
    out.field("item", one.item).field("unit", one.unit).field("status", one.status);
    out.key("open").number(one.open).end_object();
  }
  out.end_array().key("cases").begin_array();
  for (const PlantedCase& one : allowances.cases) {
    out.begin_object().field("kind", one.kind).field("unit", one.unit);
    out.field("person", one.person).field("month", one.month).field("item", one.item);
    out.key("fen").number(one.fen).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

}  // namespace zhucun::demo
