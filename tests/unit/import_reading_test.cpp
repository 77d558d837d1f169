// What comes out of sheets as offices write them: headers, spellings, names, legends, totals.
#include <gtest/gtest.h>

#include "api/app/import_run.h"
#include "importers/values.h"
#include "tests/harness/sheets.h"
#include "tests/harness/tiny_house.h"

namespace zhucun {
namespace {

using app::RowState;
using harness::draft;
using harness::must;
using harness::sheet_of;
using harness::workbook_of;

const Date day = make_date(2024, 1, 1);

// Two counties with a township of the same name each, and villages that share names.
app::InitOptions two_counties() {
  auto init = harness::tiny_options();
  init.register_csv =
      "code,name,level,parent\n"
      "610800000000,榆林市,city,\n"
      "610802000000,榆阳区,county,610800000000\n"
      "610803000000,横山区,county,610800000000\n"
      "610802101000,镇川镇,township,610802000000\n"
      "610802102000,鱼河镇,township,610802000000\n"
      "610803101000,鱼河镇,township,610803000000\n"
      "610802101201,张家沟村,village,610802101000\n"
      "610802102201,张家沟村,village,610802102000\n"
      "610802102202,李家梁社区,village,610802102000\n"
      "610803101201,王家湾村,village,610803101000\n";
  return init;
}

struct World {
  std::shared_ptr<app::ManualClock> clock;
  std::unique_ptr<app::Ledger> ledger;

  World() : clock(std::make_shared<app::ManualClock>(harness::noon(make_date(2024, 9, 1)))) {
    book::Options options;
    options.disk_floor = 0;
    ledger = std::make_unique<app::Ledger>(std::make_unique<book::Book>(
        log::make_memory_log(log::HashKind::sha256), clock, log::OpenMode::write, options));
    auto drafts = app::opening_drafts(two_counties());
    std::string all;
    for (const auto& one : *drafts) all += (all.empty() ? "[" : ",") + one;
    must(*ledger, all + "]", "open");
    must(*ledger,
         draft("unitRegistered", day,
               R"("unit":"U1","name":"市水务局","level":"city","kind":"government",)"
               R"("seat":"610800000000")"),
         "u1");
    must(*ledger,
         draft("unitRenamed", make_date(2024, 3, 1),
               R"("unit":"U1","name":"市水利局","document":"榆编发〔2024〕1号")"),
         "u1n");
  }

  // Reads, rehearses, and gives the outcome of each row.
  struct Tried {
    app::ImportPlan plan;
    std::vector<app::RowResult> results;
    std::vector<app::Fault> faults;
    std::size_t of(RowState state) const {
      std::size_t count = 0;
      for (const auto& one : results) count += one.state == state;
      return count;
    }
  };
  Tried tried(const sheet::Workbook& workbook, importers::Answers answers = {},
              importers::WorkbookHead head = {}, const std::string& format = "") {
    Tried out;
    options_ = {format, head, std::move(answers), "", {}};
    out.plan = app::plan_workbooks(*ledger, {{"表.xlsx", workbook}}, options_, viewer_);
    out.results = app::ImportRun(*ledger, out.plan, options_, viewer_).rehearse({});
    out.faults = app::faults_of(out.plan, out.results, false);
    return out;
  }
  std::vector<app::RowResult> recorded(const Tried& tried) {
    return app::ImportRun(*ledger, tried.plan, options_, viewer_).record(tried.results, {});
  }

  app::ImportOptions options_;
  app::Viewer viewer_ = app::Viewer::unguarded_one("clerk");
};

std::string told(const World::Tried& tried) {
  std::string out;
  for (const auto& fault : tried.faults) {
    out += std::to_string(fault.place.row) + "/" + std::to_string(fault.place.column) + " " +
           std::string(name_of(fault.code)) + " " + fault.detail + "\n";
  }
  return out;
}

TEST(Values, DatesAreReadInEverySpellingAndMonthsStayMonths) {
  for (const char* text : {"2021-08-30", "2021/8/30", "2021.8.30", "20210830", "2021年8月30日",
                           "２０２１．８．３０", " 2021-08-30 ", "2021-8-30 09:15:00"}) {
    EXPECT_EQ(importers::read_date(text), make_date(2021, 8, 30)) << text;
  }
  for (const char* wrong : {"2021.8", "2021年8月", "2021-02-30", "8.30", "", "二〇二一年"})
    EXPECT_FALSE(importers::read_date(wrong)) << wrong;
  EXPECT_EQ(importers::read_serial(44438), make_date(2021, 8, 30));
  EXPECT_FALSE(importers::read_serial(12));
}

TEST(Values, PeriodsAreReadInEverySpelling) {
  for (auto [text, key] :
       std::vector<std::pair<const char*, const char*>>{{"2026", "2026"},
                                                        {"2026年", "2026"},
                                                        {"2026年度", "2026"},
                                                        {"2026年上半年", "2026H1"},
                                                        {"2026年下半年", "2026H2"},
                                                        {"2026年第三季度", "2026Q3"},
                                                        {"2026年3季度", "2026Q3"},
                                                        {"2026Q3", "2026Q3"},
                                                        {"2026年7月", "2026-07"},
                                                        {"2026年7月份", "2026-07"},
                                                        {"2026.7", "2026-07"},
                                                        {"202607", "2026-07"},
                                                        {"２０２６年７月", "2026-07"}}) {
    EXPECT_EQ(importers::read_period(text), key) << text;
  }
  for (const char* wrong : {"7月", "2026年13月", "2026年五季度", "第三季度", ""})
    EXPECT_FALSE(importers::read_period(wrong)) << wrong;
}

TEST(Values, AmountsAreWholeFenOrNothing) {
  EXPECT_EQ(importers::read_amount("1,234.50", 100), Fen{123450});
  EXPECT_EQ(importers::read_amount("0.35", 1'000'000), Fen{350'000});
  EXPECT_EQ(importers::read_amount("0.5万元", 100), Fen{500'000});
  EXPECT_EQ(importers::read_amount("￥５００", 100), Fen{50'000});
  EXPECT_EQ(importers::read_amount("-3000元", 1'000'000), Fen{-300'000});
  for (const char* wrong : {"", "1.234", "一千", "1e5", "12.", "1 2 3x"})
    EXPECT_FALSE(importers::read_amount(wrong, 100)) << wrong;
}

TEST(ImportReading, AHeaderIsFoundUnderTitlesAndOverMergedRows) {
  World world;
  auto sheet = sheet_of("Sheet1", {{"榆阳区各村类型表"},
                                   {"填表人：", "", "2024年"},
                                   {"所在地", "", "", "认定情况", ""},
                                   {"县区", "乡镇", "行政村", "村类别", "认定时间"},
                                   {"榆阳区", "镇川", "张家沟", "脱贫村", "2024.3.1"}});
  sheet.tail.merges = {{3, 1, 3, 3}, {3, 4, 3, 5}};
  auto tried = world.tried(workbook_of({sheet}));
  EXPECT_EQ(told(tried), "");
  ASSERT_EQ(tried.results.size(), 1u);
  EXPECT_EQ(tried.results[0].state, RowState::fresh);
  const auto& item = tried.plan.rows[0].items[0];
  EXPECT_EQ(item.type, "villageKindSet");
  EXPECT_EQ(item.data[0].second.json, "\"610802101201\"");
  EXPECT_EQ(item.envelope[0].second.json, "\"2024-03-01\"");
}

TEST(ImportReading, TwoVillagesOfOneNameAreAskedAndOneAnswerServes) {
  World world;
  auto sheet = sheet_of("村", {{"村名", "村类型", "认定日期"},
                               {"张家沟村", "脱贫村", "2024-03-01"},
                               {"张家沟村", "红色美丽村庄建设试点村", "2024-03-01"}});
  auto tried = world.tried(workbook_of({sheet}));
  ASSERT_EQ(tried.plan.files[0].reading.questions.size(), 1u);
  const auto& question = tried.plan.files[0].reading.questions[0];
  EXPECT_EQ(question.options.size(), 2u);
  EXPECT_EQ(question.places.size(), 2u);
  EXPECT_TRUE(tried.results.empty());
  auto again = world.tried(workbook_of({sheet}), {{question.key, "610802102201"}});
  EXPECT_EQ(told(again), "");
  EXPECT_EQ(again.of(RowState::fresh), 2u);
}

TEST(ImportReading, ATownshipInFrontOfTheNameAndSuffixesAreUnderstood) {
  World world;
  auto sheet = sheet_of("村", {{"村名", "村类型", "认定日期"},
                               {"镇川镇张家沟村委会", "脱贫村", "2024-03-01"},
                               {"榆阳区鱼河镇张家沟", "脱贫村", "2024-03-01"},
                               {"李家梁居委会", "脱贫村", "2024-03-01"},
                               {"横山区王家湾", "脱贫村", "2024-03-01"}});
  auto tried = world.tried(workbook_of({sheet}));
  std::vector<std::string> found;
  for (const auto& row : tried.plan.rows) found.push_back(row.items[0].data[0].second.json);
  EXPECT_EQ(found,
            (std::vector<std::string>{"\"610802101201\"", "\"610802102201\"", "\"610802102202\""}));
  // 横山区 is a county, not a township: the clerk is told, nothing is guessed.
  ASSERT_EQ(tried.faults.size(), 1u) << told(tried);
  EXPECT_EQ(tried.faults[0].code, Code::unknown_division);
}

TEST(ImportReading, TwoVillagesInOneCellAreToldApart) {
  World world;
  auto tried = world.tried(workbook_of({sheet_of(
      "村", {{"村名", "村类型", "认定日期"}, {"李家梁社区、王家湾村", "脱贫村", "2024-03-01"}})}));
  ASSERT_EQ(tried.faults.size(), 1u);
  EXPECT_NE(tried.faults[0].detail.find("一格写了几个"), std::string::npos);
}

TEST(ImportReading, AVillageFromBeforeAMergerIsItsSuccessor) {
  World world;
  must(*world.ledger,
       draft("divisionMerged", make_date(2024, 6, 1),
             R"("code":"610802102202","into":"610802102201","document":"榆民发〔2024〕1号")"),
       "m1");
  auto tried = world.tried(workbook_of(
      {sheet_of("村", {{"村名", "村类型", "认定日期"}, {"李家梁", "脱贫村", "2024-07-01"}})}));
  EXPECT_EQ(told(tried), "");
  ASSERT_EQ(tried.plan.rows.size(), 1u);
  EXPECT_EQ(tried.plan.rows[0].items[0].data[0].second.json, "\"610802102201\"");
}

TEST(ImportReading, MergedCellsDownTheTableDittosAndFullWidthDigitsAreRead) {
  World world;
  auto sheet = sheet_of("村", {{"乡镇", "村名", "村类型", "认定日期"},
                               {"鱼河镇", "李家梁", "脱贫村", "２０２４．３．１"},
                               {"", "610802102201", "〃", "同上"},
                               {"小计", "", "", ""}});
  sheet.tail.merges = {{2, 1, 3, 1}};
  importers::WorkbookHead head;
  head.division = "610802000000";
  auto tried = world.tried(workbook_of({sheet}), {}, head);
  EXPECT_EQ(told(tried), "");
  EXPECT_EQ(tried.of(RowState::fresh), 2u);
  EXPECT_EQ(tried.plan.files[0].reading.sheets[0].total_rows, 1u);
  EXPECT_EQ(tried.plan.rows[1].items[0].envelope[0].second.json, "\"2024-03-01\"");
}

TEST(ImportReading, DaysMergedIntoOneCellSayTheSame) {
  World world;
  must(*world.ledger, draft("personRegistered", day, R"("person":"P1")"), "p1");
  must(*world.ledger,
       draft("postingStarted", day,
             R"("person":"P1","unit":"U1","village":"610802101201",)"
             R"("role":"firstSecretary","document":"x")"),
       "s1");
  std::vector<std::string> header{"村", "人员编号"};
  std::vector<std::string> marks{"镇川镇张家沟", "P1"};
  for (int i = 1; i <= 30; ++i) {
    header.push_back(std::to_string(i));
    marks.push_back(i == 10 ? "病" : i > 10 && i < 15 ? "" : "在");
  }
  auto sheet = sheet_of("6月", {{"2024年6月考勤表"}, header, marks, {"在 在岗 病 病假"}});
  sheet.tail.merges = {{3, 12, 3, 16}, {4, 1, 4, 32}};
  auto tried = world.tried(workbook_of({sheet}));
  EXPECT_EQ(told(tried), "");
  ASSERT_EQ(tried.plan.rows.size(), 1u);
  std::string json;
  for (const auto& [name, value] : tried.plan.rows[0].items[0].data)
    if (name == "rows") json = value.json;
  EXPECT_NE(json.find("在 病 病 病 病 病 在"), std::string::npos) << json;
}

TEST(ImportReading, UnitsAreKnownByTheirFormerNames) {
  World world;
  for (const char* name : {"市水务局", "市水利局", "U1"}) {
    auto tried =
        world.tried(workbook_of({sheet_of("走访", {{"走访日期", "派出单位", "领导", "走访对象"},
                                                   {"2024-05-01", name, "主要领导", "P9"}})}));
    ASSERT_EQ(tried.faults.size(), 1u) << told(tried);  // P9 alone is unknown
    EXPECT_EQ(tried.faults[0].code, Code::unknown_person);
  }
}

TEST(ImportReading, MoneyIsReadInItsUnitAndTheTotalIsChecked) {
  World world;
  must(*world.ledger,
       draft("fundAccountSet", day,
             R"("holder":"610802000000","fundYear":2024,"mode":"direct","pots":"two")"),
       "f1");
  auto rows = [](const std::string& unit, const std::string& first, const std::string& total) {
    return std::vector<std::vector<std::string>>{
        {"2024年驻村工作经费指标表"},
        {"单位：" + unit},
        {"下达日期", "县区", "资金来源", "年度", "文号", "科目", "经费类别", "村", "下达金额",
         "金额已核对"},
        {"2024-03-01", "榆阳区", "省级", "2024年", "榆财〔2024〕1号", "2130599", "第一书记经费",
         "镇川镇张家沟", first, "是"},
        {"2024-03-01", "榆阳区", "省级", "2024年", "榆财〔2024〕1号", "2130599", "工作队经费",
         "镇川镇张家沟", first, "是"},
        {"合  计", "", "", "", "", "", "", "", total}};
  };
  for (auto [unit, first, total] :
       std::vector<std::array<std::string, 3>>{{"元", "5000", "10000"}, {"万元", "0.5", "1"}}) {
    auto tried = world.tried(workbook_of({sheet_of("指标", rows(unit, first, total))}));
    EXPECT_EQ(told(tried), "") << unit;
    ASSERT_EQ(tried.plan.rows.size(), 1u);  // one document, two lines
    std::string lines;
    for (const auto& [name, value] : tried.plan.rows[0].items[0].data)
      if (name == "lines") lines = value.json;
    EXPECT_NE(lines.find("\"amount\":500000"), std::string::npos) << lines;
    EXPECT_EQ(tried.plan.files[0].reading.sheets[0].total_rows, 1u);
  }
  auto wrong = world.tried(workbook_of({sheet_of("指标", rows("元", "5000", "9999"))}));
  ASSERT_EQ(wrong.faults.size(), 1u) << told(wrong);
  EXPECT_NE(wrong.faults[0].detail.find("不一致"), std::string::npos);
}

TEST(ImportReading, IdsThatLostTheirDigitsAreRefused) {
  World world;
  auto tried = world.tried(workbook_of({sheet_of(
      "花名册", {{"姓名", "身份证号", "派出单位", "派驻村", "职务", "到岗日期"},
                 {"试甲", "6.10802E+17", "U1", "镇川镇张家沟", "第一书记", "2024-03-01"},
                 {"试乙", "#610802198503120000", "U1", "镇川镇张家沟", "队员", "2024-03-01"}})}));
  std::size_t lost = 0;
  for (const auto& fault : tried.faults) lost += fault.code == Code::digits_lost;
  EXPECT_EQ(lost, 2u) << told(tried);
  EXPECT_TRUE(tried.plan.rows.empty());
}

TEST(ImportReading, AMissingColumnAndAnUnknownSheetAreNamed) {
  World world;
  auto tried = world.tried(workbook_of({sheet_of("村", {{"村名", "村类型"}, {"李家梁", "脱贫村"}}),
                                        sheet_of("杂项", {{"甲", "乙"}, {"1", "2"}})}));
  ASSERT_EQ(tried.faults.size(), 2u) << told(tried);
  EXPECT_NE(tried.faults[0].detail.find("缺少列：认定日期"), std::string::npos);
  EXPECT_EQ(tried.faults[1].code, Code::sheet_not_recognised);
}

TEST(ImportReading, TheSameFileAgainIsNothingNewAndAChangedRowOnlyItself) {
  World world;
  auto rows = [](const std::string& kind) {
    return workbook_of({sheet_of("村", {{"村名", "村类型", "认定日期", "文号"},
                                        {"李家梁", "脱贫村", "2024-03-01", kind},
                                        {"王家湾", "脱贫村", "2024-03-01", "甲号"}})});
  };
  auto first = world.tried(rows("甲号"));
  EXPECT_EQ(first.of(RowState::fresh), 2u) << told(first);
  auto recorded = world.recorded(first);
  EXPECT_EQ(recorded.size(), 2u);
  Position before = world.ledger->book().position();
  auto again = world.tried(rows("甲号"));
  EXPECT_EQ(again.of(RowState::same), 2u);
  world.recorded(again);
  EXPECT_EQ(world.ledger->book().position(), before);
  auto changed = world.tried(rows("乙号"));
  EXPECT_EQ(changed.of(RowState::same), 1u) << told(changed);
  EXPECT_EQ(changed.of(RowState::changed), 1u) << told(changed);
  world.recorded(changed);
  EXPECT_EQ(world.ledger->book().position().value, before.value + 2);  // a reversal and the new one
  EXPECT_EQ(world.tried(rows("乙号")).of(RowState::same), 2u);
}

TEST(ImportReading, UndoTakesBackWhatAnImportAddedAndRestoresWhatItReplaced) {
  World world;
  auto one = [](const std::string& document) {
    return workbook_of({sheet_of("村", {{"村名", "村类型", "认定日期", "文号"},
                                        {"李家梁", "脱贫村", "2024-03-01", document}})});
  };
  world.recorded(world.tried(one("甲号")));
  auto changed = world.tried(one("乙号"));
  auto recorded = world.recorded(changed);
  auto undone = app::undo_import(*world.ledger, "i1", recorded, "传错了", world.viewer_, {});
  EXPECT_TRUE(undone.left.empty());
  EXPECT_EQ(undone.reversed, 1u);
  EXPECT_EQ(undone.restored, 1u);
  EXPECT_EQ(world.tried(one("甲号")).of(RowState::same), 1u);
  // And the other may come again.
  EXPECT_EQ(world.tried(one("乙号")).of(RowState::changed), 1u);
}

TEST(ImportReading, AMonthSheetIsReadByItsOwnLegend) {
  World world;
  must(*world.ledger, draft("personRegistered", day, R"("person":"P1")"), "p1");
  must(*world.ledger,
       draft("postingStarted", day,
             R"("person":"P1","unit":"U1","village":"610802101201",)"
             R"("role":"firstSecretary","document":"x")"),
       "s1");
  std::vector<std::string> header{"序号", "村", "人员编号", "姓名"};
  std::vector<std::string> marks{"#1", "镇川镇张家沟", "P1", "试甲"};
  for (int i = 1; i <= 31; ++i) {
    header.push_back(std::to_string(i));
    marks.push_back(i == 3 ? "△" : i == 5 ? "√/病" : i <= 30 ? "√" : "");
  }
  auto rows = std::vector<std::vector<std::string>>{
      {"镇川镇2024年6月驻村干部考勤表"}, header, marks, {"图例：√ 在岗  △ 公出  × 未请假离岗"}};
  importers::WorkbookHead head;
  head.division = "610802101000";
  auto tried = world.tried(workbook_of({sheet_of("6月", rows)}), {}, head);
  EXPECT_EQ(told(tried), "");
  ASSERT_EQ(tried.plan.rows.size(), 1u);
  std::string json = tried.plan.rows[0].items[0].data.back().second.json;
  EXPECT_NE(json.find("在 在 公 在 在病 在"), std::string::npos) << json;
  EXPECT_EQ(tried.of(RowState::fresh), 1u);
  // A mark that nobody explains is asked; day 31 of June is refused.
  rows[2][4] = "☆";
  rows[2][34] = "√";
  auto odd = world.tried(workbook_of({sheet_of("6月", rows)}), {}, head);
  ASSERT_EQ(odd.plan.files[0].reading.questions.size(), 1u);
  EXPECT_EQ(odd.plan.files[0].reading.questions[0].key, "mark||☆");
  bool day_31 = false;
  for (const auto& fault : odd.faults) day_31 |= fault.code == Code::day_not_in_month;
  EXPECT_TRUE(day_31) << told(odd);
}

TEST(ImportReading, EveryEventTypeHasASheetOrAReason) {
  for (const auto& info : schema::catalogue()) {
    bool named = false;
    for (const auto& one : importers::not_by_sheet()) named |= one.type == info.name;
    if (named) continue;
    auto format = importers::sheet_of_event(info);
    EXPECT_LE(format.name.size(), 31u * 3) << info.name;
    EXPECT_FALSE(format.columns.empty()) << info.name;
  }
  for (const auto& one : importers::not_by_sheet()) {
    EXPECT_TRUE(schema::find_event(one.type)) << one.type;
    EXPECT_FALSE(one.reason.empty());
  }
  EXPECT_GE(importers::workbook_formats().size(), 4u);
}

}  // namespace
}  // namespace zhucun
