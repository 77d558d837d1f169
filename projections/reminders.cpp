// Papers that remind: what an office may send one level down, and what came of those it sent.
// Answers and late acts close them; late stays late. [7.2, 8.3]
#include <algorithm>
#include <map>
#include <set>

#include "ledger/domain/kept_read.h"
#include "projections/duty_selection.h"
#include "projections/oversight_tables.h"
#include "projections/reach.h"
#include "projections/rectifications.h"

namespace zhucun::projections {

namespace {

using domain::copy;
using domain::kept;

std::string party_text(const Sight& sight, domain::PartyRef ref) {
  return to_text(Party{ref.kind(), sight.facts.parties.id(ref)});
}

// Who stands one level above a party; empty above the city's office.
std::string above(const Sight& sight, const Ground& ground, const std::string& text) {
  auto who = parse_party(text);
  if (!who) return "";
  DivisionCode city = sight.facts.city;
  auto office = [&](DivisionCode code) { return "office:" + to_text(code.empty() ? city : code); };
  auto up = [&](DivisionLevel level) {
    return ground.above(*parse_division(who->id), level, sight.as_of);
  };
  switch (who->kind) {
    case PartyKind::team:
    case PartyKind::village: return "township:" + to_text(up(DivisionLevel::township));
    case PartyKind::township: return office(up(DivisionLevel::county));
    case PartyKind::group: return office(city);
    case PartyKind::office: return *parse_division(who->id) == city ? "" : office(city);
    case PartyKind::unit:
    case PartyKind::member_unit: {
      auto unit = sight.facts.units.find(who->id);
      return unit == sight.facts.units.end() ? "" : office(unit->second.seat);
    }
    default: return "";
  }
}

// To whom an issuer writes so that a matter reaches its actor; empty where it lies elsewhere.
std::string recipient(const Sight& sight, const Ground& ground, const std::string& issuer,
                      const Instance& one) {
  std::string at = one.actor.kind() == PartyKind::person ? "team:" + to_text(one.place)
                                                         : party_text(sight, one.actor);
  for (int steps = 0; steps < 4 && !at.empty(); ++steps) {
    std::string next = above(sight, ground, at);
    if (next == issuer) return at;
    at = next;
  }
  return "";
}

struct Draft {
  std::vector<const Instance*> items;
};

std::string line_of(const Sight& sight, const Judgement& judgement, const Instance& one) {
  const auto& row = *judgement.rows[one.duty];
  return words_of(sight, judgement, one) + "（" + row.clause.text + "），期限 " + to_text(one.due) +
         "，已逾期 " + std::to_string((sight.as_of - one.due).count()) + " 天";
}

std::string paste_text(const Sight& sight, const Judgement& judgement, const std::string& to,
                       const Draft& draft) {
  std::string out = party_name(sight, to) + "：截至 " + to_text(sight.as_of) + "，以下 " +
                    std::to_string(draft.items.size()) + " 项未办，请抓紧办理并登记。";
  int number = 0;
  for (const Instance* one : draft.items)
    out += "\n" + std::to_string(++number) + ". " + line_of(sight, judgement, *one);
  return out;
}

}  // namespace

Result<Listed> reminder_drafts(const Sight& sight, const Query& query) {
  auto who = parse_party(query.actor);
  bool issues = who && (who->kind == PartyKind::office || who->kind == PartyKind::township);
  if (!issues) {
    return refuse({Code::bad_parameter,
                   query.actor + " 不能发提示督办",
                   "写成 office:610800000000 或 township:610802101000",
                   "actor",
                   "",
                   {}});
  }
  Concern concern = concern_of(sight, query.actor);
  if (!reaches_matter(sight, concern.place, "", "")) {
    return refuse({Code::not_found, "没有 " + query.actor, "核对代码", "actor", "", {}});
  }
  Query ask = query;
  ask.actor.clear();
  ask.period = period_asked(sight, query);
  auto selection = select(sight, ask);
  if (!selection) return refuse(std::move(selection.error()));
  const Judgement& judgement = *selection->judgement;
  Ground ground(sight.facts, sight.as_of);
  std::map<std::string, Draft> drafts;
  for (const Instance* one : selection->instances) {
    if (one->status != Status::missing) continue;
    std::string to = recipient(sight, ground, query.actor, *one);
    if (!to.empty()) drafts[to].items.push_back(one);
  }
  Listed out;
  out.table.title = "提示督办拟稿";
  out.table.period = ask.period->key;
  out.add("to", "受文单位代码", CellKind::text), out.add("toName", "受文单位", CellKind::text);
  out.add("items", "未办事项", CellKind::count, "8.3", true);
  out.add("oldest", "最早期限", CellKind::date), out.add("words", "最早的一项", CellKind::text);
  out.add("keys", "事项代码", CellKind::text), out.add("body", "正文", CellKind::text);
  for (auto& [to, draft] : drafts) {
    std::stable_sort(draft.items.begin(), draft.items.end(),
                     [](const Instance* a, const Instance* b) { return a->due < b->due; });
    std::string keys;
    Basis basis{party_name(sight, to) + "·未办事项",
                std::to_string(draft.items.size()),
                "逾期未办的义务，逐级只发到下一级",
                {}};
    for (const Instance* one : draft.items) {
      keys += (keys.empty() ? "" : "\n") + key_of(sight.facts, judgement, *one);
      basis.children.push_back({line_of(sight, judgement, *one), "", "", {}});
    }
    RowOf row;
    row.text(to).text(party_name(sight, to));
    row.number(static_cast<std::int64_t>(draft.items.size()));
    row.date(draft.items.front()->due, "").text(words_of(sight, judgement, *draft.items.front()));
    row.text(keys).text(paste_text(sight, judgement, to, draft));
    out.explain(to, "items", std::move(basis));
    out.table.rows.push_back(row.take(to));
  }
  out.table.remarks.push_back("文号由发文单位编；正文不含个人姓名");
  add_provenance(out.table, judgement);
  return out;
}

namespace {

// How the matters of all reminders stand now, by their keys.
std::map<std::string, const Instance*> standing(
    const Sight& sight, const std::set<std::string>& keys,
    std::vector<std::shared_ptr<const Judgement>>& hold) {
  std::set<int> years;
  for (const std::string& key : keys) {
    auto bar = key.rfind('|');
    auto period = bar == std::string::npos ? std::nullopt : parse_period(key.substr(bar + 1));
    if (period) years.insert(year_of(period->span.first));
  }
  std::map<std::string, const Instance*> out;
  for (int year : years) {
    hold.push_back(sight.judged({make_date(year, 1, 1), make_date(year, 12, 31)}));
    for (const Instance& one : hold.back()->instances) {
      std::string key = key_of(sight.facts, *hold.back(), one);
      if (keys.contains(key)) out[key] = &one;
    }
  }
  return out;
}

struct Sent {
  domain::KeptEvent<event::ReminderIssued> issued;
  std::optional<Date> answered;
  std::string answer;
  int items = 0;
  int open = 0;
  int late = 0;
  std::pair<const char*, const char*> status(Date as_of) const {
    if (open == 0)
      return late > 0 ? std::pair{"closedLate", "逾期办结"} : std::pair{"closed", "已办结"};
    if (answered) return {"answered", "已答复，未办结"};
    return domain::until_or_open(issued.data.getDue()) < as_of ? std::pair{"overdue", "逾期未答复"}
                                                               : std::pair{"open", "办理中"};
  }
};

std::vector<Sent> sent_reminders(const Sight& sight) {
  std::vector<Sent> out;
  std::set<std::string> keys;
  for (const auto& one : kept<event::ReminderIssued>(sight.facts, sight.as_of)) {
    for (auto key : one.data.getItems()) keys.insert(copy(key));
    out.push_back({one, std::nullopt, ""});
  }
  for (const auto& one : kept<event::ReminderAnswered>(sight.facts, sight.as_of)) {
    for (Sent& sent : out) {
      if (sent.issued.position.value != one.data.getReminder()) continue;
      sent.answered = one.date;
      sent.answer = copy(one.data.getAnswer());
    }
  }
  std::vector<std::shared_ptr<const Judgement>> hold;
  auto now = standing(sight, keys, hold);
  for (Sent& sent : out) {
    for (auto key : sent.issued.data.getItems()) {
      ++sent.items;
      auto found = now.find(copy(key));
      bool done = found != now.end() && (found->second->status == Status::on_time ||
                                         found->second->status == Status::late);
      if (!done) ++sent.open;
      if (done && found->second->status == Status::late) ++sent.late;
    }
  }
  return out;
}

}  // namespace

Result<Listed> reminders(const Sight& sight, const Query& query) {
  if (auto fault = division_fault(sight, query)) return refuse(*fault);
  Ground ground(sight.facts, sight.as_of);
  Listed out;
  out.table.title = "提示督办台账";
  out.table.period = query.period ? query.period->key : "";
  out.add("from", "发文单位代码", CellKind::text), out.add("fromName", "发文单位", CellKind::text);
  out.add("to", "受文单位代码", CellKind::text), out.add("toName", "受文单位", CellKind::text);
  out.add("kind", "类别代码", CellKind::text), out.add("kindTitle", "类别", CellKind::text);
  out.add("number", "文号", CellKind::text), out.add("issued", "发出日期", CellKind::date);
  out.add("due", "办理期限", CellKind::date), out.add("items", "事项", CellKind::count);
  out.add("open", "未办", CellKind::count, "8.3", true);
  out.add("late", "逾期办理", CellKind::count), out.add("answered", "答复日期", CellKind::date);
  out.add("answer", "答复", CellKind::text), out.add("status", "情况代码", CellKind::text);
  out.add("statusTitle", "情况", CellKind::text), out.add("event", "依据序号", CellKind::position);
  for (const Sent& one : sent_reminders(sight)) {
    auto e = one.issued.data;
    std::string from = copy(e.getFrom());
    std::string to = copy(e.getTo());
    Concern concern = concern_of(sight, to);
    auto [status, title] = one.status(sight.as_of);
    bool fits = (query.actor.empty() || query.actor == from || query.actor == to) &&
                (query.status.empty() || query.status == status) &&
                (!query.period || query.period->span.contains(one.issued.date)) &&
                asked_for(ground, query, concern.place) &&
                reaches_matter(sight, concern.place, concern.unit, "");
    if (!fits) continue;
    auto kind = schema::enumerant(e.getKind());
    std::string key = std::to_string(one.issued.position.value);
    RowOf row;
    row.text(from).text(party_name(sight, from)).text(to).text(party_name(sight, to));
    row.text(kind.name).text(kind.title).text(copy(e.getNumber()), "未编号");
    row.date(one.issued.date, "").date(domain::until_or_open(e.getDue()), "");
    row.number(one.items).number(one.open).number(one.late);
    row.date(one.answered, "未答复").text(one.answer, "未答复").text(status).text(title);
    row.position(one.issued.position);
    Basis basis{party_name(sight, to) + "·未办事项",
                std::to_string(one.open),
                std::to_string(one.items) + " 项中还没有办的；逾期办理的仍是逾期",
                {}};
    for (auto item : e.getItems()) basis.children.push_back({copy(item), "", "", {}});
    basis.children.push_back({"提示督办", "", "", one.issued.position});
    out.explain(key, "open", std::move(basis));
    out.table.rows.push_back(row.take(key));
  }
  cite_rows(sight, sight.as_of, {}, out.table);
  return out;
}

}  // namespace zhucun::projections
