// Numbers from bytes that may end anywhere: a read beyond the end answers nothing.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>

namespace zhucun::sheet {

// The unsigned number of this type at this offset. The machine is little endian, as is x86 and ARM.
template <typename T>
std::optional<T> number_at(std::string_view bytes, std::uint64_t offset) {
  static_assert(std::is_arithmetic_v<T>);
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof(T));
  return value;
}

}  // namespace zhucun::sheet
