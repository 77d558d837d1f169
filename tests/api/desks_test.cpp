// Who may see and do what: a matrix over the route list, every kind of desk and another county's
// objects; sessions that are over; the words of the ceremony.
#include <cstdio>
#include <thread>

#include "api/http/routes.h"
#include "tests/api/desks_world.h"

namespace zhucun::tests {
namespace {

// What the register and the policies say is everybody's: names of divisions are no secret.
const std::set<std::string> public_routes{
    "readBook",        "listReports",    "readDivisions", "readPolicy", "readSchema",
    "readOpenapi",     "readSession",    "signIn",        "signOut",    "isLive",
    "isReady",         "changePassword", "holdCeremony",  "stepUp",     "listSessions",
    "revokeSession",   "listKeys",       "makeKey",       "revokeKey",  "putAttachment",
    "listBankProfiles"};

class Matrix : public Desks {
 protected:
  // Every way in which a route can be asked about the other county.
  std::vector<std::string> targets(const http::Route& route) const {
    std::vector<std::string> out;
    if (route.id == "readReport" || route.id == "explainFigure") {
      for (const auto& report : projections::reports()) {
        std::string base =
            "/v1/reports/" + report.name + (route.id == "explainFigure" ? "/explain" : "");
        std::string needed = report.needs.empty() ? "" : "&from=2024-01-01&days=5";
        std::vector<std::string> rows{""};
        if (route.id == "explainFigure") {
          rows.clear();
          for (const auto& row : {foreign_.village, foreign_.person, foreign_.county,
                                  "unit:" + foreign_.unit, "team:" + foreign_.village})
            rows.push_back("&row=" + row + "&column=days");
        }
        bool by_period = std::find(report.takes.begin(), report.takes.end(),
                                   projections::Parameter::period) != report.takes.end();
        bool by_area = std::find(report.takes.begin(), report.takes.end(),
                                 projections::Parameter::division) != report.takes.end();
        bool by_actor = std::find(report.takes.begin(), report.takes.end(),
                                  projections::Parameter::actor) != report.takes.end();
        std::string period = by_period ? "&period=2024" : "";
        for (const auto& row : rows) {
          std::string tail = period + needed + row;
          out.push_back(base + "?asOf=2024-01-01" + tail);
          out.push_back(base + "?asOf=2024-01-01&format=csv" + tail);
          if (by_area) {
            for (const auto& area : {foreign_.county, foreign_.township, foreign_.village})
              out.push_back(base + "?asOf=2024-01-01&division=" + area + tail);
          }
          if (by_actor) {
            for (const auto& actor :
                 {"team:" + foreign_.village, "unit:" + foreign_.unit, "person:" + foreign_.person})
              out.push_back(base + "?asOf=2024-01-01&actor=" + actor + tail);
          }
        }
      }
      std::erase_if(out, [&](const std::string& target) {
        return route.id == "explainFigure" && target.find("format=") != std::string::npos;
      });
    } else if (route.id == "readEvent") {
      for (std::uint64_t i = 1; i <= house_->ledger().book().position().value; ++i)
        out.push_back("/v1/events/" + std::to_string(i));
    } else if (route.id == "readEvents") {
      out = {"/v1/events?limit=1000", "/v1/events?limit=1000&format=ndjson"};
    } else if (route.id == "readSubject") {
      out = {"/v1/subjects/posting:" + foreign_.person, "/v1/subjects/details:" + foreign_.person};
    } else if (route.id == "readPerson") {
      out = {"/v1/people/" + foreign_.person};
    } else if (route.id == "readBankFile") {
      out = {route.path + "?unit=" + foreign_.unit +
             "&batch=B1&profile=general-csv&reason=" + "%E5%8F%91%E6%94%BE%E8%A1%A5%E5%8A%A9"};
    } else if (route.id == "readAttachment") {
      out = {"/v1/attachments/" + attachment_};
    } else {
      out = {route.path};
    }
    return out;
  }

  // What was asked for may be said back; the codes of villages stand in the public register.
  bool leaks(const http::Route& route, const std::string& target, std::string body) const {
    if (auto row = target.find("row="); row != std::string::npos) {
      std::string asked = target.substr(row, target.find('&', row) - row);
      for (auto at = body.find(asked); at != std::string::npos; at = body.find(asked))
        body.erase(at, asked.size());
    }
    std::vector<std::string> secrets{foreign_.unit, foreign_.person, foreign_.name};
    if (!route.id.starts_with("readEvent")) secrets.push_back(foreign_.village);
    return std::any_of(secrets.begin(), secrets.end(), [&](const std::string& secret) {
      return body.find(secret) != std::string::npos;
    });
  }

  void SetUp() override {
    Desks::SetUp();
    attachment_ = house_->ledger().book().files()->put("外县附件");
    app::SubmitOptions options;
    options.key = "attached";
    auto done = house_->ledger().submit(
        R"({"type":"talkHeld","date":"2024-01-01","actor":"city","attachments":[")" + attachment_ +
            R"("],"data":{"unit":"UNITTWO","leader":"inCharge","resident":"PERSONTWO"}})",
        options);
    ASSERT_TRUE(done) << done.error().detail;
  }

  std::string attachment_;
};

TEST_F(Matrix, NoRouteTellsAnyDeskOfAnotherCountyAnything) {
  int asked = 0;
  int leaked = 0;
  int own = 0;
  for (const auto& account : accounts()) {
    if (account == "city") continue;  // its scope is the whole city
    std::string session = signed_in(account);
    for (const auto& route : http::routes()) {
      if (route.listener != http::Listener::main || route.method != "GET") continue;
      if (public_routes.contains(route.id)) continue;
      for (const auto& target : targets(route)) {
        Answer answer = get(target, session);
        ++asked;
        own += answer.body.find("PERSONONE") != std::string::npos;
        // A refusal may say back what was asked for, and nothing else.
        bool refused = answer.status == 404 || answer.status == 403 || answer.status == 422 ||
                       answer.status == 400;
        bool leak = !refused && leaks(route, target, answer.body);
        leaked += leak;
        EXPECT_FALSE(leak) << account << " " << target << "\n" << answer.body.substr(0, 600);
        EXPECT_NE(answer.status, 500) << account << " " << target;
        EXPECT_EQ(answer.body.find(foreign_.name), std::string::npos) << account << " " << target;
      }
    }
  }
  std::printf(
      "counted: %d requests over routes x desks x another county's objects, %d leaks, "
      "%d showed their own\n",
      asked, leaked, own);
  EXPECT_GT(own, 20) << "nothing was shown to anybody: the matrix proves nothing";
}

TEST_F(Matrix, WhatIsForeignIsAnsweredLikeWhatIsNotThere) {
  std::string session = signed_in("county");
  auto same = [&](std::string there, std::string nowhere, const std::string& in_there,
                  const std::string& in_nowhere) {
    Answer one = get(there, session);
    Answer other = get(nowhere, session);
    EXPECT_EQ(one.status, other.status) << there;
    auto without = [](std::string body, const std::string& what) {
      for (auto at = body.find(what); at != std::string::npos; at = body.find(what))
        body.erase(at, what.size());
      return body;
    };
    EXPECT_EQ(without(one.body, in_there), without(other.body, in_nowhere)) << there;
  };
  same("/v1/people/" + foreign_.person, "/v1/people/NOBODY", foreign_.person, "NOBODY");
  same("/v1/subjects/posting:" + foreign_.person, "/v1/subjects/posting:NOBODY", foreign_.person,
       "NOBODY");
  same("/v1/attachments/" + attachment_, "/v1/attachments/" + std::string(64, '0'), attachment_,
       std::string(64, '0'));
  std::string event = std::to_string(last_[foreign_.unit].value);
  same("/v1/events/" + event, "/v1/events/999999", event, "999999");
  same("/v1/reports/roster?division=" + foreign_.village,
       "/v1/reports/roster?division=610802009009", foreign_.village, "610802009009");
  same("/v1/reports/duty_list?period=2024&actor=unit:" + foreign_.unit,
       "/v1/reports/duty_list?period=2024&actor=unit:NOUNIT", foreign_.unit, "NOUNIT");
}

TEST_F(Matrix, NobodyWritesInAnotherCounty) {
  int tried = 0;
  int passed = 0;
  for (const auto& account : accounts()) {
    if (account == "city") continue;
    std::string session = signed_in(account);
    for (const auto& [type, data] : std::vector<std::pair<std::string, std::string>>{
             {"personDetailsRecorded", R"({"person":"PERSONTWO","name":"改名"})"},
             {"postingEnded", R"({"person":"PERSONTWO","ground":"health"})"},
             {"meetingHeld", R"({"host":"office:610802000000","kind":"push","topic":"x"})"},
             {"talkHeld", R"({"unit":"UNITTWO","leader":"inCharge","resident":"PERSONTWO"})"},
             {"goLiveSet", R"({"division":"610802000000","group":"duties","from":"2024-01-01"})"},
             {"policyAdopted", R"({"number":"x","from":"2024-01-01","text":"x"})"},
             {"eventReversed",
              R"({"target":)" + std::to_string(last_["UNITTWO"].value) + R"(,"reason":"x"})"}}) {
      std::string body = R"({"type":")" + type + R"(","date":"2024-01-01","data":)" + data + "}";
      Answer answer = post("/v1/events", body,
                           session + "Idempotency-Key: w" + std::to_string(++number_) + "\r\n");
      ++tried;
      passed += answer.status == 201;
      EXPECT_EQ(code_of(answer), "not_allowed") << account << " " << type << " " << answer.body;
    }
  }
  std::printf("counted: %d writes into another county, %d accepted\n", tried, passed);
  EXPECT_EQ(passed, 0);
}

TEST_F(Matrix, WithoutASessionOnlyOpenRoutesAnswer) {
  int closed = 0;
  for (const auto& route : http::routes()) {
    if (route.listener != http::Listener::main || route.method != "GET" || route.open) continue;
    for (const auto& target : targets(route)) {
      Answer answer = get(target);
      EXPECT_EQ(answer.status, 401) << target;
      ++closed;
      if (closed > 400) break;
    }
  }
  EXPECT_GT(closed, 20);
}

class Session : public Desks {};

TEST_F(Session, NoneIsAcceptedAfterSigningOutRevokingOrDisabling) {
  int accepted = 0;
  int tries = 0;
  for (int i = 0; i < 20; ++i) {
    std::string out = signed_in("county");
    EXPECT_EQ(get("/v1/reports/roster", out).status, 200);
    exchange("DELETE /v1/session HTTP/1.1\r\nHost: localhost\r\n" + out + "\r\n");
    accepted += get("/v1/reports/roster", out).status == 200;
    std::string first = signed_in("county");
    std::string second = signed_in("county");
    auto list = json::parse(get("/v1/sessions", second).body);
    for (const auto& one : list["sessions"]) {
      if (one["current"] == true) continue;
      exchange("DELETE /v1/sessions/" + one["session"].get<std::string>() +
               " HTTP/1.1\r\nHost: localhost\r\n" + second + "\r\n");
    }
    accepted += get("/v1/reports/roster", first).status == 200;
    EXPECT_EQ(get("/v1/reports/roster", second).status, 200);
    tries += 2;
  }
  std::string session = signed_in("county");
  std::string key =
      house_->house()
          .secrets->keys()
          .create({"county", "脚本", {"countyOffice@division:610801000000"}, make_date(2024, 6, 1)},
                  house_->ledger().book().now())
          ->secret;
  std::string bearer = "Authorization: Bearer " + key + "\r\n";
  EXPECT_EQ(get("/v1/reports/roster", bearer).status, 200);
  must(event("accountDisabled", R"({"account":"county","reason":"离岗"})", "security"));
  accepted += get("/v1/reports/roster", session).status == 200;
  accepted += get("/v1/reports/roster", bearer).status == 200;
  tries += 2;
  Answer again = sign_in("county", password);
  EXPECT_EQ(again.status, 401);
  std::printf("counted: %d sessions and keys after sign-out, revoke, disable, %d accepted\n", tries,
              accepted);
  EXPECT_EQ(accepted, 0);
}

TEST_F(Session, ABookWithAccountsServedWithoutSecretsLetsNobodyIn) {
  server_.reset();
  secrets_ = nullptr;
  serve();
  EXPECT_EQ(get("/v1/reports/roster").status, 401);
  EXPECT_EQ(get("/v1/events").status, 401);
  Answer written = post("/v1/events", event("personRegistered", R"({"person":"P9"})"),
                        "Idempotency-Key: a\r\nZhucun-Actor: a\r\n");
  EXPECT_EQ(written.status, 401);
}

TEST_F(Session, ItEndsByIdlenessAndByAge) {
  std::string session = signed_in("county");
  auto start = house_->clock->now();
  house_->clock->set({start.micros + std::int64_t{14} * 60'000'000});
  EXPECT_EQ(get("/v1/reports/roster", session).status, 200);
  house_->clock->set({start.micros + std::int64_t{30} * 60'000'000});
  Answer over = get("/v1/reports/roster", session);
  EXPECT_EQ(over.status, 401);
  EXPECT_EQ(code_of(over), "signed_out");
}

TEST_F(Session, TheCookieIsStrictAndAForeignPageCannotWrite) {
  Answer answer = sign_in("county", password);
  std::string cookie = answer.header("set-cookie");
  EXPECT_NE(cookie.find("HttpOnly"), std::string::npos);
  EXPECT_NE(cookie.find("SameSite=Strict"), std::string::npos);
  std::string session = "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
  int written = 0;
  for (const auto& route : http::routes()) {
    if (route.method == "GET" || route.listener != http::Listener::main) continue;
    for (const auto& mark : {"Origin: http://evil.example\r\n", "Sec-Fetch-Site: cross-site\r\n",
                             "Origin: null\r\n"}) {
      Answer crossed = exchange(route.method + " " + route.path +
                                " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                                "application/json\r\nContent-Length: 2\r\n" +
                                session + mark + "\r\n{}");
      written += crossed.status < 400;
      EXPECT_GE(crossed.status, 400) << route.id << " " << mark;
    }
  }
  EXPECT_EQ(written, 0);
}

TEST_F(Session, AOneTimePasswordMustBeChangedFirst) {
  set_password("county", "one-time-quarry-7719", accounts::PasswordKind::one_time);
  std::string session = signed_in("county", "one-time-quarry-7719");
  EXPECT_EQ(code_of(get("/v1/reports/roster", session)), "password_must_change");
  Answer changed =
      post("/v1/session/password",
           json{{"current", "one-time-quarry-7719"}, {"password", "sorghum-ridge-4402"}}.dump(),
           session);
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(get("/v1/reports/roster", session).status, 200);
}

TEST_F(Session, WrongPasswordAndUnknownAccountAreAnsweredAlike) {
  Answer wrong = sign_in("county", "not-the-right-password");
  Answer unknown = sign_in("nobody-here", "not-the-right-password");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.status, unknown.status);
  EXPECT_EQ(wrong.body, unknown.body);
}

TEST_F(Session, AnotherActorIsNotActedFor) {
  std::string session = signed_in("county") + "Idempotency-Key: a\r\n";
  std::string mine = R"({"type":"personRegistered","date":"2024-01-01","data":{"person":"P9"}})";
  std::string other =
      R"({"type":"personRegistered","date":"2024-01-01","actor":"city","data":{"person":"P9"}})";
  EXPECT_EQ(code_of(post("/v1/events", other, session)), "not_allowed");
  EXPECT_EQ(post("/v1/events", mine, session + "Zhucun-Actor: city\r\n").status, 403);
  EXPECT_EQ(post("/v1/events", mine, session).status, 201);
}

TEST_F(Session, NamesAreForThoseDesksThatNeedThemAndAreWrittenDown) {
  auto names = [&](const std::string& account) {
    return get("/v1/reports/roster", signed_in(account)).body.find("本县甲") != std::string::npos;
  };
  EXPECT_TRUE(names("county"));
  EXPECT_TRUE(names("unit"));
  EXPECT_FALSE(names("finance"));
  EXPECT_FALSE(names("auditor"));
  std::string county = signed_in("county");
  Answer masked = get("/v1/people/PERSONONE", county);
  EXPECT_EQ(masked.status, 200) << masked.body;
  std::string auditor = signed_in("auditor");
  Answer hidden = get("/v1/people/PERSONONE", auditor);
  EXPECT_NE(hidden.body.find("本**"), std::string::npos) << hidden.body;
  EXPECT_EQ(hidden.body.find("本县甲"), std::string::npos);
  std::string want = R"({"fields":["name"],"reason":"核对举报线索"})";
  Answer full = post("/v1/people/PERSONONE/unmask", want, auditor);
  EXPECT_NE(full.body.find("本县甲"), std::string::npos) << full.body;
  EXPECT_EQ(
      post("/v1/people/PERSONONE/unmask", R"({"fields":["name"],"reason":""})", auditor).status,
      422);
  EXPECT_EQ(post("/v1/people/PERSONTWO/unmask", want, auditor).status, 404);
  auto page = json::parse(get("/v1/access", auditor).body);
  ASSERT_GE(page["records"].size(), 5u);
  EXPECT_EQ(page["records"][0]["deed"], "unmask");
  EXPECT_EQ(page["records"][0]["reason"], "核对举报线索");
  EXPECT_EQ(page["records"][0]["account"], "auditor");
  EXPECT_EQ(get("/v1/access", county).status, 403);
}

TEST_F(Session, WhateverIsCutToAScopeSaysSo) {
  std::string county = signed_in("county");
  std::string line = "只列出 县1 范围内的内容";
  EXPECT_NE(get("/v1/reports/roster", county).body.find(line), std::string::npos);
  EXPECT_NE(get("/v1/reports/roster?format=csv", county).body.find(line), std::string::npos);
  EXPECT_NE(get("/v1/events", county).body.find(line), std::string::npos);
  EXPECT_NE(get("/v1/reports/roster/explain?row=PERSONONE&column=days", county).body.find(line),
            std::string::npos);
  EXPECT_NE(get("/v1/events?format=ndjson", county).header("zhucun-scope"), "");
  EXPECT_EQ(get("/v1/reports/roster", signed_in("city")).body.find("范围内的内容"),
            std::string::npos);
}

TEST_F(Session, TheListOfDutiesCallsPeopleByNameAndAPrintIsWrittenDownAsOne) {
  std::string county = signed_in("county");
  auto list = get("/v1/reports/duty_list?period=2024&purpose=print", county).body;
  EXPECT_NE(list.find("本县甲（PERSONONE）"), std::string::npos) << list.substr(0, 400);
  EXPECT_EQ(get("/v1/reports/duty_list?period=2024", signed_in("finance")).body.find("本县甲"),
            std::string::npos);
  auto page = json::parse(get("/v1/access", signed_in("auditor")).body);
  EXPECT_EQ(page["records"][0]["deed"], "print");
}

TEST_F(Session, AnExportOfNamesNeedsTheRightToExport) {
  std::string town = get("/v1/reports/roster?format=csv", signed_in("town")).body;
  EXPECT_EQ(town.find("本县甲"), std::string::npos);
  std::string county = get("/v1/reports/roster?format=csv", signed_in("county")).body;
  EXPECT_NE(county.find("本县甲"), std::string::npos);
  auto page = json::parse(get("/v1/access", signed_in("auditor")).body);
  EXPECT_EQ(page["records"][0]["deed"], "export");
}

TEST_F(Session, OneTimePasswordsAreForOwnAccountsAfterTheOwnPassword) {
  std::string admin = signed_in("countyadmin");
  EXPECT_EQ(post("/v1/accounts/county/one-time-password", "", admin).status, 200);
  EXPECT_EQ(post("/v1/accounts/city/one-time-password", "", admin).status, 404);
  EXPECT_EQ(post("/v1/accounts/countyadmin/one-time-password", "", admin).status, 404);
  EXPECT_EQ(json::parse(get("/v1/access", signed_in("auditor")).body)["records"][0]["deed"],
            "password");
  EXPECT_EQ(code_of(post("/v1/accounts/security/one-time-password", "", signed_in("system"))),
            "not_allowed");
  EXPECT_EQ(post("/v1/accounts/county/one-time-password", "", signed_in("finance")).status, 403);
  house_->clock->set({house_->clock->now().micros + std::int64_t{6} * 60'000'000});
  Answer stale = post("/v1/accounts/town/one-time-password", "", admin);
  EXPECT_EQ(code_of(stale), "step_up_needed") << stale.body;
  EXPECT_EQ(post("/v1/session/step-up", json{{"password", password}}.dump(), admin).status, 200);
  EXPECT_EQ(post("/v1/accounts/town/one-time-password", "", admin).status, 200);
}

}  // namespace
}  // namespace zhucun::tests
