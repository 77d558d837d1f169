#include "ledger/domain/facts_parts.h"

#include <algorithm>

namespace zhucun::domain {

std::uint64_t entry_key(PartyRef actor, policy::ActKind kind) {
  return std::uint64_t{actor.value} << 8 | static_cast<std::uint64_t>(kind);
}

void add_entry(Facts& facts, const Act& act, ActIndex index, Date day) {
  auto& list = facts.entries[entry_key(act.actor, act.kind)];
  // Most acts come in the order of their days; a late one finds its place.
  auto place = list.end();
  if (!list.empty() && day < list.back().day) {
    place = std::upper_bound(list.begin(), list.end(), day,
                             [](Date d, const ActEntry& e) { return d < e.day; });
  }
  list.insert(place, {day, index});
}

namespace {

void replace_in_entries(Facts& facts, const std::vector<std::uint32_t>& acts, PartyRef actor) {
  for (auto index : acts) {
    Act& act = facts.acts[index];
    auto& from = facts.entries[entry_key(act.actor, act.kind)];
    std::vector<Date> days;
    std::erase_if(from, [&](const ActEntry& entry) {
      if (entry.act != index) return false;
      days.push_back(entry.day);
      return true;
    });
    act.actor = actor;
    for (Date day : days) add_entry(facts, act, index, day);
  }
}

}  // namespace

// Mergers are rare, so everything is looked through.
void merge_people(Facts& facts, Position position, PartyRef from, PartyRef into) {
  PersonMerge& merge = facts.merges[position];
  merge.from = from;
  merge.into = into;
  merge.stays = std::move(facts.stays_by_person[from.value]);
  facts.stays_by_person[from.value].clear();
  for (auto index : merge.stays) {
    facts.stays[index].person = into;
    facts.stays_by_person[into.value].push_back(index);
  }
  for (std::uint32_t i = 0; i < facts.act_refs.size(); ++i) {
    if (facts.act_refs[i] != from) continue;
    facts.act_refs[i] = into;
    merge.refs.push_back(i);
  }
  for (std::uint32_t i = 0; i < facts.acts.size(); ++i) {
    if (facts.acts[i].actor == from && !facts.acts[i].reversed) merge.acts.push_back(i);
  }
  replace_in_entries(facts, merge.acts, into);
}

void part_people(Facts& facts, Position position) {
  PersonMerge merge = std::move(facts.merges.at(position));
  facts.merges.erase(position);
  auto& theirs = facts.stays_by_person[merge.into.value];
  for (auto index : merge.stays) {
    if (std::erase(theirs, index) == 0) continue;  // reversed meanwhile
    facts.stays[index].person = merge.from;
    facts.stays_by_person[merge.from.value].push_back(index);
  }
  for (auto index : merge.refs) facts.act_refs[index] = merge.from;
  std::erase_if(merge.acts, [&](std::uint32_t index) { return facts.acts[index].reversed; });
  replace_in_entries(facts, merge.acts, merge.from);
}

}  // namespace zhucun::domain
