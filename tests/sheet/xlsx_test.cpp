// The dirt that XLSX files of the villages and of other programs bring.
#include <gtest/gtest.h>

#include "importers/sheet/readers/number_format.h"
#include "importers/sheet/readers/readers.h"
#include "tests/sheet/make_files.h"

namespace zhucun::sheet::testing {
namespace {

TEST(Place, GoesBothWays) {
  EXPECT_EQ(to_text(Place{1, 1}), "A1");
  EXPECT_EQ(to_text(Place{12, 28}), "AB12");
  EXPECT_EQ(column_letters(16'384), "XFD");
  for (std::uint32_t column = 1; column <= 16'384; ++column) {
    ASSERT_EQ(parse_place(to_text(Place{7, column})), (Place{7, column}));
  }
  EXPECT_EQ(parse_place("$B$3"), (Place{3, 2}));
  for (const char* wrong : {"", "A", "1", "A0", "A01x", "XFE1", "A1048577", "A1:B2", "甲1"}) {
    EXPECT_FALSE(parse_place(wrong)) << wrong;
  }
}

TEST(Xlsx, EveryKindOfCell) {
  Book book{.sheets = {{"甲",
                        "<sheetData><row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c>"
                        "<c r=\"B2\" t=\"inlineStr\"><is><t>内联</t></is></c>"
                        "<c r=\"C2\" t=\"str\"><f>A1</f><v>公式</v></c>"
                        "<c r=\"D2\"><v>12.50</v></c><c r=\"E2\" t=\"b\"><v>1</v></c>"
                        "<c r=\"F2\" t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"
                        "<c r=\"G2\" t=\"d\"><v>2026-03-01T08:30:00</v></c>"
                        "<c r=\"H2\" s=\"1\"><v>46082</v></c><c r=\"I2\" s=\"1\"/>"
                        "</row></sheetData>"}},
            .shared = "<si><t>共享</t></si>",
            .styles = "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>"};
  auto read = read_here(book.bytes());
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.at("A2"), "text 共享");
  EXPECT_EQ(read.at("B2"), "text 内联");
  EXPECT_EQ(read.at("C2"), "text 公式");
  EXPECT_EQ(read.at("D2"), "number 12.5");
  EXPECT_EQ(read.at("E2"), "boolean TRUE");
  EXPECT_EQ(read.at("F2"), "error #DIV/0!");
  EXPECT_EQ(read.at("G2"), "date 2026-03-01 08:30:00");
  EXPECT_EQ(read.at("H2"), "date 2026-03-01");
  EXPECT_EQ(read.at("I2"), "-");
  EXPECT_TRUE(read.book.sheets[0].at(2, 3)->formula);
  EXPECT_FALSE(read.book.sheets[0].at(2, 4)->formula);
  EXPECT_EQ(read.facts->cells, 8u);
  EXPECT_EQ(read.facts->counted, 9u);
}

TEST(Xlsx, AnIdThatBecameANumberShowsItsLostDigits) {
  auto read = read_here(book_of("<row><c><v>6.1080219900101123E+17</v></c></row>"));
  EXPECT_EQ(read.at("A1"), "number 610802199001011200");
  EXPECT_GT(read.book.sheets[0].at(1, 1)->number, 9'007'199'254'740'992.0);
}

TEST(Xlsx, RichTextIsJoinedAndPhoneticRunsLeftOut) {
  Book book{.sheets = {{"甲",
                        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
                        "<c r=\"B1\" t=\"inlineStr\"><is><r><t>内</t></r><r><t>联</t></r>"
                        "<rPh sb=\"0\" eb=\"1\"><t>nei</t></rPh></is></c></row></sheetData>"}},
            .shared =
                "<si><r><rPr><b/></rPr><t>张</t></r><r><t xml:space=\"preserve\"> 三</t></r>"
                "<rPh sb=\"0\" eb=\"1\"><t>zhang</t></rPh><phoneticPr fontId=\"1\"/></si>"};
  auto read = read_here(book.bytes());
  EXPECT_EQ(read.at("A1"), "text 张 三");
  EXPECT_EQ(read.at("B1"), "text 内联");
}

TEST(Xlsx, EscapesCdataAndEntities) {
  auto read = read_here(
      book_of("<row><c t=\"inlineStr\"><is><t>甲_x000D_\n乙_x005F_x0041_</t></is></c>"
              "<c t=\"inlineStr\"><is><t><![CDATA[<c r=\"A9\"> & ]]></t></is></c>"
              "<c t=\"inlineStr\"><is><t>&lt;&amp;&#x4E2D;_xD83D__xDE00__xZZZZ_</t></is></c></row>"
              "<!-- <row><c/></row> -->"));
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.at("A1"), "text 甲\r\n乙_x0041_");
  EXPECT_EQ(read.at("B1"), "text <c r=\"A9\"> & ");
  EXPECT_EQ(read.at("C1"), "text <&中😀_xZZZZ_");
  EXPECT_EQ(read.facts->counted, 3u);
}

TEST(Xlsx, CellsAndRowsWithoutPlace) {
  auto read =
      read_here(book_of("<row><c><v>1</v></c><c/><c><v>3</v></c></row>"
                        "<row r=\"5\"><c r=\"C5\"><v>4</v></c><c><v>5</v></c></row>"
                        "<row><c><v>6</v></c></row>"));
  EXPECT_EQ(read.at("C1"), "number 3");
  EXPECT_EQ(read.at("D5"), "number 5");
  EXPECT_EQ(read.at("A6"), "number 6");
}

TEST(Xlsx, CellsOutOfOrderAreSorted) {
  auto read =
      read_here(book_of("<row r=\"1\"><c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v></c></row>"));
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.book.sheets[0].rows[0].cells[0].column, 1u);
  EXPECT_EQ(read.at("C1"), "number 3");
}

TEST(Xlsx, AnyPrefixAndTheStrictForm) {
  for (std::string space : {"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                            "http://purl.oclc.org/ooxml/spreadsheetml/main"}) {
    Book book{.sheets = {{"甲", "<sheetData/>"}}, .sheet_space = space, .absolute_parts = true};
    Zip zip;
    zip.add("_rels/.rels",
            "<p:Relationships xmlns:p=\"http://schemas.openxmlformats.org/package/2006/"
            "relationships\"><p:Relationship Id=\"a\" Type=\"http://purl.oclc.org/ooxml/"
            "officeDocument/relationships/officeDocument\" Target=\"/book/main.xml\"/>"
            "</p:Relationships>");
    zip.add("book/_rels/main.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
            "relationships\"><Relationship Id=\"q\" Type=\"http://purl.oclc.org/ooxml/"
            "officeDocument/relationships/worksheet\" Target=\"../pages/./one.xml\"/>"
            "</Relationships>");
    zip.add("pages/one.xml", "<x:worksheet xmlns:x=\"" + space +
                                 "\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>前缀"
                                 "</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>");
    zip.add("book/main.xml",
            "<y:workbook xmlns:y=\"" + space +
                "\" xmlns:rel=\"http://purl.oclc.org/ooxml/officeDocument/relationships\">"
                "<y:sheets><y:sheet name=\"页\" rel:id=\"q\"/></y:sheets></y:workbook>");
    auto read = read_here(zip.bytes());
    ASSERT_EQ(read.refusal(), "");
    EXPECT_EQ(read.book.sheets[0].head.name, "页");
    EXPECT_EQ(read.at("A1"), "text 前缀");
    EXPECT_EQ(read_here(book.bytes()).refusal(), "");
  }
}

TEST(Xlsx, SheetsComeInTheBooksOrderWithWhatIsHidden) {
  Zip zip = Book{.sheets = {{"乙",
                             "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData>"
                             "<row r=\"1\" hidden=\"1\"><c r=\"A1\"><v>1</v></c></row>"
                             "</sheetData><mergeCells><mergeCell ref=\"A1:C2\"/>"
                             "</mergeCells>"},
                            {"甲", "<sheetData/>"}}}
                .zip();
  auto read = read_here(zip.bytes());
  ASSERT_EQ(read.book.sheets.size(), 2u);
  const auto& first = read.book.sheets[0];
  EXPECT_EQ(first.head.name, "乙");
  EXPECT_TRUE(first.rows[0].hidden);
  EXPECT_EQ(first.tail.merges, (std::vector<Merge>{{1, 1, 2, 3}}));
  EXPECT_EQ(first.tail.hidden_columns,
            (std::vector<std::pair<std::uint32_t, std::uint32_t>>{{2, 3}}));
}

TEST(Xlsx, DatesOf1904) {
  Book book{.sheets = {{"甲",
                        "<sheetData><row><c s=\"0\"><v>0.5</v></c><c s=\"0\"><v>44620</v></c>"
                        "<c t=\"d\"><v>2026-03-01</v></c></row></sheetData>"}},
            .styles = "<cellXfs><xf numFmtId=\"57\"/></cellXfs>",
            .workbook_properties = "<workbookPr date1904=\"true\"/>"};
  auto read = read_here(book.bytes());
  EXPECT_EQ(read.at("A1"), "date 12:00:00");
  EXPECT_EQ(read.at("B1"), "date 2026-03-01");
  EXPECT_EQ(read.at("C1"), "date 2026-03-01");
  EXPECT_EQ(read.book.sheets[0].at(1, 3)->number, 44620);
}

TEST(Xlsx, WhichFormatsAreDates) {
  for (std::uint32_t id : {14u, 22u, 27u, 31u, 36u, 45u, 47u, 50u, 57u, 58u}) {
    EXPECT_TRUE(is_date_format(id)) << id;
  }
  for (std::uint32_t id : {0u, 1u, 13u, 23u, 37u, 44u, 46u, 48u, 49u, 59u}) {
    EXPECT_FALSE(is_date_format(id)) << id;
  }
  for (const char* code :
       {"yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy/m/d", "h:mm AM/PM", "mmm\\-yy",
        "[DBNum1][$-804]m\"月\"d\"日\";@", "上午/下午h\"时\""}) {
    EXPECT_TRUE(is_date_code(code)) << code;
  }
  for (const char* code : {"General", "0.00", "#,##0.00\"元/day\"", "[Red]0.00", "0\\d", "0_d", "@",
                           "[h]:mm:ss", "\"没有结束", "0;yyyy", "[没有结束 d"}) {
    EXPECT_FALSE(is_date_code(code)) << code;
  }
}

TEST(Xlsx, NumbersAndDaysInText) {
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(-0.0), "0");
  EXPECT_EQ(number_text(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(number_text(1e-9), "1e-09");
  EXPECT_EQ(number_text(610802199001011234.0), "610802199001011200");
  EXPECT_EQ(number_text(1e21), "1e+21");
  EXPECT_EQ(serial_text(1, false), "1900-01-01");
  EXPECT_EQ(serial_text(59, false), "1900-02-28");
  EXPECT_EQ(serial_text(61, false), "1900-03-01");
  EXPECT_EQ(serial_text(45'000.999999, false), "2023-03-16");
  EXPECT_EQ(serial_text(0.999999999, false), "23:59:59");
  EXPECT_EQ(serial_text(2'958'465, false), "9999-12-31");
  EXPECT_EQ(serial_text(2'958'466, false), std::nullopt);
  EXPECT_EQ(serial_text(-1, false), std::nullopt);
  EXPECT_EQ(iso_serial("2026-03-01"), 46082);
  EXPECT_EQ(iso_serial("2026-03-01T12:00:00.000Z"), 46082.5);
  for (const char* wrong : {"", "2026-3-1", "2026-13-01", "2026-03-01T25:00:00", "2026-03-01x"}) {
    EXPECT_FALSE(iso_serial(wrong)) << wrong;
  }
}

TEST(Xlsx, FormulasThatNobodyComputedAreNoBlanks) {
  auto read =
      read_here(book_of("<row><c><f>SUM(A2:A9)</f></c><c><f>A1</f><v></v></c>"
                        "<c t=\"str\"><f>\"\"</f><v></v></c><c><f>1</f><v>1</v></c></row>"));
  EXPECT_EQ(read.at("A1"), "error #公式未计算");
  EXPECT_EQ(read.at("B1"), "error #公式未计算");
  EXPECT_EQ(read.at("C1"), "-");
  EXPECT_EQ(read.at("D1"), "number 1");
}

TEST(Xlsx, WhatIsNoNumberIsNotLost) {
  auto read =
      read_here(book_of("<row><c><v>NaN</v></c><c><v> 12 </v></c><c><v>1e999</v></c></row>"));
  EXPECT_EQ(read.at("A1"), "error NaN");
  EXPECT_EQ(read.at("B1"), "number 12");
  EXPECT_EQ(read.at("C1"), "error 1e999");
}

TEST(Xlsx, FormattedBlanksFarOutAreNoContent) {
  auto read =
      read_here(book_of("<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"XFD1\" s=\"1\"/></row>"
                        "<row r=\"1048576\"><c r=\"A1048576\" s=\"1\"/></row>"));
  ASSERT_EQ(read.refusal(), "");
  EXPECT_EQ(read.facts->rows, 1u);
  EXPECT_EQ(read.facts->counted, 3u);
}

TEST(Xlsx, SheetsOfChartsAreNoTables) {
  Zip zip;
  zip.add("_rels/.rels",
          "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
          "<Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/>"
          "</Relationships>");
  zip.add("xl/workbook.xml",
          "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
          "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
          "<sheets><sheet name=\"图\" r:id=\"c\"/><sheet name=\"表\" r:id=\"t\"/></sheets>"
          "</workbook>");
  zip.add("xl/_rels/workbook.xml.rels",
          "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
          "<Relationship Id=\"c\" Type=\"x/chartsheet\" Target=\"chart.xml\"/>"
          "<Relationship Id=\"t\" Type=\"x/worksheet\" Target=\"t.xml\"/></Relationships>");
  zip.add("xl/t.xml",
          "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">"
          "<sheetData><row><c><v>1</v></c></row></sheetData></worksheet>");
  auto read = read_here(zip.bytes());
  ASSERT_EQ(read.refusal(), "");
  ASSERT_EQ(read.book.sheets.size(), 1u);
  EXPECT_EQ(read.book.sheets[0].head.name, "表");
}

// Answers with false at the nth question.
struct Impatient : Workbook {
  explicit Impatient(int patience) : patience(patience) {}
  int patience;
  bool begin_sheet(const SheetHead& head) override {
    return Workbook::begin_sheet(head) && --patience > 0;
  }
  bool row(const Row& row) override { return Workbook::row(row) && --patience > 0; }
};

TEST(Xlsx, ASinkThatHasSeenEnoughEndsTheReading) {
  auto bytes = book_of("<row><c><v>1</v></c></row><row><c><v>2</v></c></row><row><c/></row>");
  for (int patience : {1, 2, 3}) {
    Impatient sink(patience);
    auto facts = read_bytes(bytes, sink);
    ASSERT_TRUE(facts);
    EXPECT_FALSE(facts->complete);
    EXPECT_EQ(sink.sheets[0].rows.size(), static_cast<std::size_t>(patience - 1));
  }
}

}  // namespace
}  // namespace zhucun::sheet::testing
