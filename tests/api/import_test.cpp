// Imports over the wire: a file goes up, a preview comes down, a yes records, an undo takes back.
#include <fstream>
#include <thread>

#include "api/app/imports.h"
#include "tests/api/api_world.h"
#include "tests/harness/tiny_house.h"

namespace zhucun::tests {
namespace {

// Villages of the tiny register are all called 村: codes tell them apart.
constexpr const char* csv =
    "\xEF\xBB\xBF"
    "村,村类型,认定日期,文号\n"
    "610801001001,脱贫村,2024-01-01,甲号\n"
    "610801001002,脱贫村,2024-01-01,甲号\n"
    "村,脱贫村,2024-01-01,甲号\n"
    "610801001009,脱贫村,2024-01-01,甲号\n"
    "610801001003,脱贫村,2024-01,甲号\n";

class ImportApi : public Api {
 protected:
  void SetUp() override {
    house_ = std::make_unique<harness::TinyHouse>();
    ledger_ = &house_->ledger();
    start();
  }
  void TearDown() override {
    server_.reset();
    imports_.reset();
  }
  void start() {
    sandbox_.program = ZHUCUN_SHEETS;
    imports_ = std::make_unique<app::Imports>(*ledger_, house_->folder(), sandbox_);
    http::HttpOptions options;
    options.imports = imports_.get();
    options.sandbox = sandbox_;
    serve(std::move(options));
  }
  std::string named = "Zhucun-Actor: clerk\r\n";

  json put(const std::string& name, const std::string& bytes) {
    Answer answer = exchange("PUT /v1/uploads?fileName=" + name +
                             " HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                             "application/octet-stream\r\nContent-Length: " +
                             std::to_string(bytes.size()) + "\r\n\r\n" + bytes);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return json::parse(answer.body, nullptr, false);
  }
  json begin(const std::string& name, const std::string& bytes, json more = json::object()) {
    json file = put(name, bytes)["files"][0];
    more["uploads"] = {file["upload"]};
    more["names"] = {file["name"]};
    Answer answer = post("/v1/imports", more.dump(), named);
    EXPECT_EQ(answer.status, 202) << answer.body;
    return json::parse(answer.body, nullptr, false);
  }
  json settled(const std::string& id) {
    imports_->await(id);
    return get_json("/v1/imports/" + id);
  }
  json step(const std::string& id, const std::string& name, const json& body, int status = 202) {
    Answer answer = post("/v1/imports/" + id + "/" + name, body.dump(), named);
    EXPECT_EQ(answer.status, status) << answer.body;
    return json::parse(answer.body, nullptr, false);
  }

  std::unique_ptr<harness::TinyHouse> house_;
  sheet::ReadOptions sandbox_;
  std::unique_ptr<app::Imports> imports_;
};

TEST_F(ImportApi, NothingIsRecordedBeforeAYesAndAnUndoTakesItBack) {
  Position before = ledger_->book().position();
  std::string id = begin("kinds.csv", csv)["import"];
  json preview = settled(id);
  EXPECT_EQ(preview["stage"], "ready") << preview.dump();
  EXPECT_EQ(preview["counts"]["new"], 2) << preview.dump();
  EXPECT_EQ(ledger_->book().position(), before);
  // Sixteen villages are called 村: that is asked; an unknown code and a month without a day are
  // told.
  ASSERT_EQ(preview["questions"].size(), 1u);
  EXPECT_EQ(preview["questions"][0]["options"].size(), 16u);
  std::set<std::string> codes;
  for (const auto& problem : preview["problems"]) codes.insert(problem["code"]);
  EXPECT_TRUE(codes.contains("unknown_division")) << preview["problems"].dump();
  EXPECT_TRUE(codes.contains("bad_value")) << preview["problems"].dump();
  EXPECT_EQ(preview["problems"][0]["address"], "A5");

  json done = step(id, "answers",
                   {{"keys", {preview["questions"][0]["key"]}}, {"values", {"610801001004"}}});
  EXPECT_EQ(settled(id)["counts"]["new"], 3);
  step(id, "confirm", json::object());
  json receipt = settled(id);
  EXPECT_EQ(receipt["stage"], "done") << receipt.dump();
  EXPECT_EQ(receipt["recorded"], 3);
  EXPECT_EQ(ledger_->book().position().value, before.value + 3);
  json rows = get_json("/v1/imports/" + id + "/rows?state=new");
  EXPECT_EQ(rows["rowCount"], 3);
  EXPECT_EQ(rows["rows"][0]["positions"].size(), 1u);

  // The same file again is nothing new.
  std::string again = begin("kinds.csv", csv)["import"];
  json same = settled(again);
  EXPECT_EQ(same["counts"]["same"], 2) << same.dump();
  EXPECT_EQ(same["counts"]["new"], 0);

  EXPECT_EQ(step(id, "undo", {{"reason", ""}}, 422)["code"], "missing_field");
  step(id, "undo", {{"reason", "传错了文件"}});
  json undone = settled(id);
  EXPECT_EQ(undone["stage"], "undone") << undone.dump();
  EXPECT_EQ(undone["undone"]["reversed"], 3);
  EXPECT_EQ(step(id, "undo", {{"reason", "再来"}}, 422)["code"], "import_not_ready");
  // And may come again.
  json anew = settled(begin("kinds.csv", csv)["import"]);
  EXPECT_EQ(anew["counts"]["new"], 2) << anew.dump();
}

TEST_F(ImportApi, AnImportOutlivesARestart) {
  std::string id = begin("kinds.csv", csv)["import"];
  settled(id);
  server_.reset();
  imports_.reset();
  start();
  json kept = settled(id);
  EXPECT_EQ(kept["stage"], "ready");
  EXPECT_EQ(kept["counts"]["new"], 2);
  step(id, "confirm", json::object());
  json receipt = settled(id);
  EXPECT_EQ(receipt["recorded"], 2) << receipt.dump();
  // One that was recorded but whose receipt was not written goes on and finds its own events.
  server_.reset();
  imports_.reset();
  start();
  EXPECT_EQ(settled(id)["stage"], "done");
  step(id, "undo", {{"reason", "试撤销"}});
  EXPECT_EQ(settled(id)["undone"]["reversed"], 2);
}

TEST_F(ImportApi, TheErrorCopyIsAWorkbookAndOthersSeeNothing) {
  std::string id = begin("kinds.csv", csv)["import"];
  settled(id);
  Answer copy = get("/v1/imports/" + id + "/errors?file=0");
  EXPECT_EQ(copy.status, 200) << copy.body.substr(0, 300);
  EXPECT_TRUE(copy.body.starts_with("PK"));
  EXPECT_EQ(get("/v1/imports/0000000000000000").status, 404);
  // No plain text of the file lies in the book's folder.
  for (const auto& entry : std::filesystem::recursive_directory_iterator(house_->folder())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(in)), {});
    EXPECT_EQ(bytes.find("村类型,认定日期"), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find("kinds.csv"), std::string::npos) << entry.path();
  }
}

TEST_F(ImportApi, AFileThatIsNoSheetIsRefusedWithItsRepair) {
  std::string id = begin("a.xlsx", "<html><body>not a sheet</body></html>")["import"];
  json preview = settled(id);
  EXPECT_EQ(preview["stage"], "ready");
  ASSERT_EQ(preview["problems"].size(), 1u) << preview.dump();
  EXPECT_FALSE(preview["problems"][0]["hint"].get<std::string>().empty());
  EXPECT_EQ(step(id, "confirm", json::object())["stage"], "recording");
  EXPECT_EQ(settled(id)["recorded"], 0);
}

TEST_F(ImportApi, ARosterWithoutNumbersComesAgainAndBringsNobodyNew) {
  harness::must(*ledger_,
                harness::draft("unitRegistered", make_date(2024, 1, 1),
                               R"("unit":"U1","name":"试单位","level":"city","kind":"government",)"
                               R"("seat":"610800000000")"),
                "u1");
  const std::string roster =
      "姓名,派出单位,派驻村,职务,到岗日期,选派文号\n"
      "试甲,试单位,610801001001,第一书记,2024-01-01,甲号\n"
      "试乙,试单位,610801001001,工作队员,2024-01-01,甲号\n";
  std::string id = begin("roster.csv", roster)["import"];
  EXPECT_EQ(settled(id)["counts"]["new"], 2) << settled(id).dump();
  step(id, "confirm", json::object());
  EXPECT_EQ(settled(id)["recorded"], 6);  // registered, described, posted: each of two
  json again = settled(begin("roster.csv", roster)["import"]);
  EXPECT_EQ(again["counts"]["same"], 2) << again.dump();
  EXPECT_EQ(again["counts"]["new"], 0) << again.dump();
}

// The bank's return file is an ordinary sheet: who was paid, who was not, and another payout's file
// is refused row by row.
TEST_F(ImportApi, ABanksReturnFileSettlesItsPayoutAndNoOther) {
  Date day = make_date(2024, 1, 1);
  auto put_in = [&](const std::string& type, const std::string& data, const std::string& actor) {
    app::SubmitOptions options;
    options.key = type + data + actor;
    auto done = ledger_->submit(R"({"type":")" + type + R"(","date":")" + to_text(day) +
                                    R"(","actor":")" + actor + R"(","data":{)" + data + "}}",
                                options);
    ASSERT_TRUE(done) << done.error().detail;
  };
  put_in("goLiveSet", R"("division":"610800000000","group":"allowances","from":"2024-01-01")", "a");
  put_in("unitRegistered",
         R"("unit":"U1","name":"试单位","level":"city","kind":"government","seat":"610800000000")",
         "a");
  for (const char* person : {"P1", "P2"}) {
    put_in("personRegistered", std::string(R"("person":")") + person + "\"", "a");
    put_in("postingStarted",
           std::string(R"("person":")") + person +
               R"(","unit":"U1","village":"610801001001","role":"member","document":"选-1")",
           "a");
  }
  put_in("payoutDrafted", R"("unit":"U1","batch":"发-1","through":"2024-01")", "maker");
  std::string content = ledger_->book().read(
      [](const domain::Facts& facts) { return facts.allowance.payouts.at("U1@发-1").content; });
  put_in("payoutApproved", R"("unit":"U1","batch":"发-1","content":")" + content + "\"", "checker");
  put_in("payoutReleased", R"("unit":"U1","batch":"发-1")", "maker");
  const std::string head = "交易日期,批次号,序号,金额,处理结果,失败原因,流水号\n";
  json unit{{"unit", "U1"}};
  json wrong = settled(begin("other.csv",
                             head + "2024-01-01,发-2,1,100.00,成功,,B1\n" +
                                 "2024-01-01,发-1,1,100.001,成功,,B2\n" +
                                 "2024-01-01,发-1,1,99.00,成功,,B3\n",
                             unit)["import"]);
  std::multiset<std::string> codes;
  for (const auto& problem : wrong["problems"]) codes.insert(problem["code"]);
  EXPECT_EQ(codes, (std::multiset<std::string>{"bad_value", "return_differs", "wrong_batch"}))
      << wrong["problems"].dump();
  std::string id = begin(
      "back.csv",
      head + "2024-01-01,发-1,1,100.00,成功,,B1\n" + "2024-01-01,发-1,2,100.00,失败,户名不符,B2\n",
      unit)["import"];
  EXPECT_EQ(settled(id)["counts"]["new"], 2) << settled(id).dump();
  step(id, "confirm", json::object());
  EXPECT_EQ(settled(id)["recorded"], 2) << settled(id).dump();
  json batches = get_json("/v1/reports/payout_batches?asOf=2024-01-01");
  EXPECT_NE(batches.dump().find("已办结，退票 1 人"), std::string::npos) << batches.dump();
}

TEST_F(ImportApi, AnImportThatIsCancelledRecordsNothing) {
  Position before = ledger_->book().position();
  std::string id = begin("kinds.csv", csv)["import"];
  settled(id);
  EXPECT_EQ(step(id, "cancel", json::object(), 200)["stage"], "cancelled");
  EXPECT_EQ(step(id, "confirm", json::object(), 422)["code"], "import_not_ready");
  EXPECT_EQ(ledger_->book().position(), before);
  // Under way it stops at its next step, or was done before it heard.
  std::string running = begin("kinds.csv", csv)["import"];
  step(running, "cancel", json::object(), 200);
  std::string stage = settled(running)["stage"];
  EXPECT_TRUE(stage == "cancelled" || stage == "ready") << stage;
  EXPECT_EQ(ledger_->book().position(), before);
}

TEST_F(ImportApi, WorkbooksAreHandedOutAndTakenBack) {
  json list = get_json("/v1/workbooks");
  EXPECT_GE(list["workbooks"].size(), 5u);
  Answer book = get("/v1/workbooks/county-quarterly?division=610801000000&period=2024Q1");
  ASSERT_EQ(book.status, 200) << book.body.substr(0, 300);
  // Handed back as it is: nothing is asked for, nothing is wrong.
  json preview = settled(begin("back.xlsx", book.body)["import"]);
  EXPECT_EQ(preview["counts"]["new"], 0) << preview.dump();
  EXPECT_EQ(preview["problems"].size(), 0u) << preview["problems"].dump();
  EXPECT_EQ(get("/v1/workbooks/county-quarterly?division=610801000000&period=2024-01").status, 400);
  Answer zip = get("/v1/county-workbooks?division=610801000000&period=2024Q1");
  EXPECT_EQ(zip.status, 200);
  // And the zip comes back as the files that are in it.
  json parts = put("county.zip", zip.body)["files"];
  ASSERT_EQ(parts.size(), 1u) << parts.dump();
  EXPECT_TRUE(parts[0]["name"].get<std::string>().ends_with(".xlsx"));
}

}  // namespace
}  // namespace zhucun::tests
