// The one place that knows toml++: text in, plain tree out.
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <algorithm>
#include <exception>

#include "ledger/policy/node.h"

namespace zhucun::policy {

namespace {

Place place_of(const toml::source_region& region) {
  return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Date date_of(const toml::date& date) {
  return make_date(date.year, date.month, date.day);
}

Node converted(const toml::node& from) {
  Node node{place_of(from.source()), {}};
  if (const auto* text = from.as_string()) {
    node.value = text->get();
  } else if (const auto* number = from.as_integer()) {
    node.value = std::int64_t{number->get()};
  } else if (const auto* flag = from.as_boolean()) {
    node.value = flag->get();
  } else if (const auto* date = from.as_date()) {
    node.value = date_of(date->get());
  } else if (const auto* array = from.as_array()) {
    Items items;
    for (const toml::node& item : *array) items.push_back(converted(item));
    node.value = std::move(items);
  } else if (const auto* table = from.as_table()) {
    Table entries;
    for (const auto& [key, value] : *table) {
      entries.push_back({std::string(key.str()), place_of(key.source()), converted(value)});
    }
    // The library sorts by key; people read in the order of the text.
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.place < b.place; });
    node.value = std::move(entries);
  }
  return node;
}

}  // namespace

tl::expected<Node, SyntaxError> read_toml(std::string_view text) {
  try {
    return converted(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return tl::unexpected(SyntaxError{place_of(error.source()), std::string(error.description())});
  }
}

}  // namespace zhucun::policy
