// Compares every record with the stored tree, and the tree with the head, and says where they part.
//
// Fed with one leaf hash per position in order, or told that a position cannot be read. A record
// that differs from its stored leaf is reported by position, and the stored leaf goes on into the
// tree: if root and chain then agree with the head, the leaf is authentic and the record was
// altered; if they do not, the tile was. One thread, used once.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/log/event_log.h"
#include "ledger/log/tree.h"

namespace zhucun::log {

using TileLookup = std::function<std::optional<Tile>(TileId)>;

class Verifier {
 public:
  // `tree` gives the open edges as of `head`; `tiles` the full tiles.
  Verifier(const Head& head, HashKind kind, const Tree& tree, TileLookup tiles);

  void leaf(const Hash& computed);
  void lost(Position first, Position last, const std::string& what);
  // Damage beside the records, such as a wrong file checksum.
  void note(const Damage& damage);
  VerifyReport finish();

 private:
  void take(std::optional<Hash> computed);
  void close_tile();
  void feed(const Hash& leaf);
  void compare_upper(TileId id, const Tile& computed);

  Hasher hasher_;
  const Tree& tree_;
  TileLookup tiles_;
  VerifyReport report_;
  std::vector<std::optional<Hash>> open_;  // leaves of the tile under way
  Tree fresh_;
  Hash chain_{};
};

}  // namespace zhucun::log
