// The decisions about accounts: who may ask for which grants, and who else must agree. The fold is
// in accounts.h.
#pragma once

#include "ledger/domain/authority.h"
#include "ledger/domain/decide.h"

namespace zhucun::domain {

Result<Decision> decide(const Context&, const State&, event::CeremonyHeld::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::GrantsProposed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::DeskPassProposed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::GrantsDecided::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::GrantRevoked::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AccountDisabled::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AccountEnabled::Reader,
                        event::Body::Reader);

// The state as a scope looks at it.
class StateLands : public Lands {
 public:
  explicit StateLands(const State& state) : state_(state) {}
  DivisionCode city() const override;
  DivisionCode parent_of(DivisionCode code) const override;
  DivisionCode seat_of(const std::string& unit) const override;
  std::vector<StandsAt> stays_of(const std::string& person) const override;
  bool is_person(const std::string& person) const override;
  std::vector<DivisionCode> villages_of(const std::string& unit) const override;

 private:
  const State& state_;
};

const Accounts& accounts_of(const State& state);

// Who has not signed in, whose desks do not include the event, or whose scope does not. Nothing
// before the ceremony: until then a book has no accounts and is served to its own machine alone.
std::optional<Refusal> authority_fault(const Context& context, const State& state,
                                       event::Body::Reader draft);

template <typename E>
concept AboutAccounts = requires(AccountsFold fold, E e) {
  fold(e);
};

template <AboutAccounts E>
void evolve(State& state, Position position, E e, event::Body::Reader body) {
  AccountsFold{state.accounts.change(0), position, copy(body.getActor()), date_of(body)}(e);
}

}  // namespace zhucun::domain
