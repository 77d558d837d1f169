// Every route: what it answers, and each refusal that it has of its own.
#include <filesystem>
#include <fstream>
#include <thread>

#include "api/http/routes.h"
#include "tests/api/api_world.h"

namespace zhucun::tests {
namespace {

TEST_F(Api, BookSaysWhereItStands) {
  json book = get_json("/v1/book");
  EXPECT_EQ(book["city"], "610800000000");
  EXPECT_EQ(book["title"], "测试账");
  EXPECT_EQ(book["start"], "2024-01-01");
  EXPECT_EQ(book["today"], "2024-07-15");
  EXPECT_EQ(book["lastDate"], "2024-01-30");
  EXPECT_EQ(book["writable"], true);
  EXPECT_EQ(book["trouble"], "");
  ASSERT_EQ(book["policies"].size(), 1u);
  EXPECT_NE(book["policies"][0]["number"].get<std::string>().find("2021"), std::string::npos);
  EXPECT_GT(book["readings"]["count"], 0);
  ASSERT_EQ(book["goLive"].size(), 1u);
  EXPECT_EQ(book["goLive"][0]["group"], "duties");
  EXPECT_EQ(book["goLive"][0]["name"], "榆林市");
}

TEST_F(Api, EveryAnswerCarriesThePositionAndTheGuards) {
  for (const char* target : {"/v1/book", "/v1/nothing", "/", "/healthz/live", "/v1/events/0"}) {
    Answer answer = get(target);
    EXPECT_FALSE(answer.header("ledger-position").empty()) << target;
    EXPECT_EQ(answer.header("cache-control"), "no-store") << target;
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff") << target;
    EXPECT_NE(answer.header("content-security-policy").find("frame-ancestors 'none'"),
              std::string::npos);
    EXPECT_TRUE(answer.framed) << target;
  }
}

TEST_F(Api, ReportsAreListedAndRead) {
  json list = get_json("/v1/reports")["reports"];
  ASSERT_GE(list.size(), 5u);
  for (const auto& report : list) {
    std::string query = query_needed_by(report["name"].get<std::string>());
    json table = get_json(report["path"].get<std::string>() + query);
    EXPECT_EQ(table["title"], report["title"]);
    for (const auto& row : table["rows"])
      EXPECT_EQ(row["cells"].size(), table["columns"].size()) << report["name"];
  }
  json days = get_json("/v1/reports/working_days?from=2021-08-30&days=30");
  EXPECT_NE(days["rows"].dump().find("2021-10-15"), std::string::npos);
}

TEST_F(Api, ReportsPageAndTakeFormats) {
  json first = get_json("/v1/reports/duty_compliance?period=2024H1&limit=2");
  ASSERT_EQ(first["rows"].size(), 2u);
  ASSERT_TRUE(first.contains("nextFrom"));
  json second = get_json("/v1/reports/duty_compliance?period=2024H1&limit=2&fromRow=2");
  EXPECT_NE(first["rows"][0]["key"], second["rows"][0]["key"]);
  Answer lines = get("/v1/reports/staffing?format=ndjson");
  EXPECT_EQ(lines.header("content-type"), "application/x-ndjson; charset=utf-8");
  EXPECT_TRUE(json::accept(lines.body.substr(0, lines.body.find('\n'))));
  Answer csv = get("/v1/reports/duty_compliance?period=2024Q1&division=610802000000&format=csv");
  EXPECT_EQ(csv.body.substr(0, 3), "\xEF\xBB\xBF");
  // 榆阳区_履职情况统计表_2024Q1_截至2024-07-15.csv
  EXPECT_EQ(
      csv.header("content-disposition"),
      "attachment; filename=\"duty_compliance_2024Q1_2024-07-15.csv\"; "
      "filename*=UTF-8''%E6%A6%86%E9%98%B3%E5%8C%BA_%E5%B1%A5%E8%81%8C%E6%83%85%E5%86%B5%E7%BB"
      "%9F%E8%AE%A1%E8%A1%A8_2024Q1_%E6%88%AA%E8%87%B32024-07-15.csv");
}

TEST_F(Api, ReportsComeAsWorkbooksAndInGb18030) {
  const std::string path = "/v1/reports/duty_compliance?period=2024Q1&division=610802000000";
  Answer book = get(path + "&format=xlsx");
  EXPECT_EQ(book.status, 200);
  EXPECT_EQ(book.header("content-type"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  EXPECT_EQ(book.body.substr(0, 4), "PK\x03\x04");
  EXPECT_TRUE(book.header("content-disposition").ends_with("2024-07-15.xlsx"));
  EXPECT_NE(book.header("ledger-position"), "");
  // The clock stands still: what was made at the same moment of the same book is the same file.
  EXPECT_EQ(get(path + "&format=xlsx").body, book.body);
  Answer csv = get(path + "&format=csv&charset=gb18030");
  EXPECT_EQ(csv.header("content-type"), "text/csv; charset=gb18030");
  EXPECT_EQ(csv.body.substr(0, 5), "\xB4\xFA\xC2\xEB,");  // 代码
}

TEST_F(Api, WhatIsPrintedBearsACodeThatTheBookAgreesWith) {
  const std::string path = "/v1/reports/duty_compliance?period=2024Q1";
  EXPECT_FALSE(get_json(path).contains("verification"));
  std::string code = get_json(path + "&purpose=print")["verification"];
  std::string position = std::to_string(world().ledger->book().position().value);
  EXPECT_EQ(code.substr(0, position.size() + 1), position + "-");
  EXPECT_EQ(code.size(), position.size() + 21);
  // Later events do not change it, other parameters do.
  EXPECT_EQ(submit("code", draft("personRegistered", "2024-02-01", {{"person", "P-code"}})).status,
            201);
  EXPECT_NE(get_json(path + "&purpose=print")["verification"], code);
  EXPECT_EQ(get_json(path + "&purpose=print&knownAt=" + position)["verification"], code);
  EXPECT_NE(get_json(path + "&purpose=print&by=actor&knownAt=" + position)["verification"], code);
}

TEST_F(Api, ReportsRefuseByName) {
  EXPECT_EQ(get("/v1/reports/nothing").status, 404);
  EXPECT_EQ(code_of(get("/v1/reports/nothing")), "unknown_report");
  for (const char* query : {"colour=red", "period=never", "division=12", "format=pdf",
                            "format=csv&charset=gbk", "charset=gb18030", "limit=0", "limit=x",
                            "fromRow=-1", "asOf=2024-13-01", "since=1", "knownAt=later"}) {
    Answer answer = get(std::string("/v1/reports/duty_compliance?") + query);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_EQ(code_of(answer), "bad_parameter") << query;
    EXPECT_EQ(answer.header("content-type"), "application/problem+json; charset=utf-8");
  }
  EXPECT_EQ(code_of(get("/v1/reports/staffing?asOf=2024-01-01&asOf=2024-02-01")), "bad_request");
}

TEST_F(Api, AnEarlierPositionIsAnsweredAsOfThen) {
  std::uint64_t now = world().ledger->book().position().value;
  Answer then = get("/v1/reports/roster?knownAt=" + std::to_string(now - 3));
  EXPECT_EQ(then.header("ledger-position"), std::to_string(now - 3));
}

TEST_F(Api, FiguresExplainThemselves) {
  json table = get_json("/v1/reports/duty_compliance?period=2024H1&by=actor");
  std::string column;
  for (const auto& one : table["columns"]) {
    if (one["explains"] == true && column.empty()) column = one["name"];
  }
  ASSERT_FALSE(column.empty());
  std::string row = table["rows"][0]["key"];
  json why = get_json("/v1/reports/duty_compliance/explain?period=2024H1&by=actor&row=" +
                      http::percent_encoded(row) + "&column=" + column);
  EXPECT_FALSE(why["formula"].get<std::string>().empty());
  EXPECT_NE(why["address"].get<std::string>().find("column=" + column), std::string::npos);
  EXPECT_EQ(get("/v1/reports/duty_compliance/explain?row=x").status, 400);
  EXPECT_EQ(get("/v1/reports/nothing/explain?row=x&column=y").status, 404);
}

TEST_F(Api, EventsAreReadInOrder) {
  json page = get_json("/v1/events?after=0&limit=3");
  ASSERT_EQ(page["events"].size(), 3u);
  EXPECT_EQ(page["events"][0]["type"], "bookOpened");
  EXPECT_EQ(page["next"], 3);
  EXPECT_EQ(page["more"], true);
  json next = get_json("/v1/events?after=3&limit=1");
  EXPECT_EQ(next["events"][0]["position"], 4);
  Answer lines = get("/v1/events?limit=2&format=ndjson");
  EXPECT_EQ(std::count(lines.body.begin(), lines.body.end(), '\n'), 2);
  EXPECT_EQ(get_json("/v1/events/1")["type"], "bookOpened");
  EXPECT_EQ(get("/v1/events/999999999").status, 404);
  for (const char* bad : {"/v1/events/0", "/v1/events/x", "/v1/events/-1", "/v1/events?limit=1001",
                          "/v1/events?wait=26", "/v1/events?after=x", "/v1/events?format=csv"})
    EXPECT_EQ(get(bad).status, 400) << bad;
  std::uint64_t now = world().ledger->book().position().value;
  json none = get_json("/v1/events?after=" + std::to_string(now + 5));
  EXPECT_EQ(none["next"], now + 5);
  EXPECT_EQ(none["more"], false);
}

TEST_F(Api, LongPollEndsWithTheNextEvent) {
  std::uint64_t now = world().ledger->book().position().value;
  json seen;
  std::thread reader(
      [&] { seen = get_json("/v1/events?after=" + std::to_string(now) + "&wait=20"); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  auto started = std::chrono::steady_clock::now();
  EXPECT_EQ(submit("poll", draft("personRegistered", "2024-02-01", {{"person", "P-poll"}})).status,
            201);
  reader.join();
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(2));
  EXPECT_EQ(seen["events"].size(), 1u);
  EXPECT_EQ(seen["events"][0]["data"]["person"], "P-poll");
}

TEST_F(Api, TooManyLongPollsAreBusy) {
  http::HttpOptions options;
  options.long_polls_max = 2;
  serve(options);
  std::string target = "GET /v1/events?wait=2&after=99999999 HTTP/1.1\r\nHost: localhost\r\n\r\n";
  RawClient one(port());
  RawClient two(port());
  one.send(target);
  two.send(target);
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  Answer third = get("/v1/events?wait=2&after=99999999");
  EXPECT_EQ(third.status, 503);
  EXPECT_EQ(code_of(third), "busy");
  EXPECT_EQ(third.header("retry-after"), "1");
  EXPECT_EQ(one.read().status, 200);
  EXPECT_EQ(two.read().status, 200);
}

TEST_F(Api, SubmittingIsIdempotentAndDry) {
  json one = draft("personRegistered", "2024-02-01", {{"person", "P-idem"}});
  Answer dry = submit("idem", one, "?dryRun=true");
  EXPECT_EQ(dry.status, 200);
  json effects = json::parse(dry.body);
  EXPECT_EQ(effects["dryRun"], true);
  Answer made = submit("idem", one, "?expect=" + effects["effects"].get<std::string>());
  ASSERT_EQ(made.status, 201) << made.body;
  json outcome = json::parse(made.body);
  std::string position = std::to_string(outcome["events"][0]["position"].get<std::uint64_t>());
  EXPECT_EQ(made.header("location"), "/v1/events/" + position);
  EXPECT_EQ(made.header("ledger-position"), position);
  EXPECT_EQ(get_json("/v1/events/" + position)["actor"], "李");
  EXPECT_EQ(submit("idem", one).status, 200);
  one["data"]["person"] = "P-other";
  Answer reused = submit("idem", one);
  EXPECT_EQ(reused.status, 422);
  EXPECT_EQ(code_of(reused), "idempotency_key_reused");
  Answer moved = submit("idem2", one, "?expect=0000");
  EXPECT_EQ(moved.status, 409);
  EXPECT_EQ(code_of(moved), "effects_moved");
}

TEST_F(Api, ABatchStandsOrFallsTogether) {
  auto before = world().ledger->book().position();
  json batch = {{"events",
                 {draft("personRegistered", "2024-02-01", {{"person", "P-b1"}}),
                  draft("personRegistered", "2024-02-01", {{"person", ""}})}}};
  Answer refused = submit("batch", batch);
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_NE(refused.body.find("/events/1"), std::string::npos) << refused.body;
  EXPECT_EQ(world().ledger->book().position(), before);
  batch["events"][1]["data"]["person"] = "P-b2";
  Answer made = submit("batch", batch);
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(json::parse(made.body)["events"].size(), 2u);
}

TEST_F(Api, ARevisionGuardsASubject) {
  EXPECT_EQ(submit("rev-p", draft("personRegistered", "2024-02-01", {{"person", "P-rev"}})).status,
            201);
  json start =
      draft("postingStarted", "2024-02-01",
            {{"person", "P-rev"}, {"unit", "U1"}, {"village", "610802100201"}, {"role", "member"}});
  json end = draft("postingEnded", "2024-03-01", {{"person", "P-rev"}, {"ground", "health"}});
  // A registered person is a subject already.
  Answer person = get("/v1/subjects/posting:P-rev");
  ASSERT_EQ(person.status, 200);
  EXPECT_EQ(submit("rev-s", start, "", "If-Match: " + person.header("etag") + "\r\n").status, 201);
  Answer subject = get("/v1/subjects/posting:P-rev");
  EXPECT_NE(subject.header("etag"), person.header("etag"));
  Answer missing = submit("rev-e", end);
  EXPECT_EQ(missing.status, 428);
  EXPECT_EQ(code_of(missing), "revision_missing");
  Answer old = submit("rev-e", end, "", "If-Match: \"1\"\r\n");
  EXPECT_EQ(old.status, 412);
  EXPECT_EQ(code_of(old), "revision_moved");
  for (const char* bad : {"*", "W/\"3\"", "3", "\"x\"", "\"\""})
    EXPECT_EQ(submit("rev-e", end, "", std::string("If-Match: ") + bad + "\r\n").status, 400);
  EXPECT_EQ(submit("rev-e", end, "", "If-Match: " + subject.header("etag") + "\r\n").status, 201);
  EXPECT_EQ(get("/v1/subjects/posting:nobody").status, 404);
}

TEST_F(Api, SubmissionsSayWhoAndWhichRequest) {
  std::string body = draft("personRegistered", "2024-02-01", {{"person", "P-w"}}).dump();
  Answer no_key = post("/v1/events", body, "Zhucun-Actor: x\r\n");
  EXPECT_EQ(no_key.status, 400);
  EXPECT_EQ(code_of(no_key), "idempotency_key_missing");
  EXPECT_EQ(post("/v1/events", body, "Idempotency-Key: w\r\n").status, 400);
  EXPECT_EQ(post("/v1/events", body, "Idempotency-Key: w\r\nZhucun-Actor: %ZZ\r\n").status, 400);
  EXPECT_EQ(post("/v1/events", body, "Idempotency-Key: w\r\nZhucun-Actor: \xff\r\n").status, 400);
  std::string twice = "Idempotency-Key: w\r\nIdempotency-Key: v\r\nZhucun-Actor: x\r\n";
  EXPECT_EQ(post("/v1/events", body, twice).status, 400);
  EXPECT_EQ(submit("w", json::parse(body), "?dryRun=maybe").status, 400);
}

TEST_F(Api, BadDraftsComeBackWithPointers) {
  std::string who = "Idempotency-Key: bad\r\nZhucun-Actor: x\r\n";
  Answer broken = post("/v1/events", "{\"type\":", who);
  EXPECT_EQ(broken.status, 400);
  EXPECT_EQ(code_of(broken), "malformed");
  EXPECT_EQ(code_of(post("/v1/events", "\xff\xfe", who)), "malformed");
  EXPECT_EQ(code_of(submit("bad", json::array())), "malformed");
  EXPECT_EQ(submit("bad", draft("flew", "2024-02-01", json::object())).status, 422);
  Answer form = submit("bad", draft("postingStarted", "2024-02-30", {{"colour", "red"}}));
  EXPECT_EQ(form.status, 422);
  EXPECT_GE(json::parse(form.body)["errors"].size(), 3u) << form.body;
  Answer overlap = submit(
      "bad",
      json::array(
          {draft(
               "postingStarted", "2024-03-01",
               {{"person", "P1"}, {"unit", "U1"}, {"village", "610802100200"}, {"role", "member"}}),
           draft("personRegistered", "2024-03-01", {{"person", "P-never"}})}));
  EXPECT_EQ(overlap.status, 409);
  EXPECT_EQ(code_of(overlap), "posting_overlaps");
  EXPECT_EQ(submit("bad", draft("personRegistered", "2030-01-01", {{"person", "F"}})).status, 422);
}

TEST_F(Api, LinesAreTakenOneByOne) {
  std::string who = "Idempotency-Key: lines\r\nZhucun-Actor: x\r\n";
  std::string lines;
  for (int i = 0; i < 2000; ++i) {
    lines += draft("personRegistered", "2024-02-01", {{"person", "L" + std::to_string(i)}}).dump() +
             "\n";
  }
  Answer made = post("/v1/events/bulk", lines, who, "application/x-ndjson");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(json::parse(made.body)["accepted"], 2000);
  Answer again = post("/v1/events/bulk", lines, who, "application/x-ndjson");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(json::parse(again.body)["known"], 2000);
  Answer refused = post("/v1/events/bulk", "\n{}\n", "Idempotency-Key: l2\r\nZhucun-Actor: x\r\n",
                        "application/x-ndjson");
  EXPECT_EQ(refused.status, 422);
  EXPECT_NE(refused.body.find("第 2 行"), std::string::npos) << refused.body;
}

TEST_F(Api, MinPositionWaits) {
  std::uint64_t now = world().ledger->book().position().value;
  EXPECT_EQ(get("/v1/book?minPosition=" + std::to_string(now)).status, 200);
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    submit("min", draft("personRegistered", "2024-02-01", {{"person", "P-min"}}));
  });
  Answer after = get("/v1/book?minPosition=" + std::to_string(now + 1));
  writer.join();
  EXPECT_EQ(after.status, 200);
  EXPECT_GE(std::stoull(after.header("ledger-position")), now + 1);
  http::HttpOptions impatient;
  impatient.await_longest = std::chrono::milliseconds(200);
  serve(impatient);
  EXPECT_EQ(get("/v1/book?minPosition=x").status, 400);
  EXPECT_EQ(get("/v1/book?minPosition=99999999").status, 503);
}

TEST_F(Api, DivisionsFormATree) {
  json city = get_json("/v1/divisions");
  EXPECT_EQ(city["division"]["name"], "榆林市");
  EXPECT_EQ(city["children"].size(), 12u);
  EXPECT_EQ(city["children"][0]["level"], "county");
  json town = get_json("/v1/divisions?parent=610802100000");
  EXPECT_EQ(town["path"].size(), 2u);
  EXPECT_EQ(town["path"][0]["code"], "610800000000");
  EXPECT_EQ(town["division"]["childCount"], town["children"].size());
  EXPECT_EQ(get("/v1/divisions?parent=999999999999").status, 404);
  EXPECT_EQ(get("/v1/divisions?parent=9").status, 400);
  EXPECT_EQ(get("/v1/divisions?asOf=x").status, 400);
}

TEST_F(Api, ThePolicyInForceIsReadable) {
  json policy = get_json("/v1/policy?asOf=2024-07-01");
  ASSERT_EQ(policy["documents"].size(), 1u);
  EXPECT_EQ(policy["documents"][0]["inForce"], true);
  ASSERT_GT(policy["duties"].size(), 10u);
  for (const auto& duty : policy["duties"]) {
    EXPECT_FALSE(duty["clause"].get<std::string>().empty());
    EXPECT_FALSE(duty["quote"].get<std::string>().empty());
  }
  ASSERT_EQ(policy["funds"].size(), 2u);
  EXPECT_EQ(policy["funds"][0]["amount"], 1'000'000);
  EXPECT_EQ(policy["funds"][0]["shares"].dump(), R"({"city":3,"county":2,"province":5})");
  EXPECT_EQ(policy["fundSteps"].size(), 6u);
  for (const auto& use : policy["fundUses"]) EXPECT_EQ(use["use"], "forbidden");
  for (const auto& reading : policy["readings"]) {
    bool chosen_is_offered = false;
    for (const auto& option : reading["options"])
      chosen_is_offered |= option["id"] == reading["chosen"];
    EXPECT_TRUE(chosen_is_offered) << reading["id"];
  }
  EXPECT_TRUE(get_json("/v1/policy?asOf=1999-01-01")["duties"].empty());
}

TEST_F(Api, HealthAndMetricsAreTold) {
  EXPECT_EQ(get_json("/healthz/live")["live"], true);
  EXPECT_EQ(get_json("/healthz/ready")["ready"], true);
  EXPECT_EQ(get("/metrics").status, 404);  // only on the second listener
  RawClient client(server_->metrics_port());
  client.send("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  Answer metrics = client.read();
  EXPECT_EQ(metrics.status, 200);
  EXPECT_NE(metrics.body.find("zhucun_http_requests_total{route=\"isLive\",status=\"200\"} 1"),
            std::string::npos);
  EXPECT_NE(metrics.body.find("zhucun_book_writable 1"), std::string::npos);
  RawClient other(server_->metrics_port());
  other.send("GET /v1/book HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  EXPECT_EQ(other.read().status, 404);
}

TEST_F(Api, RequestsAreLogged) {
  get("/v1/reports/nothing");
  server_->stop();
  ASSERT_EQ(records_.size(), 1u);
  EXPECT_EQ(records_[0].route, "readReport");
  EXPECT_EQ(records_[0].status, 404);
  EXPECT_EQ(records_[0].code, "unknown_report");
  EXPECT_EQ(records_[0].peer.substr(0, 10), "127.0.0.1:");
}

TEST_F(Api, AForeignAddressIsRefused) {
  for (const char* host : {"0.0.0.0", "192.168.1.5", "::", "example.com", ""}) {
    http::HttpOptions options;
    options.host = host;
    try {
      http::HttpServer server(*world().ledger, nullptr, options);
      ADD_FAILURE() << host;
    } catch (const std::invalid_argument& refused) {
      EXPECT_NE(std::string(refused.what()).find("本机"), std::string::npos);
    }
  }
  http::HttpOptions taken;
  taken.port = port();
  http::HttpServer second(*world().ledger, nullptr, taken);
  EXPECT_THROW(second.start(), log::IoFailure);
}

}  // namespace
}  // namespace zhucun::tests
