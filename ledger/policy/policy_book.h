// Which policy holds on which day: adopted documents and rulings in, resolved policies out.
//
// Documents are carried verbatim by events; adopting one folds nothing but its text here. A
// resolved Policy is cached per (set of documents in force, rulings). Not thread-safe by itself:
// its owner locks (at() fills a cache); the policies it hands out are immutable and shared.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/refusal.h"
#include "ledger/policy/policy.h"

namespace zhucun::policy {

struct Document;  // document.h
struct Laid;      // layers.h

// One adopted document: the TOML text as adopted, in force from a day (which may lie in the past).
struct Adopted {
  std::string text;
  Date effective;
  Position position;
};

// A reading decided by a named office with a document.
struct Ruling {
  std::string reading;
  std::string option;
  std::string decided_by;
  std::string document;
  Date effective;
  Position position;
};

// A stretch of days under one policy.
struct PolicySpan {
  Span span;
  std::shared_ptr<const Policy> policy;
};

class PolicyBook {
 public:
  // Checks that the document loads and fits under the layers in force; adds it. Errors carry
  // line:column.
  Result<void> adopt(Adopted adopted);
  // Only for what the log already holds: never refuses (a document that cannot be read is a
  // programming error).
  void restore(Adopted adopted);
  Result<void> rule(Ruling ruling);
  void restore(Ruling ruling);
  void remove(Position position);  // after a reversal

  // What holds on a day. An empty book holds an empty policy.
  std::shared_ptr<const Policy> at(Date day) const;
  // The stretches of a span, in order, each under one policy. Periods are judged by their first
  // day.
  std::vector<PolicySpan> spans(Span span) const;
  // One string that differs when any judgement could differ.
  std::string digest() const;
  const std::vector<Adopted>& documents() const { return documents_; }
  const std::vector<Ruling>& rulings() const { return rulings_; }

 private:
  std::vector<std::size_t> in_force(Date day) const;
  std::vector<Ruling> rulings_in_force(Date day) const;
  std::vector<Date> turning_days() const;
  Laid laid_on(Date day) const;
  std::string key_of(Date day) const;
  void keep(Adopted adopted, Document document);

  std::vector<Adopted> documents_;
  std::vector<Ruling> rulings_;
  std::vector<std::shared_ptr<const Document>> read_;  // beside documents_, one for one
  std::vector<std::string> digests_;                   // likewise
  mutable std::map<std::string, std::shared_ptr<const Policy>> cache_;
};

}  // namespace zhucun::policy
