// The work fund from the allotment to the township, and the year's end. [8.2.1]
// decide refuses in the order in which its checks stand; evolve posts what stands in the event and
// never asks the policy.
#pragma once

#include "ledger/domain/fund_rules.h"

namespace zhucun::domain {

// Posts the entries, and remembers the numbers of the papers behind them.
void post_with_papers(State& state, Position position, event::Body::Reader body, int sign);

// Events whose evolve and revert do nothing but post their entries.
template <typename E>
concept PostsOnly = std::is_same_v<E, event::AllotmentIssued::Reader> ||
    std::is_same_v<E, event::FundsReceived::Reader> ||
    std::is_same_v<E, event::FundsReturned::Reader> ||
    std::is_same_v<E, event::FundsTakenBack::Reader> ||
    std::is_same_v<E, event::FundsDistributed::Reader> ||
    std::is_same_v<E, event::FundsCarriedOver::Reader> ||
    std::is_same_v<E, event::PotsMerged::Reader> ||
    std::is_same_v<E, event::AdvanceRepaid::Reader> ||
    std::is_same_v<E, event::FundOpeningStated::Reader>;

Result<Decision> decide(const Context&, const State&, event::AllotmentIssued::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::FundsReceived::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::FundsTransferred::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::TransferConfirmed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::FundsReturned::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::FundsTakenBack::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::FundsDistributed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::FundsCarriedOver::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::PotsMerged::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::AdvanceRepaid::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::FundOpeningStated::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::FundAccountSet::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::NumbersUsed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::FundYearClosed::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::ShareAdjusted::Reader,
                        event::Body::Reader);
Result<Decision> decide(const Context&, const State&, event::EntryCorrected::Reader,
                        event::Body::Reader);

void evolve(State&, Position, event::FundsTransferred::Reader, event::Body::Reader);
void revert(State&, Position, event::FundsTransferred::Reader, event::Body::Reader);
void evolve(State&, Position, event::TransferConfirmed::Reader, event::Body::Reader);
void revert(State&, Position, event::TransferConfirmed::Reader, event::Body::Reader);
void evolve(State&, Position, event::FundAccountSet::Reader, event::Body::Reader);
void revert(State&, Position, event::FundAccountSet::Reader, event::Body::Reader);
void evolve(State&, Position, event::NumbersUsed::Reader, event::Body::Reader);
void revert(State&, Position, event::NumbersUsed::Reader, event::Body::Reader);
void evolve(State&, Position, event::FundYearClosed::Reader, event::Body::Reader);
void revert(State&, Position, event::FundYearClosed::Reader, event::Body::Reader);
void evolve(State&, Position, event::ShareAdjusted::Reader, event::Body::Reader);
void revert(State&, Position, event::ShareAdjusted::Reader, event::Body::Reader);
void evolve(State&, Position, event::EntryCorrected::Reader, event::Body::Reader);
void revert(State&, Position, event::EntryCorrected::Reader, event::Body::Reader);

template <PostsOnly E>
void evolve(State& state, Position position, E, event::Body::Reader body) {
  post_with_papers(state, position, body, 1);
}
template <PostsOnly E>
void revert(State& state, Position position, E, event::Body::Reader body) {
  post_with_papers(state, position, body, -1);
}

// A money event of a closed year is not reversed but corrected in the open one.
Fault closed_reversal_fault(const State& state, event::Body::Reader original);

}  // namespace zhucun::domain
