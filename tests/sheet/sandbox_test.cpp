// The promises of the sandbox: a child that reaches for anything is killed and reported, one that
// hangs or swells is ended, and what it says is believed only after it has been checked.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "importers/sheet/annotate.h"
#include "importers/sheet/messages.h"
#include "importers/sheet/read.h"
#include "tests/sheet/make_files.h"

namespace zhucun::sheet::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string misdeed(const std::string& what, ReadOptions options = {}) {
  options.program = ZHUCUN_SHEET_PROBE;
  Read read;
  read.facts = read_file(what, options, read.book);
  return read.refusal();
}

// A sanitized child is not locked in (sandbox.cpp); its promises are those of the other builds.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool is_locked = false;
#else
constexpr bool is_locked = true;
#endif

milliseconds timed(const std::function<void()>& work) {
  auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
}

TEST(Sandbox, WhatIsForbiddenKillsTheChild) {
  if (!is_locked) GTEST_SKIP();
  for (const char* deed :
       {"open", "create", "socket", "fork", "exec", "kill", "stderr", "file", "code"}) {
    EXPECT_THAT(misdeed(deed), HasSubstr("读取进程越权，已被终止")) << deed;
  }
  EXPECT_NE(access("/tmp/escaped", F_OK), 0);
  // The same child without a misdeed answers: the kills above are no accident.
  EXPECT_EQ(misdeed("nothing"), "");
}

TEST(Sandbox, ACrashIsOneRefusedFile) {
  if (!is_locked) GTEST_SKIP();
  EXPECT_THAT(misdeed("crash"),
              HasSubstr("file_unreadable: 文件没有读成：读取进程崩溃（信号 11）"));
  EXPECT_THAT(misdeed("throw"), HasSubstr("读取进程出错（72）"));
  EXPECT_EQ(read_locked(book_of("<row><c><v>1</v></c></row>")).refusal(), "");
}

TEST(Sandbox, LimitsOfMemoryAndTime) {
  if (!is_locked) GTEST_SKIP();
  ReadOptions options;
  options.limits.memory_bytes = 256 << 20;
  EXPECT_THAT(misdeed("memory", options), HasSubstr("内存过多"));
  options.limits.cpu = std::chrono::seconds(1);
  EXPECT_THAT(misdeed("spin", options), HasSubstr("用时过长"));
  options.limits.cpu = std::chrono::seconds(20);
  options.limits.wall = milliseconds(300);
  auto took = timed([&] { EXPECT_THAT(misdeed("spin", options), HasSubstr("用时过长")); });
  EXPECT_LT(took, milliseconds(2'000));
}

TEST(Sandbox, TheCallerMayCancel) {
  ReadOptions options;
  auto start = std::chrono::steady_clock::now();
  options.cancelled = [start] {
    return std::chrono::steady_clock::now() - start > milliseconds(200);
  };
  auto took = timed([&] { EXPECT_THAT(misdeed("spin", options), StartsWith("file_cancelled")); });
  EXPECT_LT(took, milliseconds(2'000));
}

TEST(Sandbox, NoChildIsLeftBehind) {
  if (!is_locked) GTEST_SKIP();
  for (const char* deed : {"spin", "open", "crash", "say x"}) {
    ReadOptions options;
    options.limits.wall = milliseconds(100);
    misdeed(deed, options);
    EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << deed;
    EXPECT_EQ(errno, ECHILD);
  }
}

TEST(Sandbox, NoDescriptorIsLeftOpen) {
  auto lowest_free = [] {
    int number = open("/dev/null", O_RDONLY | O_CLOEXEC);
    close(number);
    return number;
  };
  int before = lowest_free();
  for (int i = 0; i < 20; ++i) {
    misdeed(i % 2 ? "open" : "nothing");
    read_locked("a,b\n");
  }
  EXPECT_EQ(lowest_free(), before);
}

TEST(Sandbox, TheChildSeesNeitherOurDescriptorsNorOurEnvironment) {
  // A secret that is open here, without close-on-exec, at a number the child would know.
  int secret = open("/dev/zero", O_RDONLY);
  ASSERT_EQ(dup2(secret, 200), 200);
  EXPECT_EQ(misdeed("descriptors"), "");
  close(200);
  close(secret);
}

TEST(Sandbox, AMissingProgramIsTheWorldsFault) {
  ReadOptions options;
  options.program = "/nowhere/zhucun-sheets";
  Workbook book;
  EXPECT_THROW(static_cast<void>(read_file("a,b", options, book)), std::system_error);
}

TEST(Sandbox, ReadsFromADescriptorAndTellsItsProgress) {
  std::string path = ::testing::TempDir() + "/sheet.csv";
  std::string text;
  for (int i = 1; i <= 50'000; ++i) text += std::to_string(i) + ",甲,乙\n";
  std::ofstream(path) << text;
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  ReadOptions options;
  options.program = ZHUCUN_SHEETS;
  std::vector<std::uint64_t> seen;
  options.progress = [&seen](const Progress& progress) { seen.push_back(progress.rows); };
  Workbook book;
  auto facts = read_file(file, options, book);
  close(file);
  unlink(path.c_str());
  ASSERT_TRUE(facts);
  EXPECT_EQ(facts->rows, 50'000u);
  EXPECT_EQ(book.sheets[0].rows.size(), 50'000u);
  EXPECT_GT(seen.size(), 5u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(seen.back(), 50'000u);
}

TEST(Sandbox, SeveralAtOnce) {
  auto bytes = book_of("<row><c><v>7</v></c></row>");
  std::vector<std::string> found(8);
  std::vector<std::thread> threads;
  for (auto& one : found) {
    threads.emplace_back([&one, &bytes] { one = read_locked(bytes).at("A1"); });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& one : found) EXPECT_EQ(one, "number 7");
}

struct Short : Workbook {
  bool row(const Row& row) override { return Workbook::row(row) && row.number < 10; }
};

TEST(Sandbox, ASinkThatHasSeenEnoughEndsTheChild) {
  std::string text;
  for (int i = 1; i <= 100'000; ++i) text += std::to_string(i) + ",x\n";
  ReadOptions options;
  options.program = ZHUCUN_SHEETS;
  Short sink;
  auto facts = read_file(text, options, sink);
  ASSERT_TRUE(facts);
  EXPECT_FALSE(facts->complete);
  EXPECT_EQ(sink.sheets[0].rows.size(), 10u);
}

TEST(Sandbox, ABombCostsTheParentNothing) {
  if (!is_locked) GTEST_SKIP();
  Zip zip;
  for (int i = 0; i < 8; ++i) zip.add("xl/" + std::to_string(i), std::string(60 << 20, '0'));
  auto bytes = zip.bytes();
  rusage before{}, after{};
  getrusage(RUSAGE_SELF, &before);
  auto took = timed([&] { EXPECT_THAT(read_locked(bytes).refusal(), HasSubstr("压缩炸弹")); });
  getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(took, milliseconds(2'000));
  EXPECT_LT(after.ru_maxrss - before.ru_maxrss, 5 * 1024);
}

// Says these bytes in the child's place.
std::string said(const std::string& bytes) {
  return misdeed("say " + bytes);
}
std::string framed(const std::string& message) {
  return u32(static_cast<std::uint32_t>(message.size())) + message;
}
std::string text_of(std::string_view text) {
  return u32(static_cast<std::uint32_t>(text.size())) + std::string(text);
}

const std::string begin = framed(u8(1) + u8(0) + text_of("甲"));
const std::string end = framed(u8(3) + u32(0) + u32(0));
std::string row_of(std::uint32_t number, unsigned cells, const std::string& content) {
  return framed(u8(2) + u32(number) + u8(0) + u16(cells) + content);
}
std::string done(std::uint32_t sheets, std::uint32_t rows, std::uint32_t cells) {
  std::string counts;
  for (auto value : {sheets, rows, cells, cells}) counts += u32(value) + u32(0);
  return framed(u8(5) + u8(0) + u8(0) + u8(0) + u8(0) + counts);
}
const std::string number_cell = u16(1) + u8(2) + f64(5);

TEST(Messages, ASoundAnswerIsTaken) {
  EXPECT_EQ(said(begin + row_of(1, 1, number_cell) + end + done(1, 1, 1)), "");
  EXPECT_EQ(said(done(0, 0, 0)), "");
}

TEST(Messages, NonsenseIsSeenThrough) {
  const auto date = [](std::string_view text) { return u16(1) + u8(3) + f64(5) + text_of(text); };
  const std::string cases[] = {
      u32(0),
      u32(0xffffffff) + "x",
      framed(u8(9)),
      framed(u8(4) + "a piece of no file"),
      row_of(1, 1, number_cell),
      end,
      begin + begin,
      begin + done(1, 0, 0),
      begin + framed(u8(2)),
      begin + row_of(0, 1, number_cell),
      begin + row_of(rows_max + 1, 1, number_cell),
      begin + row_of(1, 0, ""),
      begin + row_of(1, columns_max + 1, ""),
      begin + row_of(1, 2, number_cell + number_cell),
      begin + row_of(1, 1, number_cell + "x"),
      begin + row_of(1, 1, u16(0) + u8(2) + f64(5)),
      begin + row_of(1, 1, u16(513) + u8(2) + f64(5)),
      begin + row_of(1, 1, u16(1) + u8(0) + f64(5)),
      begin + row_of(1, 1, u16(1) + u8(6) + f64(5)),
      begin + row_of(1, 1, u16(1) + u8(2) + f64(0.0 / 0.0)),
      begin + row_of(1, 1, u16(1) + u8(4) + f64(2)),
      begin + row_of(1, 1, u16(1) + u8(1) + text_of("")),
      begin + row_of(1, 1, u16(1) + u8(1) + text_of("\xff")),
      begin + row_of(1, 1, u16(1) + u8(1) + text_of("\xed\xa0\x80")),
      begin + row_of(1, 1, u16(1) + u8(1) + u32(0xfffffff0)),
      begin + row_of(1, 1, u16(1) + u8(1) + text_of(std::string(cell_bytes_max + 1, 'x'))),
      begin + row_of(1, 1, date("<script>")),
      begin + row_of(1, 1, date("2026-03-01 08:30:00.0")),
      begin + row_of(2, 1, number_cell) + row_of(2, 1, number_cell),
      begin + row_of(1, 1, number_cell) + end + done(1, 1, 2),
      begin + row_of(1, 1, number_cell) + end + done(1, 2, 1),
      begin + end + done(2, 0, 0),
      begin + framed(u8(3) + u32(1) + u32(2) + u32(1) + u32(1) + u32(1) + u32(0)),
      begin + framed(u8(3) + u32(0xffffffff) + u32(0)),
      begin + framed(u8(3) + u32(0) + u32(1) + u32(0) + u32(1)),
      begin + framed(u8(3) + u32(0) + u32(2) + u32(5) + u32(6) + u32(6) + u32(7)),
      framed(u8(1) + u8(2) + text_of("甲")),
      framed(u8(1) + u8(0) + text_of(std::string(2000, 'x'))),
      done(0, 0, 0) + done(0, 0, 0),
      done(0, 0, 0) + "x",
      framed(u8(6) + u8(9) + text_of("x") + text_of("")),
      framed(u8(6) + u8(0) + text_of("") + text_of("")),
      framed(u8(6) + u8(0) + text_of("a\nb") + text_of("")),
      framed(u8(6) + u8(0) + text_of(std::string(9000, 'x')) + text_of("")),
  };
  for (const auto& one : cases) {
    EXPECT_THAT(said(one), HasSubstr("给出了不合规的结果")) << ::testing::PrintToString(one);
  }
  std::string sheets;
  for (std::size_t i = 0; i <= sheets_max; ++i) sheets += begin + end;
  EXPECT_THAT(said(sheets), HasSubstr("给出了不合规的结果"));
}

TEST(Messages, AnAnswerThatStopsIsNoAnswer) {
  std::string whole = begin + row_of(1, 1, number_cell) + end + done(1, 1, 1);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_THAT(said(whole.substr(0, length)), HasSubstr("读取进程没有说完")) << length;
  }
}

TEST(Messages, InAnyPiecesTheSame) {
  std::string whole = begin + row_of(3, 1, number_cell) + end + done(1, 1, 1);
  for (std::size_t step = 1; step < whole.size(); ++step) {
    Workbook book;
    MessageReader reader(&book, nullptr);
    for (std::size_t at = 0; at < whole.size(); at += step) {
      ASSERT_TRUE(reader.feed(whole.substr(at, step)));
    }
    ASSERT_TRUE(reader.is_done());
    EXPECT_EQ(book.sheets[0].rows[0].number, 3u);
  }
}

}  // namespace
}  // namespace zhucun::sheet::testing
