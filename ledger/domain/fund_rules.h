// Checks that the events of the work fund share. Each gives nothing when all is well. [8.2.1]
#pragma once

#include "ledger/domain/fund_entries.h"

namespace zhucun::domain {

// A county, a township or the city that stands on the day.
Fault holder_fault(const State& state, capnp::Text::Reader holder, Date day,
                   const std::string& pointer);
// A township of the county.
Fault beneath_fault(const State& state, DivisionCode below, DivisionCode above,
                    const std::string& pointer);
// The account must be set before money is told of.
Fault account_fault(const State& state, DivisionCode holder, std::int16_t year,
                    const std::string& pointer);
// A fund that the holder's pots have.
Fault pot_fault(const State& state, DivisionCode holder, std::int16_t year, event::FundKind fund,
                const std::string& pointer);
// Above zero, not above what a sum can hold.
Fault amount_fault(std::int64_t amount, const std::string& pointer);
// A village that lies in the holder's area; none is well.
Fault village_fault(const State& state, capnp::Text::Reader village, DivisionCode holder, Date day,
                    const std::string& pointer);
// 元 against 万元: an amount far from what a year's money can be is asked about once.
struct Likely {
  bool confirmed = false;  // the clerk has looked at it
  Date day;
};
struct Asked {
  Fen amount;
  DivisionCode holder;
  DivisionCode village;   // empty = a lump for all villages of the holder
  bool spending = false;  // may be as small as it likes
};
Fault likely_fault(const State& state, const Asked& asked, Likely likely,
                   const std::string& pointer);
// All lines of a draft: amount, pot, village, likelihood.
using FundLines = capnp::List<event::FundLine>::Reader;
Fault lines_fault(const State& state, FundLines lines, const Purse& purse, Likely likely);
// A decision in a closed year is refused.
Fault closed_fault(const State& state, DivisionCode holder, std::int16_t year,
                   const std::string& pointer);
// What a decision would overdraw is refused.
Fault balance_fault(const State& state, const Purse& purse, event::FundKind fund,
                    DivisionCode village, Fen amount, const std::string& pointer);
// The same paper in another spelling, or among the opening's used numbers.
Fault paper_fault(const State& state, const std::string& paper, const std::string& said,
                  const std::string& pointer);
// "invoice|610802101000|2026|123": a number in its space, in one spelling.
std::string paper_key(const char* space, const std::string& place, std::int16_t year,
                      capnp::Text::Reader number);

// A head of spending that the policy of the day forbids or, where it lists allowed ones, does not
// list.
Fault head_fault(const State& state, capnp::Text::Reader head, DivisionCode holder, Date day,
                 const std::string& pointer);

// Two accounts of one person: maker is not checker.
bool is_same_person(const State& state, const std::string& one, const std::string& other);

std::string yuan_text(Fen amount);  // 1234.50元

inline DivisionCode village_or_none(capnp::Text::Reader text) {
  return text.size() > 0 ? division(text) : DivisionCode{};
}

}  // namespace zhucun::domain
