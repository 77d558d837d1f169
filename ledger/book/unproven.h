// Inside the book: reading a record before its hash has been proven.
#pragma once

#include <capnp/serialize.h>

#include "ledger/log/event_log.h"
#include "record.capnp.h"

namespace zhucun::book {

// A body whose hash has not been proven yet is read with bounds checks.
template <typename F>
void with_checked_body(const log::Record& record, F&& f) {
  kj::ArrayPtr<const capnp::word> words(reinterpret_cast<const capnp::word*>(record.body.data()),
                                        record.body.size());
  kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>> segments(&words, 1);
  capnp::ReaderOptions options;
  options.traversalLimitInWords = 8 * record.body.size() + 1024;
  options.nestingLimit = 16;
  capnp::SegmentArrayMessageReader message(segments, options);
  f(message.getRoot<event::Body>());
}

}  // namespace zhucun::book
