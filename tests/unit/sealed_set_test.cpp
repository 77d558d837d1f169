// The form of a sealed set: chunks that cannot be swapped, cut or read under another name, and a
// manifest that says everything again.
#include "api/app/sealed_set.h"

#include <gtest/gtest.h>

#include "tests/unit/log_fixture.h"

namespace zhucun::app {
namespace {

constexpr std::size_t chunk = 1 << 20;

class SealedFileForm : public ::testing::TestWithParam<vault::Cipher> {
 protected:
  std::string seal(std::string_view plain, const std::string& id = "id",
                   const std::string& name = "store/1.sst") {
    return seal_file(GetParam(), key_, id, name, plain);
  }
  std::optional<std::string> unseal(std::string_view sealed, const std::string& id = "id",
                                    const std::string& name = "store/1.sst") {
    return unseal_file(key_, id, name, sealed);
  }
  vault::Key key_ = vault::random_key();
};

TEST_P(SealedFileForm, ComesBackAtEverySizeAroundAChunk) {
  for (std::size_t size :
       {std::size_t{0}, std::size_t{1}, chunk - 1, chunk, chunk + 1, 3 * chunk}) {
    std::string plain(size, 'x');
    if (size > 0) plain.back() = 'y';
    EXPECT_EQ(unseal(seal(plain)), plain) << size;
  }
}

TEST_P(SealedFileForm, AnotherNameIdOrKeyDoesNotOpen) {
  std::string sealed = seal("content");
  EXPECT_FALSE(unseal(sealed, "other"));
  EXPECT_FALSE(unseal(sealed, "id", "store/2.sst"));
  EXPECT_FALSE(unseal_file(vault::random_key(), "id", "store/1.sst", sealed));
}

TEST_P(SealedFileForm, ChunksCannotBeCutSwappedOrRepeated) {
  std::string plain = std::string(chunk, 'a') + std::string(chunk, 'b') + "c";
  std::string sealed = seal(plain);
  // Two chunks of the same size and a short last one.
  std::size_t whole = (sealed.size() - seal("c").size()) / 2;
  std::string first = sealed.substr(0, whole);
  std::string second = sealed.substr(whole, whole);
  std::string last = sealed.substr(2 * whole);
  ASSERT_EQ(unseal(first + second + last), plain);
  EXPECT_FALSE(unseal(second + first + last));
  EXPECT_FALSE(unseal(first + last));
  EXPECT_FALSE(unseal(first + second));
  EXPECT_FALSE(unseal(first + first + second + last));
  EXPECT_FALSE(unseal(first + second + last + last));
  EXPECT_FALSE(unseal(sealed.substr(0, sealed.size() - 1)));
  EXPECT_FALSE(unseal(""));
}

TEST_P(SealedFileForm, AnyFlippedByteIsFound) {
  std::string sealed = seal("a short file");
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string flipped = sealed;
    flipped[i] = static_cast<char>(flipped[i] ^ 4);
    EXPECT_FALSE(unseal(flipped)) << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Both, SealedFileForm,
                         ::testing::Values(vault::Cipher::aes_256_gcm,
                                           vault::Cipher::sm4_cbc_hmac_sm3));

Manifest sample(const vault::MasterKey& master) {
  Manifest out;
  out.name = "610800000000-20250701T093000-12";
  out.id = "00112233445566778899aabbccddeeff";
  out.key = master.name();
  out.made = {1'751'333'400'000'000};
  out.program = "0.1.0";
  out.book.city = "610800000000";
  out.book.title = "榆林 驻村账";
  out.book.hash = log::HashKind::sm3;
  out.book.head.position = {12};
  out.book.head.tree_size = 12;
  out.book.head.root.fill(7);
  out.book.head.chain.fill(9);
  out.book.head.epoch = 3;
  out.book.first.fill(1);
  out.book.recorded = {1'751'333'300'000'000};
  out.book.digest = "d1";
  out.book.totals = {{"bookOpened", 1}, {"personRegistered", 11}};
  out.files = {{"HEAD", 16384, {}}, {"store/000012.sst", 5, {}}};
  out.files[1].content.fill(4);
  return out;
}

TEST(BackupManifest, SaysEverythingAgain) {
  auto master = vault::MasterKey::random();
  Manifest wrote = sample(master);
  auto read = parse_manifest(manifest_text(wrote, master), master, "here");
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(read->name, wrote.name);
  EXPECT_EQ(read->id, wrote.id);
  EXPECT_EQ(read->made, wrote.made);
  EXPECT_EQ(read->program, wrote.program);
  EXPECT_EQ(difference(wrote.book, read->book), "");
  EXPECT_EQ(read->book.title, wrote.book.title);
  EXPECT_EQ(read->book.hash, wrote.book.hash);
  EXPECT_EQ(read->book.recorded, wrote.book.recorded);
  EXPECT_EQ(read->book.head.epoch, 3u);
  ASSERT_EQ(read->files.size(), 2u);
  EXPECT_EQ(read->files[1].name, "store/000012.sst");
  EXPECT_EQ(read->files[1].size, 5u);
  EXPECT_EQ(read->files[1].content, wrote.files[1].content);
}

TEST(BackupManifest, WrongKeyIsNamedAndEveryChangedByteIsFound) {
  auto master = vault::MasterKey::random();
  auto other = vault::MasterKey::random();
  std::string text = manifest_text(sample(master), master);
  auto wrong = parse_manifest(text, other, "here");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, Code::wrong_key);
  EXPECT_NE(wrong.error().detail.find(master.name()), std::string::npos);
  EXPECT_NE(wrong.error().detail.find(other.name()), std::string::npos);
  int found = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    try {
      found += parse_manifest(changed, master, "here") ? 0 : 1;
    } catch (const log::DamagedBook&) {
      ++found;
    }
  }
  EXPECT_EQ(found, static_cast<int>(text.size()));
  for (std::size_t cut = 0; cut < text.size(); cut += 7) {
    try {
      EXPECT_FALSE(parse_manifest(text.substr(0, cut), master, "here")) << cut;
    } catch (const log::DamagedBook&) {
      // Also an answer.
    }
  }
}

TEST(BackupManifest, DifferencesAreNamed) {
  auto master = vault::MasterKey::random();
  Summary one = sample(master).book;
  Summary other = one;
  EXPECT_EQ(difference(one, other), "");
  other.digest = "d2";
  other.totals["meetingHeld"] = 1;
  EXPECT_EQ(difference(one, other), "重建摘要、各类事件数");
}

}  // namespace
}  // namespace zhucun::app
