// What the policy language refuses, and where it says the mistake is.
#include "ledger/policy/policy_language.h"

#include <gtest/gtest.h>

#include <string>

namespace zhucun::policy {
namespace {

// Ten lines of head, so that the first row starts on line 11.
const std::string head = R"(language = 1
id = "sample"
number = "示例〔2024〕1号"
title = "示例"
issuer = "示例办公室"
area = "990100000000"
issued = 2024-01-01
effective = 2024-01-01


)";

const std::string duty = R"([[duty]]
id = "county-meeting"
clause = "1"
quote = "县级每季度开会"
actor = "county_office"
act = "meeting"
every = "quarter"
owed = "always"
)";

const std::string reading = R"([[reading]]
id = "how"
clause = "1"
quote = "县级每季度开会"
question = "如何？"
options = [{ id = "a", text = "甲" }, { id = "b", text = "乙" }]
default = "a"
)";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

Refusal refused(const std::string& text) {
  auto document = read_document(text, "sample.toml");
  if (document) {
    ADD_FAILURE() << "was accepted";
    return {};
  }
  EXPECT_EQ(document.error().code, Code::policy_invalid);
  return document.error();
}

// Expects exactly one mistake with this code, at this place, saying this.
void expect_one(const std::string& text, Code code, const std::string& place,
                const std::string& words, const std::string& hint) {
  Refusal refusal = refused(text);
  ASSERT_EQ(refusal.errors.size(), 1u) << refusal.detail;
  const FieldError& error = refusal.errors.front();
  EXPECT_EQ(error.code, code);
  EXPECT_EQ(error.detail.rfind("sample.toml:" + place + ": ", 0), 0u) << error.detail;
  EXPECT_NE(error.detail.find(words), std::string::npos) << error.detail;
  EXPECT_NE(error.hint.find(hint), std::string::npos) << error.hint;
  EXPECT_EQ(refusal.detail, error.detail);
}

TEST(PolicyLanguage, ReadsAMinimalDocument) {
  auto document = read_document(head + duty, "sample.toml");
  ASSERT_TRUE(document) << document.error().detail;
  EXPECT_EQ(document->head.id, "sample");
  EXPECT_EQ(document->head.area, DivisionCode{990100000000});
  Rows rows = rows_under(*document, defaults_of(*document));
  ASSERT_EQ(rows.duties.size(), 1u);
  const DutyRow& row = rows.duties.front();
  EXPECT_EQ(row.every, (Cadence{PeriodKind::quarter}));
  EXPECT_EQ(row.at_least, 1);
  EXPECT_EQ(row.document, "示例〔2024〕1号");
  EXPECT_TRUE(row.readings.empty());
}

TEST(PolicyLanguage, QuotesTheLineOfASyntaxError) {
  Refusal refusal = refused(head + "[[duty]]\nid = \"x\nclause = \"1\"\n");
  ASSERT_EQ(refusal.errors.size(), 1u);
  EXPECT_EQ(refusal.errors[0].code, Code::malformed);
  EXPECT_EQ(refusal.detail.rfind("sample.toml:12:", 0), 0u) << refusal.detail;
  EXPECT_NE(refusal.detail.find("原行：id = \"x"), std::string::npos) << refusal.detail;
}

TEST(PolicyLanguage, RefusesANewerLanguageByName) {
  expect_one(replaced(head, "language = 1", "language = 2") + "[[wish]]\n", Code::bad_value, "1:12",
             "language = 2", "升级程序");
}

TEST(PolicyLanguage, RefusesADocumentWithoutLanguage) {
  expect_one(replaced(head, "language = 1", ""), Code::missing_field, "1:1", "language",
             "language = 1");
}

TEST(PolicyLanguage, RefusesUnknownKeysListingTheKnown) {
  expect_one(head + duty + "colour = \"red\"\n", Code::unknown_field, "19:1", "不认识的键 colour",
             "not_after_last_act");
  expect_one("colour = \"red\"\n" + head, Code::unknown_field, "1:1", "不认识的键 colour",
             "issuer");
  expect_one(head + "[[wish]]\nid = \"x\"\n", Code::unknown_field, "11:3", "不认识的键 wish",
             "staffing");
  expect_one(head + duty + "due = { days_before = 1 }\n", Code::unknown_field, "19:9",
             "days_before", "days_after");
}

TEST(PolicyLanguage, RefusesUnknownWordsListingTheKnown) {
  expect_one(head + replaced(duty, "\"county_office\"", "\"mayor\""), Code::bad_value, "15:9",
             "actor 的取值“mayor”不认识", "county_office、township");
  expect_one(head + replaced(duty, "\"always\"", "\"sometimes\""), Code::bad_value, "18:8",
             "sometimes", "any_day");
  expect_one(head + duty + "meeting = 3\n", Code::bad_value, "19:11", "meeting 应为文字",
             "dispatch");
}

TEST(PolicyLanguage, RefusesMissingQuoteAndClause) {
  expect_one(head + replaced(duty, "quote = \"县级每季度开会\"", ""), Code::missing_field, "11:1",
             "缺少必填的键 quote", "quote = …");
  expect_one(head + replaced(duty, "clause = \"1\"", ""), Code::missing_field, "11:1",
             "缺少必填的键 clause", "clause = …");
  expect_one(head + replaced(duty, "clause = \"1\"", "clause = \"七（二）\""), Code::bad_value,
             "13:10", "条款号", "7.2.3");
}

TEST(PolicyLanguage, RefusesBadCadences) {
  expect_one(head + replaced(duty, "\"quarter\"", "\"fortnight\""), Code::bad_value, "17:9",
             "fortnight", "half_year");
  expect_one(head + replaced(duty, "every = \"quarter\"", ""), Code::missing_field, "11:1", "every",
             "every");
  expect_one(head + replaced(duty, "\"quarter\"", "\"2 years\""), Code::bad_value, "17:9",
             "anchor_year", "2022");
  expect_one(head + duty + "anchor_year = 2022\n", Code::bad_value, "19:15", "anchor_year", "删去");
  expect_one(head + duty + "due = { window = [\"12-01\", \"12-31\"] }\n", Code::bad_value, "19:18",
             "window 只用于按年的周期", "year");
  expect_one(head + replaced(duty, "\"quarter\"", "\"year\"") +
                 "due = { window = [\"12-31\", \"12-01\"] }\n",
             Code::bad_value, "19:18", "window", "12-01");
}

TEST(PolicyLanguage, RefusesContradictions) {
  expect_one(head + duty + "to = \"township\"\n", Code::bad_value, "19:6", "to 只用于", "删去");
  expect_one(head + replaced(duty, "\"meeting\"", "\"report\""), Code::missing_field, "11:1",
             "报送对象", "township");
  expect_one(head + replaced(duty, "\"quarter\"", "\"none\""), Code::bad_value, "18:8",
             "owed 只用于 有周期的行", "删去");
  expect_one(head + duty + "at_least = 0\n", Code::bad_value, "19:12", "1 至 366", "整数");
}

TEST(PolicyLanguage, RefusesDuplicateIds) {
  expect_one(head + duty + duty, Code::bad_value, "20:6", "与第 12 行重复", "自己的 id");
  expect_one(head + reading + replaced(duty, "county-meeting", "how"), Code::bad_value, "19:6",
             "与第 12 行重复", "自己的 id");
}

TEST(PolicyLanguage, RefusesBadHeads) {
  expect_one(replaced(head, "\"990100000000\"", "\"9901\""), Code::bad_value, "6:8", "12 位",
             "12 位");
  expect_one(replaced(head, "issued = 2024-01-01", "issued = \"2024-01-01\""), Code::bad_value,
             "7:10", "日期", "不加引号");
  expect_one(replaced(head, "number = \"示例〔2024〕1号\"", ""), Code::missing_field, "1:1",
             "number", "number");
}

TEST(PolicyLanguage, RefusesBadReadings) {
  expect_one(head + replaced(reading, "default = \"a\"", "default = \"c\""), Code::bad_value,
             "17:11", "不是选项之一", "a、b");
  expect_one(head + replaced(reading, ", { id = \"b\", text = \"乙\" }", ""), Code::bad_value,
             "16:11", "至少要有两个选项", "options");
}

TEST(PolicyLanguage, ChecksEveryOptionOfEveryChoice) {
  auto with = [&](const std::string& value) {
    return head + reading + replaced(duty, "\"quarter\"", value);
  };
  // Only the option that is not in force is wrong: it is found all the same.
  expect_one(with("{ reading = \"how\", by = { a = \"month\", b = \"moon\" } }"), Code::bad_value,
             "24:52", "moon", "half_year");
  expect_one(with("{ reading = \"why\", by = { a = \"month\", b = \"year\" } }"), Code::bad_value,
             "24:21", "没有口径 why", "how");
  expect_one(with("{ reading = \"how\", by = { a = \"month\" } }"), Code::missing_field, "24:33",
             "选项 b 没有取值", "b = …");
  expect_one(with("{ reading = \"how\", by = { a = \"month\", b = \"year\", c = \"day\" } }"),
             Code::bad_value, "24:60", "没有选项 c", "a、b");
  expect_one(with("{ reading = \"how\" }"), Code::bad_value, "24:9", "按口径取值的写法不对", "by");
}

TEST(PolicyLanguage, RefusesBadStaffingAndClauses) {
  const std::string staffing =
      "[[staffing]]\nid = \"s\"\nclause = \"1\"\nquote = \"q\"\nvillage_kind = \"k\"\n";
  expect_one(head + staffing + "minimum = { leader = 1 }\n", Code::unknown_field, "16:13", "leader",
             "first_secretary");
  expect_one(head + staffing + "attribute = \"x\"\nminimum = {}\n", Code::missing_field, "11:1",
             "只写一个", "village_kind");
  const std::string clause = "[[clause]]\nid = \"c\"\nclause = \"1\"\nquote = \"q\"\n";
  expect_one(head + clause + "treatment = \"guidance\"\n", Code::missing_field, "11:1", "reason",
             "指导");
  expect_one(head + clause + "treatment = \"maybe\"\nreason = \"r\"\n", Code::bad_value, "15:13",
             "maybe", "pending");
}

TEST(PolicyLanguage, CollectsAllMistakesInTheOrderOfTheText) {
  Refusal refusal = refused(replaced(head, "\"990100000000\"", "\"x\"") +
                            replaced(duty, "\"quarter\"", "\"moon\"") + "colour = 1\n");
  ASSERT_EQ(refusal.errors.size(), 3u) << refusal.detail;
  EXPECT_EQ(refusal.errors[0].pointer, "/area");
  EXPECT_EQ(refusal.errors[1].pointer, "/duty/0/every");
  EXPECT_EQ(refusal.errors[2].pointer, "/duty/0/colour");
  EXPECT_EQ(refusal.detail.rfind("办法文件有 3 处错误，第一处 sample.toml:6:8: ", 0), 0u)
      << refusal.detail;
  EXPECT_NE(refusal.errors[1].detail.find("原行：every = \"moon\""), std::string::npos);
}

}  // namespace
}  // namespace zhucun::policy
