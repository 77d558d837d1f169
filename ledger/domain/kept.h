// Event types whose facts are the events themselves: oversight, assessment, tasks. They are few, so
// reports read them whole, typed; the writer remembers of each only the step it was. A reference is
// checked, and kept from being taken back, as its field's annotation says.
// [6, 7.2.3, 7.3, 8.1, 8.3]
#pragma once

#include <concepts>
#include <map>
#include <string>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/base/journal.h"
#include "ledger/domain/text.h"
#include "ledger/schema/schema.h"

namespace zhucun::domain {

template <typename E, typename... Ones>
concept OneOf = (std::same_as<E, typename Ones::Reader> || ...);

template <typename E>
concept Kept =
    OneOf<E, event::CheckPlanAdopted, event::RectificationOrdered, event::RectificationReported,
          event::RectificationChecked, event::InterviewHeld, event::ReminderIssued,
          event::ReminderAnswered, event::CaseReviewHeld, event::GroupLeaderNamed,
          event::DepartmentSeated, event::SupportGiven, event::UnitOpinionHeard,
          event::AnnualAssessed, event::AnnualConfirmed, event::AssessmentFedBack,
          event::TermAssessed, event::LiabilityProposed, event::CriticismGiven,
          event::UnfitnessDecided, event::ToleranceApplied, event::ToleranceFound, event::TaskSet,
          event::TaskProgressed, event::EmploymentStated>;

using TypeId = std::uint64_t;  // of the schema's struct: capnp::typeId<event::TaskSet>()
TypeId type_id(event::Body::Reader body);
// Whether its facts are the event itself.
bool is_kept(event::Body::Reader body);

// The events by type and position; a reversed one is gone. Read them typed with kept_read.h.
class KeptEvents {
 public:
  using List = std::map<Position, schema::Words>;

  void add(Position position, event::Body::Reader body);
  void drop(Position position, event::Body::Reader body);
  const List& of(TypeId type) const;
  const std::map<TypeId, List>& by_type() const { return by_type_; }

 private:
  std::map<TypeId, List> by_type_;
};

// What the writer remembers of a chain such as "rectification:17" or "assessment:P1|2025".
struct ChainStep {
  TypeId type = 0;
  Position position;
  std::string actor;
  Date date;
  bool ends = false;  // nothing follows it
};
struct KeptState {
  Journal<std::string, std::vector<ChainStep>> chains;

  template <typename F>
  void each(F&& f) {
    f(chains);
  }
};

}  // namespace zhucun::domain
