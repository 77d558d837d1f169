// The fold of allowances and benefits into facts, and its undoing.
#include "ledger/domain/allowance_facts.h"

#include <algorithm>

#include "ledger/domain/allowance_rules.h"
#include "ledger/domain/facts_parts.h"
#include "ledger/domain/payout_parts.h"

namespace zhucun::domain {

namespace {

std::vector<std::string> ids(capnp::List<capnp::Text>::Reader list) {
  std::vector<std::string> out;
  for (auto one : list) out.push_back(copy(one));
  return out;
}

Date day_or(std::int32_t stored, Date otherwise) {
  return from_stored(stored).value_or(otherwise);
}

template <typename E>
void post(Facts& facts, const At& at, E e, int sign) {
  bool back = sign < 0;
  for (auto one : e.getEntries()) {
    facts.allowance.postings.push_back({back ? at.by : at.position, back ? at.by_date : at.date,
                                        copy(e.getUnit()), one.getAccount(), copy(one.getItem()),
                                        one.getYear(), Fen{sign * one.getAmount()}});
  }
}

template <typename E>
void fold_paid(Facts& facts, const At& at, E e, int sign) {
  PaidFact fact{copy(e.getUnit()), copy(e.getPerson()), copy(e.getVoucher()), at.date, {}};
  for (auto line : e.getLines()) {
    Date first = month_of_text(line.getFirst());
    Date last = line.getLast().size() > 0 ? month_of_text(line.getLast()) : first;
    fact.parts.push_back({copy(line.getItem()), first, last, Fen{sign * line.getAmount()}});
  }
  // Who was paid and never posted must be seen, too.
  facts.parties.intern(PartyKind::person, fact.person);
  facts.allowance.paid[at.position] = std::move(fact);
  post(facts, at, e, 1);
}

template <typename E>
void move(Facts& facts, const At& at, E e, PayoutStep step, std::string words = "") {
  facts.allowance.payouts[payout_key(e)].moves.push_back(
      {step, at.date, at.actor, at.position, std::move(words)});
}
template <typename E>
void move_back(Facts& facts, const At& at, E e) {
  auto& moves = facts.allowance.payouts[payout_key(e)].moves;
  std::erase_if(moves, [&](const PayoutMove& one) { return one.position == at.position; });
}

}  // namespace

void AllowanceFacts::forget(Position position) {
  standards.erase(position), tiers.erase(position), trips.erase(position);
  unused_leaves.erase(position), openings.erase(position), budgets.erase(position);
  settings.erase(position), paid.erase(position), adjustments.erase(position);
  lifted.erase(position), statements.erase(position), objections.erase(position);
  answers.erase(position), benefits.erase(position), living_costs.erase(position);
  refunds.erase(position), cases.erase(position), care_paid.erase(position);
}

void fold(Facts& facts, const At& at, event::StandardSet::Reader e) {
  facts.allowance.standards[at.position] = {copy(e.getRegister()), division(e.getArea()),
                                            copy(e.getTier()),     copy(e.getPerson()),
                                            Fen{e.getAmount()},    day_or(e.getFrom(), at.date),
                                            copy(e.getDocument()), at.date};
}
void take_back(Facts& facts, const At& at, event::StandardSet::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::TownshipTierSet::Reader e) {
  facts.allowance.tiers[at.position] = {copy(e.getRegister()), division(e.getTownship()),
                                        copy(e.getTier()),     day_or(e.getFrom(), at.date),
                                        copy(e.getDocument()), at.date};
}
void take_back(Facts& facts, const At& at, event::TownshipTierSet::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::TripMade::Reader e) {
  facts.allowance.trips[at.position] = {
      copy(e.getPerson()), copy(e.getUnit()), {at.date, day_or(e.getBack(), at.date)}};
}
void take_back(Facts& facts, const At& at, event::TripMade::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::LeaveUnused::Reader e) {
  facts.allowance.unused_leaves[at.position] = {
      copy(e.getPerson()), copy(e.getUnit()), e.getYear(), e.getDays(),
      e.getWorkNeed(),     e.getNoMakeUp(),   at.date};
}
void take_back(Facts& facts, const At& at, event::LeaveUnused::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::AllowanceOpeningStated::Reader e) {
  facts.allowance.openings[at.position] = {copy(e.getPerson()), copy(e.getUnit()),
                                           copy(e.getItem()), month_of_text(e.getThrough()),
                                           Fen{e.getOwed()}};
  facts.parties.intern(PartyKind::person, view(e.getPerson()));
}
void take_back(Facts& facts, const At& at, event::AllowanceOpeningStated::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::PayoutSettingSet::Reader e) {
  facts.allowance.settings[at.position] = {copy(e.getUnit()), e.getPersons(), copy(e.getProfile())};
}
void take_back(Facts& facts, const At& at, event::PayoutSettingSet::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::BudgetAdopted::Reader e) {
  facts.allowance.budgets[at.position] = {copy(e.getUnit()), e.getYear(), Fen{e.getAmount()},
                                          copy(e.getDocument())};
}
void take_back(Facts& facts, const At& at, event::BudgetAdopted::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::AllowancePaid::Reader e) {
  fold_paid(facts, at, e, 1);
}
void take_back(Facts& facts, const At& at, event::AllowancePaid::Reader e) {
  facts.allowance.forget(at.position);
  post(facts, at, e, -1);
}

void fold(Facts& facts, const At& at, event::AllowanceReturned::Reader e) {
  fold_paid(facts, at, e, -1);
}
void take_back(Facts& facts, const At& at, event::AllowanceReturned::Reader e) {
  facts.allowance.forget(at.position);
  post(facts, at, e, -1);
}

void fold(Facts& facts, const At& at, event::PayoutDrafted::Reader e) {
  PayoutFact& fact = facts.allowance.payouts[payout_key(e)];
  fact.unit = copy(e.getUnit());
  fact.batch = copy(e.getBatch());
  fact.through = month_of_text(e.getThrough());
  fact.advance = copy(e.getAdvance());
  fact.content = copy(e.getContent());
  fact.lines = lines_in(e);
  move(facts, at, e, PayoutStep::drafted);
}
void take_back(Facts& facts, const At&, event::PayoutDrafted::Reader e) {
  facts.allowance.payouts.erase(payout_key(e));
}

void fold(Facts& facts, const At& at, event::PayoutChecked::Reader e) {
  move(facts, at, e, PayoutStep::checked);
}
void take_back(Facts& facts, const At& at, event::PayoutChecked::Reader e) {
  move_back(facts, at, e);
}

void fold(Facts& facts, const At& at, event::PayoutApproved::Reader e) {
  move(facts, at, e, PayoutStep::approved);
}
void take_back(Facts& facts, const At& at, event::PayoutApproved::Reader e) {
  move_back(facts, at, e);
}

void fold(Facts& facts, const At& at, event::PayoutReleased::Reader e) {
  move(facts, at, e, PayoutStep::released);
  post(facts, at, e, 1);
}
void take_back(Facts& facts, const At& at, event::PayoutReleased::Reader e) {
  move_back(facts, at, e);
  post(facts, at, e, -1);
}

void fold(Facts& facts, const At& at, event::PayoutVoided::Reader e) {
  move(facts, at, e, PayoutStep::voided, copy(e.getReason()));
}
void take_back(Facts& facts, const At& at, event::PayoutVoided::Reader e) {
  move_back(facts, at, e);
}

void fold(Facts& facts, const At& at, event::PayoutAnswered::Reader e) {
  facts.allowance.payouts[payout_key(e)].answers[e.getSequence()] = {
      e.getPaid(), Fen{e.getAmount()}, copy(e.getReason()), copy(e.getReference()),
      at.date,     at.position};
  post(facts, at, e, 1);
}
void take_back(Facts& facts, const At& at, event::PayoutAnswered::Reader e) {
  facts.allowance.payouts[payout_key(e)].answers.erase(e.getSequence());
  post(facts, at, e, -1);
}

void fold(Facts& facts, const At& at, event::AdjustmentConfirmed::Reader e) {
  facts.allowance.adjustments[at.position] = {
      copy(e.getUnit()),  copy(e.getPerson()), copy(e.getItem()),
      copy(e.getMonth()), Fen{e.getDue()},     Fen{e.getBefore()},
      Fen{e.getAmount()}, copy(e.getReason()), at.date};
}
void take_back(Facts& facts, const At& at, event::AdjustmentConfirmed::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::HoldLifted::Reader e) {
  facts.allowance.lifted[at.position] = {copy(e.getPerson()), copy(e.getReason()), at.date};
}
void take_back(Facts& facts, const At& at, event::HoldLifted::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::StatementIssued::Reader e) {
  facts.allowance.statements[at.position] = {copy(e.getUnit()), copy(e.getPeriod()), at.date,
                                             day_or(e.getUntil(), at.date)};
}
void take_back(Facts& facts, const At& at, event::StatementIssued::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::ObjectionRaised::Reader e) {
  facts.allowance.objections[at.position] = {copy(e.getPerson()), copy(e.getPeriod()),
                                             copy(e.getWords()), copy(e.getLate()), at.date};
}
void take_back(Facts& facts, const At& at, event::ObjectionRaised::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::ObjectionAnswered::Reader e) {
  facts.allowance.answers[at.position] = {Position{e.getObjection()}, copy(e.getWords()), at.date};
}
void take_back(Facts& facts, const At& at, event::ObjectionAnswered::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::InsuranceTaken::Reader e) {
  facts.allowance.benefits[at.position] = {
      policy::Benefit::accident_insurance,
      copy(e.getUnit()),
      ids(e.getResidents()),
      {day_or(e.getFirst(), at.date), day_or(e.getLast(), at.date)},
      Fen{e.getAmount()},
      copy(e.getDocument()),
      at.date};
  post(facts, at, e, 1);
}
void take_back(Facts& facts, const At& at, event::InsuranceTaken::Reader e) {
  facts.allowance.forget(at.position);
  post(facts, at, e, -1);
}

void fold(Facts& facts, const At& at, event::HealthCheckHeld::Reader e) {
  facts.allowance.benefits[at.position] = {policy::Benefit::health_check,
                                           copy(e.getUnit()),
                                           ids(e.getResidents()),
                                           {at.date, at.date},
                                           Fen{e.getAmount()},
                                           copy(e.getPlace()),
                                           at.date};
  post(facts, at, e, 1);
}
void take_back(Facts& facts, const At& at, event::HealthCheckHeld::Reader e) {
  facts.allowance.forget(at.position);
  post(facts, at, e, -1);
}

void fold(Facts& facts, const At& at, event::MedicalCostPaid::Reader e) {
  facts.allowance.benefits[at.position] = {policy::Benefit::medical_costs,
                                           copy(e.getUnit()),
                                           {copy(e.getPerson())},
                                           {at.date, at.date},
                                           Fen{e.getAmount()},
                                           copy(e.getVoucher()),
                                           at.date};
  post(facts, at, e, 1);
}
void take_back(Facts& facts, const At& at, event::MedicalCostPaid::Reader e) {
  facts.allowance.forget(at.position);
  post(facts, at, e, -1);
}

void fold(Facts& facts, const At& at, event::LivingCostStated::Reader e) {
  facts.allowance.living_costs[at.position] = {division(e.getProvider()), copy(e.getPeriod()),
                                               copy(e.getDocument()),     Fen{e.getAmount()},
                                               ids(e.getResidents()),     at.date};
}
void take_back(Facts& facts, const At& at, event::LivingCostStated::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::LivingCostRefunded::Reader e) {
  facts.allowance.refunds[at.position] = {Position{e.getCost()}, copy(e.getUnit()),
                                          Fen{e.getAmount()}, copy(e.getVoucher()), at.date};
  post(facts, at, e, 1);
}
void take_back(Facts& facts, const At& at, event::LivingCostRefunded::Reader e) {
  facts.allowance.forget(at.position);
  post(facts, at, e, -1);
}

void fold(Facts& facts, const At& at, event::CareCaseRecognised::Reader e) {
  facts.allowance.cases[at.position] = {copy(e.getPerson()), copy(e.getUnit()), e.getKind(),
                                        copy(e.getDocument()), at.date};
}
void take_back(Facts& facts, const At& at, event::CareCaseRecognised::Reader) {
  facts.allowance.forget(at.position);
}

void fold(Facts& facts, const At& at, event::CarePaid::Reader e) {
  facts.allowance.care_paid[at.position] = {Position{e.getCase()}, copy(e.getUnit()),  e.getKind(),
                                            copy(e.getPayer()),    Fen{e.getAmount()}, at.date};
  post(facts, at, e, 1);
}
void take_back(Facts& facts, const At& at, event::CarePaid::Reader e) {
  facts.allowance.forget(at.position);
  post(facts, at, e, -1);
}

namespace {

std::string number(std::int64_t value) {
  return std::to_string(value);
}
std::string list_text(const std::vector<std::string>& list) {
  std::string out;
  for (const auto& one : list) out += " " + one;
  return out;
}

void dump_payouts(const AllowanceFacts& all, const std::function<void(std::string_view)>& line) {
  for (const auto& [key, one] : all.payouts) {
    if (one.moves.empty()) continue;
    std::string out = "payout " + key + " " + one.content + " " + one.advance;
    for (const auto& move : one.moves)
      out += " " + number(static_cast<int>(move.step)) + "@" + to_text(move.date) + move.actor;
    for (const auto& [sequence, answer] : one.answers)
      out += " " + number(sequence) + (answer.paid ? "paid" : "back") + answer.reason;
    line(out);
  }
}

}  // namespace

void dump_allowances(const Facts& facts, const std::function<void(std::string_view)>& line) {
  const AllowanceFacts& all = facts.allowance;
  auto put = [&line](const char* what, Position at, const std::string& rest) {
    line(std::string(what) + " " + number(static_cast<std::int64_t>(at.value)) + " " + rest);
  };
  for (const auto& [at, one] : all.standards)
    put("standard", at,
        one.standard + " " + to_text(one.area) + " " + one.tier + " " + one.person + " " +
            number(one.amount.value) + " " + to_text(one.from));
  for (const auto& [at, one] : all.tiers)
    put("tier", at,
        one.standard + " " + to_text(one.township) + " " + one.tier + " " + to_text(one.from));
  for (const auto& [at, one] : all.trips)
    put("trip", at, one.person + " " + to_text(one.days.first) + " " + to_text(one.days.last));
  for (const auto& [at, one] : all.unused_leaves)
    put("unused", at,
        one.person + " " + number(one.year) + " " + number(one.days) +
            (one.work_need ? " need" : "") + (one.no_make_up ? " lost" : ""));
  for (const auto& [at, one] : all.openings)
    put("paidBefore", at,
        one.person + " " + one.item + " " + to_text(one.through) + " " + number(one.owed.value));
  for (const auto& [at, one] : all.budgets)
    put("budget", at, one.unit + " " + number(one.year) + " " + number(one.amount.value));
  for (const auto& [at, one] : all.settings)
    put("payoutSetting", at, one.unit + " " + number(one.persons) + " " + one.profile);
  for (const auto& [at, one] : all.paid) {
    std::string out = one.unit + " " + one.person + " " + one.voucher;
    for (const auto& part : one.parts)
      out += " " + part.item + "/" + to_text(part.first) + "/" + to_text(part.last) + "/" +
             number(part.amount.value);
    put("paid", at, out);
  }
  dump_payouts(all, line);
  for (const auto& [at, one] : all.adjustments)
    put("adjustment", at,
        one.person + " " + one.item + " " + one.month + " " + number(one.amount.value));
  for (const auto& [at, one] : all.lifted) put("lifted", at, one.person + " " + to_text(one.date));
  for (const auto& [at, one] : all.statements)
    put("statement", at, one.unit + " " + one.period + " " + to_text(one.until));
  for (const auto& [at, one] : all.objections)
    put("objection", at, one.person + " " + one.period + " " + one.words);
  for (const auto& [at, one] : all.answers)
    put("objectionAnswer", at, number(static_cast<std::int64_t>(one.objection.value)) + one.words);
  for (const auto& [at, one] : all.benefits)
    put("benefit", at,
        number(static_cast<int>(one.benefit)) + " " + one.unit + list_text(one.people) + " " +
            to_text(one.days.last) + " " + number(one.amount.value));
  for (const auto& [at, one] : all.living_costs)
    put("living", at,
        to_text(one.provider) + " " + one.period + " " + number(one.amount.value) +
            list_text(one.people));
  for (const auto& [at, one] : all.refunds)
    put("refund", at, one.unit + " " + number(one.amount.value));
  for (const auto& [at, one] : all.cases) put("case", at, one.person + " " + one.document);
  for (const auto& [at, one] : all.care_paid)
    put("care", at, one.unit + " " + number(one.amount.value));
  std::map<std::string, Fen> books;
  for (const auto& one : all.postings)
    books[one.unit + " " + number(static_cast<int>(one.account)) + " " + one.item + " " +
          number(one.year)]
        .value += one.amount.value;
  for (const auto& [key, sum] : books) {
    if (sum.value != 0) line("books " + key + " " + number(sum.value));
  }
}

}  // namespace zhucun::domain
