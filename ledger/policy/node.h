// A TOML document as a plain tree with the place of every value, free of the TOML library.
//
// Only toml_reader.cpp knows the library; everything above reads this tree. Values; any thread.
// Lines and columns count from 1, columns in characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/base/date.h"
#include "ledger/base/refusal.h"

namespace zhucun::policy {

struct Place {
  int line = 0;
  int column = 0;
  auto operator<=>(const Place&) const = default;
};

struct Entry;
struct Node;
using Items = std::vector<Node>;
using Table = std::vector<Entry>;  // in the order of the text

struct Node {
  Place place;
  // Nothing stands for a kind of value that no policy uses (fractions, times of day).
  std::variant<std::monostate, std::string, std::int64_t, bool, Date, Items, Table> value;

  const std::string* text() const { return std::get_if<std::string>(&value); }
  const std::int64_t* number() const { return std::get_if<std::int64_t>(&value); }
  const bool* flag() const { return std::get_if<bool>(&value); }
  const Date* date() const { return std::get_if<Date>(&value); }
  const Items* items() const { return std::get_if<Items>(&value); }
  const Table* table() const { return std::get_if<Table>(&value); }
  // The value of a key of a table; nothing where there is none.
  const Node* find(std::string_view key) const;
};

struct Entry {
  std::string key;
  Place place;
  Node value;
};

inline const Node* Node::find(std::string_view key) const {
  if (const Table* entries = table()) {
    for (const Entry& entry : *entries) {
      if (entry.key == key) return &entry.value;
    }
  }
  return nullptr;
}

// Why a text is no TOML, in the library's words.
struct SyntaxError {
  Place place;
  std::string words;
};

// Reads a TOML text; its root is a table.
tl::expected<Node, SyntaxError> read_toml(std::string_view text);

}  // namespace zhucun::policy
