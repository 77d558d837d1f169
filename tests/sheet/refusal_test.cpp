// What is turned down, with its words: bombs, traps, other kinds of files, limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "importers/sheet/readers/zip_check.h"
#include "tests/sheet/make_files.h"

namespace zhucun::sheet::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string sheet_space =
    " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

Zip sound() {
  return Book{.sheets = {{"甲", "<sheetData/>"}}}.zip();
}

TEST(Refused, OtherKindsOfFilesByWhatTheyAre) {
  struct Case {
    std::string bytes;
    const char* words;
  };
  using namespace std::string_literals;
  const Case cases[] = {
      {"", "文件是空的"},
      {" \r\n\t ", "没有内容"},
      {"\xef\xbb\xbf\n", "没有内容"},
      {"<html><table><tr><td>1</td></tr></table></html>", "网页（HTML）"},
      {"\xef\xbb\xbf\n <META http-equiv><TABLE>", "网页（HTML）"},
      {"<!DOCTYPE html><p>", "网页（HTML）"},
      {"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
       "2003 版 XML"},
      {"<?xml version=\"1.0\"?><a/>", "内容是 XML"},
      {"MIME-Version: 1.0\nContent-Type: multipart/related", "MHT"},
      {"%PDF-1.7", "PDF"},
      {"{\\rtf1", "RTF"},
      {"\x89PNG\r\n", "PNG"},
      {"Rar!\x1a\x07", "RAR"},
      {"MZ\x90\0\0"s, "程序"},
      {"\x09\x08\x08\0\0\x05\x10\0"s, "很老的 Excel"},
      {"a\0b"s, "也不是文本文件"},
      {Zip().add("xl/workbook.bin", "").bytes(), "xlsb"},
      {Zip().add("mimetype", "x").add("content.xml", "x").bytes(), "ods"},
      {Zip().add("word/document.xml", "x").bytes(), "docx"},
      {Zip().add("ppt/presentation.xml", "x").bytes(), "pptx"},
      {Zip().add("一月.xlsx", "x").bytes(), "这是压缩包"},
      {Zip().bytes(), "这是压缩包"},
      {ole_of("EncryptedPackage", "x"), "打开密码"},
      {ole_of("WordDocument", "x"), "Word"},
      {ole_of("PowerPoint Document", "x"), "演示文稿"},
      {ole_of("ETExtData", "x"), "et"},
      {ole_of("Workbook", u16(0x0409) + u16(4) + u32(0)), "很老的 Excel"},
      {xls_of(record(0x2f, u32(0)), ""), "加了密码"},
  };
  for (const auto& one : cases) {
    auto read = read_here(one.bytes);
    EXPECT_THAT(read.refusal(), StartsWith("file_refused")) << one.words;
    EXPECT_THAT(read.refusal(), HasSubstr(one.words));
    EXPECT_FALSE(read.facts.error().hint.empty()) << one.words;
  }
}

TEST(Refused, NamesThatBelieTheContent) {
  auto text = read_locked("姓名,金额\n", "台账.XLS");
  EXPECT_THAT(text.refusal(), HasSubstr("文件名是 .xls，内容却是文本（CSV）"));
  auto book = read_locked(book_of("<row><c><v>1</v></c></row>"), "台账.xls");
  ASSERT_EQ(book.refusal(), "");
  ASSERT_EQ(book.facts->notes.size(), 1u);
  EXPECT_THAT(book.facts->notes[0], HasSubstr("内容是 xlsx，已按 xlsx 读取"));
  auto old = read_locked(xls_of("", ""), "台账.xlsx");
  ASSERT_EQ(old.refusal(), "");
  EXPECT_THAT(old.facts->notes.at(0), HasSubstr("内容是 xls"));
  EXPECT_TRUE(read_locked(xls_of("", ""), "台账.xls").facts->notes.empty());
  EXPECT_TRUE(read_locked("a,b", "台账.txt").facts->notes.empty());
}

TEST(Refused, ZipsThatAreCutShortOrContradictThemselves) {
  std::string whole = sound().bytes();
  for (std::size_t length = 4; length < whole.size(); length += 7) {
    auto read = read_here(whole.substr(0, length));
    ASSERT_THAT(read.refusal(), StartsWith("file_unreadable")) << length;
  }
  EXPECT_THAT(read_here(whole.substr(0, 900)).refusal(), HasSubstr("文件不完整"));
  EXPECT_THAT(read_here(whole + "x").refusal(), StartsWith("file_unreadable"));
  Zip lies = sound();
  lies.add("xl/a.xml", "x", {.local_name = "xl/b.xml"});
  EXPECT_THAT(read_here(lies.bytes()).refusal(), HasSubstr("自相矛盾"));
  Zip twice = sound();
  twice.add("XL/WORKBOOK.XML", "x");
  EXPECT_THAT(read_here(twice.bytes()).refusal(), HasSubstr("同名条目"));
}

TEST(Refused, PartsWhoseSizeOrChecksumIsALie) {
  for (std::uint32_t lie : {1u, 100'000u}) {
    for (bool size : {true, false}) {
      Zip zip = Book{.sheets = {}}.zip();
      Zip::Options options;
      (size ? options.size_lie : options.checksum_lie) = lie;
      Zip book;
      book.add("xl/workbook.xml", "<workbook" + sheet_space + "><sheets/></workbook>", options);
      EXPECT_THAT(read_here(book.bytes()).refusal(), StartsWith("file_unreadable"));
    }
  }
}

TEST(Refused, EntriesThatLeadOutOrHide) {
  for (const char* name :
       {"../evil", "/etc/passwd", "xl/../../evil", "C:/evil", "xl\\evil", "a/./b"}) {
    Zip zip = sound();
    zip.add(name, "x");
    EXPECT_THAT(read_here(zip.bytes()).refusal(), HasSubstr("指向外面")) << name;
  }
  Zip link = sound();
  link.add("xl/link", "/etc/passwd", {.attributes = 0120777u << 16});
  EXPECT_THAT(read_here(link.bytes()).refusal(), HasSubstr("链接"));
  Zip locked = sound();
  locked.add("xl/locked", "x", {.flags = 1});
  EXPECT_THAT(read_here(locked.bytes()).refusal(), HasSubstr("加了密码"));
  Zip method = sound();
  method.add("xl/odd", "x", {.method = 12});
  EXPECT_THAT(read_here(method.bytes()).refusal(), HasSubstr("压缩方法（12）"));
}

TEST(Refused, Bombs) {
  Zip ratio = sound();
  ratio.add("xl/zeros.xml", std::string(4 << 20, '0'));
  EXPECT_THAT(read_here(ratio.bytes()).refusal(), HasSubstr("压缩炸弹"));
  Zip many = sound();
  for (std::size_t i = 0; i < zip_entries_max; ++i) many.add("xl/" + std::to_string(i), "");
  EXPECT_THAT(read_here(many.bytes()).refusal(), HasSubstr("不像表格文件"));
  // A header that claims 4 GiB less a byte.
  Zip liar = sound();
  liar.add("xl/huge.xml", "x", {.size_lie = 0xfffffff0});
  EXPECT_THAT(read_here(liar.bytes()).refusal(), HasSubstr("压缩炸弹"));
  // Ten parts of 60 MiB each, none of them out of proportion.
  Zip total = sound();
  for (int i = 0; i < 10; ++i) {
    total.add("xl/part" + std::to_string(i), std::string(400'000, 'x') + std::to_string(i),
              {.deflate = false, .method = 8, .size_lie = 60 << 20});
  }
  EXPECT_THAT(read_here(total.bytes()).refusal(), HasSubstr("超过 512 MiB"));
}

TEST(Refused, OverlappingEntries) {
  // Two entries of the directory for one stretch of the file; the local header stands within the
  // bytes of the first.
  Zip inner;
  inner.add("inner", std::string(2000, 'i'), {.deflate = false});
  std::string body = inner.bytes().substr(0, 30 + 5 + 2000);
  Zip zip;
  zip.add("outer", body, {.deflate = false});
  zip.overlap("inner", std::string(2000, 'i'));
  EXPECT_THAT(read_here(zip.bytes()).refusal(), HasSubstr("互相重叠"));
}

TEST(Refused, DoctypesAndEntities) {
  const std::string laughs =
      "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
      "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
  const std::string outside = "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]>";
  for (const auto& doctype : {laughs, outside, std::string("<!DOCTYPE x>")}) {
    Zip zip;
    zip.add("xl/workbook.xml",
            "<?xml version=\"1.0\"?>" + doctype + "<workbook" + sheet_space + "/>");
    EXPECT_THAT(read_here(zip.bytes()).refusal(), HasSubstr("DOCTYPE"));
    EXPECT_THAT(read_locked(zip.bytes()).refusal(), HasSubstr("DOCTYPE"));
  }
  EXPECT_THAT(read_here(book_of("<row><c><v>&nbsp;</v></c></row>")).refusal(),
              StartsWith("file_unreadable"));
}

TEST(Refused, SheetsThatContradictThemselves) {
  struct Case {
    const char* rows;
    const char* words;
  };
  const Case cases[] = {
      {"<row r=\"2\"/><row r=\"2\"/>", "行号 2 不在第 2 行之后"},
      {"<row r=\"2\"/><row r=\"1\"/>", "行号 1 不在第 2 行之后"},
      {"<row r=\"x\"/>", "行号 x"},
      {"<row r=\"0\"/>", "行号 0"},
      {"<row r=\"4294967295\"/><row><c><v>1</v></c></row>", "行号 4294967295"},
      {"<row r=\"1\"><c r=\"A2\"><v>1</v></c></row>", "第 1 行里有一格自称 A2"},
      {"<row r=\"1\"><c r=\"?\"><v>1</v></c></row>", "自称 ?"},
      {"<row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"A1\"><v>2</v></c></row>", "A1 出现了两次"},
      {"<row><c t=\"s\"><v>0</v></c></row>", "指向不存在的文字"},
      {"<row><c t=\"zz\"><v>0</v></c></row>", "没有听说过"},
      {"<row><c><v>1</v><c><v>2</v></c></c></row>", "里还有一格"},
      {"<c><v>1</v></c>", "有 1 格，只读出 0 格"},
      {"<row><row><c><v>1</v></c></row></row>", "有 2 行，只读出 1 行"},
      {"<row><o:c xmlns:o=\"urn:other\"><o:v>1</o:v></o:c></row>", "有 1 格，只读出 0 格"},
      {"<row><c><v>1</v></row>", "XML 不完整或有错"},
      {"<row><c><v>\xff</v></c></row>", "XML 不完整或有错"},
  };
  for (const auto& one : cases) {
    auto read = read_here(book_of(one.rows));
    EXPECT_THAT(read.refusal(), StartsWith("file_unreadable")) << one.rows;
    EXPECT_THAT(read.refusal(), HasSubstr(one.words));
  }
  Book merged{.sheets = {{"甲", "<mergeCells><mergeCell ref=\"B2:A1\"/></mergeCells>"}}};
  EXPECT_THAT(read_here(merged.bytes()).refusal(), HasSubstr("合并区域 B2:A1"));
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "<x>";
  EXPECT_THAT(read_here(book_of(deep)).refusal(), HasSubstr("嵌套过深"));
}

// Found by fuzzing: the parent took such words for nonsense of the child.
TEST(Refused, WhatAFileSaysOfItselfIsMadeFitToBeShown) {
  for (std::string name : {"一二三四五六七八九十", "a\nb", "\x01"}) {
    auto bytes = book_of("<row r=\"1\"><c r=\"" + name + "\"/></row>");
    auto here = read_here(bytes), locked = read_locked(bytes);
    EXPECT_EQ(here.refusal(), locked.refusal());
    EXPECT_THAT(locked.refusal(), StartsWith("file_unreadable: "));
    EXPECT_THAT(locked.refusal(), Not(HasSubstr("不合规")));
  }
  Zip zip = sound();
  zip.add("xl/\xff\n", "x", {.size_lie = 0xfffffff0});
  EXPECT_THAT(read_locked(zip.bytes()).refusal(), HasSubstr("xl/\xef\xbf\xbd\xef\xbf\xbd"));
}

TEST(Refused, PartsThatAreMissing) {
  const std::string head =
      "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
  Zip none;
  none.add("xl/workbook.xml",
           head + sheet_space + "><sheets><sheet name=\"丢\" r:id=\"x\"/></sheets></workbook>");
  EXPECT_THAT(read_here(none.bytes()).refusal(), HasSubstr("找不到工作表“丢”的内容"));
  Zip outside = none;
  outside.add("xl/_rels/workbook.xml.rels",
              "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/"
              "relationships\"><Relationship Id=\"x\" Type=\"a/worksheet\" "
              "Target=\"../../../etc/passwd\"/></Relationships>");
  EXPECT_THAT(read_here(outside.bytes()).refusal(), HasSubstr("找不到工作表“丢”的内容"));
}

TEST(Limits, RowsColumnsSheetsTexts) {
  EXPECT_EQ(read_here(book_of("<row r=\"200000\"><c r=\"SR200000\"><v>1</v></c></row>")).refusal(),
            "");
  EXPECT_THAT(read_here(book_of("<row r=\"200001\"><c><v>1</v></c></row>")).refusal(),
              HasSubstr("file_too_large: 工作表“表”超过 200000 行"));
  EXPECT_THAT(read_here(book_of("<row r=\"1\"><c r=\"SS1\"><v>1</v></c></row>")).refusal(),
              HasSubstr("file_too_large: 工作表“表”SS1 超过第 512 列"));
  Book book;
  for (std::size_t i = 0; i <= sheets_max; ++i) {
    book.sheets.emplace_back("表" + std::to_string(i), "<sheetData/>");
  }
  EXPECT_THAT(read_here(book.bytes()).refusal(), HasSubstr("工作表有 129 张，超过 128 张"));
  book.sheets.pop_back();
  EXPECT_EQ(read_here(book.bytes()).refusal(), "");
  std::string text(cell_bytes_max, 'x');
  auto inlined = [](const std::string& one) {
    return book_of("<row><c t=\"inlineStr\"><is><t>" + one + "</t></is></c></row>");
  };
  EXPECT_EQ(read_here(inlined(text)).refusal(), "");
  EXPECT_THAT(read_here(inlined(text + "x")).refusal(), HasSubstr("A1 的文字超过"));
  Book shared{.sheets = {{"甲", "<sheetData/>"}}, .shared = "<si><t>" + text + "x</t></si>"};
  EXPECT_THAT(read_here(shared.bytes()).refusal(), HasSubstr("有一格的文字超过"));
}

TEST(Limits, ARowLongerThanAMessage) {
  // Each text is in bounds; they do not repeat, or the file would be taken for a bomb.
  std::string row;
  std::uint32_t state = 1;
  for (int i = 0; i < 100; ++i) {
    row += "<c t=\"inlineStr\"><is><t>";
    for (int k = 0; k < 100'000; ++k) {
      state = state * 1664525 + 1013904223;
      row += static_cast<char>('a' + (state >> 24) % 26);
    }
    row += "</t></is></c>";
  }
  EXPECT_THAT(read_locked(book_of("<row>" + row + "</row>")).refusal(),
              HasSubstr("file_too_large: 有一行的文字超过 8 MiB"));
}

TEST(Limits, FilesOfTooManyBytes) {
  std::string bytes(file_bytes_max + 1, 'a');
  EXPECT_THAT(read_here(bytes).refusal(), StartsWith("file_too_large: 文件有 64 MiB"));
  EXPECT_THAT(read_locked(bytes).refusal(), StartsWith("file_too_large: 文件有 64 MiB"));
}

}  // namespace
}  // namespace zhucun::sheet::testing
