// What names mean: the port through which sheets ask for divisions, units, people and parties.
//
// An implementation stands over the facts of a book and what its viewer may see. A name gives every
// candidate: one is the answer, several are put to the user, none is an error. Const calls may come
// from the importing thread alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/ids.h"
#include "ledger/schema/schema.h"

namespace zhucun::importers {

struct Candidate {
  std::string id;     // as the event's field wants it
  std::string label;  // as a clerk knows it: 榆阳区 · 某镇 · 张家沟村
};

// What the row or the workbook says about where a name is to be looked for.
struct Around {
  DivisionCode within;  // a county or township; empty = the whole city
  std::string unit;     // people of this unit only; empty = any
  Date day;             // names as of this day, and former ones
};

class Directory {
 public:
  virtual ~Directory() = default;
  virtual std::vector<Candidate> find(schema::Reference what, std::string_view text,
                                      const Around& around) const = 0;
  // Who has this id number; nothing when nobody.
  virtual std::optional<std::string> person_of(std::string_view id_number) const = 0;
  // The id of a newcomer of whom this is known, such as name and village: the same for the same
  // words, so that the same file again brings nobody new. It tells nothing of the words.
  virtual std::string newcomer(std::string_view words) const = 0;
  virtual std::string name_of(DivisionCode code) const = 0;
  virtual Date today() const = 0;
  // Facts before this day are opening facts.
  virtual Date book_start() const = 0;
};

}  // namespace zhucun::importers
