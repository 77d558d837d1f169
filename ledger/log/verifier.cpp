#include "ledger/log/verifier.h"

#include <algorithm>
#include <utility>

namespace zhucun::log {

namespace {

constexpr std::size_t damages_max = 200;

}  // namespace

Verifier::Verifier(const Head& head, HashKind kind, const Tree& tree, TileLookup tiles)
    : hasher_(kind), tree_(tree), tiles_(std::move(tiles)) {
  report_.head = head;
  open_.reserve(tile_width);
}

void Verifier::leaf(const Hash& computed) {
  report_.records += 1;
  take(computed);
}

void Verifier::lost(Position first, Position last, const std::string& what) {
  note({first, last, what});
  for (std::uint64_t i = first.value; i <= last.value; ++i) take(std::nullopt);
}

void Verifier::note(const Damage& damage) {
  auto& damages = report_.damages;
  // Neighbours with the same fault are one stretch.
  if (!damages.empty() && damages.back().what == damage.what && damage.first.value > 0 &&
      damages.back().last.value + 1 == damage.first.value) {
    damages.back().last = damage.last;
  } else if (damages.size() < damages_max) {
    damages.push_back(damage);
  } else {
    report_.more_damages = true;
  }
}

void Verifier::take(std::optional<Hash> computed) {
  open_.push_back(computed);
  if (open_.size() == tile_width) close_tile();
}

void Verifier::close_tile() {
  const std::uint64_t before = fresh_.size();
  const bool full = open_.size() == tile_width;
  std::optional<Tile> stored;
  if (full) {
    stored = tiles_({0, before / tile_width});
    report_.tiles += 1;
  } else {
    stored = tree_.edge(0);
  }
  if (!stored || stored->size() != open_.size()) {
    note({{before + 1}, {before + open_.size()}, "散列瓦片缺失或长度不对"});
    stored.reset();
  }
  for (std::size_t i = 0; i < open_.size(); ++i) {
    const Position position{before + 1 + i};
    if (stored && open_[i] && *open_[i] != (*stored)[i]) {
      note({position, position, "记录与其登记的散列不符"});
    }
    feed(stored ? (*stored)[i] : open_[i].value_or(Hash{}));
  }
  open_.clear();
}

void Verifier::feed(const Hash& leaf) {
  chain_ = hasher_.link(chain_, leaf);
  fresh_.add(leaf, hasher_, [this](TileId id, const Tile& tile) { compare_upper(id, tile); });
}

void Verifier::compare_upper(TileId id, const Tile& computed) {
  if (id.level == 0) return;  // compared entry by entry before it was fed
  report_.tiles += 1;
  const std::optional<Tile> stored = tiles_(id);
  const std::uint64_t leaves = std::uint64_t{1} << (tile_height * id.level);
  const std::uint64_t first = id.index * tile_width * leaves;
  if (!stored) {
    note({{first + 1}, {first + tile_width * leaves}, "上层散列瓦片缺失或长度不对"});
    return;
  }
  for (std::uint64_t i = 0; i < tile_width; ++i) {
    if (computed[i] == (*stored)[i]) continue;
    note({{first + i * leaves + 1}, {first + (i + 1) * leaves}, "上层散列瓦片与下层不符"});
  }
}

VerifyReport Verifier::finish() {
  if (!open_.empty()) close_tile();
  const Head& head = report_.head;
  if (fresh_.size() != head.tree_size || fresh_.root(hasher_) != head.root) {
    note({{1}, head.position, "树根与 HEAD 不符"});
  }
  if (chain_ != head.chain) note({{1}, head.position, "链与 HEAD 不符"});
  return std::move(report_);
}

}  // namespace zhucun::log
