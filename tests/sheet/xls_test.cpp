// Old workbooks (XLS): every record that holds a cell, both generations, sorted or not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "importers/sheet/readers/ole.h"
#include "tests/sheet/make_files.h"

namespace zhucun::sheet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string at(unsigned row, unsigned column, unsigned style = 0) {
  return u16(row) + u16(column) + u16(style);
}
std::string wide(std::initializer_list<unsigned> units) {
  std::string out;
  for (auto unit : units) out += u16(unit);
  return out;
}
std::string rk_of(int value) {
  return u32(static_cast<std::uint32_t>(value) << 2 | 2);
}

TEST(Xls, EveryRecordThatHoldsACell) {
  std::string sst = record(0xfc, u32(2) + u32(2) + u16(2) + u8(1) + wide({0x5f20, 0x4e09}) +
                                     u16(2) + u8(0x0c) + u16(1) + u32(4) + "ab" + u32(0) + u32(9));
  std::string format = record(0x41e, u16(200) + u16(10) + u8(0) + "yyyy\\-mm\\-");
  std::string styles = record(0xe0, u16(0) + u16(0)) + record(0xe0, u16(0) + u16(200)) +
                       record(0xe0, u16(0) + u16(14));
  std::string cells =
      record(0xfd, at(0, 0) + u32(0)) + record(0xfd, at(0, 1) + u32(1)) +
      record(0x204, at(0, 2) + u16(2) + u8(0) + "xy") + record(0x203, at(0, 3, 2) + f64(46082.5)) +
      record(0x27e, at(0, 4) + u32(static_cast<std::uint32_t>(-1250) << 2 | 3)) +
      record(0xbd, u16(0) + u16(5) + u16(1) + rk_of(46082) + u16(0) + rk_of(7) + u16(6)) +
      record(0x205, at(0, 7) + u8(1) + u8(0)) + record(0x205, at(0, 8) + u8(0x2a) + u8(1)) +
      record(0x201, at(0, 9)) + record(0xbe, u16(0) + u16(10) + u16(0) + u16(0) + u16(11));
  auto result = [](const std::string& head) { return head + u16(0) + u32(0) + u16(0); };
  cells +=
      record(0x06, result(at(1, 0) + f64(2.5))) +
      record(0x06, result(at(1, 1) + u8(0) + std::string(5, '\0') + u16(0xffff))) +
      record(0x4bc, "skipped") + record(0x207, u16(1) + u8(1) + wide({0x548c})) +
      record(0x06, result(at(1, 2) + u8(1) + u8(0) + u8(1) + std::string(3, '\0') + u16(0xffff))) +
      record(0x06, result(at(1, 3) + u8(2) + u8(0) + u8(7) + std::string(3, '\0') + u16(0xffff))) +
      record(0x06, result(at(1, 4) + u8(3) + std::string(5, '\0') + u16(0xffff)));
  auto read = read_here(xls_of(sst + format + styles, cells));
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.book.sheets[0].head.name, "S");
  const char* expected[] = {"text 张三",
                            "text ab",
                            "text xy",
                            "date 2026-03-01 12:00:00",
                            "number -12.5",
                            "date 2026-03-01",
                            "number 7",
                            "boolean TRUE",
                            "error #N/A",
                            "-",
                            "-",
                            "-"};
  for (std::uint32_t i = 0; i < 12; ++i) EXPECT_EQ(read.at(to_text(Place{1, i + 1})), expected[i]);
  EXPECT_EQ(read.at("A2"), "number 2.5");
  EXPECT_EQ(read.at("B2"), "text 和");
  EXPECT_EQ(read.at("C2"), "boolean TRUE");
  EXPECT_EQ(read.at("D2"), "error #DIV/0!");
  EXPECT_EQ(read.at("E2"), "-");
  EXPECT_TRUE(read.book.sheets[0].at(2, 2)->formula);
  EXPECT_EQ(read.facts->counted, 17u);
  EXPECT_EQ(read.facts->cells, 13u);
}

TEST(Xls, TextsThatGoOnInTheNextRecord) {
  // Cut between characters: the second record begins with flags of its own, and is narrow.
  std::string sst = record(0xfc, u32(1) + u32(1) + u16(4) + u8(1) + wide({0x5f20, 0x4e09})) +
                    record(0x3c, u8(0) + "ab");
  auto read = read_here(xls_of(sst, record(0xfd, at(0, 0) + u32(0))));
  EXPECT_EQ(read.at("A1"), "text 张三ab");
}

TEST(Xls, HiddenMergedAnd1904) {
  std::string row = record(0x208, u16(3) + u16(0) + u16(1) + u16(0) + u32(0) + u16(0x20) + u16(0));
  std::string cells = row + record(0x7d, u16(2) + u16(3) + u16(0) + u16(0) + u16(1) + u16(0)) +
                      record(0x203, at(3, 0, 0) + f64(44620)) +
                      record(0xe5, u16(1) + u16(3) + u16(4) + u16(0) + u16(1));
  auto read = read_here(xls_of(record(0x22, u16(1)) + record(0xe0, u16(0) + u16(14)), cells));
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.at("A4"), "date 2026-03-01");
  EXPECT_TRUE(read.book.sheets[0].rows[0].hidden);
  EXPECT_EQ(read.book.sheets[0].tail.merges, (std::vector<Merge>{{4, 1, 5, 2}}));
  EXPECT_EQ(read.book.sheets[0].tail.hidden_columns.at(0).first, 3u);
}

TEST(Xls, ColumnByColumnAndWithAChart) {
  std::string chart = record(0x809, u16(0x600) + u16(0x20) + u32(0)) +
                      record(0x203, at(9, 9) + f64(9)) + record(0x0a, "");
  std::string cells = record(0x203, at(0, 0) + f64(1)) + record(0x203, at(1, 0) + f64(2)) + chart +
                      record(0x203, at(0, 1) + f64(3)) + record(0x203, at(1, 1) + f64(4));
  auto read = read_here(xls_of("", cells));
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.at("B1"), "number 3");
  EXPECT_EQ(read.at("B2"), "number 4");
  EXPECT_EQ(read.facts->counted, 4u);
}

TEST(Xls, TheGenerationOfExcel95) {
  std::string cells =
      record(0x204, at(0, 0) + u16(4) + "\xd5\xc5\xc8\xfd") + record(0x203, at(0, 1) + f64(1));
  auto read = read_here(xls_of(record(0x42, u16(936)), cells, 0x500));
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.at("A1"), "text 张三");
  EXPECT_EQ(read.book.sheets[0].head.name, "S");
}

TEST(Xls, Damage) {
  auto refusal = [](const std::string& cells) { return read_here(xls_of("", cells)).refusal(); };
  EXPECT_THAT(refusal(record(0xfd, at(0, 0) + u32(5))), HasSubstr("A1 指向不存在的文字"));
  EXPECT_THAT(refusal(record(0x203, at(0, 0))), HasSubstr("A1 的记录不完整"));
  EXPECT_THAT(refusal(record(0x204, at(0, 0) + u16(9) + u8(0) + "x")), HasSubstr("文字不完整"));
  EXPECT_THAT(refusal(record(0x203, at(0, 0) + f64(1)) + record(0x203, at(0, 0) + f64(2))),
              HasSubstr("A1 出现了两次"));
  EXPECT_THAT(refusal(record(0x06, at(0, 0) + std::string(6, '\0') + u16(0xffff) + u32(0))),
              HasSubstr("公式结果缺失"));
  EXPECT_THAT(read_here(xls_of(record(0xfc, u32(9) + u32(9)), "")).refusal(), HasSubstr("文字表"));
  std::string whole = xls_of("", record(0x203, at(0, 0) + f64(1)));
  for (std::size_t length = 8; length < whole.size() - 512; length += 97) {
    EXPECT_THAT(read_here(whole.substr(0, length)).refusal(), StartsWith("file_")) << length;
  }
}

TEST(Ole, ChainsInACircleEnd) {
  std::string whole = ole_of("Workbook", std::string(8192, 'x'));
  auto ole = OleFile::open(whole);
  ASSERT_TRUE(ole);
  EXPECT_TRUE(ole->stream("Workbook"));
  EXPECT_FALSE(ole->stream("Book"));
  // The first sector of the stream is its own successor.
  auto table = whole.size() - 1024;
  whole.replace(table, 4, std::string(4, '\0'));
  ole = OleFile::open(whole);
  ASSERT_TRUE(ole);
  EXPECT_EQ(ole->stream("Workbook")->size(), 8192u);
  EXPECT_THAT(read_here(whole).refusal(), StartsWith("file_"));
}

}  // namespace
}  // namespace zhucun::sheet::testing
