// Two counties with a unit, a village, a team and a resident each, an account for every kind of
// desk in the first of them, and a server over it.
#pragma once

#include "tests/api/api_world.h"
#include "tests/harness/tiny_house.h"

namespace zhucun::tests {

// What belongs to the second county and must never be seen from the first.
struct Foreign {
  std::string county = "610802000000";
  std::string township = "610802001000";
  std::string village = "610802001001";
  std::string unit = "UNITTWO";
  std::string person = "PERSONTWO";
  std::string name = "外县甲";
};

class Desks : public Api {
 protected:
  static constexpr const char* password = "terraced-fields-loess-31";

  void SetUp() override {
    house_ = std::make_unique<harness::TinyHouse>();
    live();
    ceremony();
    ledger_ = &house_->ledger();
    secrets_ = house_->house().secrets.get();
    serve();
  }
  void TearDown() override { server_.reset(); }

  std::string event(const std::string& type, const std::string& data,
                    const std::string& actor = "test") {
    return R"({"type":")" + type + R"(","date":"2024-01-01","actor":")" + actor + R"(","data":)" +
           data + "}";
  }
  Position must(const std::string& json) {
    app::SubmitOptions options;
    options.key = "k" + std::to_string(++number_);
    auto done = house_->ledger().submit(json, options);
    if (!done) throw std::runtime_error(done.error().detail + " " + json);
    return done->events.back().position;
  }

  void live() {
    for (const auto& [county, unit, person, name] :
         {std::array<std::string, 4>{"610801000000", "UNITONE", "PERSONONE", "本县甲"},
          std::array<std::string, 4>{foreign_.county, foreign_.unit, foreign_.person,
                                     foreign_.name}}) {
      std::string town = county.substr(0, 6) + "001000";
      std::string village = county.substr(0, 6) + "001001";
      must(event("officeFormed", R"({"division":")" + county + R"(","name":"县办"})"));
      must(event("unitRegistered", R"({"unit":")" + unit + R"(","name":"单位)" + unit +
                                       R"(","level":"county","kind":"government","seat":")" +
                                       county + R"("})"));
      must(event("personRegistered", R"({"person":")" + person + R"("})"));
      must(event("personDetailsRecorded",
                 R"({"person":")" + person + R"(","name":")" + name + R"("})"));
      must(event("villageKindSet", R"({"village":")" + village + R"(","kind":"formerly_poor"})"));
      must(event("postingStarted", R"({"person":")" + person + R"(","unit":")" + unit +
                                       R"(","village":")" + village +
                                       R"(","role":"firstSecretary"})"));
      must(event("meetingHeld", R"({"host":"township:)" + town +
                                    R"(","kind":"joint","topic":"议题)" + unit + R"("})"));
      last_[unit] =
          must(event("talkHeld", R"({"unit":")" + unit + R"(","leader":"principal","resident":")" +
                                     person + R"("})"));
    }
    must(event("goLiveSet", R"({"division":"610800000000","group":"all","from":"2024-01-01"})"));
  }

  void ceremony() {
    auto sheet = app::hold_ceremony(house_->ledger(), *house_->house().secrets,
                                    {"system", "security", "audit", ""}, "ceremony");
    if (!sheet) throw std::runtime_error(sheet.error().detail);
    std::string grants;
    for (const auto& [account, role, scope] : grants_) {
      grants += (grants.empty() ? "" : ",") + std::string(R"({"account":")") + account +
                R"(","title":"岗)" + account + R"(","role":")" + role + R"(","scope":")" + scope +
                R"("})";
    }
    Position proposal = must(event("grantsProposed", R"({"grants":[)" + grants + "]}", "system"));
    must(event("grantsDecided",
               R"({"proposal":)" + std::to_string(proposal.value) + R"(,"accepted":true})",
               "security"));
    for (const auto& account : accounts())
      set_password(account, password, accounts::PasswordKind::lasting);
  }
  void set_password(const std::string& account, const std::string& text,
                    accounts::PasswordKind kind) {
    auto set = house_->house().secrets->passwords().set(account, text, kind,
                                                        house_->ledger().book().now());
    if (!set) throw std::runtime_error(set.error().detail);
  }
  std::vector<std::string> accounts() const {
    std::vector<std::string> out{"system", "security", "audit"};
    for (const auto& grant : grants_) out.push_back(grant[0]);
    return out;
  }

  // The header line of a session of the account.
  std::string signed_in(const std::string& account, const std::string& with = password) {
    Answer answer = sign_in(account, with);
    EXPECT_EQ(answer.status, 200) << account << " " << answer.body;
    std::string cookie = answer.header("set-cookie");
    return "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
  }
  Answer sign_in(const std::string& account, const std::string& with) {
    return post("/v1/session", json{{"account", account}, {"password", with}}.dump(), "");
  }

  Foreign foreign_;
  std::unique_ptr<harness::TinyHouse> house_;
  std::map<std::string, Position> last_;
  std::vector<std::array<std::string, 3>> grants_{
      {"city", "cityOffice", "division:610800000000"},
      {"county", "countyOffice", "division:610801000000"},
      {"town", "township", "division:610801001000"},
      {"unit", "unit", "unit:UNITONE"},
      {"finance", "finance", "division:610801000000"},
      {"auditor", "auditor", "division:610801000000"},
      {"award", "commendation", "division:610801000000"},
      {"team", "team", "team:610801001001"},
      {"self", "self", "person:PERSONONE"},
      {"countyadmin", "countyAdmin", "division:610801000000"}};
  int number_ = 0;
};

}  // namespace zhucun::tests
