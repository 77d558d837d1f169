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

// The values that a document may write.
template <typename E>
std::span<const Named<E>> names();
template <>
std::span<const Named<Role>> names<Role>();
template <>
std::span<const Named<UnitLevel>> names<UnitLevel>();
template <>
std::span<const Named<ActKind>> names<ActKind>();
template <>
std::span<const Named<MeetingKind>> names<MeetingKind>();
template <>
std::span<const Named<TrainingKind>> names<TrainingKind>();
template <>
std::span<const Named<Leader>> names<Leader>();
template <>
std::span<const Named<Form>> names<Form>();
template <>
std::span<const Named<Deliverable>> names<Deliverable>();
template <>
std::span<const Named<ActorKind>> names<ActorKind>();
template <>
std::span<const Named<Addressee>> names<Addressee>();
template <>
std::span<const Named<Per>> names<Per>();
template <>
std::span<const Named<Owed>> names<Owed>();
template <>
std::span<const Named<FundSeat>> names<FundSeat>();
template <>
std::span<const Named<Remainder>> names<Remainder>();
template <>
std::span<const Named<FundPartYear>> names<FundPartYear>();
template <>
std::span<const Named<FundFirstYear>> names<FundFirstYear>();
template <>
std::span<const Named<FundOwed>> names<FundOwed>();
template <>
std::span<const Named<FundPots>> names<FundPots>();
template <>
std::span<const Named<FundStep>> names<FundStep>();
template <>
std::span<const Named<FundUse>> names<FundUse>();
template <>
std::span<const Named<Treatment>> names<Treatment>();
template <>
std::span<const Named<PeriodKind>> names<PeriodKind>();
template <>
std::span<const Named<ReductionGround>> names<ReductionGround>();
template <>
std::span<const Named<StaffKind>> names<StaffKind>();
template <>
std::span<const Named<UnitKind>> names<UnitKind>();
template <>
std::span<const Named<Effect>> names<Effect>();
template <>
std::span<const Named<Attribute>> names<Attribute>();
template <>
std::span<const Named<Step>> names<Step>();
template <>
std::span<const Named<Department>> names<Department>();
template <>
std::span<const Named<Gate>> names<Gate>();
template <>
std::span<const Named<HigherUnits>> names<HigherUnits>();
template <>
std::span<const Named<LeavingGround>> names<LeavingGround>();
template <>
std::span<const Named<RecallGround>> names<RecallGround>();
template <>
std::span<const Named<Grade>> names<Grade>();
template <>
std::span<const Named<SameLevel>> names<SameLevel>();
template <>
std::span<const Named<Conduct>> names<Conduct>();

// Of days on duty and leave; they stand in row_reader_attendance.cpp.
template <>
std::span<const Named<Mark>> names<Mark>();
template <>
std::span<const Named<PresenceUnit>> names<PresenceUnit>();
template <>
std::span<const Named<BlankWeekend>> names<BlankWeekend>();
template <>
std::span<const Named<LeaveMeasure>> names<LeaveMeasure>();
template <>
std::span<const Named<Consequence>> names<Consequence>();

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
