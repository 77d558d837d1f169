#include "ledger/policy/names.h"

namespace zhucun::policy {

namespace {

constexpr Named<Role> roles[] = {{Role::first_secretary, "first_secretary"},
                                 {Role::member, "member"}};
constexpr Named<UnitLevel> unit_levels[] = {{UnitLevel::central, "central"},
                                            {UnitLevel::province, "province"},
                                            {UnitLevel::city, "city"},
                                            {UnitLevel::county, "county"},
                                            {UnitLevel::township, "township"}};
constexpr Named<ActKind> acts[] = {
    {ActKind::meeting, "meeting"},       {ActKind::report, "report"},
    {ActKind::hearing, "hearing"},       {ActKind::guidance_visit, "guidance_visit"},
    {ActKind::care_visit, "care_visit"}, {ActKind::talk, "talk"},
    {ActKind::spot_check, "spot_check"}, {ActKind::supervision, "supervision"},
    {ActKind::training, "training"}};
constexpr Named<MeetingKind> meetings[] = {{MeetingKind::dispatch, "dispatch"},
                                           {MeetingKind::push, "push"},
                                           {MeetingKind::joint, "joint"},
                                           {MeetingKind::special, "special"},
                                           {MeetingKind::two_excellences, "two_excellences"},
                                           {MeetingKind::commendation, "commendation"},
                                           {MeetingKind::other, "other"}};
constexpr Named<TrainingKind> trainings[] = {{TrainingKind::demonstration, "demonstration"},
                                             {TrainingKind::rotation, "rotation"},
                                             {TrainingKind::other, "other"}};
constexpr Named<Leader> leaders[] = {{Leader::principal, "principal"},
                                     {Leader::in_charge, "in_charge"}};
constexpr Named<Form> forms[] = {
    {Form::any, "any"}, {Form::written, "written"}, {Form::oral, "oral"}};
constexpr Named<Deliverable> deliverables[] = {{Deliverable::none, "none"},
                                               {Deliverable::minutes, "minutes"},
                                               {Deliverable::document, "document"}};
constexpr Named<ActorKind> actors[] = {{ActorKind::city_office, "city_office"},
                                       {ActorKind::county_office, "county_office"},
                                       {ActorKind::township, "township"},
                                       {ActorKind::team, "team"},
                                       {ActorKind::resident, "resident"},
                                       {ActorKind::unit, "unit"},
                                       {ActorKind::group, "group"},
                                       {ActorKind::member_unit, "member_unit"}};
constexpr Named<Addressee> addressees[] = {{Addressee::none, "none"},
                                           {Addressee::township, "township"},
                                           {Addressee::county_office, "county_office"},
                                           {Addressee::city_office, "city_office"},
                                           {Addressee::unit, "unit"}};
constexpr Named<Per> pers[] = {{Per::none, "none"},
                               {Per::resident, "resident"},
                               {Per::village, "village"},
                               {Per::team, "team"},
                               {Per::township, "township"}};
constexpr Named<Owed> owed_rules[] = {
    {Owed::always, "always"}, {Owed::any_day, "any_day"}, {Owed::whole_period, "whole_period"}};
constexpr Named<Treatment> treatments[] = {{Treatment::computed, "computed"},
                                           {Treatment::enforced, "enforced"},
                                           {Treatment::recorded, "recorded"},
                                           {Treatment::guidance, "guidance"},
                                           {Treatment::pending, "pending"}};
constexpr Named<PeriodKind> periods[] = {{PeriodKind::day, "day"},
                                         {PeriodKind::week, "week"},
                                         {PeriodKind::month, "month"},
                                         {PeriodKind::quarter, "quarter"},
                                         {PeriodKind::half_year, "half_year"},
                                         {PeriodKind::year, "year"}};

template <typename E>
std::string_view name_in(std::span<const Named<E>> list, E value, std::string_view otherwise) {
  for (const Named<E>& named : list) {
    if (named.value == value) return named.name;
  }
  return otherwise;
}

}  // namespace

template <>
std::span<const Named<Role>> names<Role>() {
  return roles;
}
template <>
std::span<const Named<UnitLevel>> names<UnitLevel>() {
  return unit_levels;
}
template <>
std::span<const Named<ActKind>> names<ActKind>() {
  return acts;
}
template <>
std::span<const Named<MeetingKind>> names<MeetingKind>() {
  return meetings;
}
template <>
std::span<const Named<TrainingKind>> names<TrainingKind>() {
  return trainings;
}
template <>
std::span<const Named<Leader>> names<Leader>() {
  return leaders;
}
template <>
std::span<const Named<Form>> names<Form>() {
  return forms;
}
template <>
std::span<const Named<Deliverable>> names<Deliverable>() {
  return deliverables;
}
template <>
std::span<const Named<ActorKind>> names<ActorKind>() {
  return actors;
}
template <>
std::span<const Named<Addressee>> names<Addressee>() {
  return addressees;
}
template <>
std::span<const Named<Per>> names<Per>() {
  return pers;
}
template <>
std::span<const Named<Owed>> names<Owed>() {
  return owed_rules;
}
template <>
std::span<const Named<Treatment>> names<Treatment>() {
  return treatments;
}
template <>
std::span<const Named<PeriodKind>> names<PeriodKind>() {
  return periods;
}

std::string_view name_of(Role v) {
  return name_in(names<Role>(), v, "unknown");
}
std::string_view name_of(UnitLevel v) {
  return name_in(names<UnitLevel>(), v, "unknown");
}
std::string_view name_of(ActKind v) {
  return name_in(names<ActKind>(), v, "unknown");
}
std::string_view name_of(MeetingKind v) {
  return name_in(names<MeetingKind>(), v, "unknown");
}
std::string_view name_of(TrainingKind v) {
  return name_in(names<TrainingKind>(), v, "unknown");
}
std::string_view name_of(Leader v) {
  return name_in(names<Leader>(), v, "none");
}
std::string_view name_of(Form v) {
  return name_in(names<Form>(), v, "any");
}
std::string_view name_of(Deliverable v) {
  return name_in(names<Deliverable>(), v, "none");
}
std::string_view name_of(ActorKind v) {
  return name_in(names<ActorKind>(), v, "unknown");
}
std::string_view name_of(Addressee v) {
  return name_in(names<Addressee>(), v, "none");
}
std::string_view name_of(Per v) {
  return name_in(names<Per>(), v, "none");
}
std::string_view name_of(Owed v) {
  return name_in(names<Owed>(), v, "always");
}
std::string_view name_of(Treatment v) {
  return name_in(names<Treatment>(), v, "pending");
}

}  // namespace zhucun::policy
