#include "api/app/directory.h"

#include <algorithm>
#include <array>
#include <set>

#include "importers/values.h"

namespace zhucun::app {

using importers::Around;
using importers::Candidate;
using schema::Reference;

namespace {

DivisionLevel level_of(Reference what) {
  switch (what) {
    case Reference::county: return DivisionLevel::county;
    case Reference::township: return DivisionLevel::township;
    case Reference::village: return DivisionLevel::village;
    default: return DivisionLevel::unknown;  // any
  }
}

DivisionLevel level_named(std::string_view name) {
  if (name == "province") return DivisionLevel::province;
  if (name == "city") return DivisionLevel::city;
  if (name == "county") return DivisionLevel::county;
  if (name == "township") return DivisionLevel::township;
  return name == "village" ? DivisionLevel::village : DivisionLevel::unknown;
}

// Each once.
void add(std::vector<Candidate>& to, Candidate one) {
  auto known = std::find_if(to.begin(), to.end(), [&](const auto& c) { return c.id == one.id; });
  if (known == to.end()) to.push_back(std::move(one));
}

std::optional<std::string> without(std::string_view text, std::string_view tail) {
  if (!text.ends_with(tail) || text.size() == tail.size()) return std::nullopt;
  return std::string(text.substr(0, text.size() - tail.size()));
}

}  // namespace

std::string bare_name(std::string_view written) {
  std::string name = importers::narrowed(written);
  std::erase(name, ' ');
  constexpr std::array<std::string_view, 14> tails{
      "村民委员会", "居民委员会", "社区居委会", "村委会", "居委会", "街道办事处", "街道办",
      "社区",       "街道",       "村",         "镇",     "乡",     "区",         "县"};
  constexpr std::size_t shortest = 6;  // two characters
  for (int pass = 0; pass < 2; ++pass) {
    for (auto tail : tails) {
      if (!name.ends_with(tail) || name.size() < tail.size() + shortest) continue;
      name.resize(name.size() - tail.size());
      break;
    }
  }
  return name;
}

BookDirectory::BookDirectory(Ledger& ledger, const Viewer& viewer, std::string what)
    : ledger_(ledger), viewer_(viewer), what_(std::move(what)), today_(ledger.book().today()) {
  ledger.book().read([&](const domain::Facts& facts) {
    city_ = facts.city;
    start_ = facts.start;
    take_divisions(facts);
    take_people(facts);
    return 0;
  });
  take_policy_keys();
}

// Kinds and attributes of villages and heads of spending: what people write is their titles.
void BookDirectory::take_policy_keys() {
  ledger_.with_policy(today_, [&](const domain::Facts&, const policy::Policy& policy) {
    for (const auto& row : policy.staffing) {
      keys_.emplace_back(row.village_kind.empty() ? row.attribute : row.village_kind, row.title);
    }
    for (const auto& row : policy.fund_uses) keys_.emplace_back(row.head, row.title);
    for (const auto& row : policy.allowances) {
      items_.emplace_back(row.id, row.title);
      if (!row.standard.empty()) standards_.emplace_back(row.standard, row.title);
    }
    return 0;
  });
}

// A key that no row names is a place's own, and stays as it is written.
std::vector<Candidate> BookDirectory::keys_in(const Keys& keys, std::string_view written) {
  std::string text = importers::trimmed(written);
  std::vector<Candidate> out;
  for (const auto& [key, title] : keys) {
    if (key == text) return {{key, title}};
    if (importers::title_key(title) == importers::title_key(text)) add(out, {key, title});
  }
  if (out.empty()) out.push_back({text, text});
  return out;
}

void BookDirectory::take_divisions(const domain::Facts& facts) {
  for (const auto& [code, fact] : facts.divisions) {
    bool gone = fact.merged_on <= today_;
    places_[code] = {fact.parent, fact.level, facts.division_name(code, today_),
                     gone ? fact.merged_into : code};
    for (const auto& name : fact.names) {
      auto& codes = by_name_[bare_name(name.name)];
      if (std::find(codes.begin(), codes.end(), code) == codes.end()) codes.push_back(code);
    }
  }
  for (const auto& [id, fact] : facts.units) {
    unit_names_[id] = facts.unit_name(id, today_);
    for (const auto& name : fact.names) {
      auto& ids = units_by_name_[importers::narrowed(name.name)];
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
  }
}

void BookDirectory::take_people(const domain::Facts& facts) {
  for (const auto& [id, fact] : facts.people) {
    if (!fact.merged_into.empty()) {
      merged_people_[id] = fact.merged_into;
      continue;
    }
    auto& stays = people_[id];
    auto ref = facts.parties.find(PartyKind::person, id);
    auto known = ref ? facts.stays_by_person.find(ref->value) : facts.stays_by_person.end();
    if (known == facts.stays_by_person.end()) continue;
    for (auto index : known->second) {
      const auto& stay = facts.stays[index];
      if (stay.started.value == 0) continue;
      stays.push_back({stay.village, facts.parties.id(stay.unit), stay.span.last >= today_});
    }
  }
}

bool BookDirectory::learn(const std::vector<importers::Item>& items) {
  bool any = false;
  for (const auto& item : items) {
    // A value as it stands in its quotes.
    auto said = [&](std::string_view field) -> std::string {
      for (const auto& [name, value] : item.data) {
        if (name == field && value.json.size() > 2)
          return value.json.substr(1, value.json.size() - 2);
      }
      return "";
    };
    if (item.type == "unitRegistered") {
      any |= unit_names_.try_emplace(said("unit"), said("name")).second;
    } else if (item.type == "personRegistered") {
      any |= people_.try_emplace(said("person")).second;
    } else if (item.type == "divisionRegistered") {
      auto code = parse_division(said("code"));
      auto parent = parse_division(said("parent"));
      auto level = level_named(said("level"));
      if (!code || places_.contains(*code)) continue;
      places_[*code] = {parent.value_or(DivisionCode{}), level, said("name"), *code};
      by_name_[bare_name(said("name"))].push_back(*code);
      any = true;
    }
    learn_names(item.type, said("unit"), said("person"), said("name"));
  }
  return any;
}

void BookDirectory::learn_names(const std::string& type, const std::string& unit,
                                const std::string& person, const std::string& name) {
  if (name.empty()) return;
  auto add_once = [](std::vector<std::string>& to, const std::string& id) {
    if (std::find(to.begin(), to.end(), id) == to.end()) to.push_back(id);
  };
  if (type == "unitRegistered" || type == "unitRenamed")
    add_once(units_by_name_[importers::narrowed(name)], unit);
  if (type == "personDetailsRecorded") {
    add_once(people_by_name_[name], person);
    name_of_[person] = name;
  }
}

bool BookDirectory::lies_in(DivisionCode code, DivisionCode area) const {
  if (area.empty() || area == city_) return true;
  for (int step = 0; step < 6 && !code.empty(); ++step) {
    if (code == area) return true;
    auto place = places_.find(code);
    if (place == places_.end()) return false;
    code = place->second.parent;
  }
  return false;
}

std::string BookDirectory::label_of(DivisionCode code) const {
  std::string out;
  for (DivisionCode at = code; !at.empty() && at != city_;) {
    auto place = places_.find(at);
    if (place == places_.end()) break;
    out = place->second.name + (out.empty() ? "" : " · " + out);
    at = place->second.parent;
  }
  return out + "（" + to_text(code) + "）";
}

std::vector<Candidate> BookDirectory::divisions(std::string_view written, DivisionLevel level,
                                                const Around& around) const {
  std::vector<Candidate> out;
  std::string text = importers::narrowed(written);
  std::erase(text, ' ');
  if (auto code = parse_division(text); code && places_.contains(*code))
    return {{text, label_of(*code)}};
  auto fits = [&](DivisionCode code) {
    const Place& place = places_.at(code);
    return (level == DivisionLevel::unknown || place.level == level) &&
           lies_in(code, around.within);
  };
  auto take = [&](const Codes& codes, auto&& accept) {
    for (DivisionCode code : codes) {
      if (!fits(code) || !accept(code)) continue;
      DivisionCode now = places_.at(code).now;
      add(out, {to_text(now), label_of(now)});
    }
  };
  auto known = by_name_.find(bare_name(text));
  if (known != by_name_.end()) take(known->second, [](DivisionCode) { return true; });
  // 某某镇张家沟村: the township, and perhaps the county, stand before the name.
  for (std::size_t at = 3; out.empty() && at + 6 <= text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
    auto tail = by_name_.find(bare_name(std::string_view(text).substr(at)));
    if (tail == by_name_.end()) continue;
    std::string head = bare_name(std::string_view(text).substr(0, at));
    take(tail->second, [&](DivisionCode code) {
      const Place& place = places_.at(code);
      auto parent = places_.find(place.parent);
      if (parent == places_.end()) return false;
      auto above = places_.find(parent->second.parent);
      std::string county = above == places_.end() ? "" : bare_name(above->second.name);
      std::string full = above == places_.end() ? "" : above->second.name;
      std::string township = bare_name(parent->second.name);
      return head == township || head == county + township || head == full + township ||
             bare_name(head) == full + township;
    });
  }
  // Several by the bare name, and one that is called exactly so.
  if (out.size() > 1) {
    std::vector<Candidate> exact;
    for (const auto& one : out) {
      if (places_.at(*parse_division(one.id)).name == text) exact.push_back(one);
    }
    if (exact.size() == 1) return exact;
  }
  return out;
}

std::vector<Candidate> BookDirectory::units(std::string_view written) const {
  std::string text = importers::narrowed(written);
  if (auto known = unit_names_.find(text); known != unit_names_.end())
    return {{known->first, known->second + "（" + known->first + "）"}};
  std::vector<Candidate> out;
  auto named = units_by_name_.find(text);
  if (named == units_by_name_.end()) return out;
  for (const auto& id : named->second) add(out, {id, unit_names_.at(id) + "（" + id + "）"});
  return out;
}

// Opened once, and written down before anything is answered.
void BookDirectory::open_names() const {
  if (names_opened_) return;
  names_opened_ = true;
  if (!ledger_.access() || !viewer_.desk || !viewer_.may(domain::Deed::see_names)) return;
  std::vector<std::string> visible;
  for (const auto& [id, stays] : people_) {
    if (ledger_.may_read_subject("posting:" + id, viewer_)) visible.push_back(id);
  }
  book::AccessRecord record{viewer_.account,
                            desk_text(*viewer_.desk),
                            access::Deed::READ,
                            what_,
                            visible,
                            {"name"},
                            "",
                            viewer_.peer,
                            0};
  if (!visible.empty()) ledger_.write_down(record);
  ledger_.book().read([&](const domain::Facts& facts) {
    for (const auto& id : visible) {
      auto name = ledger_.book().detail(facts, id, "name");
      if (!name.value) continue;
      people_by_name_[*name.value].push_back(id);
      name_of_[id] = *name.value;
    }
    return 0;
  });
}

std::vector<Candidate> BookDirectory::people(std::string_view written, const Around& around) const {
  std::string text = importers::narrowed(written);
  auto label = [&](const std::string& id) {
    std::string out = name_of_.contains(id) ? name_of_.at(id) + "（" + id + "）" : id;
    for (const auto& stay : people_.at(id)) {
      if (stay.open) out += " · " + label_of(stay.village);
    }
    return out;
  };
  if (auto merged = merged_people_.find(text); merged != merged_people_.end())
    text = merged->second;
  if (people_.contains(text)) return {{text, text}};
  // 张三(P12), as hand-outs write it.
  if (auto open = text.rfind('('); open != std::string::npos && text.ends_with(')')) {
    std::string id = text.substr(open + 1, text.size() - open - 2);
    if (people_.contains(id)) return {{id, id}};
  }
  open_names();
  std::vector<Candidate> out;
  auto named = people_by_name_.find(importers::trimmed(written));
  if (named == people_by_name_.end()) return out;
  for (const auto& id : named->second) {
    const auto& stays = people_.at(id);
    bool here = std::any_of(stays.begin(), stays.end(), [&](const Stay& stay) {
      return lies_in(stay.village, around.within) &&
             (around.unit.empty() || stay.unit == around.unit);
    });
    if (here || stays.empty()) add(out, {id, label(id)});
  }
  return out;
}

std::vector<Candidate> BookDirectory::parties(std::string_view written,
                                              const Around& around) const {
  std::string text = importers::narrowed(written);
  if (parse_party(text)) return {{text, text}};
  std::vector<Candidate> out;
  auto as = [&](const char* kind, const std::vector<Candidate>& found) {
    for (const auto& one : found) add(out, {std::string(kind) + ":" + one.id, one.label});
  };
  for (const auto& unit : units(text)) add(out, {"unit:" + unit.id, unit.label});
  for (std::string_view tail : {"驻村工作队", "工作队"}) {
    if (auto village = without(text, tail); village && out.empty())
      as("team", divisions(*village, DivisionLevel::village, around));
  }
  for (std::string_view tail : {"驻村队伍管理办公室", "驻村工作办公室", "驻村办"}) {
    if (auto place = without(text, tail); place && out.empty()) {
      as("office", divisions(*place, DivisionLevel::county, {}));
      as("office", divisions(*place, DivisionLevel::city, {}));
    }
  }
  for (std::string_view tail : {"党委", "党工委", "人民政府", "政府", ""}) {
    std::string place = tail.empty() ? text : without(text, tail).value_or("");
    if (!place.empty() && out.empty())
      as("township", divisions(place, DivisionLevel::township, around));
  }
  return out;
}

std::vector<Candidate> BookDirectory::find(Reference what, std::string_view text,
                                           const Around& around) const {
  switch (what) {
    case Reference::unit: return units(text);
    case Reference::person: return people(text, around);
    case Reference::party: return parties(text, around);
    case Reference::policy_key: return keys_in(keys_, text);
    case Reference::allowance_item: return keys_in(items_, text);
    case Reference::pay_standard: return keys_in(standards_, text);
    // A county is looked for in the whole city, whatever the row says.
    case Reference::county: return divisions(text, DivisionLevel::county, {});
    default: return divisions(text, level_of(what), around);
  }
}

std::optional<std::string> BookDirectory::person_of(std::string_view id_number) const {
  return ledger_.book().person_by_id_number(id_number);
}

std::string BookDirectory::name_of(DivisionCode code) const {
  auto place = places_.find(code);
  return place == places_.end() ? to_text(code) : place->second.name;
}

// Under the book's own key: nobody without it finds the words by trying. Without keys no newcomer's
// name can be recorded, and the row is refused for that.
std::string BookDirectory::newcomer(std::string_view words) const {
  auto* vault = ledger_.book().vault();
  constexpr std::size_t digits = 12;
  std::string blind = vault ? vault->blind("newcomer", words) : "";
  return "N" + log::to_hex(log::bytes_of(blind)).substr(0, digits);
}

}  // namespace zhucun::app
