// Rows on a resident's life: conditions, chain, term, handover, grounds, recall. [4, 5, 7]
#include "ledger/policy/row_reader.h"

namespace zhucun::policy {

namespace {

template <typename E>
void demand(Fields& fields, const char* key, const std::vector<E>& list) {
  if (!list.empty()) return;
  fields.wrong(Code::missing_field, fields.place(), key, "缺少必填的键 " + std::string(key),
               "可用的取值：" + known_names<E>());
}

EligibilityRow eligibility_of(Fields& fields) {
  EligibilityRow row;
  row.roles = fields.some_of<Role>("roles");
  row.effect = fields.one_of("effect", Effect::unknown, Need::required);
  row.attribute = fields.one_of("attribute", Attribute::unknown, Need::required);
  row.years = fields.number("years", {1, 60}, 0);
  row.staff = fields.some_of<StaffKind>("staff");
  row.unit_kinds = fields.some_of<UnitKind>("unit_kinds");
  row.villages = fields.texts("villages");
  if ((row.effect == Effect::match) != !row.villages.empty()) {
    fields.wrong(Code::missing_field, fields.place(), "villages",
                 "villages 用于且只用于搭配（effect = \"match\"）", "写村类型或村属性的名字");
  }
  bool in_years =
      row.attribute == Attribute::party_age || row.attribute == Attribute::work_experience;
  if (in_years != (row.years > 0)) {
    fields.wrong(Code::missing_field, fields.place(), "years", "years 用于且只用于党龄和工作经历",
                 "写成 years = 2，或删去");
  }
  if ((row.attribute == Attribute::staff) != !row.staff.empty()) {
    fields.wrong(Code::missing_field, fields.place(), "staff",
                 "staff 用于且只用于人员性质（attribute = \"staff\"）",
                 "可用的取值：" + known_names<StaffKind>());
  }
  return row;
}

ApprovalChainRow chain_of(Fields& fields) {
  ApprovalChainRow row;
  row.roles = fields.some_of<Role>("roles");
  row.steps = fields.some_of<Step>("steps");
  demand(fields, "steps", row.steps);
  row.lead = fields.one_of("lead", Department::unknown, Need::required);
  row.with = fields.some_of<Department>("with");
  row.gates = fields.some_of<Gate>("gates");
  row.higher = fields.one_of("higher", HigherUnits::recorded_only);
  bool in_order = true;
  for (std::size_t i = 1; i < row.steps.size(); ++i)
    in_order = in_order && row.steps[i - 1] < row.steps[i];
  if (!row.steps.empty() && (row.steps.front() != Step::proposed || !in_order)) {
    fields.wrong("steps", "steps 应从 proposed 起，各步不重复、不颠倒",
                 "依次写 " + known_names<Step>() + "，没有的步骤删去");
  }
  return row;
}

RecallRow recall_of(Fields& fields) {
  RecallRow row;
  row.ground = fields.one_of("ground", RecallGround::unknown, Need::required);
  row.grades = fields.some_of<Grade>("grades");
  if ((row.ground == RecallGround::annual_grade) != !row.grades.empty()) {
    fields.wrong(Code::missing_field, fields.place(), "grades",
                 "grades 用于且只用于年度考核等次（ground = \"annual_grade\"）",
                 "可用的取值：" + known_names<Grade>());
  }
  row.level = fields.one_of("level", SameLevel::unit_level);
  row.higher = fields.one_of("higher", HigherUnits::recorded_only);
  row.reselect = fields.flag("reselect", true);
  return row;
}

}  // namespace

void read_selection_row(RowKind kind, Fields& fields, RowLists& lists) {
  switch (kind) {
    case RowKind::eligibility: lists.eligibility.push_back(eligibility_of(fields)); return;
    case RowKind::approval_chain: lists.chains.push_back(chain_of(fields)); return;
    case RowKind::term: {
      TermRow row;
      row.roles = fields.some_of<Role>("roles");
      fields.value("years", Need::required);
      row.years = fields.number("years", {1, 10}, 0);
      lists.terms.push_back(std::move(row));
      return;
    }
    case RowKind::handover: {
      HandoverRow row;
      fields.value("working_days", Need::required);
      row.working_days = fields.number("working_days", {1, 250}, 0);
      row.start_counts = fields.flag("start_counts", false);
      row.grounds = fields.some_of<LeavingGround>("grounds");
      lists.handovers.push_back(std::move(row));
      return;
    }
    case RowKind::leaving: {
      LeavingRow row;
      row.grounds = fields.some_of<LeavingGround>("grounds");
      demand(fields, "grounds", row.grounds);
      row.allowed = fields.flag("allowed", true);
      lists.leavings.push_back(std::move(row));
      return;
    }
    case RowKind::recall: lists.recalls.push_back(recall_of(fields)); return;
    case RowKind::while_posted: {
      WhilePostedRow row;
      row.conduct = fields.one_of("conduct", Conduct::unknown, Need::required);
      row.roles = fields.some_of<Role>("roles");
      row.party_members = fields.flag("party_members", false);
      lists.while_posted.push_back(std::move(row));
      return;
    }
    default: return;
  }
}

}  // namespace zhucun::policy
