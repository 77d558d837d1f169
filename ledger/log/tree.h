// The RFC 9162 tree, kept as hash tiles shaped as C2SP tlog-tiles: 256 hashes wide, 8 levels high.
//
// Tile (level, index) holds the roots of the perfect subtrees of 256^level leaves numbered
// index*256 .. index*256+255. Only full tiles are stored; the open tile of each level (its "edge")
// lives in the Tree. A Tree is a value: an append works on a copy, and the copy replaces the
// original once its head is synced, so a reader's tree and the stored tiles always agree.
// Threads: a Tree belongs to one thread at a time; the Hasher is the caller's.
// Failures: a TileSource throws DamagedBook for a tile that is missing or has the wrong size.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "ledger/log/hash.h"

namespace zhucun::log {

constexpr std::uint64_t tile_width = 256;
constexpr unsigned tile_height = 8;

struct TileId {
  unsigned level = 0;
  std::uint64_t index = 0;
  auto operator<=>(const TileId&) const = default;
};

using Tile = std::vector<Hash>;  // 256 of them when full
using TileSink = std::function<void(TileId, const Tile&)>;
using TileSource = std::function<Tile(TileId)>;

class Tree {
 public:
  std::uint64_t size() const { return size_; }
  // The hashes of the open tile of a level, as far as they stand.
  const Tile& edge(unsigned level) const;

  // Adds a leaf; gives `sink` each tile that it fills, lower levels first.
  void add(const Hash& leaf, Hasher& hasher, const TileSink& sink);
  Hash root(Hasher& hasher) const;

  // The tree of `size` leaves: upper levels from full tiles, level 0 from the last size % 256
  // leaves, which the caller has rehashed. At most 255 tiles per level are read.
  static Tree rebuilt(std::uint64_t size, const Tile& last_leaves, Hasher& hasher,
                      const TileSource& source);

  Hash root_at(std::uint64_t size, Hasher& hasher, const TileSource& source) const;
  Hash leaf(Position position, const TileSource& source) const;
  std::vector<Hash> inclusion(Position leaf, std::uint64_t size, Hasher& hasher,
                              const TileSource& source) const;
  std::vector<Hash> consistency(std::uint64_t from, std::uint64_t to, Hasher& hasher,
                                const TileSource& source) const;

 private:
  class Reader;

  std::uint64_t size_ = 0;
  std::array<Hash, 64> frontier_{};  // [h] = the perfect subtree of 2^h leaves, if bit h of size_
  std::vector<Tile> edges_;
};

// The root of 2^k hashes, in place of a recursion.
Hash root_of_perfect(Tile hashes, Hasher& hasher);

}  // namespace zhucun::log
