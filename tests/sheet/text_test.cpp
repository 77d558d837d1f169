// Text files: encodings, separators, quotes, line ends, limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "importers/sheet/readers/encoding.h"
#include "importers/sheet/readers/text_tools.h"
#include "tests/sheet/make_files.h"

namespace zhucun::sheet::testing {
namespace {

using ::testing::HasSubstr;
using namespace std::string_literals;

// 姓名,金额 and 张三,5 in GB18030.
const std::string gb = "\xd0\xd5\xc3\xfb,\xbd\xf0\xb6\xee\r\n\xd5\xc5\xc8\xfd,5\r\n";

TEST(Text, EncodingsByMarkOrStrictly) {
  struct Case {
    std::string bytes;
    const char* encoding;
  };
  const Case cases[] = {
      {"姓名,金额\n张三,5\n", "UTF-8"},
      {"\xef\xbb\xbf姓名,金额\n张三,5\n", "UTF-8"},
      {gb, "GB18030"},
      {"\xff\xfe\xd3\x59\x0d\x54\x2c\0\xd1\x91\x9d\x98\x0a\0\x20\x5f\x09\x4e\x2c\0\x35\0"s,
       "UTF-16LE"},
      {"\xfe\xff\x59\xd3\x54\x0d\0\x2c\x91\xd1\x98\x9d\0\x0a\x5f\x20\x4e\x09\0\x2c\0\x35"s,
       "UTF-16BE"},
  };
  for (const auto& one : cases) {
    auto read = read_here(one.bytes);
    ASSERT_EQ(read.refusal(), "") << one.encoding;
    EXPECT_EQ(read.facts->encoding, one.encoding);
    EXPECT_EQ(read.at("A1"), "text 姓名");
    EXPECT_EQ(read.at("B1"), "text 金额");
    EXPECT_EQ(read.at("A2"), "text 张三");
    EXPECT_EQ(read.at("B2"), "text 5");
  }
}

// A detector took this for KOI8-R; strict decoding does not guess.
TEST(Text, AnAsciiFileWithOneShortName) {
  auto read = read_here("id,name\n1,\xd5\xc5\xc8\xfd\n");
  EXPECT_EQ(read.facts->encoding, "GB18030");
  EXPECT_EQ(read.at("B2"), "text 张三");
}

TEST(Text, RareCharactersOfGb18030) {
  // 㐀 (four bytes) and 𠀀 (four bytes, beyond the basic plane).
  auto read = read_here("x\n\x81\x39\xee\x39\n\x95\x32\x82\x36,\xc4\xe3\n");
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.at("A2"), "text 㐀");
  EXPECT_EQ(read.at("A3"), "text 𠀀");
  EXPECT_EQ(read.at("B3"), "text 你");
}

TEST(Text, NeitherEncodingFits) {
  EXPECT_THAT(read_here("a,b\nc,\xff\xff\xff\n").refusal(), HasSubstr("第 2 行的文字既不是 UTF-8"));
  EXPECT_THAT(read_here("\xef\xbb\xbf"
                        "a\n\xd5\xc5\n")
                  .refusal(),
              HasSubstr("第 2 行"));
  EXPECT_THAT(read_here("\xff\xfe\x00\xd8\x20\x00"s).refusal(), HasSubstr("不是 UTF-16"));
  EXPECT_THAT(read_here("\xff\xfe\x41"s).refusal(), HasSubstr("不是 UTF-16"));
}

TEST(Text, SeparatorsOfTheFirstLines) {
  EXPECT_EQ(read_here("a,b\n1,2\n").facts->separator, ',');
  EXPECT_EQ(read_here("a\tb\n1,5\t2\n").facts->separator, '\t');
  EXPECT_EQ(read_here("a;b\n\"1;2\";3,5\n").facts->separator, ';');
  EXPECT_EQ(read_here("a\tb\n1,234.00\t2,000.00\n1\t5,000.00\n").facts->separator, '\t');
  EXPECT_EQ(read_here("姓名，电话\n").facts->separator, ',');
  EXPECT_EQ(read_here("sep=\xe4\xb8\xad\na,b\n").facts->separator, ',');
  EXPECT_EQ(read_here("sep=\na,b\n").at("A1"), "text sep=");
  auto said = read_here("sep=;\na;b,c\n");
  EXPECT_EQ(said.facts->separator, ';');
  EXPECT_EQ(said.at("A1"), "-");
  EXPECT_EQ(said.at("B2"), "text b,c");
}

TEST(Text, QuotesAndLineEnds) {
  for (std::string end : {"\n", "\r\n", "\r"}) {
    auto read = read_here("\"a,\"\"b\"\"\",\"两" + end + "行\",c" + end + end + "d, e ,\"\"" + end +
                          "x\"y,\"z\"w");
    ASSERT_EQ(read.refusal(), "");
    EXPECT_EQ(read.at("A1"), "text a,\"b\"");
    EXPECT_EQ(read.at("B1"), "text 两" + end + "行");
    EXPECT_EQ(read.at("C1"), "text c");
    EXPECT_EQ(read.at("A2"), "-");
    EXPECT_EQ(read.at("B3"), "text  e ");
    EXPECT_EQ(read.at("C3"), "-");
    EXPECT_EQ(read.at("A4"), "text x\"y");
    EXPECT_EQ(read.at("B4"), "text zw");
    EXPECT_EQ(read.facts->rows, 3u);
  }
}

TEST(Text, DigitsThatMustStayText) {
  auto read = read_here("=\"610802199001011234\",=A1,=,\"=x\"\n");
  EXPECT_EQ(read.at("A1"), "text 610802199001011234");
  EXPECT_EQ(read.at("B1"), "text =A1");
  EXPECT_EQ(read.at("C1"), "text =");
  EXPECT_EQ(read.at("D1"), "text =x");
  EXPECT_EQ(read_here("a,=").at("B1"), "text =");
}

TEST(Text, Limits) {
  EXPECT_THAT(read_here("a\nb,\"c\nd\n").refusal(), HasSubstr("第 2 行第 2 列的引号没有配对"));
  EXPECT_THAT(read_here("a\n" + std::string(cell_bytes_max + 1, 'x')).refusal(),
              HasSubstr("第 2 行第 1 列的文字超过"));
  EXPECT_THAT(read_here("a\n\"" + std::string(cell_bytes_max + 100'000, 'x')).refusal(),
              HasSubstr("第 2 行第 1 列的文字超过"));
  EXPECT_EQ(read_here(std::string(columns_max - 1, ',') + "x").refusal(), "");
  EXPECT_THAT(read_here("a\n" + std::string(columns_max, ',') + "x").refusal(),
              HasSubstr("第 2 行超过 512 列"));
  EXPECT_EQ(read_here("x" + std::string(3000, ',') + "\n").refusal(), "");
  std::string rows;
  for (std::uint32_t i = 0; i < rows_max; ++i) rows += "1\n";
  EXPECT_EQ(read_here(rows).facts->rows, rows_max);
  EXPECT_THAT(read_here(rows + "1").refusal(), HasSubstr("超过 200000 行"));
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

// What is written by the rules comes back, in every encoding that can hold it.
TEST(Text, WhatIsWrittenComesBack) {
  bool held = rc::check("a table survives", [] {
    auto word = rc::gen::map(rc::gen::container<std::vector<std::uint32_t>>(
                                 rc::gen::oneOf(rc::gen::inRange<std::uint32_t>(32, 127),
                                                rc::gen::element<std::uint32_t>('"', ',', '\n'),
                                                rc::gen::inRange<std::uint32_t>(0x4e00, 0x9fa5))),
                             [](const std::vector<std::uint32_t>& points) {
                               std::string text;
                               for (auto point : points) append_utf8(text, point);
                               return text;
                             });
    auto table = *rc::gen::container<std::vector<std::vector<std::string>>>(
        rc::gen::container<std::vector<std::string>>(3, word));
    std::string bytes = "表头,\"b\",\"c\"\n";
    for (const auto& row : table) {
      bytes += quoted(row[0]) + "," + quoted(row[1]) + "," + quoted(row[2]) + "\n";
    }
    auto read = read_here(bytes);
    RC_ASSERT(read.refusal() == "");
    for (std::size_t i = 0; i < table.size(); ++i) {
      for (std::uint32_t k = 0; k < 3; ++k) {
        auto expected = table[i][k].empty() ? "-" : "text " + table[i][k];
        RC_ASSERT(read.at(to_text(Place{static_cast<std::uint32_t>(i) + 2, k + 1})) == expected);
      }
    }
  });
  EXPECT_TRUE(held);
}

TEST(Utf8, StrictlyOne) {
  for (const char* good : {"", "a", "中", "😀", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf"}) {
    EXPECT_TRUE(is_utf8(good)) << good;
  }
  for (const char* bad :
       {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe4\xb8", "a\xff"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
}

}  // namespace
}  // namespace zhucun::sheet::testing
