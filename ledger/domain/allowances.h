// Standards, what is attested, benefits, a resident's statement: everything about allowances but
// the paying itself (payouts.h). decide refuses in the order in which its checks stand. [8.2.2]
#pragma once

#include "ledger/domain/decide.h"

namespace zhucun::domain {

// Facts that the writer needs not remember to decide anything.
template <typename E>
concept KeptByFactsOnly = std::is_same_v<E, event::StandardSet::Reader> ||
    std::is_same_v<E, event::TownshipTierSet::Reader> ||
    std::is_same_v<E, event::LeaveUnused::Reader> ||
    std::is_same_v<E, event::AllowanceOpeningStated::Reader> ||
    std::is_same_v<E, event::BudgetAdopted::Reader> || std::is_same_v<E, event::HoldLifted::Reader>;

// Whose evolve and revert do nothing but post their entries.
template <typename E>
concept PostsPayOnly = std::is_same_v<E, event::InsuranceTaken::Reader> ||
    std::is_same_v<E, event::HealthCheckHeld::Reader> ||
    std::is_same_v<E, event::MedicalCostPaid::Reader>;

Result<Decision> decide(const Context&, const State&, event::StandardSet::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::TownshipTierSet::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::TripMade::Reader, event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::LeaveUnused::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AllowanceOpeningStated::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::BudgetAdopted::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::HoldLifted::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::StatementIssued::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ObjectionRaised::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ObjectionAnswered::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::InsuranceTaken::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::HealthCheckHeld::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::MedicalCostPaid::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::LivingCostStated::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::LivingCostRefunded::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::CareCaseRecognised::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::CarePaid::Reader, event::Body::Reader);

void evolve(State&, Position, event::TripMade::Reader, event::Body::Reader);
void revert(State&, Position, event::TripMade::Reader, event::Body::Reader);
void evolve(State&, Position, event::StatementIssued::Reader, event::Body::Reader);
void revert(State&, Position, event::StatementIssued::Reader, event::Body::Reader);
void evolve(State&, Position, event::ObjectionRaised::Reader, event::Body::Reader);
void revert(State&, Position, event::ObjectionRaised::Reader, event::Body::Reader);
void evolve(State&, Position, event::ObjectionAnswered::Reader, event::Body::Reader);
void revert(State&, Position, event::ObjectionAnswered::Reader, event::Body::Reader);
void evolve(State&, Position, event::LivingCostStated::Reader, event::Body::Reader);
void revert(State&, Position, event::LivingCostStated::Reader, event::Body::Reader);
void evolve(State&, Position, event::LivingCostRefunded::Reader, event::Body::Reader);
void revert(State&, Position, event::LivingCostRefunded::Reader, event::Body::Reader);
void evolve(State&, Position, event::CareCaseRecognised::Reader, event::Body::Reader);
void revert(State&, Position, event::CareCaseRecognised::Reader, event::Body::Reader);
void evolve(State&, Position, event::CarePaid::Reader, event::Body::Reader);
void revert(State&, Position, event::CarePaid::Reader, event::Body::Reader);

void post_benefit(State& state, event::Body::Reader body, int sign);

template <KeptByFactsOnly E>
void evolve(State&, Position, E, event::Body::Reader) {}
template <KeptByFactsOnly E>
void revert(State&, Position, E, event::Body::Reader) {}
template <PostsPayOnly E>
void evolve(State& state, Position, E, event::Body::Reader body) {
  post_benefit(state, body, 1);
}
template <PostsPayOnly E>
void revert(State& state, Position, E, event::Body::Reader body) {
  post_benefit(state, body, -1);
}

}  // namespace zhucun::domain
