#include "tame.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::report {
namespace {

/// The code point of a three-byte sequence of valid UTF-8.
unsigned code_point(std::string_view three) {
  const auto low_bits = [&](std::size_t i, unsigned mask) {
    return static_cast<unsigned char>(three[i]) & mask;
  };
  return low_bits(0, 0x0F) << 12 | low_bits(1, 0x3F) << 6 | low_bits(2, 0x3F);
}

/// Unicode Bidirectional Algorithm (UAX 9), 2: embeddings, overrides, isolates and marks.
bool turns_direction(unsigned point) {
  return point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
         (point >= 0x2066 && point <= 0x2069);
}

}  // namespace

std::string tame(std::string_view untrusted, std::size_t limit) {
  const std::string safe = text::printable(untrusted, limit);
  std::string out;
  out.reserve(safe.size());
  for (std::size_t i = 0; i < safe.size(); ++i) {
    if ((static_cast<unsigned char>(safe[i]) & 0xF0) != 0xE0) {
      out += safe[i];
      continue;
    }
    const std::string_view three = std::string_view(safe).substr(i, 3);
    const unsigned point = code_point(three);
    if (turns_direction(point))
      out += fmt::format("<U+{:04X}>", point);
    else
      out += point >= 0xFFFE ? std::string_view("\xEF\xBF\xBD") : three;
    i += 2;
  }
  return out;
}

std::string tame_line(std::string_view untrusted, std::size_t limit) {
  std::string out = tame(untrusted, limit);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return out;
}

}  // namespace cxload::report
