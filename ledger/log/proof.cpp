#include "ledger/log/proof.h"

#include <bit>

namespace zhucun::log {

bool proves_inclusion(const InclusionClaim& claim, std::span<const Hash> proof, Hasher& hasher) {
  if (claim.leaf.value == 0 || claim.leaf.value > claim.tree_size) return false;
  std::uint64_t node = claim.leaf.value - 1;
  std::uint64_t last = claim.tree_size - 1;
  Hash hash = claim.leaf_hash;
  for (const Hash& sibling : proof) {
    if (last == 0) return false;
    if (node % 2 == 1 || node == last) {
      hash = hasher.node(sibling, hash);
      while (node % 2 == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = hasher.node(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == claim.root;
}

bool proves_consistency(const ConsistencyClaim& claim, std::span<const Hash> proof,
                        Hasher& hasher) {
  if (claim.from > claim.to) return false;
  if (claim.from == 0) return proof.empty() && claim.from_root == hasher.digest({});
  if (claim.from == claim.to) return proof.empty() && claim.from_root == claim.to_root;
  // When the smaller tree is one perfect subtree its root begins the path and is not repeated.
  const bool perfect = std::has_single_bit(claim.from);
  if (proof.empty() && !perfect) return false;
  std::uint64_t node = claim.from - 1;
  std::uint64_t last = claim.to - 1;
  while (node % 2 == 1) {
    node >>= 1;
    last >>= 1;
  }
  Hash from_hash = perfect ? claim.from_root : proof.front();
  Hash to_hash = from_hash;
  for (const Hash& sibling : proof.subspan(perfect ? 0 : 1)) {
    if (last == 0) return false;
    if (node % 2 == 1 || node == last) {
      from_hash = hasher.node(sibling, from_hash);
      to_hash = hasher.node(sibling, to_hash);
      while (node % 2 == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      to_hash = hasher.node(to_hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && from_hash == claim.from_root && to_hash == claim.to_root;
}

}  // namespace zhucun::log
