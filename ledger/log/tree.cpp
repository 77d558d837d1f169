#include "ledger/log/tree.h"

#include <bit>
#include <map>
#include <stdexcept>

namespace zhucun::log {

Hash root_of_perfect(Tile hashes, Hasher& hasher) {
  for (std::size_t count = hashes.size(); count > 1; count /= 2) {
    for (std::size_t i = 0; i < count / 2; ++i) {
      hashes[i] = hasher.node(hashes[2 * i], hashes[2 * i + 1]);
    }
  }
  return hashes.front();
}

const Tile& Tree::edge(unsigned level) const {
  static const Tile none;
  return level < edges_.size() ? edges_[level] : none;
}

void Tree::add(const Hash& leaf, Hasher& hasher, const TileSink& sink) {
  Hash hash = leaf;
  unsigned height = 0;
  for (;; ++height) {
    if (height % tile_height == 0) {
      const unsigned level = height / tile_height;
      if (level == edges_.size()) edges_.emplace_back().reserve(tile_width);
      Tile& edge = edges_[level];
      edge.push_back(hash);
      if (edge.size() == tile_width) {
        sink({level, size_ >> (tile_height * (level + 1))}, edge);
        edge.clear();
      }
    }
    if ((size_ >> height & 1) == 0) break;
    hash = hasher.node(frontier_[height], hash);
  }
  frontier_[height] = hash;
  ++size_;
}

Hash Tree::root(Hasher& hasher) const {
  if (size_ == 0) return hasher.digest({});
  unsigned height = static_cast<unsigned>(std::countr_zero(size_));
  Hash hash = frontier_[height];
  for (++height; height < 64; ++height) {
    if (size_ >> height & 1) hash = hasher.node(frontier_[height], hash);
  }
  return hash;
}

Tree Tree::rebuilt(std::uint64_t size, const Tile& last_leaves, Hasher& hasher,
                   const TileSource& source) {
  Tree tree;
  tree.size_ = size;
  for (unsigned level = 0; size >> (tile_height * level) != 0; ++level) {
    const std::uint64_t count = size >> (tile_height * level);
    Tile edge;
    edge.reserve(tile_width);
    if (level == 0) {
      edge = last_leaves;
    } else {
      for (std::uint64_t i = count / tile_width * tile_width; i < count; ++i) {
        edge.push_back(root_of_perfect(source({level - 1, i}), hasher));
      }
    }
    // The binary digits of the edge's length are its perfect subtrees, the largest first.
    std::size_t done = 0;
    for (unsigned bit = tile_height; bit-- > 0;) {
      const std::size_t width = std::size_t{1} << bit;
      if ((edge.size() & width) == 0) continue;
      const auto from = edge.begin() + static_cast<std::ptrdiff_t>(done);
      tree.frontier_[tile_height * level + bit] =
          root_of_perfect(Tile(from, from + static_cast<std::ptrdiff_t>(width)), hasher);
      done += width;
    }
    tree.edges_.push_back(std::move(edge));
  }
  return tree;
}

// Hashes of subtrees of one tree, from its edges and its stored tiles, each tile read once.
class Tree::Reader {
 public:
  Reader(const Tree& tree, Hasher& hasher, const TileSource& source)
      : tree_(tree), hasher_(hasher), source_(source) {}

  // The root of the leaves from..to-1, where `from` begins a perfect subtree of that width.
  Hash range(std::uint64_t from, std::uint64_t to) {
    const std::uint64_t count = to - from;
    if (std::has_single_bit(count)) return perfect(from, count);
    const std::uint64_t left = std::bit_floor(count);
    return hasher_.node(perfect(from, left), range(from + left, to));
  }

  // MTH's PATH(m, D[from:to]), from the leaf upwards. [RFC 9162, 2.1.3.1]
  void path(std::uint64_t m, std::uint64_t from, std::uint64_t to, std::vector<Hash>& proof) {
    if (to - from == 1) return;
    const std::uint64_t middle = from + split(to - from);
    if (m < middle) {
      path(m, from, middle, proof);
      proof.push_back(range(middle, to));
    } else {
      path(m, middle, to, proof);
      proof.push_back(range(from, middle));
    }
  }

  // SUBPROOF(m, D[from:to], whole). [RFC 9162, 2.1.4.1]
  void subproof(std::uint64_t m, std::uint64_t from, std::uint64_t to, bool whole,
                std::vector<Hash>& proof) {
    if (m == to) {
      if (!whole) proof.push_back(range(from, to));
      return;
    }
    const std::uint64_t middle = from + split(to - from);
    if (m <= middle) {
      subproof(m, from, middle, whole, proof);
      proof.push_back(range(middle, to));
    } else {
      subproof(m, middle, to, false, proof);
      proof.push_back(range(from, middle));
    }
  }

 private:
  // The largest power of two below n.
  static std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

  Hash perfect(std::uint64_t from, std::uint64_t count) {
    const auto height = static_cast<unsigned>(std::countr_zero(count));
    const unsigned level = height / tile_height;
    const std::uint64_t entry = from >> (tile_height * level);
    const std::uint64_t width = std::uint64_t{1} << (height % tile_height);
    const Tile& tile = fetch({level, entry / tile_width});
    const auto begin = tile.begin() + static_cast<std::ptrdiff_t>(entry % tile_width);
    return root_of_perfect(Tile(begin, begin + static_cast<std::ptrdiff_t>(width)), hasher_);
  }

  const Tile& fetch(TileId id) {
    const bool full = id.index < tree_.size_ >> (tile_height * (id.level + 1));
    if (!full) return tree_.edge(id.level);
    auto found = tiles_.find(id);
    if (found == tiles_.end()) found = tiles_.emplace(id, source_(id)).first;
    return found->second;
  }

  const Tree& tree_;
  Hasher& hasher_;
  const TileSource& source_;
  std::map<TileId, Tile> tiles_;
};

namespace {

void require(bool holds, const char* what) {
  if (!holds) throw std::out_of_range(what);
}

}  // namespace

Hash Tree::root_at(std::uint64_t size, Hasher& hasher, const TileSource& source) const {
  require(size <= size_, "树的大小超过账本的末尾位置");
  if (size == 0) return hasher.digest({});
  return Reader(*this, hasher, source).range(0, size);
}

Hash Tree::leaf(Position position, const TileSource& source) const {
  require(position.value >= 1 && position.value <= size_, "位置不在账本之内");
  const std::uint64_t index = position.value - 1;
  if (index / tile_width == size_ / tile_width) return edge(0)[index % tile_width];
  return source({0, index / tile_width})[index % tile_width];
}

std::vector<Hash> Tree::inclusion(Position leaf, std::uint64_t size, Hasher& hasher,
                                  const TileSource& source) const {
  require(size <= size_, "树的大小超过账本的末尾位置");
  require(leaf.value >= 1 && leaf.value <= size, "位置不在这棵树之内");
  std::vector<Hash> proof;
  Reader(*this, hasher, source).path(leaf.value - 1, 0, size, proof);
  return proof;
}

std::vector<Hash> Tree::consistency(std::uint64_t from, std::uint64_t to, Hasher& hasher,
                                    const TileSource& source) const {
  require(from <= to && to <= size_, "两棵树的大小须由小到大，且不超过账本的末尾位置");
  std::vector<Hash> proof;
  if (from > 0) Reader(*this, hasher, source).subproof(from, 0, to, true, proof);
  return proof;
}

}  // namespace zhucun::log
