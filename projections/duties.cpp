#include "projections/duties.h"

#include <algorithm>
#include <array>
#include <optional>

#include "ledger/policy/names.h"
#include "projections/go_live.h"
#include "projections/seats.h"

namespace zhucun::projections {

using domain::Act;
using domain::ActEntry;
using domain::ActIndex;
using domain::Facts;
using domain::PartyRef;
using policy::ActKind;
using policy::DutyRow;
using policy::Leader;

namespace {

constexpr std::size_t served_max = 255;  // acts kept behind one instance

// Looks for the acts that serve one instance. [7.2.2: actor, addressee, form and period must match]
class Server {
 public:
  Server(const Ground& ground, const DutyRow& row, const Period& period)
      : ground_(ground),
        facts_(ground.facts()),
        row_(row),
        span_(period.span),
        window_(period.span) {
    int year = year_of(span_.first);
    if (row.due.window_first) {
      window_.first = make_date(year, row.due.window_first->first, row.due.window_first->second);
    }
    if (row.due.window_last) {
      window_.last = make_date(year, row.due.window_last->first, row.due.window_last->second);
    }
    if (row.act == ActKind::training && row.per == policy::Per::resident) gather_trainings();
  }

  Date due() const {
    return (row_.due.window_last ? window_.last : span_.last) + Days{row_.due.days_after};
  }

  // The acts that serve, by date, none twice.
  std::vector<ActIndex> serving(const Seat& seat, Leader leader) const {
    std::vector<ActIndex> out;
    if (row_.act == ActKind::training && row_.per == policy::Per::resident) {
      auto trained = trained_.find(seat.subject.value);
      if (trained != trained_.end()) {
        for (ActIndex index : trained->second) {
          if (counts_for(facts_.acts[index].actor, seat.actor)) out.push_back(index);
        }
      }
    } else {
      for (PartyRef actor : ground_.answered_by(seat.actor, span_.last))
        collect(actor, seat, leader, out);
    }
    std::sort(out.begin(), out.end(), [this](ActIndex a, ActIndex b) {
      return std::tie(facts_.acts[a].date, a) < std::tie(facts_.acts[b].date, b);
    });
    return out;
  }

  // The last class that a county's office (or whoever counts) held in the period. [8.2.3.2]
  std::optional<Date> last_class(PartyRef organiser) const {
    std::optional<Date> last;
    for (const ActEntry& entry : facts_.entries_of(organiser, ActKind::training)) {
      const Act& act = facts_.acts[entry.act];
      if (window_.contains(act.date) && act.date <= ground_.as_of() && fits(act)) last = act.date;
    }
    return last;
  }

 private:
  // A class serves those of the office that held it; the city's class serves everyone. [8.2.3.2]
  bool counts_for(PartyRef organiser, PartyRef office) const {
    if (organiser == office) return true;
    return row_.any_organiser && organiser == ground_.party(PartyKind::office, facts_.city);
  }

  bool fits(const Act& act) const {
    if (row_.form != policy::Form::any && act.form != row_.form) return false;
    if (row_.deliverable != policy::Deliverable::none && !act.documented) return false;
    if (row_.act == ActKind::meeting && row_.meeting != policy::MeetingKind::unknown) {
      return act.detail == static_cast<std::uint8_t>(row_.meeting);
    }
    if (row_.act == ActKind::training && !row_.trainings.empty()) {
      return std::any_of(row_.trainings.begin(), row_.trainings.end(), [&act](auto kind) {
        return act.detail == static_cast<std::uint8_t>(kind);
      });
    }
    return true;
  }

  bool addressed(const Act& act, PartyRef to) const {
    for (PartyRef ref : facts_.refs_of(act)) {
      // By who answers at the period's end; a report that comes after a merger goes to the
      // successor.
      bool meant = ground_.answering(ref, span_.last) == to ||
                   ground_.answering(ref, act.date) == ground_.answering(to, act.date);
      if (!meant) continue;
      return !returned(act, ref);
    }
    return false;
  }

  // A returned report serves nothing at that addressee until it is handed over again.
  bool returned(const Act& act, PartyRef by) const {
    auto answers = facts_.answers.find(act.position.value);
    if (answers == facts_.answers.end()) return false;
    return std::any_of(answers->second.begin(), answers->second.end(), [&](const auto& answer) {
      return answer.by == by && answer.returned && answer.date <= ground_.as_of();
    });
  }

  bool names_subject(const Act& act, PartyRef subject) const {
    for (PartyRef ref : facts_.refs_of(act)) {
      if (ref == subject) return true;
      if (subject.kind() == PartyKind::township && ref.kind() == PartyKind::village &&
          ground_.party(PartyKind::township, ground_.above(facts_.parties.division(ref),
                                                           DivisionLevel::township, span_.last)) ==
              subject) {
        return true;
      }
    }
    return false;
  }

  void collect(PartyRef actor, const Seat& seat, Leader leader, std::vector<ActIndex>& out) const {
    bool report = row_.act == ActKind::report;
    Span days = report ? Span{span_.first, span_.first} : window_;
    const auto& entries = facts_.entries_of(actor, row_.act);
    auto from = std::lower_bound(entries.begin(), entries.end(), days.first,
                                 [](const ActEntry& e, Date day) { return e.day < day; });
    for (; from != entries.end() && from->day <= days.last; ++from) {
      const Act& act = facts_.acts[from->act];
      if (act.date > ground_.as_of() || !fits(act)) continue;
      if (report && !reports_on_period(act)) continue;
      if (seat.to.value != 0 && !addressed(act, seat.to)) continue;
      if (seat.subject.value != 0 && !names_subject(act, seat.subject)) continue;
      if (leader != Leader::none && act.detail != static_cast<std::uint8_t>(leader)) continue;
      if (std::find(out.begin(), out.end(), from->act) == out.end()) out.push_back(from->act);
    }
  }

  bool reports_on_period(const Act& act) const {
    for (const auto& period : facts_.periods_of(act)) {
      if (period.span == span_) return true;
    }
    return false;
  }

  void gather_trainings() {
    for (PartyKind kind : {PartyKind::office, PartyKind::unit, PartyKind::township}) {
      for (std::uint32_t i = 0; i < facts_.parties.count(kind); ++i) {
        PartyRef organiser{static_cast<std::uint32_t>(kind) << 27 | i};
        for (const ActEntry& entry : facts_.entries_of(organiser, ActKind::training)) {
          const Act& act = facts_.acts[entry.act];
          bool counts = kind == PartyKind::office && window_.contains(act.date) &&
                        act.date <= ground_.as_of() && fits(act);
          if (!counts) continue;
          for (PartyRef person : facts_.refs_of(act)) trained_[person.value].push_back(entry.act);
        }
      }
    }
  }

  const Ground& ground_;
  const Facts& facts_;
  const DutyRow& row_;
  Span span_;
  Span window_;
  std::unordered_map<std::uint32_t, std::vector<ActIndex>> trained_;
};

class Judge {
 public:
  Judge(const Facts& facts, Judgement& out, Date as_of)
      : facts_(facts), out_(out), ground_(facts, as_of) {}

  void period(const policy::Policy& policy, const DutyRow& row, const Period& period) {
    auto row_index = index_of(row);
    out_.periods.push_back(period);
    Server server(ground_, row, period);
    std::vector<Leader> leaders = row.leaders;
    if (leaders.empty()) leaders.push_back(Leader::none);
    each_seat(ground_, policy, row, period, [&](const Seat& seat) {
      for (Leader leader : leaders) judge(row, row_index, period, server, seat, leader);
    });
  }

 private:
  std::uint32_t index_of(const DutyRow& row) {
    if (out_.rows.empty() || out_.rows.back() != &row) out_.rows.push_back(&row);
    return static_cast<std::uint32_t>(out_.rows.size() - 1);
  }

  // Whoever first stood in the county after the last class of the year has missed nothing.
  bool arrived_after_last_class(const Server& server, const Seat& seat, Span period) const {
    if (server.due() >= ground_.as_of()) return false;  // another class may still come
    auto last = server.last_class(seat.actor);
    if (!last) return false;
    auto stays = facts_.stays_by_person.find(seat.subject.value);
    if (stays == facts_.stays_by_person.end()) return false;
    for (auto index : stays->second) {
      const auto& stay = facts_.stays[index];
      bool here = ground_.above(stay.village, DivisionLevel::county, period.last) == seat.place;
      if (here && stay.span.meets(period) && stay.span.first <= *last) return false;
    }
    return true;
  }

  std::optional<Date> go_live(DivisionCode place, Date day) const {
    return live_from(facts_, ground_.above(place, DivisionLevel::county, day),
                     event::DutyGroup::DUTIES);
  }

  void judge(const DutyRow& row, std::uint32_t row_index, const Period& period,
             const Server& server, const Seat& seat, Leader leader) {
    Instance one;
    one.duty = row_index;
    one.period = static_cast<std::uint32_t>(out_.periods.size() - 1);
    one.actor = seat.actor;
    one.to = seat.to;
    one.subject = seat.subject;
    one.unit = seat.unit;
    one.place = seat.place;
    one.leader = leader;
    one.city_level = seat.city_level;
    one.due = server.due();
    one.reason = seat.reason;
    if (one.reason == NotOwed::none && row.not_after_last_act &&
        arrived_after_last_class(server, seat, period.span)) {
      one.reason = NotOwed::after_last_class;
    }
    auto live = go_live(seat.place, period.span.last);
    if (!live || period.span.last < *live) {
      one.status = Status::before_go_live;
    } else if (one.reason != NotOwed::none) {
      one.status = Status::not_applicable;
    } else {
      serve(one, row, server.serving(seat, leader));
    }
    out_.instances.push_back(one);
  }

  void serve(Instance& one, const DutyRow& row, const std::vector<ActIndex>& acts) {
    one.expected = static_cast<std::uint8_t>(row.at_least);
    one.first_act = static_cast<std::uint32_t>(out_.acts.size());
    one.act_count = static_cast<std::uint8_t>(std::min(acts.size(), served_max));
    out_.acts.insert(out_.acts.end(), acts.begin(), acts.begin() + one.act_count);
    for (ActIndex index : acts) {
      if (one.on_time + one.late == one.expected) break;
      if (facts_.acts[index].date <= one.due)
        ++one.on_time;
      else
        ++one.late;
    }
    if (one.on_time + one.late < one.expected) {
      one.status = ground_.as_of() > one.due ? Status::missing : Status::in_progress;
    } else {
      one.status = one.late > 0 ? Status::late : Status::on_time;
    }
  }

  const Facts& facts_;
  Judgement& out_;
  Ground ground_;
};

}  // namespace

std::string_view name_of(Status status) {
  constexpr std::array<std::string_view, 6> names{"onTime",     "late",          "missing",
                                                  "inProgress", "notApplicable", "beforeGoLive"};
  return names[static_cast<std::size_t>(status)];
}

std::string_view title_of(Status status) {
  constexpr std::array<std::string_view, 6> titles{"按时",   "逾期",   "未报",
                                                   "进行中", "不适用", "启用前"};
  return titles[static_cast<std::size_t>(status)];
}

std::string_view title_of(NotOwed reason) {
  constexpr std::array<std::string_view, 7> titles{"",
                                                   "不足整期",
                                                   "整期空岗",
                                                   "本期无驻村干部",
                                                   "未设协调组",
                                                   "尚未成立办公室",
                                                   "到岗晚于最后一期培训"};
  return titles[static_cast<std::size_t>(reason)];
}

namespace {

// Whether a period is asked for: it lies in the span, or its round of several years ends in an
// asked year.
bool is_asked(const Period& period, Cadence cadence, Span asked) {
  if (asked.contains(period.span)) return true;
  bool whole_year = asked.last - asked.first >= Days{364};
  return cadence.count > 1 && whole_year && asked.contains(period.span.last);
}

}  // namespace

Judgement judge_duties(const Facts& facts, const std::vector<policy::PolicySpan>& policies,
                       Span span, Date as_of) {
  Judgement out;
  out.span = span;
  out.as_of = as_of;
  Judge judge(facts, out, as_of);
  for (const auto& stretch : policies) {
    out.policies.push_back(stretch.policy);
    for (const auto& row : stretch.policy->duties) {
      if (!row.every) continue;
      // A round of several years may have begun before the span; no other period reaches into it.
      Date from = span.first - Days{366 * (row.every->count - 1)};
      // A period that has not begun by as_of is not expected yet.
      Span days{std::max(from, stretch.span.first),
                std::min({span.last, stretch.span.last, as_of})};
      if (days.first > days.last) continue;
      for (const auto& period : periods_starting_in(*row.every, days)) {
        if (is_asked(period, *row.every, span)) judge.period(*stretch.policy, row, period);
      }
    }
  }
  return out;
}

std::string key_of(const Facts& facts, const Judgement& judgement, const Instance& one) {
  auto party = [&facts](PartyRef ref) {
    return ref.value == 0 ? std::string() : to_text(Party{ref.kind(), facts.parties.id(ref)});
  };
  std::string leader = one.leader == Leader::none ? "" : std::string(policy::name_of(one.leader));
  return judgement.rows[one.duty]->id + "|" + party(one.actor) + "|" + party(one.to) + "|" +
         party(one.subject) + "|" + leader + "|" + judgement.periods[one.period].key;
}

std::string label_of(const Facts& facts, PartyRef ref, Date day) {
  if (ref.value == 0) return "";
  const std::string& id = facts.parties.id(ref);
  auto division = [&] { return facts.division_name(*parse_division(id), day); };
  switch (ref.kind()) {
    case PartyKind::office: {
      auto office = facts.offices.find(*parse_division(id));
      return office == facts.offices.end() ? division() + "驻村队伍管理办公室"
                                           : office->second.name;
    }
    case PartyKind::township:
    case PartyKind::village: return division();
    case PartyKind::team: return division() + "驻村工作队";
    case PartyKind::group: return division() + "驻村工作协调组";
    case PartyKind::unit:
    case PartyKind::member_unit: return facts.unit_name(id, day);
    case PartyKind::person:
    case PartyKind::unknown: break;
  }
  return id;
}

std::vector<const domain::StayFact*> grounds_of(const Facts& facts, const Judgement& judgement,
                                                const Instance& one) {
  Span span = judgement.periods[one.period].span;
  std::vector<const domain::StayFact*> out;
  auto add = [&](const std::vector<std::uint32_t>& list, auto&& wanted) {
    for (auto index : list) {
      const auto& stay = facts.stays[index];
      if (stay.span.meets(span) && wanted(stay)) out.push_back(&stay);
    }
  };
  auto all = [](const domain::StayFact&) { return true; };
  if (one.subject.value != 0 && one.subject.kind() == PartyKind::person) {
    if (auto found = facts.stays_by_person.find(one.subject.value);
        found != facts.stays_by_person.end()) {
      add(found->second, all);
    }
    return out;
  }
  if (one.actor.kind() == PartyKind::person) {
    if (auto found = facts.stays_by_person.find(one.actor.value);
        found != facts.stays_by_person.end()) {
      add(found->second, all);
    }
    return out;
  }
  auto of_village = facts.stays_by_village.find(one.place);
  if (of_village != facts.stays_by_village.end()) {
    bool by_unit = one.unit.value != 0;
    add(of_village->second, [&](const auto& stay) { return !by_unit || stay.unit == one.unit; });
  } else if (one.unit.value != 0) {
    if (auto found = facts.stays_by_unit.find(one.unit.value); found != facts.stays_by_unit.end()) {
      add(found->second, all);
    }
  }
  return out;
}

}  // namespace zhucun::projections
