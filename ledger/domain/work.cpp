#include "ledger/domain/work.h"

#include "ledger/domain/rules.h"

namespace zhucun::domain {

namespace {

template <typename List, typename Check>
Fault first_fault(List list, const std::string& pointer, Check&& check) {
  unsigned index = 0;
  for (auto item : list) {
    if (auto fault = check(item, pointer + "/" + std::to_string(index++))) return fault;
  }
  return std::nullopt;
}

Fault people_fault(const State& state, capnp::List<capnp::Text>::Reader people) {
  return first_fault(people, "/data/residents", [&](auto person, const std::string& pointer) {
    return person_fault(state, person, pointer);
  });
}

Fault villages_fault(const State& state, capnp::List<capnp::Text>::Reader villages, Date day) {
  return first_fault(villages, "/data/villages", [&](auto village, const std::string& pointer) {
    return division_fault(state, village, DivisionLevel::village, day, pointer);
  });
}

Result<Decision> settled(const Fault& fault) {
  if (fault) return refuse(*fault);
  return Decision{};
}

bool is_blank(capnp::Text::Reader text) {
  return view(text).find_first_not_of(" \t\n") == std::string_view::npos;
}

std::string answer_key(std::uint64_t report, capnp::Text::Reader by) {
  return std::to_string(report) + "/" + copy(by);
}

// A receipt or a return names a handed-over report and one of its addressees, once. [7.2.2]
Fault answer_fault(const Context& context, const State& state, std::uint64_t report,
                   capnp::Text::Reader by, Date day) {
  auto words = state.reversed.contains({report}) ? std::nullopt : context.event_at({report});
  auto body = words ? schema::read(*words) : event::Body::Reader();
  if (!words || !body.isWork() || !body.getWork().isReportHandedOver()) {
    return Refusal{Code::wrong_reference,
                   "序号 " + std::to_string(report) + " 不是有效的工作汇报送达",
                   "填 reportHandedOver 的序号",
                   "/data/report",
                   "7.2.2",
                   {}};
  }
  bool addressed = false;
  for (auto to : body.getWork().getReportHandedOver().getTo()) addressed |= view(to) == view(by);
  if (!addressed) {
    return Refusal{Code::not_allowed,
                   copy(by) + " 不是这份汇报的送达单位",
                   "由送达单位签收或退回",
                   "/data/by",
                   "7.2.2",
                   {}};
  }
  if (day < date_of(body)) {
    return Refusal{Code::dates_reversed,
                   "签收或退回早于送达 " + to_text(date_of(body)),
                   "核对日期",
                   "/date",
                   "7.2.2",
                   {}};
  }
  if (const Position* answer = state.answered_reports.find(answer_key(report, by))) {
    return Refusal{Code::already_received,
                   copy(by) + " 已签收或退回这份汇报（序号 " + std::to_string(answer->value) + "）",
                   "如有误，先冲销前一条",
                   "/data/report",
                   "7.2.2",
                   {}};
  }
  return std::nullopt;
}

void remember_answer(State& state, Position position, std::uint64_t report,
                     capnp::Text::Reader by) {
  state.answered_reports.put(answer_key(report, by), position);
  state.dependants.change({report}).insert(position);
}

void forget_answer(State& state, Position position, std::uint64_t report, capnp::Text::Reader by) {
  state.answered_reports.erase(answer_key(report, by));
  state.dependants.change({report}).erase(position);
}

}  // namespace

Result<Decision> decide(const Context&, const State& state, event::MeetingHeld::Reader draft,
                        event::Body::Reader body) {
  return settled(party_fault(state, draft.getHost(), date_of(body), "/data/host"));
}

// Refuses: the faults of sender and addressees, bad_value (a period not yet begun), empty_report.
// [7.2.2]
Result<Decision> decide(const Context&, const State& state, event::ReportHandedOver::Reader draft,
                        event::Body::Reader body) {
  Date day = date_of(body);
  if (auto fault = party_fault(state, draft.getFrom(), day, "/data/from")) return refuse(*fault);
  if (auto fault = first_fault(draft.getTo(), "/data/to", [&](auto to, const std::string& pointer) {
        return party_fault(state, to, day, pointer);
      })) {
    return refuse(*fault);
  }
  if (auto fault = first_fault(
          draft.getPeriods(), "/data/periods", [&](auto text, const std::string& pointer) -> Fault {
            auto period = parse_period(view(text));
            if (period && period->span.first <= day) return std::nullopt;
            return Refusal{Code::bad_value,
                           copy(text) + " 在送达日 " + to_text(day) + " 尚未开始",
                           "核对汇报期间和送达日",
                           pointer,
                           "7.2.2",
                           {}};
          })) {
    return refuse(*fault);
  }
  if (is_blank(draft.getContent()) && is_blank(draft.getDocument())) {
    return refuse({Code::empty_report,
                   "空报告不算汇报：内容摘要和文号都没有填",
                   "填写内容摘要，或填报告的文号",
                   "/data/content",
                   "7.2.2",
                   {}});
  }
  return Decision{};
}

Result<Decision> decide(const Context& context, const State& state,
                        event::ReportReceived::Reader draft, event::Body::Reader body) {
  return settled(answer_fault(context, state, draft.getReport(), draft.getBy(), date_of(body)));
}

Result<Decision> decide(const Context& context, const State& state,
                        event::ReportReturned::Reader draft, event::Body::Reader body) {
  return settled(answer_fault(context, state, draft.getReport(), draft.getBy(), date_of(body)));
}

Result<Decision> decide(const Context&, const State& state, event::HearingHeld::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit")) {
    return refuse(*fault);
  }
  return settled(people_fault(state, draft.getResidents()));
}

Result<Decision> decide(const Context&, const State& state, event::GuidanceVisitMade::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit")) {
    return refuse(*fault);
  }
  return settled(division_fault(state, draft.getVillage(), DivisionLevel::village, date_of(body),
                                "/data/village"));
}

Result<Decision> decide(const Context&, const State& state, event::CareVisitMade::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit")) {
    return refuse(*fault);
  }
  return settled(people_fault(state, draft.getResidents()));
}

Result<Decision> decide(const Context&, const State& state, event::TalkHeld::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = unit_fault(state, draft.getUnit(), date_of(body), "/data/unit")) {
    return refuse(*fault);
  }
  return settled(person_fault(state, draft.getResident(), "/data/resident"));
}

Result<Decision> decide(const Context&, const State& state, event::SpotCheckMade::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = division_fault(state, draft.getTownship(), DivisionLevel::township,
                                  date_of(body), "/data/township")) {
    return refuse(*fault);
  }
  return settled(villages_fault(state, draft.getVillages(), date_of(body)));
}

Result<Decision> decide(const Context&, const State& state, event::SupervisionMade::Reader draft,
                        event::Body::Reader body) {
  std::string office = "office:" + copy(draft.getDivision());
  if (auto fault = party_fault(state, office.c_str(), date_of(body), "/data/division")) {
    return refuse(*fault);
  }
  return settled(villages_fault(state, draft.getVillages(), date_of(body)));
}

Result<Decision> decide(const Context&, const State& state, event::TrainingHeld::Reader draft,
                        event::Body::Reader body) {
  if (auto fault = party_fault(state, draft.getOrganiser(), date_of(body), "/data/organiser")) {
    return refuse(*fault);
  }
  return settled(people_fault(state, draft.getResidents()));
}

// Which duty an act serves is judged when it is read; the writer keeps only what later acts refer
// to.
void evolve(State&, Position, event::MeetingHeld::Reader, event::Body::Reader) {}
void revert(State&, Position, event::MeetingHeld::Reader, event::Body::Reader) {}
void evolve(State&, Position, event::ReportHandedOver::Reader, event::Body::Reader) {}
void revert(State&, Position, event::ReportHandedOver::Reader, event::Body::Reader) {}
void evolve(State& state, Position position, event::ReportReceived::Reader e, event::Body::Reader) {
  remember_answer(state, position, e.getReport(), e.getBy());
}
void revert(State& state, Position position, event::ReportReceived::Reader e, event::Body::Reader) {
  forget_answer(state, position, e.getReport(), e.getBy());
}
void evolve(State& state, Position position, event::ReportReturned::Reader e, event::Body::Reader) {
  remember_answer(state, position, e.getReport(), e.getBy());
}
void revert(State& state, Position position, event::ReportReturned::Reader e, event::Body::Reader) {
  forget_answer(state, position, e.getReport(), e.getBy());
}
void evolve(State&, Position, event::HearingHeld::Reader, event::Body::Reader) {}
void revert(State&, Position, event::HearingHeld::Reader, event::Body::Reader) {}
void evolve(State&, Position, event::GuidanceVisitMade::Reader, event::Body::Reader) {}
void revert(State&, Position, event::GuidanceVisitMade::Reader, event::Body::Reader) {}
void evolve(State&, Position, event::CareVisitMade::Reader, event::Body::Reader) {}
void revert(State&, Position, event::CareVisitMade::Reader, event::Body::Reader) {}
void evolve(State&, Position, event::TalkHeld::Reader, event::Body::Reader) {}
void revert(State&, Position, event::TalkHeld::Reader, event::Body::Reader) {}
void evolve(State&, Position, event::SpotCheckMade::Reader, event::Body::Reader) {}
void revert(State&, Position, event::SpotCheckMade::Reader, event::Body::Reader) {}
void evolve(State&, Position, event::SupervisionMade::Reader, event::Body::Reader) {}
void revert(State&, Position, event::SupervisionMade::Reader, event::Body::Reader) {}
void evolve(State&, Position, event::TrainingHeld::Reader, event::Body::Reader) {}
void revert(State&, Position, event::TrainingHeld::Reader, event::Body::Reader) {}

}  // namespace zhucun::domain
