// A report is a function with a name: facts, policies and a query in, a Table out. The list of
// reports is here and nowhere else; JSON, CSV, pages, the menu and the command line follow from it.
// Pure; any thread that holds the facts' shared lock.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/refusal.h"
#include "ledger/base/scope.h"
#include "ledger/domain/facts.h"
#include "ledger/policy/policy_book.h"
#include "projections/duties.h"
#include "projections/table.h"

namespace zhucun::projections {

struct Query {
  std::optional<Period> period;          // asked for; each report says what it takes without one
  std::optional<DivisionCode> division;  // only this subtree
  std::string by;                        // roll-up: actor, township, county, city, unit, group
  std::string duty;                      // only this row of the policy
  std::string actor;                     // "team:610802101200"
  std::string status;                    // only instances of this status
  std::string kind;                      // only rows of this kind, as each report names them
  std::optional<Date> from;              // the day from which working days are counted
  std::optional<int> days;               // how many
  std::optional<Position> since;         // what became due after this position
  std::string seed;                      // published before something is drawn with it
  std::optional<int> count;              // how many are drawn
};

struct PayJudgement;  // pay_account.h

// Everything a report may look at. `judged` is memoised by its owner for one (facts, policies,
// as_of).
struct Sight {
  const domain::Facts& facts;
  const std::vector<policy::PolicySpan>& policies;
  Date as_of;
  // The scope of the desk that asks; nothing = the whole book.
  std::optional<Scope> reach;
  // The duties of a span of periods, judged as of as_of.
  std::function<std::shared_ptr<const Judgement>(Span)> judged;
  // The facts of an earlier position, judged likewise; for `since`.
  std::function<std::shared_ptr<const Judgement>(Position, Span)> judged_at;
  // Everybody's accounts for a span of months, memoised likewise; nothing = judged where asked.
  std::function<std::shared_ptr<const PayJudgement>(Span)> pays{};
  // The book's hash of a text, as hex; for what is drawn by a seed.
  std::function<std::string(std::string_view)> digest{};
};

enum class Parameter : std::uint8_t {
  period,
  division,
  by,
  duty,
  actor,
  status,
  kind,
  since,
  from,
  days,
  seed,
  count,
};

struct Report {
  std::string name;
  std::string title;
  std::string about;  // one sentence for the menu
  std::vector<Parameter> takes;
  std::vector<Parameter> needs;
  Result<Table> (*run)(const Sight&, const Query&);
  // One figure of a table; cursor as given by the page before.
  Result<Explanation> (*explain)(const Sight&, const Query&, const std::string& row,
                                 const std::string& column, const std::string& cursor);
};

const std::vector<Report>& reports();
const Report* find_report(std::string_view name);
std::string_view name_of(Parameter parameter);

// A figure's address: report + parameters + row key + column + position.
std::string address_of(const std::string& report, const Query& query, Date as_of, Position position,
                       const std::string& row, const std::string& column);

// The readings that rows rest on, each once, as notes.
std::vector<ReadingNote> reading_notes(const policy::Policy& policy,
                                       const std::vector<std::string>& ids);

}  // namespace zhucun::projections
