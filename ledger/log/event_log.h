// The event log: an append-only, tamper-evident sequence of records, on bytes.
//
// What it is. Records with positions from 1 without gaps, each hashed into an RFC 9162 tree and
// into a chain. The log never decodes a body. Two makers, one conformance suite: RocksDB with a
// HEAD file beside it (open_book), and a twin in memory (make_memory_log). FORMAT.md shows the
// bytes on disk.
// Ownership. One EventLog owns its book: one process writes it, others may open it read-only.
// Threads. append and close_clean belong to one thread, the writer's; everything else may be
// called from any thread at any time, and sees the log as of the last acknowledged append. (index
// may already see the entries of an append under way, which matters to no one but the writer.)
// Failures. A failure of the place throws (failure.h), with one exception: append answers
// `unknown`, for after a failed write nobody can say whether its bytes will be found again.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/log/failure.h"
#include "ledger/log/hash.h"

namespace rocksdb {
class FileSystem;
}

namespace zhucun::log {

// A record as read. `body` is 8-aligned and lives until the callback that got it returns.
struct Record {
  Position position;
  RecordedTime recorded;
  std::span<const std::uint64_t> body;  // canonical Cap'n Proto words, as appended
};

struct NewRecord {
  RecordedTime recorded;
  std::vector<std::uint64_t> body;
};

// Where an entry beside the records lies. `index` (request ids, natural keys) can be rebuilt from
// the records; `sealed` holds personal values, of which the records hold commitments alone.
enum class Shelf : std::uint8_t { index, sealed };

// An entry written in the same batch as the records. An empty value removes the key. Neither shelf
// is hashed.
struct SidePut {
  std::string key;
  std::string value;
  Shelf shelf = Shelf::index;
};

// The acknowledged end of the log. tree_size always equals position; epoch counts restores.
struct Head {
  Position position;
  std::uint64_t tree_size = 0;
  Hash root{};
  Hash chain{};
  std::uint64_t epoch = 0;
  bool clean_stop = false;
  bool operator==(const Head&) const = default;
};

enum class AppendOutcome : std::uint8_t {
  done,      // synced in the book and in HEAD: will be found again
  conflict,  // `expected` is not the head; nothing was written
  unknown,   // a write failed, now or before: the log is dead, reopen it to learn what it holds
};

struct Receipt {
  AppendOutcome outcome = AppendOutcome::unknown;
  Position first;      // of the new records; zero unless done
  Position last;       // equals the old head when no records were given
  Head head;           // as known to the log, also on conflict
  std::string reason;  // Chinese; empty when done
};

// One stretch of positions that verification found wrong, and in what way.
struct Damage {
  Position first;
  Position last;
  std::string what;
};

struct VerifyReport {
  Head head;
  std::uint64_t records = 0;  // read and hashed
  std::uint64_t tiles = 0;    // full hash tiles compared
  std::uint64_t files = 0;    // table files whose checksums were read; 0 in memory
  std::vector<Damage> damages;
  bool more_damages = false;  // the list was cut at 200
  bool sound() const { return damages.empty(); }
};

class EventLog {
 public:
  virtual ~EventLog() = default;

  // Appends all records and index entries, or none. `expected` is the last position the caller
  // knows. Returns after two syncs, of the batch and of HEAD. After the first failed write every
  // later append answers `unknown` without touching the disk. Index entries without records are
  // refused (std::invalid_argument): HEAD could not vouch for them.
  virtual Receipt append(Position expected, std::span<const NewRecord> records,
                         std::span<const SidePut> side) = 0;

  virtual Head head() const = 0;
  virtual HashKind hash_kind() const = 0;

  // Calls `each` for from..to ascending, both included and cut at the head, until it returns
  // false. Throws DamagedBook at a gap or at a block whose checksum is wrong; hashes nothing.
  virtual void read(Position from, Position to,
                    const std::function<bool(const Record&)>& each) const = 0;
  // Calls `each` for every record and recomputes leaf and chain in the same pass. Returns the head
  // that the records were found to agree with, else throws DamagedBook naming the positions. A
  // body is proven only once replay has returned: until then decode it with bounds checks.
  virtual Head replay(const std::function<void(const Record&)>& each) const = 0;

  virtual std::optional<std::string> index(std::string_view key) const = 0;
  virtual std::optional<std::string> sealed(std::string_view key) const = 0;
  // Every sealed value in the order of keys, until `each` returns false.
  virtual void each_sealed(
      const std::function<bool(std::string_view key, std::string_view value)>& each) const = 0;

  // The tree. Sizes count records; a size beyond the head, or a leaf beyond the size, is
  // std::out_of_range. Proofs are as in RFC 9162, 2.1.3 and 2.1.4; proof.h checks them.
  virtual std::vector<Hash> inclusion_proof(Position leaf, std::uint64_t tree_size) const = 0;
  virtual std::vector<Hash> consistency_proof(std::uint64_t from, std::uint64_t to) const = 0;
  virtual Hash root_at(std::uint64_t tree_size) const = 0;
  virtual Hash leaf_hash(Position position) const = 0;

  // Waits until the head lies beyond `after`: true; false after the time is over.
  virtual bool wait_for(Position after, std::chrono::milliseconds longest) const = 0;

  // Reads and hashes everything there is and compares it: records with leaves, tiles with tiles,
  // root and chain with HEAD, every file with its checksum. Slow; never throws for damage.
  virtual VerifyReport verify() const = 0;

  // Copies the log as it stands into a folder that must not exist, while it may be written to:
  // HEAD is read first, so the copy reaches at least as far and opens like a book after an unclean
  // stop. Files are linked where the disk allows. A log in memory has no files: std::logic_error.
  virtual void copy_to(const std::string& folder) const = 0;

  // Bytes free at the place of the book; the book stops admitting below its floor.
  virtual std::uint64_t free_space() const = 0;
  // Why the log is dead (Chinese), or nothing while it can be written.
  virtual std::optional<std::string> failure() const = 0;

  // Flushes, closes and marks all four copies of HEAD as a clean stop. Afterwards append answers
  // `unknown` and reads are forbidden. A log destroyed without it was stopped uncleanly, and the
  // next open checks more. Throws IoFailure; does nothing on a dead or read-only log.
  virtual void close_clean() = 0;
};

enum class OpenMode : std::uint8_t {
  write,
  read_only,  // also while another process writes; shows the book as of the HEAD found at opening
};

// Steps of the commit protocol at which a test can stop the world; see BookOptions::on_step.
enum Step : int {
  step_before_batch = 1,
  step_before_head = 2,
  step_before_head_sync = 3,
  step_before_ack = 4,
  step_open_before_wal_copies = 10,
  step_open_before_store = 11,
  step_open_before_head = 12,
  step_close_before_store = 20,
  step_close_before_head = 21,
  step_create_before_store = 30,
  step_create_before_head = 31,
};

struct BookOptions {
  // The port through which every byte goes, HEAD included. Empty = the real file system.
  std::shared_ptr<rocksdb::FileSystem> file_system;
  // Called before each step; may end the process or throw. A throw leaves the log dead.
  std::function<void(int step)> on_step;
  // Written into a new book for the reader of its bytes; nothing depends on it.
  RecordedTime created;
  // Bytes per column family held in memory before they are flushed to a table. Tests set it small,
  // so that flushes fall between appends.
  std::size_t memtable_bytes = std::size_t{64} << 20;
  // Raise the epoch by one at this opening: the book comes from a backup. Such an opening alone may
  // enter a folder that bears the mark of a half-done restore.
  bool restored = false;
  // Where a new book's epoch begins: that of the book whose records it will be given.
  std::uint64_t epoch = 0;
};

// A file in the folder of a book that is being restored, removed last: open_book refuses it.
inline constexpr const char* restoring_name = "RESTORING";

// Makes an empty book in the folder `path`, which must not exist or be empty, and opens it.
std::unique_ptr<EventLog> create_book(const std::string& path, HashKind kind,
                                      const BookOptions& options = {});

// Opens a book and compares it with its HEAD: that the log reaches as far, and that the tree's
// open edge has HEAD's root; whether older records were altered is for replay and verify to find.
// Throws DamagedBook (then neither HEAD nor the store was changed), LockedBook, NewerFormat,
// IoFailure, ReadOnlyPlace. After an unclean stop the write-ahead logs are first copied to
// wal-copies/.
std::unique_ptr<EventLog> open_book(const std::string& path, OpenMode mode,
                                    const BookOptions& options = {});

// What the newest valid page of a book's HEAD says; nothing when there is none. Opens nothing.
std::optional<Head> read_head(const std::string& path);

// A log without disk, for tests and simulations: same answers, nothing survives.
std::unique_ptr<EventLog> make_memory_log(HashKind kind);

}  // namespace zhucun::log
