#include "styled_line.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "../tame.hpp"

namespace cxload::report::live {
namespace {

struct Range {
  char32_t first, last;
};

bool is_in(std::span<const Range> ranges, char32_t point) {
  for (const Range& range : ranges)
    if (point >= range.first && point <= range.last) return true;
  return false;
}

/// Blocks, not single characters, of Unicode's EastAsianWidth W and F and of its general categories Mn and
/// Me: right for names people use, and a wrong guess costs a column.
std::size_t columns_of(char32_t point) {
  constexpr auto marks = std::to_array<Range>({{0x0300, 0x036F},
                                               {0x0483, 0x0489},
                                               {0x0591, 0x05BD},
                                               {0x0610, 0x061A},
                                               {0x064B, 0x065F},
                                               {0x1AB0, 0x1AFF},
                                               {0x1DC0, 0x1DFF},
                                               {0x200B, 0x200D},
                                               {0x20D0, 0x20FF},
                                               {0xFE00, 0xFE0F},
                                               {0xFE20, 0xFE2F},
                                               {0xE0100, 0xE01EF}});
  constexpr auto wide = std::to_array<Range>({{0x1100, 0x115F},
                                              {0x2E80, 0x303E},
                                              {0x3041, 0xA4CF},
                                              {0xA960, 0xA97F},
                                              {0xAC00, 0xD7A3},
                                              {0xF900, 0xFAFF},
                                              {0xFE30, 0xFE6F},
                                              {0xFF00, 0xFF60},
                                              {0xFFE0, 0xFFE6},
                                              {0x1F300, 0x1F64F},
                                              {0x1F680, 0x1F6FF},
                                              {0x1F900, 0x1FAFF},
                                              {0x20000, 0x3FFFD}});
  return is_in(marks, point) ? 0 : is_in(wide, point) ? 2 : 1;
}

/// Bytes of the character at the start of valid UTF-8.
std::size_t length_of(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  return std::min(length, text.size());
}

char32_t point_of(std::string_view character) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(character[i]));
  };
  if (character.size() == 1) return byte(0);
  char32_t point = byte(0) & (0xFFU >> (character.size() + 1));
  for (std::size_t i = 1; i < character.size(); ++i) point = point << 6 | (byte(i) & 0x3F);
  return point;
}

std::string_view begin_of(Look look) {
  constexpr std::array<std::string_view, 6> sequences = {"",         "\x1b[1m",    "\x1b[2m",
                                                         "\x1b[32m", "\x1b[1;31m", "\x1b[33m"};
  return sequences[static_cast<std::size_t>(look)];
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const std::size_t length = length_of(text);
    columns += columns_of(point_of(text.substr(0, length)));
    text.remove_prefix(length);
  }
  return columns;
}

std::string cut(std::string_view text, std::size_t columns) {
  if (columns_of(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::size_t used = 0, end = 0;
  while (end < text.size()) {
    const std::size_t length = length_of(text.substr(end));
    const std::size_t wide = columns_of(point_of(text.substr(end, length)));
    if (used + wide > columns - 1) break;
    used += wide;
    end += length;
  }
  return std::string(text.substr(0, end)) + "…";
}

StyledLine& StyledLine::add(std::string_view text, Look look) {
  pieces_.push_back({tame_line(text), look});
  columns_ += columns_of(pieces_.back().text);
  return *this;
}

StyledLine& StyledLine::add_left(std::string_view text, std::size_t columns, Look look) {
  std::string piece = cut(tame_line(text), columns);
  piece.append(columns - columns_of(piece), ' ');
  return add(piece, look);
}

StyledLine& StyledLine::add_right(std::string_view text, std::size_t columns, Look look) {
  const std::string piece = cut(tame_line(text), columns);
  return add(std::string(columns - columns_of(piece), ' ') + piece, look);
}

std::string StyledLine::text(std::size_t columns, bool has_colour) const {
  std::string out;
  std::size_t left = columns;
  for (const Piece& piece : pieces_) {
    const bool is_cut = columns_of(piece.text) > left;
    const std::string shown = cut(piece.text, left);
    const std::string_view begin = has_colour && !shown.empty() ? begin_of(piece.look) : std::string_view();
    out.append(begin).append(shown).append(begin.empty() ? "" : "\x1b[0m");
    if (is_cut) break;
    left -= columns_of(piece.text);
  }
  return out;
}

}  // namespace cxload::report::live
