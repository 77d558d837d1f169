#include <algorithm>
#include <set>

#include "projections/entitlement_parts.h"
#include "projections/findings.h"

namespace zhucun::projections {

using domain::OwedBasis;
using domain::PartyRef;
using policy::AllowanceRow;
using policy::PayPer;

namespace {

int halves_of(DayMark mark, const AllowanceRow& row) {
  auto counts = [&row](Mark one) {
    return std::find(row.days.begin(), row.days.end(), one) != row.days.end();
  };
  int halves = (counts(mark.forenoon) ? 1 : 0) + (counts(mark.afternoon) ? 1 : 0);
  return halves > 0 && row.half_day == policy::HalfDay::whole ? 2 : halves;
}

// number / by, rounded half up.
std::int64_t rounded(std::int64_t number, std::int64_t by) {
  return (2 * number + by) / (2 * by);
}

void add_part(std::vector<RatePart>& parts, RatePart part) {
  if (!parts.empty()) {
    RatePart& last = parts.back();
    bool same =
        last.rate == part.rate && last.standard == part.standard && last.source == part.source;
    if (same) {
      last.days.last = part.days.last;
      last.halves += part.halves;
      return;
    }
  }
  parts.push_back(std::move(part));
}

void add_event(std::vector<Position>& events, Position position) {
  bool known =
      position.value == 0 || std::find(events.begin(), events.end(), position) != events.end();
  if (!known) events.push_back(position);
}

}  // namespace

RateSeat Entitlements::seat_of(const Piece& piece, PartyRef person) const {
  return {piece.payer, piece.level, piece.stay->village, sight_.facts.parties.id(person)};
}

const AllowanceRow* Entitlements::row_on(const std::string& item, Date day,
                                         const Piece& piece) const {
  for (const Stretch& stretch : stretches(month_of(day).first)) {
    if (!stretch.days.contains(day)) continue;
    for (const auto& row : stretch.policy->allowances) {
      if (row.id != item || !policy::holds_in(row, piece.stay->village)) continue;
      bool fits = row.levels.empty() ||
                  std::find(row.levels.begin(), row.levels.end(), piece.level) != row.levels.end();
      return fits ? &row : nullptr;
    }
  }
  return nullptr;
}

// Whether some row pays a day out or back by the travel rule; else it is a day like any other.
bool Entitlements::travel_is_paid(Date day, const Piece& piece) const {
  for (const std::string& item : items(month_of(day).first)) {
    const AllowanceRow* row = row_on(item, day, piece);
    if (row && row->per == PayPer::travel_day) return true;
  }
  return false;
}

// The reason and the sum, once all parts of an entitlement are there.
void Entitlements::finish(Entitlement& one, const AllowanceRow* row) const {
  if (!one.why.empty() && one.basis == OwedBasis::unknown) {
    one.due = {};
    return;
  }
  std::int64_t sum = 0;
  std::int64_t by = 2;
  if (row && row->per == PayPer::month) by = 2 * length(month_of(one.month));
  for (const RatePart& part : one.parts) {
    sum += part.rate.value * part.halves;
    add_event(one.events, part.standard);
  }
  one.due = Fen{rounded(sum, by)};
}

// A cap is one person's for the month: earlier units draw on it first.
void Entitlements::cap(const std::string& item, Date month, std::vector<Entitlement>& list) const {
  const AllowanceRow* row = row_of(item, month);
  if (!row || !row->month_at_most) return;
  Fen left = *row->month_at_most;
  for (Entitlement& one : list) {
    if (one.item != item || one.basis == OwedBasis::unknown || one.opening) continue;
    if (one.due > left) {
      one.due = left;
      one.capped = true;
    }
    left.value -= one.due.value;
  }
}

bool Entitlements::paid_before(PartyRef person, const std::string& item, Date month) const {
  auto found = attested().openings.find(sight_.facts.parties.id(person));
  if (found == attested().openings.end()) return false;
  return std::any_of(found->second.begin(), found->second.end(), [&](const auto& one) {
    return one.second->item == item && month <= one.second->through;
  });
}

void Entitlements::add_opening(PartyRef person, Date month, std::vector<Entitlement>& out) const {
  auto found = attested().openings.find(sight_.facts.parties.id(person));
  if (found == attested().openings.end()) return;
  for (const auto& [at, one] : found->second) {
    if (one->through != month || one->owed.value == 0) continue;
    Entitlement line;
    line.person = person;
    line.item = one->item;
    line.month = month;
    line.unit = unit_on(sight_.facts, one->unit, sight_.as_of);
    line.basis = OwedBasis::confirmed;
    line.due = one->owed;
    line.opening = true;
    line.why = "期初尚欠";
    line.events = {at};
    auto stays = sight_.facts.stays_by_person.find(person.value);
    if (stays != sight_.facts.stays_by_person.end() && !stays->second.empty()) {
      const auto& stay = sight_.facts.stays[stays->second.front()];
      line.village = stay.village;
      line.role = stay.role;
    }
    out.push_back(std::move(line));
  }
}

std::vector<Entitlement> Entitlements::of(PartyRef person, Date month) const {
  std::vector<Entitlement> out;
  auto stood = pieces(person, month);
  for (const std::string& item : items(month)) {
    if (paid_before(person, item, month)) continue;
    const AllowanceRow* row = row_of(item, month);
    std::size_t from = out.size();
    switch (row->per) {
      case PayPer::day: by_day(person, item, month, stood, out); break;
      case PayPer::month: by_month(person, item, month, stood, out); break;
      case PayPer::trip:
      case PayPer::travel_day: by_trip(person, item, month, stood, out); break;
      case PayPer::leave_day: by_leave(person, item, month, out); break;
      case PayPer::unknown: break;
    }
    std::vector<Entitlement> fresh(std::make_move_iterator(out.begin() + static_cast<long>(from)),
                                   std::make_move_iterator(out.end()));
    out.resize(from);
    cap(item, month, fresh);
    for (Entitlement& one : fresh) out.push_back(std::move(one));
  }
  add_opening(person, month, out);
  return out;
}

namespace {

Entitlement blank_for(PartyRef person, const std::string& item, Date month,
                      const domain::StayFact& stay, std::string unit) {
  Entitlement one;
  one.person = person;
  one.item = item;
  one.month = month;
  one.unit = std::move(unit);
  one.village = stay.village;
  one.role = stay.role;
  one.basis = OwedBasis::confirmed;
  return one;
}

void unknown(Entitlement& one, const std::string& why) {
  one.basis = OwedBasis::unknown;
  if (one.why.empty()) one.why = why;
}

Entitlement& line_of(std::vector<Entitlement>& list, std::size_t from, const std::string& unit,
                     const std::function<Entitlement()>& fresh) {
  for (std::size_t i = from; i < list.size(); ++i) {
    if (list[i].unit == unit) return list[i];
  }
  list.push_back(fresh());
  return list.back();
}

}  // namespace

// Days of the month sheets under the row's marks; what the travel rule pays is not paid again. [②]
void Entitlements::by_day(PartyRef person, const std::string& item, Date month,
                          const std::vector<Piece>& pieces, std::vector<Entitlement>& out) const {
  const PresenceSight& seen = sheets(month);
  std::set<Date> travelled;
  auto trips = attested().trips.find(sight_.facts.parties.id(person));
  if (trips != attested().trips.end()) {
    for (const auto& [at, trip] : trips->second) {
      if (trip->days.first > sight_.as_of) continue;
      travelled.insert(trip->days.first);
      travelled.insert(trip->days.last);
    }
  }
  std::size_t from = out.size();
  std::string name = period_of({PeriodKind::month}, month).key;
  for (const Piece& piece : pieces) {
    if (!row_on(item, piece.days.first, piece) && !row_on(item, piece.days.last, piece)) continue;
    Entitlement& one = line_of(out, from, piece.unit, [&] {
      return blank_for(person, item, month, *piece.stay, piece.unit);
    });
    auto sheet = seen.sheet_seen(piece.stay->village, month, person);
    add_event(one.events, sheet.content);
    if (sheet.content.value == 0) {
      unknown(one, name + " 考勤" + std::string(title_of(sheet.state)) + "（" +
                       sight_.facts.division_name(piece.stay->village, sight_.as_of) + "）");
      continue;
    }
    bool confirmed =
        sheet.state == domain::SheetState::confirmed && sight_.as_of >= piece.days.last;
    if (!confirmed && one.basis == OwedBasis::confirmed) one.basis = OwedBasis::provisional;
    Date to = std::min(piece.days.last, sight_.as_of);
    for (Date day = piece.days.first; day <= to; day += Days{1}) {
      const AllowanceRow* row = row_on(item, day, piece);
      if (!row) continue;
      DayMark mark = sheet.marks ? sheet.marks->on(day_of(day)) : DayMark{};
      mark.forenoon = seen.taken(mark.forenoon, day, sheet.blank);
      mark.afternoon = seen.taken(mark.afternoon, day, sheet.blank);
      one.unknown_halves +=
          (mark.forenoon == Mark::blank ? 1 : 0) + (mark.afternoon == Mark::blank ? 1 : 0);
      int halves = halves_of(mark, *row);
      bool travels = row->travel_day == policy::TravelDay::exclusive && travelled.contains(day);
      if (travels && travel_is_paid(day, piece)) halves = 0;
      if (halves == 0) continue;
      PayRate rate = rates_.of(*row, day, seat_of(piece, person));
      if (!rate.amount) {
        unknown(one, rate.why);
        break;
      }
      one.halves += halves;
      add_part(one.parts, {{day, day}, halves, *rate.amount, rate.source, rate.standard});
    }
  }
  for (std::size_t i = from; i < out.size(); ++i) finish(out[i], row_of(item, month));
}

// A month in post, whole or by its days. [③, ⑤]
void Entitlements::by_month(PartyRef person, const std::string& item, Date month,
                            const std::vector<Piece>& pieces, std::vector<Entitlement>& out) const {
  Span days = month_of(month);
  std::vector<const Piece*> fitting;
  for (const Piece& piece : pieces) {
    if (row_on(item, piece.days.first, piece) || row_on(item, piece.days.last, piece))
      fitting.push_back(&piece);
  }
  if (fitting.empty()) return;
  const AllowanceRow* first_row = row_on(item, fitting.front()->days.first, *fitting.front());
  if (!first_row) first_row = row_on(item, fitting.front()->days.last, *fitting.front());
  const AllowanceRow& rule = *first_row;
  bool whole = rule.part_month == policy::PartMonth::full_month;
  const Piece* payer = rule.month_payer == policy::MonthPayer::by_day         ? nullptr
                       : rule.month_payer == policy::MonthPayer::unit_on_last ? fitting.back()
                                                                              : fitting.front();
  std::size_t from = out.size();
  for (const Piece* piece : fitting) {
    if (whole && piece != payer) continue;
    const Piece& pays = payer ? *payer : *piece;
    Entitlement& one = line_of(out, from, pays.unit, [&] {
      return blank_for(person, item, month, *pays.stay, pays.unit);
    });
    add_event(one.events, piece->stay->started);
    add_event(one.events, piece->stay->ended);
    Span counted = whole ? days : piece->days;
    Date rate_day = piece->days.first;  // on_first: the month's first day in post
    for (Date day = counted.first; day <= counted.last; day += Days{1}) {
      bool fixed = rule.rate_change == policy::RateChange::on_first;
      Date at = fixed ? rate_day : day;
      const AllowanceRow* row = row_on(item, at, *piece);
      if (!row && whole) row = &rule;
      if (!row) continue;
      PayRate rate = rates_.of(*row, at, seat_of(*piece, person));
      if (!rate.amount) {
        unknown(one, rate.why);
        break;
      }
      add_part(one.parts, {{day, day}, 2, *rate.amount, rate.source, rate.standard});
    }
    one.halves += whole ? 2 * length(days) : 2 * length(piece->days);
    // A whole month is owed once it has begun; a part of one is known when it is over.
    bool known = (whole && rule.month_payer == policy::MonthPayer::unit_on_first) ||
                 sight_.as_of >= days.last ||
                 (piece->stay->span.last <= sight_.as_of && piece->stay->span.last < days.last);
    if (!known && one.basis == OwedBasis::confirmed) one.basis = OwedBasis::provisional;
  }
  for (std::size_t i = from; i < out.size(); ++i) finish(out[i], &rule);
}

// Trips as attested: the fare once a trip, the travel rule's transport for the days out and back.
void Entitlements::by_trip(PartyRef person, const std::string& item, Date month,
                           const std::vector<Piece>& pieces, std::vector<Entitlement>& out) const {
  auto trips = attested().trips.find(sight_.facts.parties.id(person));
  if (trips == attested().trips.end()) return;
  Span days = month_of(month);
  std::size_t from = out.size();
  for (const auto& [at, trip] : trips->second) {
    if (trip->days.first > sight_.as_of) continue;
    std::set<Date> each{trip->days.first};
    bool by_day = row_of(item, month)->per == PayPer::travel_day;
    if (by_day && trip->days.last <= sight_.as_of) each.insert(trip->days.last);
    for (Date day : each) {
      if (!days.contains(day)) continue;
      // The last piece begun by the day: whoever comes home after his stay travelled for it.
      const Piece* stood = nullptr;
      for (const Piece& piece : pieces) {
        if (piece.days.first <= day) stood = &piece;
      }
      if (!stood) continue;
      const AllowanceRow* row = row_on(item, day, *stood);
      if (!row) continue;
      Entitlement& one = line_of(out, from, stood->unit, [&] {
        return blank_for(person, item, month, *stood->stay, stood->unit);
      });
      add_event(one.events, at);
      if (sight_.as_of < days.last) one.basis = OwedBasis::provisional;
      PayRate rate = rates_.of(*row, day, seat_of(*stood, person));
      if (!rate.amount) {
        unknown(one, rate.why);
        continue;
      }
      one.halves += 2;
      add_part(one.parts, {{day, day}, 2, *rate.amount, rate.source, rate.standard});
    }
  }
  for (std::size_t i = from; i < out.size(); ++i) finish(out[i], row_of(item, month));
}

// Paid with the year's last month, when both conditions hold. [⑥]
void Entitlements::by_leave(PartyRef person, const std::string& item, Date month,
                            std::vector<Entitlement>& out) const {
  auto list = attested().unused.find(sight_.facts.parties.id(person));
  if (zhucun::month_of(month) != 12 || list == attested().unused.end()) return;
  for (const auto& [at, fact] : list->second) {
    if (fact->year != year_of(month) || fact->date > sight_.as_of) continue;
    Entitlement one;
    one.person = person;
    one.item = item;
    one.month = month;
    one.unit = unit_on(sight_.facts, fact->unit, sight_.as_of);
    one.basis = OwedBasis::confirmed;
    one.events = {at};
    auto stays = sight_.facts.stays_by_person.find(person.value);
    // Of whoever was posted at all, also before.
    const domain::StayFact* stay = nullptr;
    if (stays != sight_.facts.stays_by_person.end() && !stays->second.empty())
      stay = &sight_.facts.stays[stays->second.back()];
    if (!stay) continue;
    one.village = stay->village;
    one.role = stay->role;
    const AllowanceRow* row = row_of(item, month);
    if (!fact->work_need || !fact->no_make_up) {
      one.why = !fact->work_need ? "不发：不是因工作需要" : "不发：次年可以补休";
    } else {
      Piece piece{stay, month_of(month), one.unit, fact->unit, policy::UnitLevel::unknown};
      PayRate rate = rates_.of(*row, fact->date, seat_of(piece, person));
      if (!rate.amount) {
        unknown(one, rate.why);
      } else {
        one.halves = 2 * fact->days;
        add_part(one.parts,
                 {{fact->date, fact->date}, one.halves, *rate.amount, rate.source, rate.standard});
      }
    }
    finish(one, row);
    out.push_back(std::move(one));
  }
}

}  // namespace zhucun::projections
