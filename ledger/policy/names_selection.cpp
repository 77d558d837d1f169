// The words of the rows on selection, term, recall and what holds while posted.
#include "ledger/policy/names.h"

namespace zhucun::policy {

template <>
std::span<const Named<ReductionGround>> names<ReductionGround>() {
  static constexpr Named<ReductionGround> all[] = {{ReductionGround::light_task, "light_task"},
                                                   {ReductionGround::ample_force, "ample_force"}};
  return all;
}

template <>
std::span<const Named<StaffKind>> names<StaffKind>() {
  static constexpr Named<StaffKind> all[] = {{StaffKind::civil_servant, "civil_servant"},
                                             {StaffKind::institution, "institution"},
                                             {StaffKind::state_firm, "state_firm"},
                                             {StaffKind::support_staff, "support_staff"},
                                             {StaffKind::temporary, "temporary"},
                                             {StaffKind::public_welfare, "public_welfare"},
                                             {StaffKind::seconded, "seconded"}};
  return all;
}

template <>
std::span<const Named<UnitKind>> names<UnitKind>() {
  static constexpr Named<UnitKind> all[] = {{UnitKind::party_organ, "party_organ"},
                                            {UnitKind::government, "government"},
                                            {UnitKind::institution, "institution"},
                                            {UnitKind::state_firm, "state_firm"},
                                            {UnitKind::other, "other"}};
  return all;
}

template <>
std::span<const Named<Effect>> names<Effect>() {
  static constexpr Named<Effect> all[] = {{Effect::require, "require"},
                                          {Effect::bar, "bar"},
                                          {Effect::prefer, "prefer"},
                                          {Effect::match, "match"}};
  return all;
}

template <>
std::span<const Named<Attribute>> names<Attribute>() {
  static constexpr Named<Attribute> all[] = {{Attribute::politics, "politics"},
                                             {Attribute::health, "health"},
                                             {Attribute::full_party_member, "full_party_member"},
                                             {Attribute::party_member, "party_member"},
                                             {Attribute::party_age, "party_age"},
                                             {Attribute::work_experience, "work_experience"},
                                             {Attribute::retired, "retired"},
                                             {Attribute::staff, "staff"},
                                             {Attribute::rural_experience, "rural_experience"},
                                             {Attribute::agricultural_skill, "agricultural_skill"},
                                             {Attribute::party_work, "party_work"},
                                             {Attribute::economy, "economy"},
                                             {Attribute::governance, "governance"}};
  return all;
}

template <>
std::span<const Named<Step>> names<Step>() {
  static constexpr Named<Step> all[] = {{Step::proposed, "proposed"},
                                        {Step::filed, "filed"},
                                        {Step::reviewed, "reviewed"},
                                        {Step::decided, "decided"}};
  return all;
}

template <>
std::span<const Named<Department>> names<Department>() {
  static constexpr Named<Department> all[] = {{Department::organisation, "organisation"},
                                              {Department::rural_work, "rural_work"},
                                              {Department::agriculture, "agriculture"},
                                              {Department::revitalisation, "revitalisation"}};
  return all;
}

template <>
std::span<const Named<Gate>> names<Gate>() {
  static constexpr Named<Gate> all[] = {{Gate::politics, "politics"},
                                        {Gate::conduct, "conduct"},
                                        {Gate::ability, "ability"},
                                        {Gate::style, "style"},
                                        {Gate::integrity, "integrity"}};
  return all;
}

template <>
std::span<const Named<HigherUnits>> names<HigherUnits>() {
  static constexpr Named<HigherUnits> all[] = {{HigherUnits::recorded_only, "recorded_only"},
                                               {HigherUnits::city_office, "city_office"},
                                               {HigherUnits::county_office, "county_office"}};
  return all;
}

template <>
std::span<const Named<LeavingGround>> names<LeavingGround>() {
  static constexpr Named<LeavingGround> all[] = {
      {LeavingGround::term_full, "term_full"},
      {LeavingGround::health, "health"},
      {LeavingGround::left_unit, "left_unit"},
      {LeavingGround::recall, "recall"},
      {LeavingGround::unfit, "unfit"},
      {LeavingGround::death, "death"},
      {LeavingGround::retirement, "retirement"},
      {LeavingGround::village_not_served, "village_not_served"},
      {LeavingGround::reassigned, "reassigned"}};
  return all;
}

template <>
std::span<const Named<RecallGround>> names<RecallGround>() {
  static constexpr Named<RecallGround> all[] = {
      {RecallGround::leave_over_limit, "leave_over_limit"},
      {RecallGround::annual_grade, "annual_grade"},
      {RecallGround::punishment, "punishment"},
      {RecallGround::unauthorised_absence, "unauthorised_absence"}};
  return all;
}

template <>
std::span<const Named<Grade>> names<Grade>() {
  static constexpr Named<Grade> all[] = {{Grade::excellent, "excellent"},
                                         {Grade::competent, "competent"},
                                         {Grade::basically_competent, "basically_competent"},
                                         {Grade::not_competent, "not_competent"}};
  return all;
}

template <>
std::span<const Named<SameLevel>> names<SameLevel>() {
  static constexpr Named<SameLevel> all[] = {{SameLevel::unit_level, "unit_level"},
                                             {SameLevel::posting_county, "posting_county"}};
  return all;
}

template <>
std::span<const Named<Conduct>> names<Conduct>() {
  static constexpr Named<Conduct> all[] = {{Conduct::membership_transfer, "membership_transfer"},
                                           {Conduct::village_post, "village_post"},
                                           {Conduct::village_election, "village_election"},
                                           {Conduct::pay_statement, "pay_statement"}};
  return all;
}

namespace {

template <typename E>
std::string_view word_of(E value) {
  for (const Named<E>& named : names<E>()) {
    if (named.value == value) return named.name;
  }
  return "unknown";
}

}  // namespace

std::string_view name_of(Gate v) {
  return word_of(v);
}
std::string_view name_of(Department v) {
  return word_of(v);
}
std::string_view name_of(Step v) {
  return word_of(v);
}
std::string_view name_of(LeavingGround v) {
  return word_of(v);
}
std::string_view name_of(RecallGround v) {
  return word_of(v);
}
std::string_view name_of(Conduct v) {
  return word_of(v);
}

}  // namespace zhucun::policy
