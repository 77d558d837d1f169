#include "projections/pay_account.h"

#include <algorithm>

#include "projections/findings.h"

namespace zhucun::projections {

using domain::OwedBasis;
using domain::PartyRef;

std::vector<Date> months_in(Span months) {
  std::vector<Date> out;
  for (const auto& month : periods_starting_in({PeriodKind::month}, months))
    out.push_back(month.span.first);
  return out;
}

namespace {

Date first_of(Date day) {
  return period_of({PeriodKind::month}, day).span.first;
}

// When a payout was released, as of a day; nothing when it was not.
const domain::PayoutMove* released_in(const domain::PayoutFact& payout, Date as_of) {
  for (const auto& move : payout.moves) {
    if (move.step == domain::PayoutStep::released && move.date <= as_of) return &move;
  }
  return nullptr;
}

}  // namespace

PayAccounts::PayAccounts(const Sight& sight) : sight_(sight), entitlements_(sight) {}

const PayAccounts::Payments& PayAccounts::payments() const {
  if (payments_) return *payments_;
  payments_ = std::make_unique<Payments>();
  Payments& out = *payments_;
  const auto& all = sight_.facts.allowance;
  for (const auto& [at, one] : all.paid) {
    if (one.date > sight_.as_of) continue;
    for (const auto& part : one.parts) {
      bool lump = part.item.empty() || part.first != part.last;
      add(out, one.person,
          {one.unit, {at, one.date, one.voucher, part.amount, false, false, lump}, part});
    }
  }
  for (const auto& [key, payout] : all.payouts) {
    const auto* released = released_in(payout, sight_.as_of);
    if (!released) continue;
    std::map<std::string, int> first;
    for (const auto& line : payout.lines) {
      int sequence = first.try_emplace(line.person, line.sequence).first->second;
      auto answer = payout.answers.find(sequence);
      bool answered = answer != payout.answers.end() && answer->second.date <= sight_.as_of;
      if (answered && !answer->second.paid) continue;
      Date month = parse_period(line.month)->span.first;
      bool advance = line.reason == event::PayoutReason::ADVANCE;
      add(out, line.person,
          {payout.unit,
           {released->position, answered ? answer->second.date : released->date, payout.batch,
            line.amount, !answered, advance, false},
           {line.item, month, month, line.amount}});
    }
  }
  for (auto& [person, list] : out.by_person) {
    std::stable_sort(list.begin(), list.end(), [](const Payment& a, const Payment& b) {
      return std::tie(a.how.date, a.how.position) < std::tie(b.how.date, b.how.position);
    });
  }
  for (const auto& [at, recall] : sight_.facts.selection.recalls) {
    if (recall.date > sight_.as_of) continue;
    std::string person = person_now(sight_.facts, recall.person);
    bool lifted = std::any_of(all.lifted.begin(), all.lifted.end(), [&](const auto& one) {
      return person_now(sight_.facts, one.second.person) == person &&
             one.second.date >= recall.date && one.second.date <= sight_.as_of;
    });
    if (!lifted) out.held.insert(person);
  }
  return out;
}

// What a unit paid that was merged since counts for its successor.
void PayAccounts::add(Payments& to, const std::string& person, Payment payment) const {
  payment.unit = unit_on(sight_.facts, payment.unit, sight_.as_of);
  to.by_person[person_now(sight_.facts, person)].push_back(std::move(payment));
}

const policy::PayoutRow& PayAccounts::rule(const std::string& unit, Date day) const {
  static const policy::PayoutRow none;
  auto known = sight_.facts.units.find(unit);
  if (known == sight_.facts.units.end()) return none;
  const auto* row = policy::row_in(policy_on(sight_, day).payouts, known->second.seat);
  return row ? *row : none;
}

PersonPay PayAccounts::of(PartyRef person, Span months) const {
  PersonPay out;
  out.person = person;
  std::set<Date> wanted;
  for (Date month : months_in(months)) wanted.insert(month);
  const auto& by_person = payments().by_person;
  auto paid = by_person.find(sight_.facts.parties.id(person));
  static const std::vector<Payment> none;
  const auto& own = paid == by_person.end() ? none : paid->second;
  std::set<Date> needed = wanted;
  for (const Payment& one : own) {
    if (one.part.last < first_of(months.first) || one.part.first > months.last) continue;
    for (Date month : months_in({one.part.first, one.part.last})) needed.insert(month);
  }
  // Lumps of the months that came in by a lump.
  for (bool more = true; more;) {
    more = false;
    for (const Payment& one : own) {
      if (!one.how.lump) continue;
      auto list = months_in({one.part.first, one.part.last});
      bool touches =
          std::any_of(list.begin(), list.end(), [&](Date month) { return needed.contains(month); });
      if (!touches) continue;
      for (Date month : list) more = needed.insert(month).second || more;
    }
  }
  for (Date month : needed) {
    for (Entitlement& one : entitlements_.of(person, month)) {
      PayLine line;
      line.owed = std::move(one);
      out.lines.push_back(std::move(line));
    }
  }
  // What lies wholly in other months is none of this: a lump would find nothing due there.
  auto meets = [](const std::set<Date>& some, Date first, Date last) {
    auto next = some.lower_bound(first);
    return next != some.end() && *next <= last;
  };
  std::vector<Payment> here;
  std::copy_if(own.begin(), own.end(), std::back_inserter(here),
               [&](const Payment& one) { return meets(needed, one.part.first, one.part.last); });
  settle(out, here);
  open_lines(out);
  std::erase_if(out.lines, [&](const PayLine& line) { return !wanted.contains(line.owed.month); });
  std::erase_if(out.left, [&](const Undistributed& one) {
    return !meets(wanted, one.months.first, one.months.last);
  });
  return out;
}

void PayAccounts::settle(PersonPay& out, const std::vector<Payment>& payments) const {
  for (const Payment& one : payments) {
    if (one.how.lump) continue;
    auto found = std::find_if(out.lines.begin(), out.lines.end(), [&](const PayLine& line) {
      return line.owed.item == one.part.item && line.owed.month == one.part.first &&
             line.owed.unit == one.unit;
    });
    if (found == out.lines.end()) {
      PayLine line;
      line.owed.person = out.person;
      line.owed.item = one.part.item;
      line.owed.month = one.part.first;
      line.owed.unit = one.unit;
      line.owed.basis = OwedBasis::confirmed;
      line.owed.why = "本单位不应发这一项";
      line.not_owed = true;
      if (!out.lines.empty()) {
        line.owed.village = out.lines.front().owed.village;
        line.owed.role = out.lines.front().owed.role;
      }
      auto after = std::find_if(out.lines.begin(), out.lines.end(), [&](const PayLine& other) {
        return other.owed.month > one.part.first;
      });
      found = out.lines.insert(after, std::move(line));
    }
    found->paid.value += one.part.amount.value;
    found->paid_in_advance = found->paid_in_advance || one.how.advance;
    found->how.push_back(one.how);
  }
  for (const Payment& one : payments) {
    if (one.how.lump) spread(out, one);
  }
}

// A lump goes to what was due in its months and is not paid yet, oldest first or in proportion; the
// rest is nobody's month. [READING lump-spread]
void PayAccounts::spread(PersonPay& out, const Payment& lump) const {
  std::vector<PayLine*> fits;
  std::vector<Fen> room;
  Fen all;
  for (PayLine& line : out.lines) {
    bool here = line.owed.unit == lump.unit && !line.not_owed && line.known() &&
                line.owed.month >= lump.part.first && line.owed.month <= lump.part.last &&
                (lump.part.item.empty() || line.owed.item == lump.part.item);
    Fen left{line.owed.due.value - line.paid.value};
    if (!here || left.value <= 0) continue;
    fits.push_back(&line);
    room.push_back(left);
    all.value += left.value;
  }
  Fen rest = lump.part.amount;
  auto give = [&](std::size_t i, Fen amount) {
    if (amount.value == 0) return;
    fits[i]->paid.value += amount.value;
    PaidHow how = lump.how;
    how.amount = amount;
    fits[i]->how.push_back(std::move(how));
    rest.value -= amount.value;
  };
  bool proportional = rule(lump.unit, lump.how.date).lump == policy::LumpSpread::by_due;
  if (proportional && rest < all) {
    Fen total = rest;
    Fen before;
    Fen given;
    for (std::size_t i = 0; i < fits.size(); ++i) {
      before.value += room[i].value;
      auto share =
          static_cast<std::int64_t>(static_cast<__int128>(total.value) * before.value / all.value);
      give(i, Fen{share - given.value});
      given.value = share;
    }
  } else {
    for (std::size_t i = 0; i < fits.size(); ++i) give(i, std::min(room[i], rest));
  }
  if (rest.value != 0)
    out.left.push_back({lump.unit, lump.how, {lump.part.first, lump.part.last}, rest});
}

void PayAccounts::open_lines(PersonPay& out) const {
  bool held = payments().held.contains(sight_.facts.parties.id(out.person));
  struct Whole {
    Fen due;
    Fen paid;
    bool known = true;
  };
  std::map<std::pair<Date, std::string>, Whole> wholes;
  for (const PayLine& line : out.lines) {
    Whole& whole = wholes[{line.owed.month, line.owed.item}];
    whole.due.value += line.owed.due.value;
    whole.paid.value += line.paid.value;
    whole.known = whole.known && line.known();
  }
  for (PayLine& line : out.lines) {
    line.held = held;
    if (!line.known()) continue;
    line.open = Fen{line.owed.due.value - line.paid.value};
    const Whole& whole = wholes[{line.owed.month, line.owed.item}];
    if (line.open.value <= 0) continue;
    std::int64_t left = whole.due.value - whole.paid.value;
    line.open.value = std::clamp<std::int64_t>(left, 0, line.open.value);
  }
}

std::vector<PartyRef> PayAccounts::people(Span months) const {
  std::set<PartyRef> out;
  for (Date month : months_in(months)) {
    for (PartyRef one : entitlements_.people(month)) out.insert(one);
  }
  for (const auto& [person, list] : payments().by_person) {
    bool here = std::any_of(list.begin(), list.end(), [&](const Payment& one) {
      return one.part.last >= first_of(months.first) && one.part.first <= months.last;
    });
    auto known = sight_.facts.parties.find(PartyKind::person, person);
    if (here && known) out.insert(*known);
  }
  for (const auto& [at, opening] : sight_.facts.allowance.openings) {
    bool here = opening.through >= first_of(months.first) && opening.through <= months.last;
    auto known =
        sight_.facts.parties.find(PartyKind::person, person_now(sight_.facts, opening.person));
    if (here && known) out.insert(*known);
  }
  // Leave of a year is paid with its last month, whoever has left before.
  for (const auto& [at, leave] : sight_.facts.allowance.unused_leaves) {
    Date month = make_date(leave.year, 12, 1);
    auto known =
        sight_.facts.parties.find(PartyKind::person, person_now(sight_.facts, leave.person));
    if (known && month >= first_of(months.first) && month <= months.last) out.insert(*known);
  }
  return {out.begin(), out.end()};
}

std::shared_ptr<const PayJudgement> PayAccounts::everybody(Span months) const {
  if (sight_.pays) return sight_.pays(months);
  auto out = std::make_shared<PayJudgement>();
  for (PartyRef person : people(months)) out->people.push_back(of(person, months));
  return out;
}

std::vector<PartyRef> PayAccounts::people_of(const std::string& unit) const {
  std::set<PartyRef> out;
  for (const auto& [value, stays] : sight_.facts.stays_by_unit) {
    const std::string& own = sight_.facts.parties.id(PartyRef{value});
    if (unit_on(sight_.facts, own, sight_.as_of) != unit) continue;
    for (auto index : stays) out.insert(sight_.facts.stays[index].person);
  }
  for (const auto& [person, list] : payments().by_person) {
    bool here =
        std::any_of(list.begin(), list.end(), [&](const Payment& one) { return one.unit == unit; });
    auto ref = sight_.facts.parties.find(PartyKind::person, person);
    if (here && ref) out.insert(*ref);
  }
  return {out.begin(), out.end()};
}

std::optional<Fen> PayAccounts::advance_of(const PayLine& line,
                                           const policy::PayoutRow& rule) const {
  if (line.owed.basis == OwedBasis::confirmed) return std::nullopt;
  const auto* row = entitlements_.row_of(line.owed.item, line.owed.month);
  if (!row) return std::nullopt;
  bool by_days = row->per == policy::PayPer::day;
  if (!by_days || rule.advance == policy::AdvanceBasis::entered_so_far) {
    bool ahead = by_days || row->per == policy::PayPer::month;
    return ahead && line.known() ? std::optional(line.owed.due) : std::nullopt;
  }
  Date month = line.owed.month;
  for (int back = 0; back < 12; ++back) {
    month = first_of(month - Days{1});
    for (const Entitlement& one : entitlements_.of(line.owed.person, month)) {
      if (one.item == line.owed.item && one.unit == line.owed.unit && !one.opening &&
          one.basis == OwedBasis::confirmed)
        return one.due;
    }
  }
  return std::nullopt;
}

domain::Owed owed_by(const domain::Facts& facts, const policy::PolicyBook& policies, Date today,
                     const domain::OwedQuestion& question) {
  Span months{facts.start, period_of({PeriodKind::month}, question.through).span.last};
  for (const auto& [at, opening] : facts.allowance.openings)
    months.first = std::min(months.first, opening.through);
  auto stretches =
      policies.spans({period_of({PeriodKind::year}, months.first).span.first, far_future});
  Sight sight{facts, stretches, today, std::nullopt, {}, {}, {}};
  PayAccounts accounts(sight);
  domain::Owed out;
  out.known_to = facts.position;
  out.rule = accounts.rule(question.unit, today);
  Date advance_month = period_of({PeriodKind::month}, today).span.first;
  bool may_advance = out.rule.advance_month == static_cast<int>(month_of(advance_month)) &&
                     question.through == advance_month;
  for (PartyRef person : accounts.people_of(question.unit)) {
    const std::string& id = facts.parties.id(person);
    if (!question.person.empty() && person_now(facts, question.person) != id) continue;
    for (const PayLine& line : accounts.of(person, months).lines) {
      if (line.owed.unit != question.unit) continue;
      domain::OwedLine one{id,
                           line.owed.item,
                           line.owed.month,
                           line.owed.basis,
                           line.owed.why,
                           line.owed.due,
                           line.paid,
                           line.open,
                           !line.how.empty(),
                           line.paid_in_advance,
                           line.held,
                           std::nullopt};
      if (may_advance && line.owed.month == advance_month)
        one.advance = accounts.advance_of(line, out.rule);
      out.lines.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace zhucun::projections
