// The annotated copy: two columns and red cells more, all else to the byte.
#include "importers/sheet/annotate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importers/sheet/messages.h"
#include "importers/sheet/readers/annotate_parts.h"
#include "tests/sheet/make_files.h"

namespace zhucun::sheet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string styles =
    "<fonts count=\"1\"><font/></fonts><fills count=\"2\"><fill><patternFill/></fill><fill/>"
    "</fills><borders/><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" fillId=\"1\" "
    "applyFill=\"0\"><alignment wrapText=\"1\"/></xf></cellXfs>";

// A header, three rows, and what must survive around them.
Book ledger() {
  return {
      .sheets = {{"台账",
                  "<dimension ref=\"A1:C4\"/><cols><col min=\"1\" max=\"3\" width=\"12\"/>"
                  "<col min=\"4\" max=\"16384\" width=\"9\" hidden=\"1\"/></cols>"
                  "<sheetData><row r=\"1\" spans=\"1:3\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名"
                  "</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>日期</t></is></c></row>\n"
                  "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"B2\" s=\"1\"><v>46082</v></c>"
                  "<c r=\"C2\"><v>3</v></c></row>"
                  "<row r=\"3\" ht=\"20\"><c r=\"A3\"><v>2</v></c><!-- kept --></row>"
                  "<row r=\"4\"/></sheetData><sheetProtection sheet=\"1\"/>"
                  "<dataValidations count=\"1\"><dataValidation sqref=\"A2:A9\"/>"
                  "</dataValidations>"}},
      .styles = styles};
}

std::string annotate(std::string_view bytes, const std::vector<SheetFaults>& faults) {
  ReadOptions options;
  options.program = ZHUCUN_SHEETS;
  auto copy = annotate_xlsx(bytes, faults, options);
  return copy ? *copy
              : "refused " + std::string(name_of(copy.error().code)) + ": " + copy.error().detail;
}

const std::string sheet_part = "xl/worksheets/sheet1.xml";

TEST(Annotate, TwoColumnsAndRedCells) {
  auto bytes = ledger().bytes();
  auto copy = annotate(bytes, {{0,
                                1,
                                {{2, 2, "日期不在驻村期间", "改为驻村期间的日子"},
                                 {2, 3, "金额不是数", "填数"},
                                 {4, 1, "姓名为空", "补填"},
                                 {6, 0, "整行重复", "删去"}}}});
  auto read = read_here(copy);
  ASSERT_EQ(read.refusal(), "") << copy.substr(0, 200);
  EXPECT_EQ(read.at("D1"), "text 错误原因");
  EXPECT_EQ(read.at("E1"), "text 修改办法");
  EXPECT_EQ(read.at("D2"), "text 日期不在驻村期间；金额不是数");
  EXPECT_EQ(read.at("E2"), "text 改为驻村期间的日子；填数");
  EXPECT_EQ(read.at("D3"), "-");
  EXPECT_EQ(read.at("D4"), "text 姓名为空");
  EXPECT_EQ(read.at("D6"), "text 整行重复");
  EXPECT_EQ(read.at("B2"), "date 2026-03-01");
  auto parts = parts_of(copy);
  const auto& xml = parts[sheet_part];
  // B2's red twin is derived from its own format; C2's and A4's from the plain one.
  EXPECT_THAT(xml, HasSubstr("<c r=\"B2\" s=\"2\"><v>46082</v></c>"));
  EXPECT_THAT(xml, HasSubstr("<c s=\"3\" r=\"C2\"><v>3</v></c>"));
  EXPECT_THAT(xml, HasSubstr("<c s=\"3\" r=\"A4\"/>"));
  EXPECT_THAT(xml, HasSubstr("<c r=\"A2\"><v>1</v></c>"));
  EXPECT_THAT(parts["xl/styles.xml"], HasSubstr("<fills count=\"3\">"));
  EXPECT_THAT(parts["xl/styles.xml"], HasSubstr("<fgColor rgb=\"FFFF9999\"/>"));
  EXPECT_THAT(parts["xl/styles.xml"],
              HasSubstr("<cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\" fillId=\"1\" "
                        "applyFill=\"0\"><alignment wrapText=\"1\"/></xf><xf numFmtId=\"14\" "
                        "fillId=\"2\" applyFill=\"1\"><alignment wrapText=\"1\"/></xf>"));
}

TEST(Annotate, AllElseIsKeptToTheByte) {
  Zip zip = ledger().zip();
  zip.add("xl/media/image1.png", std::string("\x89PNG\0\1", 6), {.deflate = false});
  auto bytes = zip.bytes();
  auto before = parts_of(bytes);
  auto after = parts_of(annotate(bytes, {{0, 1, {{2, 1, "错", "改"}}}}));
  ASSERT_EQ(before.size(), after.size());
  for (const auto& [name, content] : before) {
    if (name == sheet_part || name == "xl/styles.xml") continue;
    EXPECT_EQ(after[name], content) << name;
  }
  const auto& xml = after[sheet_part];
  EXPECT_THAT(xml, HasSubstr("\n<row r=\"2\">"));
  EXPECT_THAT(xml, HasSubstr("<row r=\"3\" ht=\"20\"><c r=\"A3\"><v>2</v></c><!-- kept --></row>"
                             "<row r=\"4\"/></sheetData><sheetProtection sheet=\"1\"/>"
                             "<dataValidations count=\"1\"><dataValidation sqref=\"A2:A9\"/>"
                             "</dataValidations></worksheet>"));
  EXPECT_THAT(xml, HasSubstr("<dimension ref=\"A1:E4\"/>"));
  // The new columns come out of the stretch that the template hides.
  EXPECT_THAT(xml, HasSubstr("<col min=\"4\" max=\"4\" width=\"9\" hidden=\"0\"/><col min=\"5\" "
                             "max=\"5\" width=\"9\" hidden=\"0\"/><col min=\"6\" max=\"16384\" "
                             "width=\"9\" hidden=\"1\"/>"));
}

TEST(Annotate, TheColumnsOfAnEarlierCopyAreUsedAgain) {
  auto first = annotate(ledger().bytes(), {{0, 1, {{2, 1, "旧错", "旧改"}, {3, 1, "旧错", ""}}}});
  auto second = annotate(first, {{0, 1, {{2, 2, "新错", "新改"}}}});
  auto read = read_here(second);
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.at("D1"), "text 错误原因");
  EXPECT_EQ(read.at("E1"), "text 修改办法");
  EXPECT_EQ(read.at("F1"), "-");
  EXPECT_EQ(read.at("D2"), "text 新错");
  EXPECT_EQ(read.at("D3"), "-");
  EXPECT_EQ(read.at("E3"), "-");
}

TEST(Annotate, TextsAreTextWhateverTheyBeginWith) {
  for (std::string text : {"=1+1", "+1", "-1", "@SUM(A1)", "<c r=\"Z9\"/>&amp;\"'", "]]><x>",
                           "_x000D_", "两\n行", "a\r\tb", "  空白  ", "\x01"}) {
    auto copy = annotate(ledger().bytes(), {{0, 1, {{3, 1, text, ""}}}});
    auto read = read_here(copy);
    ASSERT_EQ(read.refusal(), "") << text;
    EXPECT_EQ(read.at("D3"), "text " + text);
    EXPECT_FALSE(read.book.sheets[0].at(3, 4)->formula);
    EXPECT_THAT(parts_of(copy)[sheet_part], Not(HasSubstr("<f>"))) << text;
  }
}

TEST(Annotate, RowsAndCellsWithoutPlace) {
  auto bytes = book_of(
      "<row><c t=\"inlineStr\"><is><t>表头</t></is></c><c/></row>"
      "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>");
  auto copy = annotate(bytes, {{0, 1, {{2, 3, "缺", "补"}, {7, 1, "缺行", "补行"}}}});
  auto read = read_here(copy);
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.at("A2"), "number 1");
  EXPECT_EQ(read.at("A3"), "number 2");
  EXPECT_EQ(read.at("B1"), "text 错误原因");
  EXPECT_EQ(read.at("B2"), "text 缺");
  EXPECT_EQ(read.at("C7"), "text 补行");
}

TEST(Annotate, AnyPrefixAndAnEmptySheet) {
  Zip zip = Book{.sheets = {{"甲", "<sheetData/>"}}}.zip();
  auto copy = annotate(zip.bytes(), {{0, 3, {{5, 2, "空", ""}}}});
  EXPECT_EQ(read_here(copy).at("A3"), "text 错误原因");
  EXPECT_EQ(read_here(copy).at("A5"), "text 空");
  Zip other;
  auto parts = parts_of(zip.bytes());
  parts[sheet_part] =
      "<x:worksheet xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
      "<x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>";
  for (const auto& [name, content] : parts) other.add(name, content);
  copy = annotate(other.bytes(), {{0, 1, {{2, 0, "错", "改"}}}});
  EXPECT_THAT(copy, StartsWith("PK"));
  auto read = read_here(copy);
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.at("B1"), "text 错误原因");
  EXPECT_EQ(read.at("C2"), "text 改");
  EXPECT_THAT(parts_of(copy)[sheet_part], HasSubstr("<x:is><x:t xml:space"));
}

// Found by fuzzing.
TEST(Annotate, ElementsOfOthersAmongTheRowsStay) {
  auto copy = annotate(book_of("<row><c><v>1</v></c></row><other/><row r=\"5\"><c/></row>"),
                       {{0, 1, {{2, 1, "错", "改"}}}});
  ASSERT_THAT(copy, StartsWith("PK"));
  EXPECT_EQ(read_here(copy).at("B2"), "text 错");
  EXPECT_THAT(parts_of(copy)[sheet_part], HasSubstr("<other/>"));
}

TEST(Annotate, OneNamespaceUnderTwoPrefixesIsRefused) {
  auto bytes = book_of(
      "<y:row xmlns:y=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><y:c>"
      "<y:v>1</y:v></y:c></y:row>");
  ASSERT_EQ(read_here(bytes).at("A1"), "number 1");
  EXPECT_THAT(annotate(bytes, {{0, 1, {{2, 1, "错", "改"}}}}),
              HasSubstr("这个文件的写法特殊，写不回批注"));
}

TEST(Annotate, WhatCannotBeAnnotated) {
  auto bytes = ledger().bytes();
  EXPECT_THAT(annotate("a,b\n", {{0, 1, {{2, 1, "错", ""}}}}),
              StartsWith("refused file_refused: 只有 xlsx"));
  EXPECT_THAT(annotate(xls_of("", ""), {}), StartsWith("refused file_refused: 只有 xlsx"));
  const std::vector<SheetFaults> wrong[] = {
      {{1, 1, {}}},
      {{0, 0, {}}},
      {{0, rows_max + 1, {}}},
      {{0, 1, {{0, 1, "错", ""}}}},
      {{0, 1, {{1, 1, "错", ""}}}},
      {{0, 1, {{rows_max + 1, 1, "错", ""}}}},
      {{0, 1, {{2, columns_max + 1, "错", ""}}}},
      {{0, 1, {{2, 1, "\xff", ""}}}},
      {{0, 1, {{2, 1, "错", ""}}}, {0, 1, {{2, 1, "错", ""}}}},
  };
  for (const auto& one : wrong) {
    EXPECT_THAT(annotate(bytes, one), StartsWith("refused bad_parameter: "));
  }
  EXPECT_EQ(annotate(bytes, {}), bytes);
  EXPECT_EQ(annotate(bytes, {{0, 1, {}}}), bytes);
  auto full = book_of("<row r=\"1\"><c r=\"SR1\"><v>1</v></c></row>");
  EXPECT_THAT(annotate(full, {{0, 1, {{2, 1, "错", ""}}}}), StartsWith("refused file_too_large"));
}

TEST(Annotate, ManyFaultsOfOneRowAreCutAtTheCellsLimit) {
  std::vector<Fault> faults;
  for (int i = 0; i < 5000; ++i)
    faults.push_back({2, 1, "第" + std::to_string(i) + "处错误", "改"});
  auto read = read_here(annotate(ledger().bytes(), {{0, 1, faults}}));
  ASSERT_EQ(read.refusal(), "");
  EXPECT_LE(read.at("D2").size(), 30'100u);
  EXPECT_EQ(read.at("E2"), "text 改");
}

TEST(Annotate, TheListOfFaultsGoesBothWaysAndNoFurther) {
  std::vector<SheetFaults> faults{{3, 2, {{5, 6, "错", "改"}, {7, 0, "", "x"}}}, {4, 1, {}}};
  auto bytes = faults_message(faults);
  auto back = parse_faults(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(faults_message(*back), bytes);
  EXPECT_EQ((*back)[0].faults[0].reason, "错");
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(parse_faults(bytes.substr(0, length))) << length;
  }
  EXPECT_FALSE(parse_faults(bytes + "x"));
}

}  // namespace
}  // namespace zhucun::sheet::testing
