// The tree and its proofs against published vectors, the RFC's own recursion, and forgers.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "ledger/log/proof.h"
#include "ledger/log/tree.h"
#include "tests/unit/log_fixture.h"

namespace zhucun::log::testing {
namespace {

// A tree with its tiles in a map.
struct Grown {
  Hasher hasher{HashKind::sha256};
  Tree tree;
  std::map<TileId, Tile> tiles;
  std::vector<Hash> leaves;

  void add(const Hash& leaf) {
    leaves.push_back(leaf);
    tree.add(leaf, hasher, [this](TileId id, const Tile& tile) { tiles[id] = tile; });
  }
  TileSource source() {
    return [this](TileId id) { return tiles.at(id); };
  }
};

Hash leaf_of(std::string_view data, Hasher& hasher) {
  return hasher.digest(bytes_of(std::string(1, '\0') + std::string(data)));
}

// The eight leaves and roots of the Certificate Transparency reference tests.
const std::string inputs[] = {"",
                              std::string(1, '\0'),
                              "\x10",
                              "\x20\x21",
                              "\x30\x31",
                              "\x40\x41\x42\x43",
                              "\x50\x51\x52\x53\x54\x55\x56\x57",
                              "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
const char* roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                       "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                       "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                       "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                       "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                       "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                       "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                       "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

Grown published() {
  Grown grown;
  for (const std::string& input : inputs) grown.add(leaf_of(input, grown.hasher));
  return grown;
}

std::vector<std::string> hex(const std::vector<Hash>& hashes) {
  std::vector<std::string> texts;
  for (const Hash& hash : hashes) texts.push_back(to_hex(hash));
  return texts;
}

TEST(LogProof, TheHashOfNothingIsTheEmptyRoot) {
  Grown grown;
  EXPECT_EQ(to_hex(grown.tree.root(grown.hasher)),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(LogProof, RootsAreThePublishedOnes) {
  Grown grown;
  for (std::size_t i = 0; i < std::size(inputs); ++i) {
    grown.add(leaf_of(inputs[i], grown.hasher));
    EXPECT_EQ(to_hex(grown.tree.root(grown.hasher)), roots[i]) << i + 1;
  }
}

TEST(LogProof, PathsAreThePublishedOnes) {
  Grown grown = published();
  EXPECT_EQ(hex(grown.tree.inclusion({1}, 8, grown.hasher, grown.source())),
            (std::vector<std::string>{
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}));
  EXPECT_EQ(hex(grown.tree.consistency(6, 8, grown.hasher, grown.source())),
            (std::vector<std::string>{
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}));
  EXPECT_TRUE(grown.tree.consistency(8, 8, grown.hasher, grown.source()).empty());
}

TEST(LogProof, EveryPairOfASmallTreeProves) {
  Grown grown;
  for (const Hash& leaf : leaves_for(70, grown.hasher)) grown.add(leaf);
  std::vector<Hash> root(71);
  for (std::uint64_t n = 0; n <= 70; ++n) {
    root[n] = reference_root(grown.leaves, 0, n, grown.hasher);
    EXPECT_EQ(grown.tree.root_at(n, grown.hasher, grown.source()), root[n]);
  }
  for (std::uint64_t to = 0; to <= 70; ++to) {
    for (std::uint64_t leaf = 1; leaf <= to; ++leaf) {
      const auto proof = grown.tree.inclusion({leaf}, to, grown.hasher, grown.source());
      EXPECT_TRUE(
          proves_inclusion({{leaf}, grown.leaves[leaf - 1], to, root[to]}, proof, grown.hasher));
    }
    for (std::uint64_t from = 0; from <= to; ++from) {
      const auto proof = grown.tree.consistency(from, to, grown.hasher, grown.source());
      EXPECT_TRUE(proves_consistency({from, root[from], to, root[to]}, proof, grown.hasher))
          << from << to;
    }
  }
}

TEST(LogProof, ClaimsOutOfRangeProveNothing) {
  Grown grown = published();
  Hasher& hasher = grown.hasher;
  const Hash root = grown.tree.root(hasher);
  const auto path = grown.tree.inclusion({3}, 8, hasher, grown.source());
  const Hash leaf = grown.leaves[2];
  EXPECT_TRUE(proves_inclusion({{3}, leaf, 8, root}, path, hasher));
  for (std::uint64_t wrong : {0ull, 1ull, 2ull, 4ull, 8ull, 9ull, ~0ull}) {
    EXPECT_FALSE(proves_inclusion({{wrong}, leaf, 8, root}, path, hasher)) << wrong;
  }
  // The size is bound only as far as it shapes the path: 5..8 share this one's, as in the RFC; the
  // root is what names a size, since HEAD states both.
  for (std::uint64_t wrong : {0ull, 1ull, 2ull, 3ull, 4ull, 9ull, 1ull << 40, ~0ull}) {
    EXPECT_FALSE(proves_inclusion({{3}, leaf, wrong, root}, path, hasher)) << wrong;
  }
  const Hash other{};
  EXPECT_FALSE(proves_consistency({0, other, 8, root}, {}, hasher))
      << "the empty tree has a root of its own";
  EXPECT_TRUE(proves_consistency({0, hasher.digest({}), 8, root}, {}, hasher));
  EXPECT_FALSE(proves_consistency({8, other, 8, root}, {}, hasher));
  EXPECT_FALSE(proves_consistency({9, root, 8, root}, {}, hasher));
  EXPECT_FALSE(proves_consistency({6, root, 8, root}, {}, hasher));
}

// Sizes around the edges of tiles of level 0 and 1, where the shape of the storage changes.
TEST(LogProof, RebuiltTreesEqualGrownOnes) {
  Grown grown;
  const Tile none;
  for (std::uint64_t n = 0; n <= 65'600; ++n) {
    if (n < 600 || n % 1999 == 0 || (n > 65'530 && n < 65'545)) {
      const std::uint64_t tiled = n / tile_width * tile_width;
      const Tile tail(grown.leaves.begin() + static_cast<std::ptrdiff_t>(tiled),
                      grown.leaves.end());
      const Tree rebuilt = Tree::rebuilt(n, tail, grown.hasher, grown.source());
      ASSERT_EQ(rebuilt.root(grown.hasher), grown.tree.root(grown.hasher)) << n;
      for (unsigned level = 0; level < 3; ++level) {
        ASSERT_EQ(rebuilt.edge(level), grown.tree.edge(level)) << n << " level " << level;
      }
    }
    Hash leaf{};
    leaf[0] = static_cast<std::uint8_t>(n);
    leaf[1] = static_cast<std::uint8_t>(n >> 8);
    grown.add(leaf);
  }
  EXPECT_EQ(grown.tiles.count({1, 0}), 1u);
}

TEST(LogProof, RandomSizesProveAndAnyChangeOfTheProofDoesNot) {
  static Grown grown;
  for (const Hash& leaf : leaves_for(3000, grown.hasher)) grown.add(leaf);
  const auto holds = rc::check("proofs verify, and fail once touched", [] {
    const auto to = *rc::gen::inRange<std::uint64_t>(1, 3001);
    const auto from = *rc::gen::inRange<std::uint64_t>(0, to + 1);
    const auto leaf = *rc::gen::inRange<std::uint64_t>(1, to + 1);
    Hasher& hasher = grown.hasher;
    const Hash root = reference_root(grown.leaves, 0, to, hasher);
    const InclusionClaim in{{leaf}, grown.leaves[leaf - 1], to, root};
    auto path = grown.tree.inclusion({leaf}, to, hasher, grown.source());
    RC_ASSERT(proves_inclusion(in, path, hasher));
    const ConsistencyClaim grew{from, reference_root(grown.leaves, 0, from, hasher), to, root};
    auto bridge = grown.tree.consistency(from, to, hasher, grown.source());
    RC_ASSERT(proves_consistency(grew, bridge, hasher));

    for (auto* proof : {&path, &bridge}) {
      const auto sound = [&] {
        return proof == &path ? proves_inclusion(in, path, hasher)
                              : proves_consistency(grew, bridge, hasher);
      };
      proof->push_back(root);
      RC_ASSERT(!sound());
      proof->pop_back();
      if (proof->empty()) continue;
      const auto at = *rc::gen::inRange<std::size_t>(0, proof->size());
      (*proof)[at][0] ^= 0x80;
      RC_ASSERT(!sound());
      (*proof)[at][0] ^= 0x80;
      proof->pop_back();
      RC_ASSERT(!sound());
    }
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace zhucun::log::testing
