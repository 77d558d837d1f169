#include <algorithm>
#include <set>

#include "projections/duty_selection.h"
#include "projections/duty_tables.h"

namespace zhucun::projections {

namespace {

std::string instance_words(const policy::DutyRow& row) {
  std::string out = row.title;
  if (row.at_least > 1) out += "（至少 " + std::to_string(row.at_least) + " 次）";
  return out;
}

// Positions and days of the acts that served, for one cell.
std::string acts_text(const Sight& sight, const Judgement& judgement, const Instance& one) {
  std::string out;
  for (std::uint32_t i = 0; i < one.act_count; ++i) {
    const auto& act = sight.facts.acts[judgement.acts[one.first_act + i]];
    out += (out.empty() ? "" : "；") + to_text(act.date) + "（序号 " +
           std::to_string(act.position.value) + "）";
  }
  return out;
}

std::vector<Cell> cells_of(const Sight& sight, const Judgement& judgement, const Instance& one) {
  const auto& row = *judgement.rows[one.duty];
  const auto& period = judgement.periods[one.period];
  auto label = [&](domain::PartyRef ref) { return label_of(sight.facts, ref, period.span.last); };
  std::string leader = one.leader == policy::Leader::principal   ? "主要领导"
                       : one.leader == policy::Leader::in_charge ? "分管领导"
                                                                 : "";
  return {Cell::date(one.due),
          Cell::text(to_text(Party{one.actor.kind(), sight.facts.parties.id(one.actor)})),
          Cell::text(label(one.actor) + leader),
          Cell::text(row.id),
          Cell::text(instance_words(row)),
          Cell::text(row.clause.text),
          Cell::text_or_none(label(one.to), ""),
          Cell::text_or_none(label(one.subject), ""),
          Cell::text(period.key),
          Cell::text(std::string(name_of(one.status))),
          Cell::text(std::string(title_of(one.status))),
          Cell::text_or_none(std::string(title_of(one.reason)), ""),
          Cell::number(one.expected),
          Cell::number(one.on_time + one.late),
          Cell::text_or_none(acts_text(sight, judgement, one), "")};
}

std::set<std::string> expected_keys(const domain::Facts& facts, const Judgement& judgement) {
  std::set<std::string> out;
  for (const Instance& one : judgement.instances) {
    if (one.expected > 0) out.insert(key_of(facts, judgement, one));
  }
  return out;
}

}  // namespace

Result<Table> duty_list(const Sight& sight, const Query& query) {
  auto selection = select(sight, query);
  if (!selection) return refuse(std::move(selection.error()));
  const Judgement& judgement = *selection->judgement;
  auto instances = selection->instances;
  // Without a period or a status the list is of what is open: owed and not yet done.
  if (!query.period && query.status.empty()) {
    std::erase_if(instances, [](const Instance* one) {
      return one->status != Status::missing && one->status != Status::in_progress;
    });
  }
  Table table;
  if (query.since) {
    auto before = sight.judged_at(*query.since, selection->period.span);
    auto known = expected_keys(sight.facts, *before);
    std::erase_if(instances, [&](const Instance* one) {
      return one->expected == 0 || known.contains(key_of(sight.facts, judgement, *one));
    });
    table.remarks.push_back("仅列序号 " + std::to_string(query.since->value) +
                            " 之后新增的应报事项");
  }
  std::stable_sort(instances.begin(), instances.end(),
                   [](const Instance* a, const Instance* b) { return a->due < b->due; });
  table.title = "应报事项清单";
  table.period = selection->period.key;
  table.columns = {{"due", "期限", CellKind::date, "", false},
                   {"actor", "责任主体编号", CellKind::text, "", false},
                   {"actorName", "责任主体", CellKind::label, "", false},
                   {"duty", "义务编号", CellKind::text, "", false},
                   {"dutyTitle", "义务", CellKind::text, "", false},
                   {"clause", "依据", CellKind::text, "", false},
                   {"to", "送达单位", CellKind::label, "", false},
                   {"subject", "对象", CellKind::label, "", false},
                   {"period", "期间", CellKind::text, "", false},
                   {"status", "状态码", CellKind::text, "", true},
                   {"statusTitle", "状态", CellKind::text, "", true},
                   {"reason", "说明", CellKind::text, "", false},
                   {"expected", "应报", CellKind::count, "", true},
                   {"actual", "实报", CellKind::count, "", true},
                   {"acts", "依据事件", CellKind::text, "", false}};
  for (const Instance* one : instances) {
    table.rows.push_back({key_of(sight.facts, judgement, *one), cells_of(sight, judgement, *one)});
  }
  add_provenance(table, judgement);
  return table;
}

Result<Explanation> explain_duty_list(const Sight& sight, const Query& query,
                                      const std::string& row_key, const std::string&,
                                      const std::string& cursor) {
  // The status may have moved since the figure was printed; the instance is found by its name.
  Query whole = query;
  whole.status.clear();
  auto selection = select(sight, whole);
  if (!selection) return refuse(std::move(selection.error()));
  const Judgement& judgement = *selection->judgement;
  for (const Instance* one : selection->instances) {
    if (key_of(sight.facts, judgement, *one) != row_key) continue;
    const auto& row = *judgement.rows[one->duty];
    Explanation out;
    out.title = words_of(sight, judgement, *one) + "·" + row.title;
    out.value = std::string(title_of(one->status));
    if (one->reason != NotOwed::none) out.value += "：" + std::string(title_of(one->reason));
    out.formula = "应报 " + std::to_string(one->expected) + " 次，期限 " + to_text(one->due) +
                  "；按时 " + std::to_string(one->on_time) + "，逾期 " + std::to_string(one->late) +
                  "；截至 " + to_text(sight.as_of);
    out.clause = row.clause.text;
    out.quote = row.quote;
    out.document = row.document;
    for (const auto& policy : judgement.policies) {
      if (out.readings.empty()) out.readings = reading_notes(*policy, row.readings);
    }
    std::vector<Child> children;
    for (std::uint32_t i = 0; i < one->act_count; ++i) {
      const auto& act = sight.facts.acts[judgement.acts[one->first_act + i]];
      children.push_back({"履行：" + to_text(act.date), act.date <= one->due ? "期限内" : "期限后",
                          "", act.position});
    }
    for (const auto* stay : grounds_of(sight.facts, judgement, *one)) {
      std::string last = stay->span.last > sight.as_of ? "今" : to_text(stay->span.last);
      children.push_back(
          {"在派：" + label_of(sight.facts, stay->person, sight.as_of) + "（" +
               sight.facts.unit_name(sight.facts.parties.id(stay->unit), sight.as_of) + "）",
           to_text(stay->span.first) + " 至 " + last, "", stay->started});
      if (stay->ended.value != 0) children.push_back({"任期结束", last, "", stay->ended});
    }
    page(out, std::move(children), cursor);
    return out;
  }
  return refuse(
      {Code::not_found, "没有这一项应报：" + row_key, "重新打开清单后再点开", "row", "", {}});
}

}  // namespace zhucun::projections
