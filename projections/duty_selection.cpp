#include "projections/duty_selection.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "projections/reach.h"
#include "projections/seats.h"

namespace zhucun::projections {

namespace {

std::optional<Status> status_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Status::before_go_live); ++i) {
    if (name_of(static_cast<Status>(i)) == name) return static_cast<Status>(i);
  }
  return std::nullopt;
}

std::optional<domain::PartyRef> actor_named(const Sight& sight, const std::string& text) {
  auto party = parse_party(text);
  return party ? sight.facts.parties.find(party->kind, party->id) : std::nullopt;
}

}  // namespace

Result<Selection> select(const Sight& sight, const Query& query) {
  Selection out;
  out.period = query.period.value_or(period_of({PeriodKind::year}, sight.as_of));
  std::optional<Status> status;
  if (!query.status.empty()) {
    status = status_named(query.status);
    if (!status) {
      return refuse({Code::bad_parameter,
                     "没有状态 " + query.status,
                     "可填 onTime late missing inProgress notApplicable beforeGoLive",
                     "status",
                     "",
                     {}});
    }
  }
  std::optional<domain::PartyRef> actor;
  if (!query.actor.empty()) {
    actor = actor_named(sight, query.actor);
    if (!actor) {
      return refuse({Code::unknown_party,
                     "账上没有 " + query.actor,
                     "写成 类别:编号，如 team:610802101200",
                     "actor",
                     "",
                     {}});
    }
  }
  if (query.division && !sight.facts.divisions.contains(*query.division)) {
    return refuse({Code::unknown_division,
                   "区划登记表中没有 " + to_text(*query.division),
                   "核对12位代码",
                   "division",
                   "",
                   {}});
  }
  out.judgement = sight.judged(out.period.span);
  for (const Instance& one : out.judgement->instances) {
    if (status && one.status != *status) continue;
    if (actor && one.actor != *actor) continue;
    if (!query.duty.empty() && out.judgement->rows[one.duty]->id != query.duty) continue;
    if (query.division && !in_division(sight.facts, one.place, *query.division, sight.as_of))
      continue;
    if (!reaches(sight, one)) continue;
    out.instances.push_back(&one);
  }
  return out;
}

std::string group_of(const Sight& sight, const std::string& by, const Instance& one,
                     const Judgement& judgement) {
  Date day = std::min(judgement.periods[one.period].span.last, sight.as_of);
  auto up = [&](DivisionLevel level) {
    DivisionCode place = one.place;
    for (auto known = sight.facts.divisions.find(place); known != sight.facts.divisions.end();
         known = sight.facts.divisions.find(place)) {
      bool merged = known->second.merged_on <= day && known->second.level != DivisionLevel::village;
      if (!merged && known->second.level <= level) return to_text(place);
      place = merged ? known->second.merged_into : known->second.parent;
    }
    return to_text(sight.facts.city);
  };
  if (by == "city") return to_text(sight.facts.city);
  if (by == "county") return up(DivisionLevel::county);
  if (by == "township") return up(DivisionLevel::township);
  if (by == "unit") {
    if (one.unit.value == 0) return "";
    return to_text(Party{one.unit.kind(), sight.facts.parties.id(one.unit)});
  }
  if (by == "group") {
    if (!one.city_level) return "";
    std::string county = up(DivisionLevel::county);
    bool has_group = std::any_of(
        sight.facts.groups.begin(), sight.facts.groups.end(),
        [&](const auto& g) { return to_text(g.county) == county && g.span.contains(day); });
    return has_group ? "group:" + county : "";
  }
  return to_text(Party{one.actor.kind(), sight.facts.parties.id(one.actor)});
}

std::string group_label(const Sight& sight, const std::string&, const std::string& group) {
  if (auto party = parse_party(group)) {
    auto ref = sight.facts.parties.find(party->kind, party->id);
    return ref ? label_of(sight.facts, *ref, sight.as_of) : group;
  }
  auto code = parse_division(group);
  return code ? sight.facts.division_name(*code, sight.as_of) : group;
}

std::string words_of(const Sight& sight, const Judgement& judgement, const Instance& one) {
  const Period& period = judgement.periods[one.period];
  std::string out = label_of(sight.facts, one.actor, period.span.last);
  if (one.leader == policy::Leader::principal) out += "主要领导";
  if (one.leader == policy::Leader::in_charge) out += "分管领导";
  if (one.to.value != 0) out += " → " + label_of(sight.facts, one.to, period.span.last);
  if (one.subject.value != 0)
    out += "（" + label_of(sight.facts, one.subject, period.span.last) + "）";
  return out + " " + period.key;
}

void add_provenance(Table& table, const Judgement& judgement) {
  std::set<std::string> documents;
  std::set<std::pair<const policy::Policy*, std::string>> seen;
  for (const auto* row : judgement.rows) {
    documents.insert(row->document);
    for (const auto& policy : judgement.policies) {
      for (const auto& id : row->readings) {
        bool of_this = std::any_of(policy->duties.begin(), policy->duties.end(),
                                   [row](const auto& duty) { return &duty == row; });
        if (of_this) seen.insert({policy.get(), id});
      }
    }
  }
  std::set<std::string> printed;
  for (const auto& [policy, id] : seen) {
    for (auto& note : reading_notes(*policy, {id})) {
      if (printed.insert(note.id + note.chosen).second) table.readings.push_back(std::move(note));
    }
  }
  std::sort(table.readings.begin(), table.readings.end(),
            [](const ReadingNote& a, const ReadingNote& b) { return a.id < b.id; });
  table.policies.assign(documents.begin(), documents.end());
}

void page(Explanation& explanation, std::vector<Child> all, const std::string& cursor) {
  std::int64_t from = 0;
  std::from_chars(cursor.data(), cursor.data() + cursor.size(), from);
  auto size = static_cast<std::int64_t>(all.size());
  from = std::clamp<std::int64_t>(from, 0, size);
  std::int64_t to = std::min(from + explanation_page, size);
  explanation.child_count = size;
  explanation.children.assign(std::make_move_iterator(all.begin() + from),
                              std::make_move_iterator(all.begin() + to));
  if (to < size) explanation.next_cursor = std::to_string(to);
}

}  // namespace zhucun::projections
