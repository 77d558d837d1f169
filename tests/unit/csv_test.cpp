// CSV that no spreadsheet runs, in charsets that lose nothing.
#include "api/export/csv.h"

#include <gtest/gtest.h>

namespace zhucun::exporting {
namespace {

using namespace std::string_literals;
using projections::Cell;
using projections::CellKind;

TEST(Csv, AFormulaBecomesText) {
  for (const char* sign : {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}) {
    for (const char* before : {"", " ", "\u3000", "\"", "\u00A0 ", "'", "\uFEFF"}) {
      std::string text = before + (sign + "1+1"s);
      std::string field = csv_field(text);
      bool quoted = field.starts_with('"');
      EXPECT_EQ(field[quoted ? 1 : 0], '\'') << text << " -> " << field;
    }
  }
  EXPECT_EQ(csv_field("\0=1"s), "'\0=1"s);
}

TEST(Csv, EveryLineOfACellIsLookedAt) {
  EXPECT_EQ(csv_field("好\n=1+1"), "\"好\n'=1+1\"");
  EXPECT_EQ(csv_field("好\r\n=1+1\r\n@x"), "\"好\r\n'=1+1\r\n'@x\"");
  EXPECT_EQ(csv_field("好\r+1"), "\"好\r'+1\"");
}

TEST(Csv, OtherTextStaysAsItIs) {
  for (const char* text :
       {"", "榆阳区", "（无应报）", "a=b", "1-2", "610802000000", "x@y", "一－二"})
    EXPECT_EQ(csv_field(text), text);
  EXPECT_EQ(csv_field("说\"好\",行"), "\"说\"\"好\"\",行\"");
}

projections::Table one_row(Cell words) {
  projections::Table table;
  table.columns = {{"who", "谁", CellKind::text, "", false},
                   {"sum", "金额", CellKind::fen, "", false}};
  table.rows = {{"1", {std::move(words), Cell::number(-1205)}}};
  return table;
}

TEST(Csv, NumbersStayNumbersAndReasonsAreText) {
  EXPECT_EQ(*table_csv(one_row(Cell::text("-5"))), "\xEF\xBB\xBF谁,金额\r\n'-5,-12.05\r\n");
  EXPECT_EQ(*table_csv(one_row(Cell::none("没有,未填"))),
            "\xEF\xBB\xBF谁,金额\r\n\"（没有,未填）\",-12.05\r\n");
}

TEST(Csv, Gb18030IsStrict) {
  EXPECT_EQ(*table_csv(one_row(Cell::text("𠮷囍")), Charset::gb18030),
            "\xCB\xAD,\xBD\xF0\xB6\xEE\r\n\x95\x34\xB2\x35\x87\xD6,-12.05\r\n"s);
  auto broken = table_csv(one_row(Cell::text("好\xFF")), Charset::gb18030);
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, Code::bad_parameter);
  EXPECT_NE(broken.error().detail.find("第 2 行"), std::string::npos) << broken.error().detail;
  EXPECT_FALSE(charset_of("gbk"));
  // Long text passes through in pieces, pairs of units never torn.
  std::string all;
  for (int i = 0; i < 5'000; ++i) all += i % 3 == 0 ? "𠮷" : "好";
  EXPECT_EQ(to_gb18030(all)->size(), 1667u * 4 + 3333u * 2);
}

TEST(Csv, ACharacterWithoutACodeIsNamed) {
  int refused = 0;
  for (char32_t point = 0x80; point <= 0x10FFFF; ++point) {
    if (point >= 0xD800 && point <= 0xDFFF) continue;
    std::string text;
    if (point < 0x800) {
      text = {static_cast<char>(0xC0 | point >> 6), static_cast<char>(0x80 | (point & 63))};
    } else if (point < 0x10000) {
      text = {static_cast<char>(0xE0 | point >> 12), static_cast<char>(0x80 | (point >> 6 & 63)),
              static_cast<char>(0x80 | (point & 63))};
    } else {
      text = {static_cast<char>(0xF0 | point >> 18), static_cast<char>(0x80 | (point >> 12 & 63)),
              static_cast<char>(0x80 | (point >> 6 & 63)), static_cast<char>(0x80 | (point & 63))};
    }
    auto out = to_gb18030(text);
    if (out) {
      EXPECT_NE(*out, "?");
      EXPECT_NE(*out, "\x1A");
      continue;
    }
    char name[16];
    std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(point));
    EXPECT_NE(out.error().detail.find(name), std::string::npos) << out.error().detail;
    if (++refused <= 3) std::printf("refused: %s\n", name);
  }
  std::printf("counted: %d code points have no GB18030 code\n", refused);
}

}  // namespace
}  // namespace zhucun::exporting
