// Checks of RFC 9162 proofs: pure, without a log, for whoever holds a paper and a head.
//
// A proof is attacker's data: both functions accept any input, and answer false to whatever does
// not prove the claim, including proofs that are too long, too short or for impossible sizes.
#pragma once

#include <cstdint>
#include <span>

#include "ledger/base/ids.h"
#include "ledger/log/hash.h"

namespace zhucun::log {

struct InclusionClaim {
  Position leaf;  // from 1; the leaf index of the RFC is one less
  Hash leaf_hash{};
  std::uint64_t tree_size = 0;
  Hash root{};
};

struct ConsistencyClaim {
  std::uint64_t from = 0;
  Hash from_root{};
  std::uint64_t to = 0;
  Hash to_root{};
};

// Does the leaf stand at that position in the tree with that root? [RFC 9162, 2.1.3.2]
bool proves_inclusion(const InclusionClaim& claim, std::span<const Hash> proof, Hasher& hasher);

// Is the smaller tree a prefix of the larger one? A tree of size 0 is a prefix of any tree with an
// empty proof; its root must be the hash of nothing. [RFC 9162, 2.1.4.2]
bool proves_consistency(const ConsistencyClaim& claim, std::span<const Hash> proof, Hasher& hasher);

}  // namespace zhucun::log
