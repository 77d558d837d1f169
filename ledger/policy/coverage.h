// Does every sentence of a source text have a row, and is every quote in the text?
//
// Texts are compared without white space, with full-width brackets folded to half-width ones, so
// page breaks and typists' habits do not count. A quote may span sentences; "…" inside a quote
// leaves words out within one sentence. Sentences end at 。 or ；, and ①…⑳ begin a new one. A line
// that is only a numbered heading (一、… or （一）… without punctuation) is no sentence. A sentence
// is covered when each of its characters, punctuation and its own number apart, lies in the quote
// of a staffing, duty or clause row; readings are choices, not treatments, and cover nothing. Pure;
// any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/policy/document.h"

namespace zhucun::policy {

// A row whose quote is not in the source: an error in the document.
struct MissingQuote {
  std::string row;
  std::string clause;
  int line = 0;  // of the row in the document
  std::string quote;
};

// A sentence, or a part of one, that no row quotes.
struct UncoveredSentence {
  int line = 0;  // in the source, from 1
  std::string sentence;
  std::string missing;  // the characters that no row quotes
};

struct PendingRow {
  std::string row;
  std::string clause;
  std::string title;
  std::string reason;
};

struct CoverageReport {
  int sentences = 0;
  std::vector<UncoveredSentence> uncovered;
  std::vector<MissingQuote> missing_quotes;
  bool body_found = true;             // whether the head's `body` stands in the source
  std::map<Treatment, int> rows;      // how many rows of each treatment, all options counted
  std::map<Treatment, int> treated;   // how many sentences have a row of each treatment
  std::vector<PendingRow> pending;    // what later versions evaluate
  std::vector<PendingRow> half_read;  // readings whose other options data cannot yet switch
  bool complete() const { return body_found && uncovered.empty() && missing_quotes.empty(); }
};

CoverageReport coverage(const Document& document, std::string_view source_text);

// One row's identity, for a check elsewhere that every row has a spec.
struct RowId {
  std::string id;
  RowKind kind = RowKind::clause;
  std::string clause;
  Treatment treatment = Treatment::pending;  // of readings: computed
};

// All rows, readings first, in the order of the text.
std::vector<RowId> row_ids(const Document& document);

// Whether a text holds a quote under the comparison above.
bool holds_quote(std::string_view source_text, std::string_view quote);

}  // namespace zhucun::policy
