// The ids of the ledger, each its own type so that one cannot stand where another is meant.
// Text as the offices write it; compared as text. Values; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace zhucun {

template <typename Tag>
struct Id {
  std::string text;
  auto operator<=>(const Id&) const = default;
  bool empty() const { return text.empty(); }
};

using PersonId = Id<struct PersonTag>;
using UnitId = Id<struct UnitTag>;
using ClauseId = Id<struct ClauseTag>;
using DocumentNo = Id<struct DocumentTag>;
using EventId = Id<struct EventTag>;

// The place of an event in the book, counted from 1. Zero is "none yet".
struct Position {
  std::uint64_t value = 0;
  auto operator<=>(const Position&) const = default;
};

// Microseconds since 1970-01-01 UTC at which the book recorded an event.
struct RecordedTime {
  std::int64_t micros = 0;
  auto operator<=>(const RecordedTime&) const = default;
};

enum class DivisionLevel : std::uint8_t { unknown, province, city, county, township, village };

// A 12-digit code of the statistical register of administrative divisions.
struct DivisionCode {
  std::uint64_t value = 0;
  auto operator<=>(const DivisionCode&) const = default;
  bool empty() const { return value == 0; }
};

std::optional<DivisionCode> parse_division(std::string_view text);
std::string to_text(DivisionCode code);
// The code's own ancestor at a level, by its digits: 610802101200 -> county 610802000000.
DivisionCode ancestor(DivisionCode code, DivisionLevel level);

// Who acts or is acted on. The text form is kind:id, such as team:610802101200 or unit:U12.
enum class PartyKind : std::uint8_t {
  unknown,
  office,       // management office of a city or county; id = division code
  township,     // party (working) committee of a township; id = division code
  team,         // work team of a village; id = the village's division code
  village,      // the village itself; id = division code
  unit,         // dispatching or supporting unit
  member_unit,  // a unit in its seat as member of the city's management office
  group,        // coordination group of a county; id = division code
  person,       // a resident or other registered person
};

std::string_view name_of(PartyKind kind);

struct Party {
  PartyKind kind = PartyKind::unknown;
  std::string id;
  auto operator<=>(const Party&) const = default;
};

std::optional<Party> parse_party(std::string_view text);
std::string to_text(const Party& party);

}  // namespace zhucun

template <typename Tag>
struct std::hash<zhucun::Id<Tag>> {
  std::size_t operator()(const zhucun::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text);
  }
};

template <>
struct std::hash<zhucun::DivisionCode> {
  std::size_t operator()(zhucun::DivisionCode code) const noexcept {
    return std::hash<std::uint64_t>{}(code.value * 0x9E3779B97F4A7C15ull);
  }
};

template <>
struct std::hash<zhucun::Position> {
  std::size_t operator()(zhucun::Position position) const noexcept {
    return std::hash<std::uint64_t>{}(position.value);
  }
};
