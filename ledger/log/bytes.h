// Big-endian integers in byte buffers: every number of the book on disk is written this way, so
// that keys sort as their numbers do and a hex dump reads from left to right. Pure; any thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>

namespace zhucun::log {

inline void put_u64(std::uint8_t* out, std::uint64_t value) {
  value = __builtin_bswap64(value);
  std::memcpy(out, &value, 8);
}

inline std::uint64_t get_u64(const void* in) {
  std::uint64_t value;
  std::memcpy(&value, in, 8);
  return __builtin_bswap64(value);
}

inline void put_u32(std::uint8_t* out, std::uint32_t value) {
  value = __builtin_bswap32(value);
  std::memcpy(out, &value, 4);
}

inline std::uint32_t get_u32(const void* in) {
  std::uint32_t value;
  std::memcpy(&value, in, 4);
  return __builtin_bswap32(value);
}

inline std::string be_u64(std::uint64_t value) {
  std::uint8_t bytes[8];
  put_u64(bytes, value);
  return {reinterpret_cast<const char*>(bytes), 8};
}

}  // namespace zhucun::log
