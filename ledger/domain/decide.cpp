#include "ledger/domain/decide.h"

#include "ledger/domain/accounts_rules.h"
#include "ledger/domain/adoption.h"
#include "ledger/domain/allowances.h"
#include "ledger/domain/assessing.h"
#include "ledger/domain/attendance.h"
#include "ledger/domain/book_life.h"
#include "ledger/domain/candidacy.h"
#include "ledger/domain/claims.h"
#include "ledger/domain/correction.h"
#include "ledger/domain/fund.h"
#include "ledger/domain/kept_steps.h"
#include "ledger/domain/leave.h"
#include "ledger/domain/organisation.h"
#include "ledger/domain/oversight.h"
#include "ledger/domain/payouts.h"
#include "ledger/domain/personal.h"
#include "ledger/domain/posting.h"
#include "ledger/domain/recall.h"
#include "ledger/domain/reconciling.h"
#include "ledger/domain/register.h"
#include "ledger/domain/rules.h"
#include "ledger/domain/selection.h"
#include "ledger/domain/tasks.h"
#include "ledger/domain/visit.h"
#include "ledger/domain/work.h"
#include "ledger/schema/families.h"

namespace zhucun::domain {

namespace {

// What holds for every event, before its own checks: book_not_open, after_today, before_book_start,
// opening_signed.
Fault common_fault(const Context& context, const State& state, event::Body::Reader draft) {
  bool opens = draft.isBook() && draft.getBook().isBookOpened();
  const OpenedBook* opened = state.opened.find(0);
  if (!opened && !opens) {
    return Refusal{
        Code::book_not_open, "这本账还没有建账", "先登记 bookOpened，或用 zhucun init", "", "", {}};
  }
  Date day = date_of(draft);
  if (day > context.today) {
    return Refusal{Code::after_today,
                   "业务日期 " + to_text(day) + " 晚于今天 " + to_text(context.today),
                   "核对日期；尚未发生的事不能登记",
                   "/date",
                   "",
                   {}};
  }
  const auto* type = schema::type_of(draft);
  bool happened = type && schema::happens(type->family);
  if (opened && happened && day < opened->start && !draft.getOpening() &&
      !(draft.isPosting() && draft.getPosting().isPersonRegistered())) {
    return Refusal{Code::before_book_start,
                   "业务日期 " + to_text(day) + " 早于建账日 " + to_text(opened->start),
                   "建账前的事实作为期初登记（opening: true）",
                   "/date",
                   "",
                   {}};
  }
  auto county = draft.getOpening() ? county_of(state, draft) : std::nullopt;
  if (county && state.signed_openings.contains(*county)) {
    return Refusal{Code::opening_signed,
                   to_text(*county) + " 的期初已签认，不能再增改",
                   "如确有错误，先冲销期初签认",
                   "/opening",
                   "",
                   {}};
  }
  return std::nullopt;
}

struct Evolve {
  State& state;
  Position position;
  event::Body::Reader body;
  template <typename E>
  void operator()(E e) {
    evolve(state, position, e, body);
  }
};

struct Revert {
  State& state;
  Position position;
  event::Body::Reader body;
  template <typename E>
  void operator()(E e) {
    revert(state, position, e, body);
  }
  // decide lets none of these be reversed, so the log holds no such event.
  void operator()(event::BookOpened::Reader) {}
  void operator()(event::BookRestored::Reader) {}
  void operator()(event::EventReversed::Reader) {}
  void operator()(event::PersonDetailsRecorded::Reader) {}
  void operator()(event::PersonErased::Reader) {}
  void operator()(event::PayoutReleased::Reader) {}
  void operator()(event::PayoutVoided::Reader) {}
  template <AboutAccounts E>
  void operator()(E) {}
};

}  // namespace

Result<Decision> decide(const Context& context, const State& state, event::Body::Reader draft) {
  if (auto fault = authority_fault(context, state, draft)) return refuse(*fault);
  if (auto fault = common_fault(context, state, draft)) return refuse(*fault);
  Result<Decision> result = refuse({Code::unknown_event_type, "事件没有内容", "", "/type", "", {}});
  visit(draft, [&](auto e) { result = decide(context, state, e, draft); });
  return result;
}

void evolve(State& state, Position position, event::Body::Reader body) {
  visit(body, Evolve{state, position, body});
  if (auto subject = schema::subject_of(body); !subject.empty()) {
    state.revisions.put(subject, position);
  }
}

// Undoes what the original folded, then remembers that it is reversed.
void evolve(State& state, Position position, event::EventReversed::Reader e, event::Body::Reader) {
  Position target{e.getTarget()};
  auto original = original_of(e);
  auto body = schema::read(original);
  visit(body, Revert{state, target, body});
  state.reversed.put(target, position);
  if (auto subject = schema::subject_of(body); !subject.empty()) {
    state.revisions.put(subject, position);
  }
}

Position revision_of(const State& state, const std::string& subject) {
  auto colon = subject.find(':');
  if (colon == std::string::npos) return {};
  const KnownPerson* person = state.people.find(subject.substr(colon + 1));
  std::string kind = subject.substr(0, colon);
  if (kind != "posting" && kind != "details") {
    const Position* last = state.revisions.find(subject);
    return last ? *last : Position{};
  }
  if (!person) return {};
  return kind == "posting"   ? person->revision
         : kind == "details" ? person->details_revision
                             : Position{};
}

}  // namespace zhucun::domain
