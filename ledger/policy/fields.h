// Reads one table of a document key by key and collects everything that is wrong with it.
//
// Internal to ledger/policy. A Fields asks for the keys it knows; close() reports the others. A
// value that is a choice between readings is followed to the option in force before it is read.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/policy/document.h"
#include "ledger/policy/names.h"

namespace zhucun::policy {

// All mistakes of one document, each once, quoting its line.
class Mistakes {
 public:
  Mistakes(std::string_view text, std::string_view name) : text_(text), name_(name) {}
  struct Mistake {
    Code code;
    Place place;
    std::string pointer;
    std::string words;  // without the place
    std::string hint;
  };
  void add(Mistake mistake);
  bool empty() const { return found_.empty(); }
  // In the order of the text.
  std::vector<FieldError> field_errors() const;
  // One refusal that carries them all.
  Refusal refusal() const;

 private:
  std::string_view text_;
  std::string_view name_;
  std::vector<Mistake> found_;
};

// Whether a value is { reading = ..., by = ... }.
bool is_choice(const Node& node);

enum class Need : std::uint8_t { optional, required };

struct FieldsContext {
  const Choices& choices;
  Mistakes* mistakes;  // nothing: the document was checked before
};

class Fields {
 public:
  Fields(const Node& table, std::string pointer, FieldsContext context)
      : table_(table), pointer_(std::move(pointer)), context_(context) {}

  // The value of a key with its choices followed; nothing when absent.
  const Node* value(std::string_view key, Need need = Need::optional);
  std::string text(std::string_view key, Need need = Need::optional);
  std::vector<std::string> texts(std::string_view key);
  bool flag(std::string_view key, bool otherwise);
  struct Range {
    int low;
    int high;
  };
  int number(std::string_view key, Range range, int otherwise);
  // Written as yuan with two decimals, in quotes.
  std::optional<Fen> money(std::string_view key, Need need);
  std::optional<Date> date(std::string_view key, Need need);
  // One word of an enum; `otherwise` when absent or unknown.
  template <typename E>
  E one_of(std::string_view key, E otherwise, Need need = Need::optional) {
    const Node* node = value(key, need);
    return node ? word<E>(key, *node).value_or(otherwise) : otherwise;
  }
  // A list of words, or one word.
  template <typename E>
  std::vector<E> some_of(std::string_view key) {
    std::vector<E> found;
    for (const Node* node : each(key)) {
      if (auto known = word<E>(key, *node)) found.push_back(*known);
    }
    return found;
  }
  void wrong(std::string_view key, std::string words, std::string hint);
  void wrong(Code code, Place place, std::string_view key, std::string words, std::string hint);
  // Reports every key that nobody asked for.
  void close();

  // Takes over which readings the values of an inner table depend on.
  void adopt(const Fields& inner) {
    readings_.insert(inner.readings_.begin(), inner.readings_.end());
    unread_ = unread_ || inner.unread_;
  }
  Place place() const { return table_.place; }
  // As written, choices not followed.
  const Node* raw(std::string_view key) const { return table_.find(key); }
  bool has(std::string_view key) const { return raw(key) != nullptr; }
  const std::set<std::string>& readings() const { return readings_; }
  bool unread() const { return unread_; }
  const std::string& pointer() const { return pointer_; }
  FieldsContext context() const { return context_; }

 private:
  const Node* followed(const Node* node);
  std::vector<const Node*> each(std::string_view key);
  template <typename E>
  std::optional<E> word(std::string_view key, const Node& node) {
    const std::string* text = node.text();
    auto known = text ? from_name<E>(*text) : std::nullopt;
    if (!known) unknown_word(key, node, known_names<E>());
    return known;
  }
  void unknown_word(std::string_view key, const Node& node, const std::string& known);

  const Node& table_;
  std::string pointer_;
  FieldsContext context_;
  std::vector<std::string> asked_;
  std::set<std::string> readings_;
  bool unread_ = false;
};

}  // namespace zhucun::policy
