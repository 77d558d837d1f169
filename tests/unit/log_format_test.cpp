// FORMAT.md's worked example is made of real bytes: this test makes them anew and compares.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "ledger/log/event_log.h"
#include "ledger/log/head_file.h"
#include "ledger/log/store.h"
#include "tests/unit/log_fixture.h"

namespace zhucun::log::testing {
namespace {

namespace fs = std::filesystem;

const fs::path page_path = fs::path(ZHUCUN_SOURCE_DIR) / "ledger" / "log" / "FORMAT.md";

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A titled value, 32 bytes to a line, so that the page stays narrow.
std::string titled(const std::string& title, std::string_view bytes) {
  std::string text;
  for (std::size_t at = 0; at == 0 || at < bytes.size(); at += 32) {
    const std::string hex = to_hex(bytes_of(bytes.substr(at, 32)));
    text +=
        (at == 0 ? title : "") + std::string(at == 0 ? 20 - title.size() : 20, ' ') + hex + "\n";
  }
  return text;
}

std::string titled(const std::string& title, const Hash& hash) {
  return titled(title, {reinterpret_cast<const char*>(hash.data()), hash.size()});
}

// Every key of a column family, read with RocksDB alone: the page must not rest on our own readers.
std::string dump(const std::string& path) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (const char* name : {"default", "index", "tree", "meta"}) {
    families.emplace_back(name, rocksdb::ColumnFamilyOptions());
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* raw = nullptr;
  const auto status =
      rocksdb::DB::OpenForReadOnly(rocksdb::DBOptions(), path, families, &handles, &raw);
  EXPECT_TRUE(status.ok()) << status.ToString();
  if (!status.ok()) return {};
  const std::unique_ptr<rocksdb::DB> db(raw);
  std::string text;
  for (std::size_t i = 0; i < families.size(); ++i) {
    const std::string family = i == 0 ? "events" : families[i].name;
    const std::unique_ptr<rocksdb::Iterator> it(db->NewIterator({}, handles[i]));
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
      const bool named = family == "meta" || family == "index";
      text += named ? titled(family + " " + it->key().ToString(), it->value().ToStringView())
                    : titled(family + " key", it->key().ToStringView()) +
                          titled("  value", it->value().ToStringView());
    }
  }
  for (auto* handle : handles) EXPECT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  return text;
}

std::string example() {
  const ScratchFolder folder;
  const std::string path = folder.at("book");
  auto log = create_book(path, HashKind::sha256);
  const std::vector<NewRecord> records = {{{1'704'067'200'000'000}, {0x0102030405060708, 0xFF}},
                                          {{1'704'067'200'000'001}, {0x2A}}};
  const SidePut side{"k", "v"};
  const Receipt receipt = log->append({0}, records, {&side, 1});
  EXPECT_EQ(receipt.outcome, AppendOutcome::done);
  // HEAD as the acknowledgement left it, before closing writes all four pages anew.
  const std::string head = slurp(path + "/HEAD");
  std::string text;
  Hash chain{};
  Hasher hasher(HashKind::sha256);
  for (std::uint64_t n : {1u, 2u}) {
    text += titled("leaf(" + std::to_string(n) + ")", log->leaf_hash({n}));
    chain = hasher.link(chain, log->leaf_hash({n}));
    text += titled("chain(" + std::to_string(n) + ")", chain);
  }
  text += titled("root(2)", log->root_at(2));
  log->close_clean();
  text = dump(path + "/store") + text;
  std::size_t newest = 0;
  for (std::size_t page = 1; page < 4; ++page) {
    if (head.substr(page * head_page_size + 16, 8) > head.substr(newest * head_page_size + 16, 8)) {
      newest = page;
    }
  }
  const std::string page = head.substr(newest * head_page_size, head_page_size);
  text += titled("HEAD page " + std::to_string(newest + 1), page.substr(0, 112));
  EXPECT_EQ(page.find_first_not_of('\0', 112), head_page_size - 32);
  text += titled("  its checksum", page.substr(head_page_size - 32));
  return text;
}

TEST(LogFormat, TheExampleOnThePageIsWhatTheCodeWrites) {
  const std::string page = slurp(page_path);
  const std::string fence = "```hex\n";
  const auto from = page.find(fence);
  ASSERT_NE(from, std::string::npos) << page_path;
  const auto begin = from + fence.size();
  const auto end = page.find("```", begin);
  ASSERT_NE(end, std::string::npos);
  const std::string made = example();
  if (std::getenv("ZHUCUN_UPDATE")) {
    std::ofstream(page_path, std::ios::binary) << page.substr(0, begin) + made + page.substr(end);
    return;
  }
  EXPECT_EQ(page.substr(begin, end - begin), made);
}

}  // namespace
}  // namespace zhucun::log::testing
