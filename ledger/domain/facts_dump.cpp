// Every fact as a line, in an order that does not depend on how the facts came about.
#include <algorithm>

#include "ledger/domain/authority.h"
#include "ledger/domain/facts_parts.h"

namespace zhucun::domain {

namespace {

std::string number(std::uint64_t value) {
  return std::to_string(value);
}
std::string text(Span span) {
  return to_text(span.first) + ".." + to_text(span.last);
}

std::string text(const std::vector<DatedName>& names) {
  std::string out;
  for (const auto& one : names) out += to_text(one.from) + "=" + one.name + ";";
  return out;
}

// Facts that came late stand elsewhere in their lists; sorting the lines takes the order away.
void sorted(std::vector<std::string> lines, const std::function<void(std::string_view)>& line) {
  std::sort(lines.begin(), lines.end());
  for (const auto& one : lines) line(one);
}

std::string party(const Facts& facts, PartyRef ref) {
  return to_text(Party{ref.kind(), facts.parties.id(ref)});
}

void dump_book(const Facts& facts, const std::function<void(std::string_view)>& line) {
  line("book " + to_text(facts.city) + " " + facts.title + " " + to_text(facts.start));
  for (const auto& [key, list] : facts.go_live) {
    for (const auto& [position, fact] : list) {
      line("goLive " + to_text(key.first) + " " + number(static_cast<std::uint64_t>(key.second)) +
           " " + to_text(fact.from) + " " + number(position.value));
    }
  }
  for (const auto& [code, position] : facts.signed_openings) {
    line("openingSigned " + to_text(code) + " " + number(position.value));
  }
  for (const auto& [position, restored] : facts.restorations) {
    line("restored " + number(position.value) + " " + number(restored.position.value) + " " +
         restored.backup);
  }
  line("policies " + facts.policies.digest());
  for (const auto& [year, tables] : facts.calendars) {
    for (const auto& [position, table] : tables) {
      std::string days;
      for (const auto& [date, kind] : table.days) {
        days += " " + to_text(date) + number(static_cast<std::uint64_t>(kind));
      }
      line("calendar " + number(static_cast<std::uint64_t>(year)) + " " + number(position.value) +
           " " + table.notice + days);
    }
  }
}

void dump_register(const Facts& facts, const std::function<void(std::string_view)>& line) {
  for (const auto& [code, fact] : facts.divisions) {
    line("division " + to_text(code) + " " + number(static_cast<std::uint64_t>(fact.level)) + " " +
         text(fact.names) + " " + to_text(fact.merged_on) + " " + to_text(fact.merged_into));
  }
  std::vector<std::string> lines;
  for (const auto* dated : {&facts.kinds, &facts.attributes}) {
    for (const auto& [village, list] : *dated) {
      for (const auto& fact : list) {
        lines.push_back("village " + to_text(village) + " " + fact.key + "=" + fact.value + " " +
                        text(fact.span) + " " + number(fact.position.value));
      }
    }
  }
  sorted(std::move(lines), line);
}

void dump_organisations(const Facts& facts, const std::function<void(std::string_view)>& line) {
  for (const auto& [id, fact] : facts.units) {
    line("unit " + id + " " + number(static_cast<std::uint64_t>(fact.level)) + " " +
         to_text(fact.seat) + " " + text(fact.names) + " " + to_text(fact.merged_on) + " " +
         fact.merged_into);
  }
  for (const auto& [code, fact] : facts.offices) {
    line("office " + to_text(code) + " " + text(fact.span) + " " + fact.name);
  }
  std::vector<std::string> lines;
  for (const auto& fact : facts.members) {
    lines.push_back("member " + party(facts, fact.member) + " " + to_text(fact.office) + " " +
                    text(fact.span) + " " + number(fact.position.value));
  }
  for (const auto& fact : facts.groups) {
    lines.push_back("group " + to_text(fact.county) + " " + fact.name + " " + fact.lead_unit + " " +
                    text(fact.span) + " " + number(fact.position.value));
  }
  sorted(std::move(lines), line);
}

void dump_people(const Facts& facts, const std::function<void(std::string_view)>& line) {
  for (const auto& [id, fact] : facts.people) {
    std::string out = "person " + id + " " + number(fact.registered.value);
    for (const auto& [field, position] : fact.details)
      out += " " + field + "=" + number(position.value);
    for (const auto& [position, until] : fact.restrictions)
      out += " until " + to_text(until) + " " + number(position.value);
    if (!fact.merged_into.empty()) out += " into " + fact.merged_into;
    line(out + (fact.erased ? " erased" : ""));
  }
  std::vector<std::string> lines;
  for (const auto& [village, list] : facts.stays_by_village) {
    for (auto index : list) {
      const StayFact& stay = facts.stays[index];
      lines.push_back(
          "stay " + to_text(village) + " " + party(facts, stay.person) + " " +
          party(facts, stay.unit) + " " + number(static_cast<std::uint64_t>(stay.role)) + " " +
          text(stay.span) + " " + number(static_cast<std::uint64_t>(stay.ground)) + " " +
          number(stay.started.value) + " " + number(stay.ended.value) +
          (stay.documented ? " documented" : "") + (stay.end_documented ? " ended by paper" : ""));
    }
  }
  sorted(std::move(lines), line);
}

void dump_accounts(const Facts& facts, const std::function<void(std::string_view)>& line) {
  if (facts.accounts.ceremony.value != 0) line("ceremony " + number(facts.accounts.ceremony.value));
  for (const auto& [name, account] : facts.accounts.by_name) {
    std::string out = "account " + name + " " + account.title + " " + account.person + " " +
                      number(account.position.value) + " " + account.disabled_by;
    for (const Desk& desk : account.desks) {
      out += " " + std::string(name_of(desk.role)) + "@" + to_text(desk.scope) + " " +
             text(desk.days) + " " + desk.deputises + " " + number(desk.granted.value);
    }
    line(out);
  }
  for (const auto& [position, proposal] : facts.accounts.proposals) {
    line("proposal " + number(position.value) + " " + proposal.by + " " +
         number(proposal.grants.size()) + (proposal.decided ? " decided" : " open"));
  }
  for (const auto& [hash, positions] : facts.attachments) {
    std::string out = "attachment " + hash;
    for (Position position : positions) out += " " + number(position.value);
    line(out);
  }
}

std::string act_line(const Facts& facts, const Act& act) {
  std::string out = "act " + number(act.position.value) + " " + to_text(act.date) + " " +
                    party(facts, act.actor) + " " + number(static_cast<std::uint64_t>(act.kind)) +
                    " " + number(act.detail) + " " + number(static_cast<std::uint64_t>(act.form));
  for (auto ref : facts.refs_of(act)) out += " " + party(facts, ref);
  for (const auto& period : facts.periods_of(act)) out += " " + text(period.span);
  return out;
}

}  // namespace

void dump(const Facts& facts, const std::function<void(std::string_view)>& line) {
  dump_book(facts, line);
  dump_register(facts, line);
  dump_organisations(facts, line);
  dump_people(facts, line);
  dump_accounts(facts, line);
  dump_fund(facts.fund, line);
  dump_selection(facts, line);
  for (const Act& act : facts.acts) {
    if (!act.reversed) line(act_line(facts, act));
  }
  std::vector<std::string> entries;
  for (const auto& [key, list] : facts.entries) {
    for (const auto& entry : list) {
      entries.push_back("entry " + party(facts, {static_cast<std::uint32_t>(key >> 8)}) + " " +
                        number(key & 0xff) + " " + to_text(entry.day) + " " +
                        number(facts.acts[entry.act].position.value));
    }
  }
  sorted(std::move(entries), line);
  std::vector<std::string> answers;
  for (const auto& [report, list] : facts.answers) {
    for (const auto& one : list) {
      answers.push_back("answer " + number(report) + " " + party(facts, one.by) + " " +
                        to_text(one.date) + (one.returned ? " returned " : " received ") +
                        one.reason);
    }
  }
  sorted(std::move(answers), line);
  dump_attendance(facts, line);
  dump_allowances(facts, line);
  for (const auto& [type, list] : facts.kept.by_type()) {
    for (const auto& [position, words] : list)
      line("kept " + schema::to_json(schema::read(words), position));
  }
}

}  // namespace zhucun::domain
