// Payouts over HTTP: every kind of desk x every state x every action; the bank's file.
#include <cstdio>

#include "tests/api/desks_world.h"

namespace zhucun::tests {
namespace {

struct Action {
  const char* type;
  std::set<std::string> legal_in;  // states in which the right desk may do it
};

const std::vector<Action>& actions() {
  static const std::vector<Action> all{{"payoutDrafted", {"none"}},
                                       {"payoutChecked", {"drafted"}},
                                       {"payoutApproved", {"drafted", "checked"}},
                                       {"payoutReleased", {"approved"}},
                                       {"payoutAnswered", {"released"}},
                                       {"payoutVoided", {"drafted", "checked", "approved"}}};
  return all;
}

class Payout : public Desks {
 protected:
  void SetUp() override {
    grants_.push_back({"maker", "unit", "unit:UNITONE"});
    grants_.push_back({"foreign", "unit", "unit:UNITTWO"});
    Desks::SetUp();
  }

  std::string event_by(const std::string& type, const std::string& data) {
    return R"({"type":")" + type + R"(","date":"2024-01-01","data":)" + data + "}";
  }
  void by(const std::string& actor, const std::string& type, const std::string& data) {
    must(event(type, data, actor));
  }
  std::string named(const std::string& batch) {
    return R"("unit":"UNITONE","batch":")" + batch + "\"";
  }
  std::string content(const std::string& batch) {
    return house_->ledger().book().read([&](const domain::Facts& facts) {
      auto found = facts.allowance.payouts.find("UNITONE@" + batch);
      return found == facts.allowance.payouts.end() ? std::string("0") : found->second.content;
    });
  }
  std::string data_of(const std::string& type, const std::string& batch) {
    std::string out = "{" + named(batch);
    if (type == "payoutDrafted") out += R"(,"through":"2024-01")";
    if (type == "payoutChecked" || type == "payoutApproved")
      out += R"(,"content":")" + content(batch) + "\"";
    if (type == "payoutAnswered") out += R"(,"sequence":1,"amount":10000,"reason":"户名不符")";
    if (type == "payoutVoided") out += R"(,"reason":"重做")";
    return out + "}";
  }
  void bring_to(const std::string& state, const std::string& batch) {
    if (state == "none") return;
    by("maker", "payoutDrafted", data_of("payoutDrafted", batch));
    if (state == "checked") by("unit", "payoutChecked", data_of("payoutChecked", batch));
    if (state == "approved" || state == "released")
      by("unit", "payoutApproved", data_of("payoutApproved", batch));
    if (state == "released") by("maker", "payoutReleased", data_of("payoutReleased", batch));
    if (state == "voided") by("maker", "payoutVoided", data_of("payoutVoided", batch));
  }
  std::string state_of(const std::string& batch) {
    return house_->ledger().book().read([&](const domain::Facts& facts) -> std::string {
      auto found = facts.allowance.payouts.find("UNITONE@" + batch);
      if (found == facts.allowance.payouts.end() || found->second.moves.empty()) return "none";
      if (!found->second.answers.empty()) return "answered";
      switch (found->second.moves.back().step) {
        case domain::PayoutStep::drafted: return "drafted";
        case domain::PayoutStep::checked: return "checked";
        case domain::PayoutStep::approved: return "approved";
        case domain::PayoutStep::released: return "released";
        default: return "voided";
      }
    });
  }
  // Frees the lines for the next trial.
  void clear(const std::string& batch) {
    std::string state = state_of(batch);
    if (state == "drafted" || state == "checked" || state == "approved")
      by("maker", "payoutVoided", data_of("payoutVoided", batch));
    if (state == "released") by("maker", "payoutAnswered", data_of("payoutAnswered", batch));
  }
  Answer tried(const std::string& session, const std::string& type, const std::string& batch) {
    auto revision = house_->ledger().book().revision_of("payout:UNITONE@" + batch);
    std::string headers = session + "Idempotency-Key: t" + std::to_string(++number_) + "\r\n";
    if (revision.value != 0) headers += "If-Match: \"" + std::to_string(revision.value) + "\"\r\n";
    return post("/v1/events", event_by(type, data_of(type, batch)), headers);
  }
};

}  // namespace

TEST_F(Payout, OnlyTheUnitsDeskAndOnlyTheNextStepPasses) {
  int combinations = 0;
  int legal = 0;
  int illegal = 0;
  for (const auto& account : accounts()) {
    std::string session = signed_in(account);
    for (const char* state : {"none", "drafted", "checked", "approved", "released", "voided"}) {
      for (const Action& action : actions()) {
        std::string batch = "发-" + std::to_string(++number_);
        bring_to(state, batch);
        bool own = account == "unit" || account == "maker";
        std::string type = action.type;
        bool decides = type == "payoutChecked" || type == "payoutApproved";
        bool may = own && action.legal_in.contains(state) && !(decides && account == "maker");
        Answer answer = tried(session, type, batch);
        ++combinations;
        bool passed = answer.status == 201;
        EXPECT_EQ(passed, may) << account << " " << state << " " << type << " " << answer.body;
        ++(may && passed ? legal : illegal);
        if (!may && !passed) --illegal;
        clear(batch);
      }
    }
  }
  std::printf("counted: %d desk x state x action, %d legal passed, %d illegal passed\n",
              combinations, legal, illegal);
  EXPECT_EQ(illegal, 0);
  EXPECT_GT(legal, 0);
}

TEST_F(Payout, TheBanksFileHoldsNamesAndCardsForWhoeverGivesAReason) {
  by("unit", "personDetailsRecorded", R"({"person":"PERSONONE","bankCard":"6222020200112233446"})");
  std::string file = "/v1/payouts/bank-file?unit=UNITONE&batch=B1&profile=general-csv&reason=";
  std::string why = "%E5%8F%91%E6%94%BE%E4%B8%80%E6%9C%88%E8%A1%A5%E5%8A%A9";
  std::string unit = signed_in("unit");
  EXPECT_EQ(get(file + why, unit).status, 404);
  bring_to("approved", "B1");
  EXPECT_EQ(code_of(get(file + why, unit)), "wrong_step");
  by("maker", "payoutReleased", data_of("payoutReleased", "B1"));
  EXPECT_EQ(code_of(get(file + "x", unit)), "missing_field");
  EXPECT_EQ(code_of(get("/v1/payouts/bank-file?unit=UNITONE&batch=B1&profile=nobank&reason=" + why,
                        unit)),
            "bad_parameter");
  for (const char* account : {"town", "finance", "auditor", "team", "county", "foreign"}) {
    Answer answer = get(file + why, signed_in(account));
    EXPECT_NE(answer.status, 200) << account;
    EXPECT_EQ(answer.body.find("6222020200112233446"), std::string::npos) << account;
  }
  Answer answer = get(file + why, unit);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_NE(answer.body.find("1,6222020200112233446,"), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find(",100.00,B1\r\n"), std::string::npos);
  // Who took it, and why, is kept.
  Answer seen = get("/v1/access", signed_in("audit"));
  EXPECT_NE(seen.body.find("发放一月补助"), std::string::npos) << seen.body;
  Answer profiles = get("/v1/payouts/profiles", unit);
  EXPECT_NE(profiles.body.find("general-xlsx"), std::string::npos);
}

}  // namespace zhucun::tests
