// The words of the policy language: every enum value and its stable name, one list per enum.
// Documents, JSON and tables all use these. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/policy/policy.h"

namespace zhucun::policy {

template <typename E>
struct Named {
  E value;
  std::string_view name;
};

// The values that a document may write. One list per enum, in the order of the documents.
template <typename E>
inline constexpr std::span<const Named<E>> words_of;
template <>
inline constexpr Named<Role> words_of<Role>[] = {{Role::first_secretary, "first_secretary"},
                                                 {Role::member, "member"}};
template <>
inline constexpr Named<UnitLevel> words_of<UnitLevel>[] = {{UnitLevel::central, "central"},
                                                           {UnitLevel::province, "province"},
                                                           {UnitLevel::city, "city"},
                                                           {UnitLevel::county, "county"},
                                                           {UnitLevel::township, "township"}};
template <>
inline constexpr Named<ActKind> words_of<ActKind>[] = {
    {ActKind::meeting, "meeting"},       {ActKind::report, "report"},
    {ActKind::hearing, "hearing"},       {ActKind::guidance_visit, "guidance_visit"},
    {ActKind::care_visit, "care_visit"}, {ActKind::talk, "talk"},
    {ActKind::spot_check, "spot_check"}, {ActKind::supervision, "supervision"},
    {ActKind::training, "training"}};
template <>
inline constexpr Named<MeetingKind> words_of<MeetingKind>[] = {
    {MeetingKind::dispatch, "dispatch"},
    {MeetingKind::push, "push"},
    {MeetingKind::joint, "joint"},
    {MeetingKind::special, "special"},
    {MeetingKind::two_excellences, "two_excellences"},
    {MeetingKind::commendation, "commendation"},
    {MeetingKind::other, "other"}};
template <>
inline constexpr Named<TrainingKind> words_of<TrainingKind>[] = {
    {TrainingKind::demonstration, "demonstration"},
    {TrainingKind::rotation, "rotation"},
    {TrainingKind::other, "other"}};
template <>
inline constexpr Named<Leader> words_of<Leader>[] = {{Leader::principal, "principal"},
                                                     {Leader::in_charge, "in_charge"}};
template <>
inline constexpr Named<Form> words_of<Form>[] = {
    {Form::any, "any"}, {Form::written, "written"}, {Form::oral, "oral"}};
template <>
inline constexpr Named<Deliverable> words_of<Deliverable>[] = {{Deliverable::none, "none"},
                                                               {Deliverable::minutes, "minutes"},
                                                               {Deliverable::document, "document"}};
template <>
inline constexpr Named<ActorKind> words_of<ActorKind>[] = {
    {ActorKind::city_office, "city_office"},
    {ActorKind::county_office, "county_office"},
    {ActorKind::township, "township"},
    {ActorKind::team, "team"},
    {ActorKind::resident, "resident"},
    {ActorKind::unit, "unit"},
    {ActorKind::group, "group"},
    {ActorKind::member_unit, "member_unit"}};
template <>
inline constexpr Named<Addressee> words_of<Addressee>[] = {
    {Addressee::none, "none"},
    {Addressee::township, "township"},
    {Addressee::county_office, "county_office"},
    {Addressee::city_office, "city_office"},
    {Addressee::unit, "unit"}};
template <>
inline constexpr Named<Per> words_of<Per>[] = {{Per::none, "none"},
                                               {Per::resident, "resident"},
                                               {Per::village, "village"},
                                               {Per::team, "team"},
                                               {Per::township, "township"}};
template <>
inline constexpr Named<Owed> words_of<Owed>[] = {
    {Owed::always, "always"}, {Owed::any_day, "any_day"}, {Owed::whole_period, "whole_period"}};
template <>
inline constexpr Named<Treatment> words_of<Treatment>[] = {{Treatment::computed, "computed"},
                                                           {Treatment::enforced, "enforced"},
                                                           {Treatment::recorded, "recorded"},
                                                           {Treatment::guidance, "guidance"},
                                                           {Treatment::pending, "pending"}};
template <>
inline constexpr Named<PeriodKind> words_of<PeriodKind>[] = {{PeriodKind::day, "day"},
                                                             {PeriodKind::week, "week"},
                                                             {PeriodKind::month, "month"},
                                                             {PeriodKind::quarter, "quarter"},
                                                             {PeriodKind::half_year, "half_year"},
                                                             {PeriodKind::year, "year"}};

// Of the work fund.
template <>
inline constexpr Named<FundSeat> words_of<FundSeat>[] = {
    {FundSeat::first_secretary, "first_secretary"}, {FundSeat::team, "team"}};
template <>
inline constexpr Named<Remainder> words_of<Remainder>[] = {
    {Remainder::largest_remainder, "largest_remainder"}, {Remainder::last_bears, "last_bears"}};
template <>
inline constexpr Named<FundPartYear> words_of<FundPartYear>[] = {
    {FundPartYear::by_days, "by_days"}, {FundPartYear::whole_year, "whole_year"}};
template <>
inline constexpr Named<FundFirstYear> words_of<FundFirstYear>[] = {
    {FundFirstYear::whole, "whole"}, {FundFirstYear::from_effective, "from_effective"}};
template <>
inline constexpr Named<FundOwed> words_of<FundOwed>[] = {{FundOwed::not_owed, "not_owed"},
                                                         {FundOwed::owed, "owed"}};
template <>
inline constexpr Named<FundPots> words_of<FundPots>[] = {
    {FundPots::per_county, "per_county"}, {FundPots::one, "one"}, {FundPots::two, "two"}};
template <>
inline constexpr Named<FundStep> words_of<FundStep>[] = {{FundStep::allot, "allot"},
                                                         {FundStep::receive, "receive"},
                                                         {FundStep::transfer, "transfer"},
                                                         {FundStep::confirm, "confirm"}};
template <>
inline constexpr Named<FundUse> words_of<FundUse>[] = {{FundUse::allowed, "allowed"},
                                                       {FundUse::forbidden, "forbidden"}};

// Of selection, term, recall and what holds while posted.
template <>
inline constexpr Named<ReductionGround> words_of<ReductionGround>[] = {
    {ReductionGround::light_task, "light_task"}, {ReductionGround::ample_force, "ample_force"}};
template <>
inline constexpr Named<StaffKind> words_of<StaffKind>[] = {
    {StaffKind::civil_servant, "civil_servant"},
    {StaffKind::institution, "institution"},
    {StaffKind::state_firm, "state_firm"},
    {StaffKind::support_staff, "support_staff"},
    {StaffKind::temporary, "temporary"},
    {StaffKind::public_welfare, "public_welfare"},
    {StaffKind::seconded, "seconded"}};
template <>
inline constexpr Named<UnitKind> words_of<UnitKind>[] = {{UnitKind::party_organ, "party_organ"},
                                                         {UnitKind::government, "government"},
                                                         {UnitKind::institution, "institution"},
                                                         {UnitKind::state_firm, "state_firm"},
                                                         {UnitKind::other, "other"}};
template <>
inline constexpr Named<Effect> words_of<Effect>[] = {{Effect::require, "require"},
                                                     {Effect::bar, "bar"},
                                                     {Effect::prefer, "prefer"},
                                                     {Effect::match, "match"}};
template <>
inline constexpr Named<Attribute> words_of<Attribute>[] = {
    {Attribute::politics, "politics"},
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
template <>
inline constexpr Named<Step> words_of<Step>[] = {{Step::proposed, "proposed"},
                                                 {Step::filed, "filed"},
                                                 {Step::reviewed, "reviewed"},
                                                 {Step::decided, "decided"}};
template <>
inline constexpr Named<Department> words_of<Department>[] = {
    {Department::organisation, "organisation"},
    {Department::rural_work, "rural_work"},
    {Department::agriculture, "agriculture"},
    {Department::revitalisation, "revitalisation"},
    {Department::discipline, "discipline"},
    {Department::publicity, "publicity"},
    {Department::reform, "reform"},
    {Department::finance, "finance"},
    {Department::personnel, "personnel"}};
template <>
inline constexpr Named<Gate> words_of<Gate>[] = {{Gate::politics, "politics"},
                                                 {Gate::conduct, "conduct"},
                                                 {Gate::ability, "ability"},
                                                 {Gate::style, "style"},
                                                 {Gate::integrity, "integrity"}};
template <>
inline constexpr Named<HigherUnits> words_of<HigherUnits>[] = {
    {HigherUnits::recorded_only, "recorded_only"},
    {HigherUnits::city_office, "city_office"},
    {HigherUnits::county_office, "county_office"}};
template <>
inline constexpr Named<LeavingGround> words_of<LeavingGround>[] = {
    {LeavingGround::term_full, "term_full"},
    {LeavingGround::health, "health"},
    {LeavingGround::left_unit, "left_unit"},
    {LeavingGround::recall, "recall"},
    {LeavingGround::unfit, "unfit"},
    {LeavingGround::death, "death"},
    {LeavingGround::retirement, "retirement"},
    {LeavingGround::village_not_served, "village_not_served"},
    {LeavingGround::reassigned, "reassigned"}};
template <>
inline constexpr Named<RecallGround> words_of<RecallGround>[] = {
    {RecallGround::leave_over_limit, "leave_over_limit"},
    {RecallGround::annual_grade, "annual_grade"},
    {RecallGround::punishment, "punishment"},
    {RecallGround::unauthorised_absence, "unauthorised_absence"}};
template <>
inline constexpr Named<Grade> words_of<Grade>[] = {
    {Grade::excellent, "excellent"},
    {Grade::competent, "competent"},
    {Grade::basically_competent, "basically_competent"},
    {Grade::not_competent, "not_competent"}};
template <>
inline constexpr Named<SameLevel> words_of<SameLevel>[] = {
    {SameLevel::unit_level, "unit_level"}, {SameLevel::posting_county, "posting_county"}};
template <>
inline constexpr Named<Conduct> words_of<Conduct>[] = {
    {Conduct::membership_transfer, "membership_transfer"},
    {Conduct::village_post, "village_post"},
    {Conduct::village_election, "village_election"},
    {Conduct::pay_statement, "pay_statement"}};

// Of days on duty and leave. The marks have their words in base/marks.h.
template <>
inline constexpr Named<PresenceUnit> words_of<PresenceUnit>[] = {
    {PresenceUnit::days, "days"}, {PresenceUnit::working_days, "working_days"}};
template <>
inline constexpr Named<BlankWeekend> words_of<BlankWeekend>[] = {
    {BlankWeekend::unknown, "unknown"},
    {BlankWeekend::in_village, "in_village"},
    {BlankWeekend::not_counted, "not_counted"}};
template <>
inline constexpr Named<LeaveMeasure> words_of<LeaveMeasure>[] = {
    {LeaveMeasure::single, "single"},
    {LeaveMeasure::touching, "touching"},
    {LeaveMeasure::cumulative_year, "cumulative_year"}};
template <>
inline constexpr Named<Consequence> words_of<Consequence>[] = {
    {Consequence::recall, "recall"}, {Consequence::interview, "interview"}};

// Of allowances and benefits.
template <>
inline constexpr Named<PayPer> words_of<PayPer>[] = {{PayPer::day, "day"},
                                                     {PayPer::month, "month"},
                                                     {PayPer::trip, "trip"},
                                                     {PayPer::travel_day, "travel_day"},
                                                     {PayPer::leave_day, "leave_day"}};
template <>
inline constexpr Named<RateBy> words_of<RateBy>[] = {{RateBy::fixed, "fixed"},
                                                     {RateBy::payer, "payer"},
                                                     {RateBy::county, "county"},
                                                     {RateBy::township_tier, "township_tier"},
                                                     {RateBy::person, "person"}};
template <>
inline constexpr Named<PartMonth> words_of<PartMonth>[] = {{PartMonth::full_month, "full_month"},
                                                           {PartMonth::by_days, "by_days"}};
template <>
inline constexpr Named<RateChange> words_of<RateChange>[] = {{RateChange::by_days, "by_days"},
                                                             {RateChange::on_first, "on_first"}};
template <>
inline constexpr Named<MonthPayer> words_of<MonthPayer>[] = {
    {MonthPayer::by_day, "by_day"},
    {MonthPayer::unit_on_first, "unit_on_first"},
    {MonthPayer::unit_on_last, "unit_on_last"}};
template <>
inline constexpr Named<HalfDay> words_of<HalfDay>[] = {{HalfDay::half, "half"},
                                                       {HalfDay::whole, "whole"}};
template <>
inline constexpr Named<TravelDay> words_of<TravelDay>[] = {{TravelDay::exclusive, "exclusive"},
                                                           {TravelDay::both, "both"}};
template <>
inline constexpr Named<Benefit> words_of<Benefit>[] = {
    {Benefit::living_conditions, "living_conditions"},
    {Benefit::health_check, "health_check"},
    {Benefit::accident_insurance, "accident_insurance"},
    {Benefit::medical_costs, "medical_costs"},
    {Benefit::injury, "injury"},
    {Benefit::death, "death"}};
template <>
inline constexpr Named<BenefitYear> words_of<BenefitYear>[] = {
    {BenefitYear::whole_year, "whole_year"}, {BenefitYear::any_day, "any_day"}};
template <>
inline constexpr Named<LumpSpread> words_of<LumpSpread>[] = {
    {LumpSpread::oldest_first, "oldest_first"}, {LumpSpread::by_due, "by_due"}};
template <>
inline constexpr Named<AdvanceBasis> words_of<AdvanceBasis>[] = {
    {AdvanceBasis::last_confirmed, "last_confirmed"},
    {AdvanceBasis::entered_so_far, "entered_so_far"}};
template <>
inline constexpr Named<ArrearsFrom> words_of<ArrearsFrom>[] = {
    {ArrearsFrom::next_month_end, "next_month_end"}, {ArrearsFrom::year_end, "year_end"}};
template <>
inline constexpr Named<FirmMoney> words_of<FirmMoney>[] = {{FirmMoney::own_funds, "own_funds"},
                                                           {FirmMoney::treasury, "treasury"}};

// Of assessment and interviews.
template <>
inline constexpr Named<AssessmentKind> words_of<AssessmentKind>[] = {
    {AssessmentKind::annual, "annual"}, {AssessmentKind::term, "term"}};
template <>
inline constexpr Named<ServedFrom> words_of<ServedFrom>[] = {{ServedFrom::posting, "posting"},
                                                             {ServedFrom::year, "year"}};
template <>
inline constexpr Named<Voice> words_of<Voice>[] = {
    {Voice::cadres, "cadres"}, {Voice::members, "members"}, {Voice::villagers, "villagers"}};
template <>
inline constexpr Named<InterviewGround> words_of<InterviewGround>[] = {
    {InterviewGround::selection_undone, "selection_undone"},
    {InterviewGround::poor_vetting, "poor_vetting"},
    {InterviewGround::weak_follow_up, "weak_follow_up"},
    {InterviewGround::little_support, "little_support"},
    {InterviewGround::pay_not_honoured, "pay_not_honoured"}};

template <typename E>
std::span<const Named<E>> names() {
  return words_of<E>;
}
template <>
std::span<const Named<Mark>> names<Mark>();

// The name used in documents, JSON and tables: "county_office", "half_year", "whole_period".
template <typename E>
std::string_view name_of(E value) {
  for (const Named<E>& named : names<E>()) {
    if (named.value == value) return named.name;
  }
  return "unknown";
}

template <typename E>
std::optional<E> from_name(std::string_view name) {
  for (const Named<E>& named : names<E>()) {
    if (named.name == name) return named.value;
  }
  return std::nullopt;
}

// "a、b、c", for the repair hint of an unknown word.
template <typename E>
std::string known_names() {
  std::string list;
  for (const Named<E>& named : names<E>()) {
    if (!list.empty()) list += "、";
    list += named.name;
  }
  return list;
}

}  // namespace zhucun::policy
