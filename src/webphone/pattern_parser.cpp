// Reads a pattern. What JavaScript reads as a literal (a brace that is no count) is one here too.
#include <optional>
#include <string>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "pattern_nodes.hpp"

namespace cxload::webphone {
namespace {

constexpr std::size_t most_depth = 16;
constexpr std::size_t most_repeats = 1'000;

std::bitset<256> range(char from, char to) {
  std::bitset<256> set;
  for (int c = static_cast<unsigned char>(from); c <= static_cast<unsigned char>(to); ++c)
    set.set(static_cast<std::size_t>(c));
  return set;
}

std::bitset<256> one(char c) { return range(c, c); }

std::bitset<256> ascii() { return range('\0', '\x7f'); }

std::bitset<256> word() { return range('a', 'z') | range('A', 'Z') | range('0', '9') | one('_'); }

std::bitset<256> blank() { return one(' ') | range('\t', '\r'); }

class Parser {
 public:
  Parser(std::string_view pattern, LetterCase letter_case) : rest_(pattern), letter_case_(letter_case) {}

  Outcome<Node> parse() {
    Node node = choice(0);
    if (fault_.empty() && !rest_.empty()) fault_ = "a bracket closes that was not opened";
    if (!fault_.empty()) return Failure{"http.pattern", fault_};
    return node;
  }

 private:
  [[nodiscard]] bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool take(char c) {
    if (!at(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }
  void fail(std::string_view what) {
    if (fault_.empty()) fault_ = what;
    rest_ = {};
  }

  Node choice(std::size_t depth) {
    Node node;
    node.kind = NodeKind::choice;
    if (depth > most_depth) fail("its groups are nested too deep");
    node.children.push_back(sequence(depth));
    while (take('|')) node.children.push_back(sequence(depth));
    return node;
  }

  Node sequence(std::size_t depth) {
    Node node;
    while (!rest_.empty() && !at('|') && !at(')')) node.children.push_back(quantified(atom(depth)));
    return node;
  }

  Node atom(std::size_t depth) {
    const char c = take();
    switch (c) {
      case '(':
        return group(depth);
      case '[':
        return char_class();
      case '.':
        return characters(ascii() & ~(one('\n') | one('\r')), true);
      case '^':
        return edge(NodeKind::start);
      case '$':
        return edge(NodeKind::end);
      case '\\':
        return escape();
      case '*':
      case '+':
      case '?':
        fail("nothing stands before a repetition");
        return {};
      default:
        return literal(c);
    }
  }

  Node group(std::size_t depth) {
    if (take('?') && !take(':')) {
      fail("look-around and named groups are not understood");
      return {};
    }
    Node node = choice(depth + 1);
    if (!take(')')) fail("a bracket does not close");
    return node;
  }

  static Node edge(NodeKind kind) {
    Node node;
    node.kind = kind;
    return node;
  }

  Node characters(std::bitset<256> set, bool beyond_ascii) const {
    Node node;
    node.kind = NodeKind::character;
    if (letter_case_ == LetterCase::ignored) {
      for (std::size_t c = 'a'; c <= 'z'; ++c) {
        const std::size_t upper = c - 'a' + 'A';
        if (set.test(c) || set.test(upper)) set.set(c).set(upper);
      }
    }
    node.set = set;
    node.beyond_ascii = beyond_ascii;
    return node;
  }

  static Node byte(char c) {
    Node node;
    node.kind = NodeKind::byte;
    node.set = one(c);
    return node;
  }

  /// A character beyond ASCII is several bytes and still one, for what repeats it.
  Node literal(char c) {
    if (static_cast<unsigned char>(c) < 0x80) return characters(one(c), false);
    Node node;
    node.children.push_back(byte(c));
    while (!rest_.empty() && (static_cast<unsigned char>(rest_.front()) & 0xC0U) == 0x80U)
      node.children.push_back(byte(take()));
    return node;
  }

  /// \d \w \s and their opposites; nothing for other letters. The second: beyond ASCII as well.
  static std::optional<std::pair<std::bitset<256>, bool>> shorthand(char c) {
    switch (c) {
      case 'd':
        return std::pair(range('0', '9'), false);
      case 'D':
        return std::pair(ascii() & ~range('0', '9'), true);
      case 'w':
        return std::pair(word(), false);
      case 'W':
        return std::pair(ascii() & ~word(), true);
      case 's':
        return std::pair(blank(), false);
      case 'S':
        return std::pair(ascii() & ~blank(), true);
      default:
        return std::nullopt;
    }
  }

  /// The character behind a backslash; nothing: not understood.
  static std::optional<char> escaped(char c) {
    switch (c) {
      case 't':
        return '\t';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 'f':
        return '\f';
      case 'v':
        return '\v';
      default:
        if (is_word(c)) return std::nullopt;
        return c;
    }
  }

  Node escape() {
    if (rest_.empty()) {
      fail("it ends in a backslash");
      return {};
    }
    const char c = take();
    if (c == 'b') return edge(NodeKind::word_edge);
    if (c == 'B') return edge(NodeKind::no_word_edge);
    if (const auto set = shorthand(c)) return characters(set->first, set->second);
    if (const auto plain = escaped(c)) return literal(*plain);
    fail("an escape is not understood");
    return {};
  }

  /// One end of a range, or a set that is none.
  std::optional<char> class_item(std::bitset<256>& set, bool& beyond_ascii) {
    const char c = take();
    if (static_cast<unsigned char>(c) >= 0x80) fail("letters beyond ASCII in brackets are not understood");
    if (c != '\\') return c;
    if (rest_.empty()) return std::nullopt;
    const char next = take();
    if (next == 'b') return '\b';
    if (const auto known = shorthand(next)) {
      set |= known->first;
      beyond_ascii = beyond_ascii || known->second;
      return std::nullopt;
    }
    const auto plain = escaped(next);
    if (!plain) fail("an escape is not understood");
    return plain;
  }

  Node char_class() {
    const bool is_negated = take('^');
    std::bitset<256> set;
    bool beyond_ascii = false;
    while (!rest_.empty() && !at(']')) {
      const auto from = class_item(set, beyond_ascii);
      if (!from) continue;
      if (!at('-') || rest_.size() < 2 || rest_[1] == ']') {
        set |= one(*from);
        continue;
      }
      take();
      const auto to = class_item(set, beyond_ascii);
      if (to && static_cast<unsigned char>(*to) < static_cast<unsigned char>(*from))
        fail("a range runs backwards");
      if (fault_.empty()) set |= to ? range(*from, *to) : one(*from) | one('-');
    }
    if (!take(']')) fail("a square bracket does not close");
    Node node = characters(set, beyond_ascii);
    if (!is_negated) return node;
    node.set = ascii() & ~node.set;  // after the case: [^a] refuses A too
    node.beyond_ascii = !beyond_ascii;
    return node;
  }

  /// {n}, {n,} or {n,m} at the front; nothing: a brace as it stands.
  std::optional<std::pair<std::size_t, std::size_t>> counts() {
    const std::size_t end = rest_.find('}');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view inside = rest_.substr(1, end - 1);
    const std::size_t comma = inside.find(',');
    const auto least = text::parse_unsigned(inside.substr(0, comma));
    if (!least) return std::nullopt;
    std::size_t most = *least;
    if (comma != std::string_view::npos) {
      const std::string_view tail = inside.substr(comma + 1);
      const auto limit = text::parse_unsigned(tail);
      if (!limit && !tail.empty()) return std::nullopt;
      most = limit ? static_cast<std::size_t>(*limit) : Node::no_end;
    }
    rest_.remove_prefix(end + 1);
    return std::pair(static_cast<std::size_t>(*least), most);
  }

  Node quantified(Node node) {
    std::optional<std::pair<std::size_t, std::size_t>> times;
    if (take('*'))
      times = {0, Node::no_end};
    else if (take('+'))
      times = {1, Node::no_end};
    else if (take('?'))
      times = {0, 1};
    else if (at('{'))
      times = counts();
    if (!times) return node;
    take('?');  // lazy: where a match ends does not matter here
    if (times->first > times->second) fail("a repetition runs backwards");
    if (times->first > most_repeats || (times->second != Node::no_end && times->second > most_repeats))
      fail("a repetition is too long");
    Node repeat;
    repeat.kind = NodeKind::repeat;
    repeat.least = times->first;
    repeat.most = times->second;
    repeat.children.push_back(std::move(node));
    return repeat;
  }

  std::string_view rest_;
  LetterCase letter_case_;
  std::string fault_;
};

}  // namespace

bool is_word(char c) { return word().test(static_cast<unsigned char>(c)); }

Outcome<Node> parse_pattern(std::string_view pattern, LetterCase letter_case) {
  if (pattern.size() > Pattern::most_bytes) return Failure{"http.pattern", "the pattern is too long"};
  return Parser(pattern, letter_case).parse();
}

}  // namespace cxload::webphone
