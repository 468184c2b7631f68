/// What a pattern is made of, between its parser and its matcher.
#pragma once
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/webphone/pattern.hpp>

namespace cxload::webphone {

enum class NodeKind : std::uint8_t {
  character,     ///< one of `set`; beyond ASCII a whole UTF-8 character when `beyond_ascii`
  byte,          ///< exactly the one byte in `set`
  start,         ///< ^
  end,           ///< $
  word_edge,     ///< \b
  no_word_edge,  ///< \B
  sequence,
  choice,
  repeat
};

struct Node {
  static constexpr std::size_t no_end = std::numeric_limits<std::size_t>::max();

  NodeKind kind = NodeKind::sequence;
  std::bitset<256> set;
  bool beyond_ascii = false;
  std::size_t least = 0, most = no_end;  ///< repeat
  std::vector<Node> children;
};

[[nodiscard]] Outcome<Node> parse_pattern(std::string_view pattern, LetterCase letter_case);
[[nodiscard]] bool is_word(char c);  ///< \w

}  // namespace cxload::webphone
