// A policy document as read: its head and its rows, with every choice between readings still open.
//
// A Document comes only from read_document (policy_language.h), which has tried every option of
// every reading, so picking options later cannot fail. Immutable; any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/policy/node.h"
#include "ledger/policy/policy.h"

namespace zhucun::policy {

enum class RowKind : std::uint8_t {
  reading,
  staffing,
  duty,
  fund,
  fund_step,
  fund_use,
  presence,
  attendance,
  leave_ladder,
  threshold,
  eligibility,
  approval_chain,
  term,
  handover,
  leaving,
  recall,
  while_posted,
  allowance,
  benefit,
  payout,
  assessment,
  office,
  group_leader,
  interview,
  clause,
};
std::string_view name_of(RowKind kind);
// All kinds but readings, in the order in which a document's rows are read.
const std::vector<RowKind>& row_kinds();

// What the last sentence of a text says of earlier rules.
enum class Supersedes : std::uint8_t {
  none,
  earlier_that_differ,  // rows of lower layers issued before this text are void where they differ
};

struct Head {
  int language = 1;
  std::string id;      // stable across amendments
  std::string number;  // the document number as printed
  std::string title;
  std::string issuer;
  DivisionCode area;
  Date issued;
  Date effective;
  std::string source;  // file name of the source text
  std::string body;    // the words with which coverage starts; empty = the source's first line
  Supersedes supersedes = Supersedes::none;
  std::vector<std::string> based_on;
  std::vector<std::string> under;  // ids of the upper documents whose readings this one may name
};

// One row before its choices are made.
struct Row {
  RowKind kind = RowKind::clause;
  std::string id;
  std::string title;
  ClauseId clause;
  std::string quote;
  Treatment treatment = Treatment::pending;  // every other kind: computed
  std::string pointer;                       // such as /duty/3
  Node node;
};

struct Document {
  std::string name;  // file name for messages
  std::string text;  // as adopted, to the byte
  Head head;
  std::vector<Reading> readings;  // chosen = default
  std::vector<Row> rows;          // without the readings, in the order of the text
};

// The option in force of each reading, by reading id.
using Choices = std::map<std::string, std::string>;

// A document's rows under given options. Rows that an option switches off are left out.
struct Rows : RowLists {
  std::vector<std::string> unread;  // rows that name a reading which nobody has
};
Rows rows_under(const Document& document, const Choices& choices);

}  // namespace zhucun::policy
