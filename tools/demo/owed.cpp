#include "tools/demo/owed.h"

#include <algorithm>
#include <array>
#include <map>

#include "tools/demo/classes.h"

namespace zhucun::demo {

const char* row_of(Duty duty) {
  constexpr std::array<const char*, duty_count> rows{
      "team-report-township", "team-report-unit",         "team-report-county",
      "group-report-city",    "member-unit-report",       "unit-hearing",
      "unit-special-meeting", "unit-guidance-visit",      "unit-care-visit",
      "township-spot-check",  "county-supervision",       "city-meeting",
      "county-meeting",       "city-demonstration-class", "county-rotation-training",
      "two-excellences-city", "biennial-commendation"};
  return rows[static_cast<std::size_t>(duty)];
}

namespace {

struct FateWords {
  const char* name;
  const char* status;
  const char* note;
};

const FateWords& words_of(Fate fate) {
  static constexpr std::array<FateWords, 18> words{{
      {"fulfilled", "onTime", "按时"},
      {"returned_again_in_time", "onTime", "退回后期限内重新送达"},
      {"reversed_again_in_time", "onTime", "登记有误已冲销，期限内的事实重新登记"},
      {"merged", "onTime", "由后来撤并的单位完成，由并入的单位承接"},
      {"late", "late", "期限后才送达"},
      {"returned_late", "late", "退回后期限外才重新送达"},
      {"reversed_late", "late", "期限内的登记被冲销，更正后的送达日在期限外"},
      {"missing", "missing", "没有"},
      {"wrong_addressee", "missing", "送错了单位"},
      {"wrong_period", "missing", "写错了汇报期间"},
      {"wrong_form", "missing", "协调组口头汇报，应书面"},
      {"wrong_actor", "missing", "不是应做的主体"},
      {"wrong_kind", "missing", "会议类别不符"},
      {"wrong_leader", "missing", "不是应去的领导"},
      {"wrong_window", "missing", "不在规定的时段"},
      {"returned", "missing", "退回后再未送达"},
      {"reversed", "missing", "登记后被冲销"},
      {"left_before_class", "missing", "当年在派而离任早于培训班，未参训"},
  }};
  return words[static_cast<std::size_t>(fate)];
}

}  // namespace

const char* name_of(Fate fate) {
  return words_of(fate).name;
}
const char* status_of(Fate fate) {
  return words_of(fate).status;
}
const char* note_of(Fate fate) {
  return words_of(fate).note;
}

namespace {

bool covers(const std::vector<Span>& spans, Span period) {
  return std::any_of(spans.begin(), spans.end(),
                     [period](Span span) { return span.contains(period); });
}

class Expecting {
 public:
  explicit Expecting(const City& city) : city_(city) {}

  Expectations run() {
    for (std::uint16_t p = 0; p < city_.periods.size(); ++p) {
      period_ = p;
      span_ = city_.periods[p].span;
      switch (city_.periods[p].key.size()) {
        case 7: months(); break;  // 2025-07
        case 6: quarters_and_halves(); break;
        default: years(); break;
      }
    }
    return std::move(out_);
  }

 private:
  bool live(Date go_live) const { return span_.last >= go_live; }
  bool village_live(Index village) const {
    return live(city_.counties[city_.villages[village].county].go_live);
  }
  bool is_half() const { return city_.periods[period_].key[4] == 'H'; }

  Owed make(Duty duty, Who actor, Who to = {}, Who subject = {}) const {
    Owed one;
    one.duty = duty;
    one.period = period_;
    one.actor = actor;
    one.to = to;
    one.subject = subject;
    return one;
  }
  void owe(Owed one) { out_.owed.push_back(one); }

  // ---- who reports for a village ---------------------------------------------------------------

  // A kind that asks for a first secretary only has no team, unless members were sent anyway. [3]
  bool has_team(const Village& village) const {
    for (const KindSpan& kind : village.kinds) {
      if (kind.asks_for_members && kind.span.contains(span_.first)) return true;
    }
    return std::any_of(village.stays.begin(), village.stays.end(), [this](Index s) {
      return !city_.stays[s].is_first_secretary && city_.stays[s].span.meets(span_);
    });
  }

  // Each reporter of a village with the days on which it stood, and the stays that make it up.
  struct Reporter {
    Who who;
    std::vector<Span> life;
    std::vector<Index> stays;
  };
  std::vector<Reporter> reporters_of(Index v) const {
    const Village& village = city_.villages[v];
    std::vector<Index> present;
    Span life{far_future, Date{}};
    for (Index s : village.stays) {
      const Span& span = city_.stays[s].span;
      life.first = std::min(life.first, span.first);
      life.last = std::max(life.last, span.last);
      if (span.meets(span_)) present.push_back(s);
    }
    if (present.empty()) return {};
    if (has_team(village)) return {{{PartyKind::team, v}, {life}, present}};
    std::map<Index, Reporter> alone;
    for (Index s : present) {
      Reporter& one = alone[city_.stays[s].person];
      one.who = {PartyKind::person, city_.stays[s].person};
      one.life.push_back(city_.stays[s].span);
      one.stays.push_back(s);
    }
    std::vector<Reporter> out;
    for (auto& [person, one] : alone) {
      one.life = joined(one.life);
      out.push_back(std::move(one));
    }
    return out;
  }

  void village_reports(Duty duty) {
    for (Index v = 0; v < city_.villages.size(); ++v) {
      const Village& village = city_.villages[v];
      if (!village_live(v)) {
        note_before_go_live(duty, v);
        continue;
      }
      for (const Reporter& one : reporters_of(v)) {
        if (duty == Duty::team_unit) {
          unit_reports(v, one);
          continue;
        }
        Who to = duty == Duty::team_township ? Who{PartyKind::township, village.township}
                                             : city_.office_of(village.county);
        Owed owed = make(duty, one.who, to);
        owed.village = v;
        if (covers(one.life, span_)) {
          owe(owed);
        } else if (one.who.kind == PartyKind::team && one.life.front().first > span_.first) {
          out_.not_owed.push_back({"new_team", "notApplicable", "新组建的工作队，首期不满", owed});
        }
      }
    }
  }

  void note_before_go_live(Duty duty, Index v) {
    // One village per county is enough to show it.
    const Village& village = city_.villages[v];
    if (duty != Duty::team_township || city_.counties[village.county].villages.front() != v) return;
    for (const Reporter& one : reporters_of(v)) {
      Owed owed = make(duty, one.who, {PartyKind::township, village.township});
      owed.village = v;
      out_.not_owed.push_back({"before_go_live", "beforeGoLive", "该县尚未启用", owed});
    }
  }

  // To each dispatching unit of which one person stood the whole quarter. [7.2.2]
  void unit_reports(Index v, const Reporter& reporter) {
    std::map<Index, std::map<Index, std::vector<Span>>> by_unit;
    for (Index s : reporter.stays) {
      const Stay& stay = city_.stays[s];
      by_unit[city_.answering(stay.unit, span_.last)][stay.person].push_back(stay.span);
    }
    for (const auto& [unit, people] : by_unit) {
      bool whole = std::any_of(people.begin(), people.end(), [this](const auto& one) {
        return covers(joined(one.second), span_);
      });
      if (!whole) continue;
      Owed owed = make(Duty::team_unit, reporter.who, {PartyKind::unit, unit});
      owed.unit = unit;
      owed.village = v;
      owe(owed);
    }
  }

  // ---- what units owe --------------------------------------------------------------------------

  struct Sent {
    std::vector<Span> spans;
    Index unit = nobody;  // before mergers
    Index village = nobody;
  };

  // [7.2.2, 8.1]
  void hearings_and_guidance() {
    std::map<std::pair<Index, Index>, Sent> people;
    std::map<std::pair<Index, Index>, Sent> villages;
    for (const Stay& stay : city_.stays) {
      if (!stay.span.meets(span_)) continue;
      Index unit = city_.answering(stay.unit, span_.last);
      for (Sent* sent : {&people[{unit, stay.person}], &villages[{unit, stay.village}]}) {
        sent->spans.push_back(stay.span);
        sent->unit = stay.unit;
        sent->village = stay.village;
      }
    }
    for (const auto& [key, sent] : people) {
      if (!village_live(sent.village) || !covers(joined(sent.spans), span_)) continue;
      Owed owed =
          make(Duty::hearing, {PartyKind::unit, key.first}, {}, {PartyKind::person, key.second});
      owed.unit = sent.unit;
      owed.village = sent.village;
      owe(owed);
    }
    for (const auto& [key, sent] : villages) {
      if (!village_live(sent.village) || !covers(joined(sent.spans), span_)) continue;
      for (Leader leader : {Leader::principal, Leader::in_charge}) {
        Owed owed = make(Duty::guidance, {PartyKind::unit, key.first}, {},
                         {PartyKind::village, key.second});
        owed.leader = leader;
        owed.unit = sent.unit;
        owed.village = sent.village;
        owe(owed);
      }
    }
  }

  // [7.2.2, 8.2.3.1]
  void special_meetings_and_care() {
    std::map<Index, std::vector<Span>> units;
    for (const Stay& stay : city_.stays) {
      if (stay.span.meets(span_)) {
        units[city_.answering(stay.unit, span_.last)].push_back(stay.span);
      }
    }
    for (const auto& [unit, spans] : units) {
      if (!live(city_.go_live_of_unit(unit))) continue;
      Owed owed = make(Duty::special_meeting, {PartyKind::unit, unit});
      owed.unit = unit;
      for (Index other = 0; other < city_.units.size(); ++other) {
        bool merged = city_.units[other].merged_into == unit &&
                      span_.contains(city_.units[other].merged_on) &&
                      city_.units[other].merged_on > city_.span.first + Days{30};
        if (!merged) continue;
        owed.unit = other;
        owed.fate = Fate::merged;
      }
      owe(owed);
      if (!covers(joined(spans), span_)) continue;
      Owed care = make(Duty::care, {PartyKind::unit, unit});
      care.leader = Leader::principal;
      care.unit = unit;
      owe(care);
    }
  }

  // ---- what offices owe ------------------------------------------------------------------------

  void spot_checks() {
    for (Index t = 0; t < city_.townships.size(); ++t) {
      if (!live(city_.counties[city_.townships[t].county].go_live)) continue;
      bool anyone = false;
      for (Index v : city_.townships[t].villages) {
        for (Index s : city_.villages[v].stays) anyone |= city_.stays[s].span.meets(span_);
      }
      if (anyone) owe(make(Duty::spot_check, {PartyKind::township, t}));
    }
  }

  void of_counties(Duty duty) {
    for (Index c = 0; c < city_.counties.size(); ++c) {
      if (live(city_.counties[c].go_live)) owe(make(duty, city_.office_of(c)));
    }
  }

  // Everyone in post on any day of the year, but for those who came after its last class; until
  // the year is over another class may come. [8.2.3.2]
  void rotation() {
    int year = year_of(span_.first);
    std::vector<Class> classes = classes_of(city_);
    for (Index c = 0; c < city_.counties.size(); ++c) {
      if (!live(city_.counties[c].go_live)) continue;
      Date last_class = far_future;
      if (span_.last < city_.span.last) {
        for (const Class& one : classes) {
          if (one.county == c && one.year == year) last_class = one.day;
        }
      }
      std::map<Index, Date> came;
      for (Index v : city_.counties[c].villages) {
        for (Index s : city_.villages[v].stays) {
          const Stay& stay = city_.stays[s];
          if (!stay.span.meets(span_)) continue;
          auto [known, fresh] = came.emplace(stay.person, stay.span.first);
          if (!fresh) known->second = std::min(known->second, stay.span.first);
        }
      }
      for (const auto& [person, first] : came) {
        Owed owed = make(Duty::rotation, city_.office_of(c), {}, {PartyKind::person, person});
        if (first <= last_class) {
          owe(owed);
        } else {
          out_.not_owed.push_back(
              {"arrived_after_last_class", "notApplicable", "到岗晚于当年最后一期培训班", owed});
        }
      }
    }
  }

  void months() {
    village_reports(Duty::team_township);
    spot_checks();
  }

  void quarters_and_halves() {
    if (is_half()) {
      village_reports(Duty::team_county);
      hearings_and_guidance();
      if (!live(city_.span.first)) return;
      owe(make(Duty::city_meeting, city_.city_office()));
      for (Index unit : city_.member_units) {
        owe(make(Duty::member_report, {PartyKind::member_unit, unit}, city_.city_office()));
      }
      return;
    }
    village_reports(Duty::team_unit);
    of_counties(Duty::supervision);
    of_counties(Duty::county_meeting);
    for (Index c = 0; c < city_.counties.size(); ++c) {
      if (!city_.counties[c].has_group || !live(city_.counties[c].go_live)) continue;
      owe(make(Duty::group_report, {PartyKind::group, c}, city_.city_office()));
    }
  }

  void years() {
    if (!live(city_.span.first)) return;
    special_meetings_and_care();
    rotation();
    owe(make(Duty::demonstration, city_.city_office()));
    owe(make(Duty::two_excellences, city_.city_office()));
  }

  const City& city_;
  std::uint16_t period_ = 0;
  Span span_;
  Expectations out_;
};

}  // namespace

Expectations all_owed(const City& city) {
  return Expecting(city).run();
}

}  // namespace zhucun::demo
