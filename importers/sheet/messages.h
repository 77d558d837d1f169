// What the reading child says over its pipe, and how the parent takes it: framed messages of which
// nothing is believed before it has been checked.
//
// A message is a length (u32, of what follows), a type (u8) and its fields, little endian. A text
// is a length (u32) and UTF-8. A reading is: for each sheet begin, rows, end; then done or refusal.
// An annotation is: pieces of the file; then done or refusal. MessageWriter is the child's end,
// MessageReader the parent's. Pure; one thread each.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "importers/sheet/annotate.h"
#include "importers/sheet/sheet.h"
#include "ledger/base/refusal.h"

namespace zhucun::sheet {

inline constexpr std::size_t message_bytes_max = std::size_t{8} << 20;

class MessageWriter : public Sink {
 public:
  // Takes finished bytes; false when nobody listens any more.
  using Out = std::function<bool(std::string_view bytes)>;
  explicit MessageWriter(Out out) : out_(std::move(out)) {}

  bool begin_sheet(const SheetHead& head) override;
  bool row(const Row& row) override;
  bool end_sheet(const SheetTail& tail) override;
  void piece(std::string_view bytes);
  // The last message: what came of it all. A row that was too long for a message wins.
  void finish(const Result<FileFacts>& result);

 private:
  bool send();
  bool flush();
  Out out_;
  std::string message_;  // being written
  std::string buffer_;   // finished
  bool alive_ = true;
  bool row_too_long_ = false;
};

class MessageReader {
 public:
  // For a reading `sink` is given, for an annotation `file`.
  explicit MessageReader(Sink* sink, std::string* file) : sink_(sink), file_(file) {}

  // Takes what came out of the pipe. Refuses file_unreadable when it is no true message.
  Result<void> feed(std::string_view bytes);

  bool is_done() const { return done_; }
  bool has_enough() const { return enough_; }
  // After the end: the facts, or the child's refusal. When the sink had enough, what was seen.
  Result<FileFacts> result() const { return result_; }
  const FileFacts& seen() const { return seen_; }

 private:
  class Fields;
  bool take(std::string_view message);
  bool take_begin(Fields& fields);
  bool take_row(Fields& fields);
  bool take_cell(Fields& fields, Cell& cell);
  bool take_end(Fields& fields);
  bool take_done(Fields& fields);
  bool take_refusal(Fields& fields);

  Sink* sink_;
  std::string* file_;
  std::string pending_;
  Row row_;
  std::uint32_t last_row_ = 0;
  bool in_sheet_ = false, done_ = false, enough_ = false;
  FileFacts seen_;
  Result<FileFacts> result_;
};

// The parent's only message to the child: what to write into an annotated copy.
std::string faults_message(const std::vector<SheetFaults>& faults);
// Nothing when the bytes are not such a message.
std::optional<std::vector<SheetFaults>> parse_faults(std::string_view bytes);

}  // namespace zhucun::sheet
