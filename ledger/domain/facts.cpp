// The fold of events into indexed facts, and its undoing for reversals: one pair of functions per
// event type.
#include "ledger/domain/facts.h"

#include <algorithm>
#include <stdexcept>

#include "ledger/domain/accounts_rules.h"
#include "ledger/domain/correction.h"
#include "ledger/domain/facts_parts.h"
#include "ledger/domain/personal.h"
#include "ledger/domain/text.h"
#include "ledger/domain/visit.h"

namespace zhucun::domain {

namespace {

void insert_name(std::vector<DatedName>& names, DatedName name) {
  auto after = std::upper_bound(names.begin(), names.end(), name.from,
                                [](Date day, const DatedName& n) { return day < n.from; });
  names.insert(after, std::move(name));
}

template <typename List>
void drop(List& list, Position position) {
  std::erase_if(list, [position](const auto& one) { return one.position == position; });
}

void add_act(Facts& facts, Act act) {
  auto index = static_cast<ActIndex>(facts.acts.size());
  act.ref_count = static_cast<std::uint16_t>(facts.act_refs.size() - act.first_ref);
  act.period_count = static_cast<std::uint8_t>(facts.act_periods.size() - act.first_period);
  facts.acts.push_back(act);
  facts.last_date = std::max(facts.last_date, act.date);
  if (act.period_count == 0) {
    add_entry(facts, act, index, act.date);
    return;
  }
  for (const auto& period : facts.periods_of(act)) add_entry(facts, act, index, period.span.first);
}

Act start_act(const Facts& facts, At at, policy::ActKind kind, PartyRef actor) {
  Act act;
  act.position = at.position;
  act.date = at.date;
  act.kind = kind;
  act.actor = actor;
  act.first_ref = static_cast<std::uint32_t>(facts.act_refs.size());
  act.first_period = static_cast<std::uint32_t>(facts.act_periods.size());
  return act;
}

// Acts are appended in the order of positions, so a position finds its act by halving.
void take_back_act(Facts& facts, Position position) {
  auto found = std::lower_bound(facts.acts.begin(), facts.acts.end(), position,
                                [](const Act& act, Position p) { return act.position < p; });
  if (found == facts.acts.end() || found->position != position) {
    throw std::logic_error("book: a reversal names an act that was never folded");
  }
  found->reversed = true;
  auto index = static_cast<ActIndex>(found - facts.acts.begin());
  std::erase_if(facts.entries[entry_key(found->actor, found->kind)],
                [index](const ActEntry& e) { return e.act == index; });
}

void add_refs(Facts& facts, PartyKind kind, capnp::List<capnp::Text>::Reader ids) {
  for (auto id : ids) facts.act_refs.push_back(facts.parties.intern(kind, view(id)));
}

policy::Form form_of(event::Form form) {
  return form == event::Form::WRITTEN ? policy::Form::written
         : form == event::Form::ORAL  ? policy::Form::oral
                                      : policy::Form::any;
}

// A subject that writes its own folds, see facts_parts.h.
template <typename E>
concept FoldsItself = requires(Facts& facts, const At& at, E e) {
  fold(facts, at, e);
};

// Folds one typed event.
struct Apply {
  Facts& facts;
  At at;

  void operator()(event::BookOpened::Reader e) {
    facts.city = division(e.getCity());
    facts.title = copy(e.getTitle());
    facts.demo = e.getDemo();
    facts.start = at.date;
  }
  void operator()(event::GoLiveSet::Reader e) {
    facts.go_live[{division(e.getDivision()), e.getGroup()}][at.position] = {
        from_stored(e.getFrom()).value_or(at.date), at.position};
  }
  void operator()(event::OpeningSigned::Reader e) {
    facts.signed_openings[division(e.getDivision())] = at.position;
  }
  void operator()(event::BookRestored::Reader e) {
    facts.restorations[at.position] = {copy(e.getBackup()), {e.getPosition()}};
  }
  void operator()(event::PolicyAdopted::Reader e) {
    facts.policies.restore(policy::Adopted{
        copy(e.getText()), from_stored(e.getFrom()).value_or(at.date), at.position});
  }
  void operator()(event::RulingMade::Reader e) {
    facts.policies.restore(policy::Ruling{copy(e.getReading()), copy(e.getOption()),
                                          copy(e.getDecidedBy()), copy(e.getDocument()),
                                          from_stored(e.getFrom()).value_or(at.date), at.position});
  }
  void operator()(event::CalendarAdopted::Reader e) {
    HolidayTable table{copy(e.getNotice()), {}};
    for (auto day : e.getDays()) {
      auto date = from_stored(day.getDate());
      if (!date) continue;
      table.days[*date] = day.getKind() == event::DayKind::WORKDAY   ? DayKind::workday
                          : day.getKind() == event::DayKind::IN_LIEU ? DayKind::in_lieu
                                                                     : DayKind::holiday;
    }
    facts.calendars[e.getYear()][at.position] = std::move(table);
  }
  void operator()(event::DivisionRegistered::Reader e) {
    DivisionCode code = division(e.getCode());
    DivisionFact& fact = facts.divisions[code];
    fact.level = static_cast<DivisionLevel>(e.getLevel());
    fact.parent = e.getParent().size() > 0 ? division(e.getParent()) : DivisionCode{};
    fact.position = at.position;
    insert_name(fact.names, {at.date, copy(e.getName()), at.position});
    if (!fact.parent.empty()) facts.children[fact.parent].push_back(code);
    intern_parties_of(e.getCode(), fact.level);
  }
  // Whoever a division brings along can be named by a report before anyone has acted.
  void intern_parties_of(capnp::Text::Reader code, DivisionLevel level) {
    auto intern = [&](PartyKind kind) { facts.parties.intern(kind, view(code)); };
    switch (level) {
      case DivisionLevel::city:
      case DivisionLevel::county:
        intern(PartyKind::office);
        intern(PartyKind::group);
        return;
      case DivisionLevel::township: intern(PartyKind::township); return;
      case DivisionLevel::village:
        intern(PartyKind::village);
        intern(PartyKind::team);
        return;
      case DivisionLevel::province:
      case DivisionLevel::unknown: return;
    }
  }
  void operator()(event::DivisionRenamed::Reader e) {
    insert_name(facts.divisions[division(e.getCode())].names,
                {at.date, copy(e.getName()), at.position});
  }
  void operator()(event::DivisionMerged::Reader e) {
    DivisionFact& fact = facts.divisions[division(e.getCode())];
    fact.merged_on = at.date;
    fact.merged_into = division(e.getInto());
  }
  void operator()(event::VillageKindSet::Reader e) {
    facts.kinds[division(e.getVillage())].push_back(
        {copy(e.getKind()), "", {at.date, until_or_open(e.getUntil())}, at.position});
  }
  void operator()(event::VillageAttributeSet::Reader e) {
    facts.attributes[division(e.getVillage())].push_back({copy(e.getAttribute()),
                                                          copy(e.getValue()),
                                                          {at.date, until_or_open(e.getUntil())},
                                                          at.position});
  }
  void operator()(event::UnitRegistered::Reader e) {
    UnitFact& fact = facts.units[copy(e.getUnit())];
    fact.level = static_cast<policy::UnitLevel>(e.getLevel());
    fact.kind = e.getKind();
    fact.seat = division(e.getSeat());
    fact.since = at.date;
    fact.position = at.position;
    insert_name(fact.names, {at.date, copy(e.getName()), at.position});
    facts.parties.intern(PartyKind::unit, view(e.getUnit()));
  }
  void operator()(event::UnitRenamed::Reader e) {
    insert_name(facts.units[copy(e.getUnit())].names, {at.date, copy(e.getName()), at.position});
  }
  void operator()(event::UnitMerged::Reader e) {
    UnitFact& fact = facts.units[copy(e.getUnit())];
    fact.merged_on = at.date;
    fact.merged_into = copy(e.getInto());
    // Its seat among the office's members passes on with it.
    facts.parties.intern(PartyKind::member_unit, view(e.getInto()));
  }
  void operator()(event::OfficeFormed::Reader e) {
    facts.offices[division(e.getDivision())] = {
        copy(e.getName()), {at.date, far_future}, at.position};
  }
  void operator()(event::MemberUnitNamed::Reader e) {
    facts.members.push_back({facts.parties.intern(PartyKind::member_unit, view(e.getUnit())),
                             division(e.getDivision()),
                             {at.date, until_or_open(e.getUntil())},
                             at.position});
  }
  void operator()(event::GroupFormed::Reader e) {
    facts.groups.push_back({division(e.getCounty()),
                            copy(e.getName()),
                            copy(e.getLeadUnit()),
                            {at.date, until_or_open(e.getUntil())},
                            at.position});
  }
  void operator()(event::PersonRegistered::Reader e) {
    facts.people[copy(e.getPerson())].registered = at.position;
  }
  void operator()(event::PersonDetailsRecorded::Reader e) {
    PersonFact& person = facts.people[copy(e.getPerson())];
    for (auto& field : said_details(e)) person.details[field] = at.position;
  }
  void operator()(event::PersonMerged::Reader e) {
    facts.people[copy(e.getPerson())].merged_into = copy(e.getInto());
    merge_people(facts, at.position, facts.parties.intern(PartyKind::person, view(e.getPerson())),
                 facts.parties.intern(PartyKind::person, view(e.getInto())));
  }
  void operator()(event::PersonRestricted::Reader e) {
    facts.people[copy(e.getPerson())].restrictions[at.position] = until_or_open(e.getRetainUntil());
  }
  void operator()(event::PersonErased::Reader e) {
    PersonFact& person = facts.people[copy(e.getPerson())];
    person.erased = true;
    person.details.clear();
  }
  template <AboutAccounts E>
  void operator()(E e) {
    AccountsFold{facts.accounts, at.position, at.actor, at.date}(e);
  }
  template <FoldsItself E>
  void operator()(E e) {
    fold(facts, at, e);
    facts.last_date = std::max(facts.last_date, at.date);
  }
  // Kept whole, beside what a type folds of itself: see apply().
  template <Kept E>
  requires(!FoldsItself<E>) void operator()(E) {
    facts.last_date = std::max(facts.last_date, at.date);
  }
  void operator()(event::PostingStarted::Reader e) {
    StayFact stay;
    stay.person = facts.parties.intern(PartyKind::person, view(e.getPerson()));
    stay.unit = facts.parties.intern(PartyKind::unit, view(e.getUnit()));
    stay.village = division(e.getVillage());
    stay.role = static_cast<policy::Role>(e.getRole());
    stay.span = {at.date, far_future};
    stay.started = at.position;
    stay.opening = at.opening;
    stay.documented = e.getDocument().size() > 0;
    auto index = static_cast<std::uint32_t>(facts.stays.size());
    facts.stays.push_back(stay);
    facts.stays_by_village[stay.village].push_back(index);
    facts.stays_by_unit[stay.unit.value].push_back(index);
    facts.stays_by_person[stay.person.value].push_back(index);
    fold_selected(facts, at, e);
    facts.last_date = std::max(facts.last_date, at.date);
  }
  void operator()(event::PostingEnded::Reader e) {
    auto person = facts.parties.intern(PartyKind::person, view(e.getPerson()));
    for (auto index : facts.stays_by_person[person.value]) {
      StayFact& stay = facts.stays[index];
      if (stay.ended.value != 0 || !stay.span.contains(at.date)) continue;
      stay.span.last = at.date;
      stay.ended = at.position;
      stay.ground = e.getGround();
      stay.end_documented = e.getDocument().size() > 0;
    }
    if (e.getReason().size() > 0) facts.selection.end_reasons[at.position] = copy(e.getReason());
    facts.last_date = std::max(facts.last_date, at.date);
  }
  void operator()(event::MeetingHeld::Reader e) {
    Act act =
        start_act(facts, at, policy::ActKind::meeting, facts.parties.intern(view(e.getHost())));
    act.detail = static_cast<std::uint8_t>(e.getKind());
    act.documented = e.getMinutes().size() > 0;
    add_act(facts, act);
  }
  void operator()(event::ReportHandedOver::Reader e) {
    Act act =
        start_act(facts, at, policy::ActKind::report, facts.parties.intern(view(e.getFrom())));
    act.form = form_of(e.getForm());
    act.documented = e.getDocument().size() > 0;
    for (auto to : e.getTo()) facts.act_refs.push_back(facts.parties.intern(view(to)));
    for (auto text : e.getPeriods()) {
      if (auto period = parse_period(view(text))) facts.act_periods.push_back({period->span});
    }
    add_act(facts, act);
  }
  void operator()(event::ReportReceived::Reader e) {
    facts.answers[e.getReport()].push_back(
        {facts.parties.intern(view(e.getBy())), at.date, false, "", at.position});
  }
  void operator()(event::ReportReturned::Reader e) {
    facts.answers[e.getReport()].push_back(
        {facts.parties.intern(view(e.getBy())), at.date, true, copy(e.getReason()), at.position});
  }
  void operator()(event::HearingHeld::Reader e) {
    Act act = start_act(facts, at, policy::ActKind::hearing,
                        facts.parties.intern(PartyKind::unit, view(e.getUnit())));
    act.documented = e.getMinutes().size() > 0;
    add_refs(facts, PartyKind::person, e.getResidents());
    add_act(facts, act);
  }
  void operator()(event::GuidanceVisitMade::Reader e) {
    Act act = start_act(facts, at, policy::ActKind::guidance_visit,
                        facts.parties.intern(PartyKind::unit, view(e.getUnit())));
    act.detail = static_cast<std::uint8_t>(e.getLeader());
    facts.act_refs.push_back(facts.parties.intern(PartyKind::village, view(e.getVillage())));
    add_act(facts, act);
  }
  void operator()(event::CareVisitMade::Reader e) {
    Act act = start_act(facts, at, policy::ActKind::care_visit,
                        facts.parties.intern(PartyKind::unit, view(e.getUnit())));
    act.detail = static_cast<std::uint8_t>(e.getLeader());
    add_refs(facts, PartyKind::person, e.getResidents());
    add_act(facts, act);
  }
  void operator()(event::TalkHeld::Reader e) {
    Act act = start_act(facts, at, policy::ActKind::talk,
                        facts.parties.intern(PartyKind::unit, view(e.getUnit())));
    act.detail = static_cast<std::uint8_t>(e.getLeader());
    facts.act_refs.push_back(facts.parties.intern(PartyKind::person, view(e.getResident())));
    add_act(facts, act);
  }
  void operator()(event::SpotCheckMade::Reader e) {
    Act act = start_act(facts, at, policy::ActKind::spot_check,
                        facts.parties.intern(PartyKind::township, view(e.getTownship())));
    add_refs(facts, PartyKind::village, e.getVillages());
    add_act(facts, act);
  }
  void operator()(event::SupervisionMade::Reader e) {
    Act act = start_act(facts, at, policy::ActKind::supervision,
                        facts.parties.intern(PartyKind::office, view(e.getDivision())));
    add_refs(facts, PartyKind::village, e.getVillages());
    add_act(facts, act);
  }
  void operator()(event::TrainingHeld::Reader e) {
    Act act = start_act(facts, at, policy::ActKind::training,
                        facts.parties.intern(view(e.getOrganiser())));
    act.detail = static_cast<std::uint8_t>(e.getKind());
    add_refs(facts, PartyKind::person, e.getResidents());
    add_act(facts, act);
  }
  void operator()(event::EventReversed::Reader e);
};

// Takes one typed event back; `at` is that of the original.
struct TakeBack {
  Facts& facts;
  At at;

  void operator()(event::BookOpened::Reader) {}
  void operator()(event::BookRestored::Reader) {}
  void operator()(event::EventReversed::Reader) {}
  void operator()(event::GoLiveSet::Reader e) {
    facts.go_live[{division(e.getDivision()), e.getGroup()}].erase(at.position);
  }
  void operator()(event::OpeningSigned::Reader e) {
    facts.signed_openings.erase(division(e.getDivision()));
  }
  void operator()(event::PolicyAdopted::Reader) { facts.policies.remove(at.position); }
  void operator()(event::RulingMade::Reader) { facts.policies.remove(at.position); }
  void operator()(event::CalendarAdopted::Reader e) {
    facts.calendars[e.getYear()].erase(at.position);
  }
  void operator()(event::DivisionRegistered::Reader e) {
    DivisionCode code = division(e.getCode());
    std::erase(facts.children[facts.divisions[code].parent], code);
    facts.divisions.erase(code);
  }
  void operator()(event::DivisionRenamed::Reader e) {
    drop(facts.divisions[division(e.getCode())].names, at.position);
  }
  void operator()(event::DivisionMerged::Reader e) {
    DivisionFact& fact = facts.divisions[division(e.getCode())];
    fact.merged_on = far_future;
    fact.merged_into = {};
  }
  void operator()(event::VillageKindSet::Reader e) {
    drop(facts.kinds[division(e.getVillage())], at.position);
  }
  void operator()(event::VillageAttributeSet::Reader e) {
    drop(facts.attributes[division(e.getVillage())], at.position);
  }
  void operator()(event::UnitRegistered::Reader e) { facts.units.erase(copy(e.getUnit())); }
  void operator()(event::UnitRenamed::Reader e) {
    drop(facts.units[copy(e.getUnit())].names, at.position);
  }
  void operator()(event::UnitMerged::Reader e) {
    UnitFact& fact = facts.units[copy(e.getUnit())];
    fact.merged_on = far_future;
    fact.merged_into.clear();
  }
  void operator()(event::OfficeFormed::Reader e) { facts.offices.erase(division(e.getDivision())); }
  void operator()(event::MemberUnitNamed::Reader) { drop(facts.members, at.position); }
  void operator()(event::GroupFormed::Reader) { drop(facts.groups, at.position); }
  void operator()(event::PersonRegistered::Reader e) { facts.people.erase(copy(e.getPerson())); }
  void operator()(event::PersonDetailsRecorded::Reader) {}
  void operator()(event::PersonErased::Reader) {}
  void operator()(event::PersonMerged::Reader e) {
    facts.people[copy(e.getPerson())].merged_into.clear();
    part_people(facts, at.position);
  }
  void operator()(event::PersonRestricted::Reader e) {
    facts.people[copy(e.getPerson())].restrictions.erase(at.position);
  }
  template <AboutAccounts E>
  void operator()(E) {}
  template <FoldsItself E>
  void operator()(E e) {
    take_back(facts, at, e);
  }
  template <Kept E>
  requires(!FoldsItself<E>) void operator()(E) {}
  void operator()(event::PostingStarted::Reader e) {
    auto person = facts.parties.intern(PartyKind::person, view(e.getPerson()));
    auto matches = [this](std::uint32_t i) { return facts.stays[i].started == at.position; };
    auto& mine = facts.stays_by_person[person.value];
    auto found = std::find_if(mine.begin(), mine.end(), matches);
    if (found == mine.end()) return;
    StayFact& stay = facts.stays[*found];
    std::erase_if(facts.stays_by_village[stay.village], matches);
    std::erase_if(facts.stays_by_unit[stay.unit.value], matches);
    std::erase_if(mine, matches);
    stay.started = {};
    take_back_selected(facts, at, e);
  }
  void operator()(event::PostingEnded::Reader e) {
    auto person = facts.parties.intern(PartyKind::person, view(e.getPerson()));
    for (auto index : facts.stays_by_person[person.value]) {
      StayFact& stay = facts.stays[index];
      if (stay.ended != at.position) continue;
      stay.span.last = far_future;
      stay.ended = {};
      stay.ground = event::LeavingGround::UNKNOWN;
      stay.end_documented = false;
    }
    facts.selection.end_reasons.erase(at.position);
  }
  void operator()(event::ReportReceived::Reader e) {
    drop(facts.answers[e.getReport()], at.position);
  }
  void operator()(event::ReportReturned::Reader e) {
    drop(facts.answers[e.getReport()], at.position);
  }
  // Every other type is one act.
  template <typename Other>
  void operator()(Other) {
    take_back_act(facts, at.position);
  }
};

void Apply::operator()(event::EventReversed::Reader e) {
  auto original = original_of(e);
  auto body = schema::read(original);
  At target{{e.getTarget()}, date_of(body), body.getOpening()};
  target.by = at.position;
  target.by_date = at.date;
  visit(body, TakeBack{facts, target});
  if (is_kept(body)) facts.kept.drop(target.position, body);
  ++facts.reversals;
}

}  // namespace

void apply(Facts& facts, Position position, RecordedTime recorded, event::Body::Reader body) {
  At at{position, date_of(body), body.getOpening()};
  // Who entered, checked and confirmed is shown; of other acts only who acted.
  if (body.isAccounts() || body.isFund() || body.isAttendance() || body.isAllowance())
    at.actor = copy(body.getActor());
  visit(body, Apply{facts, at});
  if (is_kept(body)) facts.kept.add(position, body);
  for (auto hash : body.getAttachments()) facts.attachments[copy(hash)].push_back(position);
  facts.position = position;
  facts.recorded = recorded;
}

}  // namespace zhucun::domain
