#include "tools/demo/drafts.h"

#include <capnp/message.h>

#include <array>
#include <cstdio>
#include <stdexcept>

#include "ledger/policy/shipped.h"

namespace zhucun::demo {

namespace {

constexpr std::array<const char*, 8> matters{"产业项目推进", "监测户走访",   "村集体经济",
                                             "人居环境整治", "矛盾纠纷化解", "饮水安全排查",
                                             "党员学习",     "群众诉求办理"};

class Draft {
 public:
  Draft(const City& city, const Pages& pages, const Entry& entry, Position about)
      : city_(city), pages_(pages), entry_(entry), about_(about) {}

  schema::Words written(const std::string& id) {
    std::array<capnp::word, 512> space{};
    capnp::MallocMessageBuilder message(kj::arrayPtr(space.data(), space.size()));
    auto body = message.initRoot<event::Body>();
    std::string clerk =
        "clerk-" +
        (entry_.clerk == nobody ? to_text(city_.code) : to_text(city_.counties[entry_.clerk].code))
            .substr(0, 6);
    body.setId(id.c_str());
    body.setDate(to_stored(entry_.day));
    body.setActor(actor_of(entry_, clerk).c_str());
    body.setSource("demo");
    body.setOpening(entry_.opening);
    if (entry_.for_others) body.setEnteredFor(city_.text_of(entry_.actor).c_str());
    fill(body);
    return schema::finish(body.asReader());
  }

 private:
  std::string code() const { return to_text(city_.code_of(entry_.actor)); }
  std::string id() const { return city_.id_of(entry_.actor); }
  const Unit& unit() const { return city_.units[entry_.actor.index]; }
  const char* matter() const { return matters[entry_.words % matters.size()]; }
  std::string document(const char* issuer) const {
    char text[64];
    std::snprintf(text, sizeof text, "%s〔%d〕%u号", issuer, year_of(entry_.day),
                  entry_.words % 900 + 1);
    return text;
  }

  template <typename List>
  void ids(List list) const {
    for (unsigned i = 0; i < entry_.parties.size(); ++i) {
      list.set(i, city_.id_of(entry_.parties[i]).c_str());
    }
  }

  void fill(event::Body::Builder body) {
    switch (entry_.type) {
      case EntryType::unit_registered:
      case EntryType::unit_renamed:
      case EntryType::unit_merged:
      case EntryType::office_formed:
      case EntryType::member_named:
      case EntryType::group_formed: organisation(body.initOrganisation()); return;
      case EntryType::go_live_set:
      case EntryType::opening_signed: book(body.initBook()); return;
      case EntryType::kind_set:
      case EntryType::attribute_set: village(body.initRegister()); return;
      case EntryType::person_registered:
      case EntryType::posting_started:
      case EntryType::posting_ended: posting(body.initPosting()); return;
      case EntryType::reversal: {
        auto reversal = body.initCorrection().initEventReversed();
        reversal.setTarget(about_.value);
        reversal.setReason(entry_.words % 2 == 0 ? "登记有误" : "重复登记，应为另一份材料");
        body.setCorrects(about_.value);
        return;
      }
      case EntryType::told: return;  // see told_draft
      case EntryType::sample_adopted: {
        auto adopted = body.initPolicy().initPolicyAdopted();
        adopted.setNumber("示例〔2024〕1号");
        adopted.setFrom(to_stored(city_.span.first));
        adopted.setText(std::string(policy::shipped_document(sample_policy)).c_str());
        return;
      }
      case EntryType::opening_days:
      case EntryType::sheet_entered:
      case EntryType::sheet_checked:
      case EntryType::sheet_confirmed:
      case EntryType::sheet_returned:
      case EntryType::sheet_corrected:
      case EntryType::leave_approved:
      case EntryType::leave_returned:
      case EntryType::leave_cancelled:
        fill_attendance(city_, pages_.attendance, entry_, about_, body.initAttendance());
        return;
      case EntryType::trip_made:
      case EntryType::allowance_paid:
        fill_allowance(city_, pages_.allowances, entry_, body.initAllowance());
        return;
      case EntryType::life: return;  // written as JSON, see life.cpp
      case EntryType::meeting:
      case EntryType::report:
      case EntryType::received:
      case EntryType::returned: paper(body.initWork()); return;
      default: visit(body.initWork()); return;
    }
  }

  void organisation(event::OrganisationEvent::Builder out) {
    switch (entry_.type) {
      case EntryType::unit_registered: {
        auto one = out.initUnitRegistered();
        one.setUnit(id().c_str());
        one.setName(unit().name.c_str());
        one.setLevel(unit().level);
        one.setKind(unit().kind);
        one.setSeat(
            to_text(unit().county == nobody ? city_.code : city_.counties[unit().county].code)
                .c_str());
        return;
      }
      case EntryType::unit_renamed: {
        auto one = out.initUnitRenamed();
        one.setUnit(id().c_str());
        one.setName(unit().later_name.c_str());
        one.setDocument(document("示例编办").c_str());
        return;
      }
      case EntryType::unit_merged: {
        auto one = out.initUnitMerged();
        one.setUnit(id().c_str());
        one.setInto(city_.units[entry_.link].id.c_str());
        one.setDocument(document("示例编办").c_str());
        return;
      }
      case EntryType::office_formed: {
        auto one = out.initOfficeFormed();
        bool is_city = entry_.actor == city_.city_office();
        one.setDivision(code().c_str());
        one.setName(is_city ? "市驻村队伍管理办公室（示例）" : "县级驻村队伍管理办公室（示例）");
        return;
      }
      case EntryType::member_named: {
        auto one = out.initMemberUnitNamed();
        one.setUnit(id().c_str());
        one.setDivision(to_text(city_.code).c_str());
        return;
      }
      default: {
        auto one = out.initGroupFormed();
        one.setCounty(code().c_str());
        one.setName("驻村工作协调组（示例）");
        one.setLeadUnit(city_.units[entry_.link].id.c_str());
        return;
      }
    }
  }

  void book(event::BookEvent::Builder out) {
    if (entry_.type == EntryType::go_live_set) {
      auto one = out.initGoLiveSet();
      bool is_city = entry_.actor == city_.city_office();
      one.setDivision(code().c_str());
      one.setGroup(static_cast<event::DutyGroup>(entry_.detail));
      one.setFrom(
          to_stored(is_city ? city_.span.first : city_.counties[entry_.actor.index].go_live));
      return;
    }
    auto one = out.initOpeningSigned();
    one.setDivision(code().c_str());
    one.setDocument(document("示例驻办").c_str());
  }

  void village(event::RegisterEvent::Builder out) {
    const Village& village = city_.villages[entry_.actor.index];
    if (entry_.type == EntryType::attribute_set) {
      auto one = out.initVillageAttributeSet();
      one.setVillage(code().c_str());
      one.setAttribute("dispute_prone");
      one.setValue("true");
      return;
    }
    const KindSpan& kind = village.kinds[entry_.link];
    auto one = out.initVillageKindSet();
    one.setVillage(code().c_str());
    one.setKind(kind.kind);
    if (kind.span.last != far_future) one.setUntil(to_stored(kind.span.last));
  }

  void posting(event::PostingEvent::Builder out) {
    if (entry_.type == EntryType::person_registered) {
      out.initPersonRegistered().setPerson(id().c_str());
      return;
    }
    const Stay& stay = city_.stays[entry_.link];
    if (entry_.type == EntryType::posting_ended) {
      auto one = out.initPostingEnded();
      one.setPerson(id().c_str());
      one.setGround(stay.ground);
      if (ended_by_paper(stay)) one.setDocument(document("示例调字").c_str());
      return;
    }
    auto one = out.initPostingStarted();
    one.setPerson(id().c_str());
    one.setUnit(city_.units[stay.unit].id.c_str());
    one.setVillage(to_text(city_.villages[stay.village].code).c_str());
    one.setRole(stay.is_first_secretary ? event::Role::FIRST_SECRETARY : event::Role::MEMBER);
    if (stay.selected != Selected::unshown) one.setDocument(document("示例派字").c_str());
  }

  void paper(event::WorkEvent::Builder out) {
    if (entry_.type == EntryType::meeting) {
      auto one = out.initMeetingHeld();
      auto kind = static_cast<event::MeetingKind>(entry_.detail);
      one.setHost(city_.text_of(entry_.actor).c_str());
      one.setKind(kind);
      one.setTopic((std::string("示例议题：") + matter()).c_str());
      if (kind != event::MeetingKind::OTHER) one.setMinutes(document("示例纪要").c_str());
      return;
    }
    if (entry_.type == EntryType::received) {
      auto one = out.initReportReceived();
      one.setReport(about_.value);
      one.setBy(city_.text_of(entry_.actor).c_str());
      return;
    }
    if (entry_.type == EntryType::returned) {
      auto one = out.initReportReturned();
      one.setReport(about_.value);
      one.setBy(city_.text_of(entry_.actor).c_str());
      one.setReason(entry_.words % 2 == 0 ? "数据与台账不一致" : "缺少下步打算");
      return;
    }
    auto one = out.initReportHandedOver();
    one.setFrom(city_.text_of(entry_.actor).c_str());
    auto to = one.initTo(static_cast<unsigned>(entry_.parties.size()));
    for (unsigned i = 0; i < entry_.parties.size(); ++i) {
      to.set(i, city_.text_of(entry_.parties[i]).c_str());
    }
    auto periods = one.initPeriods(entry_.period_count);
    periods.set(0, city_.periods[entry_.period].key.c_str());
    for (unsigned i = 1; i < entry_.period_count; ++i) {
      periods.set(i, city_.periods[entry_.more_periods[i - 1]].key.c_str());
    }
    auto form = static_cast<event::Form>(entry_.detail);
    one.setForm(form);
    one.setContent((std::string("示例：") + matter() + "，走访 " +
                    std::to_string(entry_.words % 40 + 3) + " 户")
                       .c_str());
    if (form == event::Form::WRITTEN) one.setDocument(document("示例驻报").c_str());
  }

  void visit(event::WorkEvent::Builder out) {
    auto count = static_cast<unsigned>(entry_.parties.size());
    auto leader = static_cast<event::Leader>(entry_.detail);
    switch (entry_.type) {
      case EntryType::hearing: {
        auto one = out.initHearingHeld();
        one.setUnit(id().c_str());
        ids(one.initResidents(count));
        one.setMinutes(document("示例纪要").c_str());
        return;
      }
      case EntryType::guidance: {
        auto one = out.initGuidanceVisitMade();
        one.setUnit(id().c_str());
        one.setLeader(leader);
        one.setVillage(city_.id_of(entry_.parties.front()).c_str());
        one.setNote(matter());
        return;
      }
      case EntryType::care: {
        auto one = out.initCareVisitMade();
        one.setUnit(id().c_str());
        one.setLeader(leader);
        ids(one.initResidents(count));
        return;
      }
      case EntryType::talk: {
        auto one = out.initTalkHeld();
        one.setUnit(id().c_str());
        one.setLeader(leader);
        one.setResident(city_.id_of(entry_.parties.front()).c_str());
        return;
      }
      case EntryType::spot_check: {
        auto one = out.initSpotCheckMade();
        one.setTownship(code().c_str());
        ids(one.initVillages(count));
        one.setFound((std::string("示例：") + matter() + "情况正常").c_str());
        return;
      }
      case EntryType::supervision: {
        auto one = out.initSupervisionMade();
        one.setDivision(code().c_str());
        ids(one.initVillages(count));
        one.setFound((std::string("示例：") + matter() + "有待加强").c_str());
        return;
      }
      default: training(out, count); return;
    }
  }

  void training(event::WorkEvent::Builder out, unsigned count) {
    auto one = out.initTrainingHeld();
    auto kind = static_cast<event::TrainingKind>(entry_.detail);
    one.setOrganiser(city_.text_of(entry_.actor).c_str());
    one.setKind(kind);
    one.setTitle((std::to_string(year_of(entry_.day)) + "年第" + std::to_string(entry_.link) +
                  "期驻村干部" +
                  (kind == event::TrainingKind::DEMONSTRATION ? "示范培训班" : "轮训班"))
                     .c_str());
    ids(one.initResidents(count));
  }

  const City& city_;
  const Pages& pages_;
  const Entry& entry_;
  Position about_;
};

}  // namespace

schema::Words draft_of(const City& city, const Pages& pages, const Entry& entry,
                       const std::string& id, Position about) {
  if (entry.type == EntryType::life) return life_draft_of(city, entry, id, about);
  return Draft(city, pages, entry, about).written(id);
}

schema::Words told_draft(const City& city, const Entry& entry, const std::string& id,
                         const std::vector<Position>& positions) {
  std::string data;
  std::size_t from = 0;
  for (auto at = entry.data.find("{{"); at != std::string::npos; at = entry.data.find("{{", from)) {
    auto end = entry.data.find("}}", at);
    auto index = static_cast<std::size_t>(std::stoul(entry.data.substr(at + 2, end - at - 2)));
    data += entry.data.substr(from, at - from) + std::to_string(positions[index].value);
    from = end + 2;
  }
  data += entry.data.substr(from);
  DivisionCode where = entry.clerk == nobody ? city.code : city.counties[entry.clerk].code;
  std::string clerk =
      entry.actor_name.empty() ? "clerk-" + to_text(where).substr(0, 6) : entry.actor_name;
  auto draft = schema::draft_from_json(
      "{\"type\":\"" + entry.event + "\",\"date\":\"" + to_text(entry.day) + "\"," +
          (entry.opening ? "\"opening\":true," : "") + "\"data\":{" + data + "}}",
      {id, clerk, "demo"});
  if (!draft) throw std::logic_error("demo: " + entry.event + "：" + draft.error().detail);
  return std::move(*draft);
}

}  // namespace zhucun::demo
