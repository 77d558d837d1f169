// From a diary's entry to the draft of an event, with the generated builders. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "ledger/schema/schema.h"
#include "tools/demo/allowances.h"

namespace zhucun::demo {

// `about` is the position of the entry that this one answers or takes back.
struct Pages {
  const Attendance& attendance;
  const Allowances& allowances;
};
schema::Words draft_of(const City& city, const Pages& pages, const Entry& entry,
                       const std::string& id, Position about);
// Of an entry that is told in the event's own words; throws what the schema refuses.
schema::Words told_draft(const City& city, const Entry& entry, const std::string& id,
                         const std::vector<Position>& positions);

// Of an entry of a resident's life, through the codec like a client's.
schema::Words life_draft_of(const City& city, const Entry& entry, const std::string& id,
                            Position about);

// Whether a posting's end is a fact with a paper, not a decision taken in the book.
bool ended_by_paper(const Stay& stay);

}  // namespace zhucun::demo
