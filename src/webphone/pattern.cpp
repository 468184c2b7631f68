// Matches by sets of positions: each part of a pattern takes where a match may stand and says where it may
// stand then. No backtracking; a budget stops what nested repetitions make of it.
#include <utility>
#include <vector>

#include <cxload/webphone/pattern.hpp>

#include "pattern_nodes.hpp"

namespace cxload::webphone {
namespace {

/// Words of position sets that one match may go through. A usual pattern takes a hundredth of it; the worst
/// one ends after a tenth of a millisecond on a codec's name, after some milliseconds on the longest text.
constexpr std::size_t budget_of(std::size_t text_bytes) { return 20'000 + 1'024 * text_bytes; }
constexpr std::size_t cost_of_step = 16;  // beside its words

class Positions {
 public:
  explicit Positions(std::size_t size) : words_(size / 64 + 1) {}
  void set(std::size_t at) { words_[at / 64] |= std::uint64_t{1} << (at % 64); }
  [[nodiscard]] bool has(std::size_t at) const { return (words_[at / 64] >> (at % 64) & 1U) != 0; }
  [[nodiscard]] bool any() const {
    for (const std::uint64_t word : words_)
      if (word != 0) return true;
    return false;
  }
  Positions& operator|=(const Positions& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  void remove(const Positions& other) {
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
  }
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
      for (std::uint64_t word = words_[i]; word != 0; word &= word - 1)
        visit(i * 64 + static_cast<std::size_t>(__builtin_ctzll(word)));
  }
  [[nodiscard]] std::size_t words() const { return words_.size(); }

 private:
  std::vector<std::uint64_t> words_;
};

class Matcher {
 public:
  explicit Matcher(std::string_view text) : text_(text), left_(budget_of(text.size())) {}

  [[nodiscard]] Positions none() const { return Positions(text_.size()); }
  [[nodiscard]] bool is_out_of_budget() const { return left_ == 0; }

  Positions match(const Node& node, const Positions& from) {
    const std::size_t cost = from.words() + cost_of_step;
    left_ -= std::min(left_, cost);
    if (left_ == 0) return none();
    switch (node.kind) {
      case NodeKind::sequence: {
        Positions at = from;
        for (const Node& child : node.children) at = match(child, at);
        return at;
      }
      case NodeKind::choice: {
        Positions to = none();
        for (const Node& child : node.children) to |= match(child, from);
        return to;
      }
      case NodeKind::repeat:
        return repeated(node, from);
      default:
        return stepped(node, from);
    }
  }

 private:
  Positions stepped(const Node& node, const Positions& from) const {
    Positions to = none();
    from.each([&](std::size_t at) {
      if (const auto next = step(node, at); next != none_) to.set(next);
    });
    return to;
  }

  /// Where one character or edge leads from `at`.
  [[nodiscard]] std::size_t step(const Node& node, std::size_t at) const {
    const bool at_end = at == text_.size();
    switch (node.kind) {
      case NodeKind::start:
        return at == 0 ? at : none_;
      case NodeKind::end:
        return at_end ? at : none_;
      case NodeKind::word_edge:
        return is_edge(at) ? at : none_;
      case NodeKind::no_word_edge:
        return is_edge(at) ? none_ : at;
      case NodeKind::byte:
        return !at_end && node.set.test(static_cast<unsigned char>(text_[at])) ? at + 1 : none_;
      default:
        break;
    }
    if (at_end) return none_;
    const auto c = static_cast<unsigned char>(text_[at]);
    if (c < 0x80) return node.set.test(c) ? at + 1 : none_;
    return node.beyond_ascii ? end_of_character(at) : none_;
  }

  [[nodiscard]] std::size_t end_of_character(std::size_t at) const {
    ++at;
    while (at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U) ++at;
    return at;
  }

  [[nodiscard]] bool is_edge(std::size_t at) const {
    const bool before = at > 0 && is_word(text_[at - 1]);
    const bool behind = at < text_.size() && is_word(text_[at]);
    return before != behind;
  }

  /// Positions that fewer rounds reached already need no further look.
  Positions repeated(const Node& node, const Positions& from) {
    const Node& child = node.children.front();
    Positions at = from;
    for (std::size_t i = 0; i < node.least && at.any(); ++i) at = match(child, at);
    Positions all = at;
    for (std::size_t i = node.least; i < node.most && at.any(); ++i) {
      at = match(child, at);
      at.remove(all);
      all |= at;
    }
    return all;
  }

  static constexpr std::size_t none_ = Node::no_end;
  std::string_view text_;
  std::size_t left_;
};

}  // namespace

struct Pattern::Program {
  Node root;
};

Pattern::Pattern(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

Outcome<Pattern> Pattern::compile(std::string_view pattern, LetterCase letter_case) {
  auto root = parse_pattern(pattern, letter_case);
  if (!root) return root.error();
  return Pattern(std::make_shared<const Program>(Program{std::move(*root)}));
}

bool Pattern::matches_whole(std::string_view text) const {
  if (text.size() > most_text_bytes) return false;
  Matcher matcher(text);
  Positions from = matcher.none();
  from.set(0);
  const bool is_match = matcher.match(program_->root, from).has(text.size());
  return is_match && !matcher.is_out_of_budget();
}

bool Pattern::matches_start(std::string_view text) const {
  if (text.size() > most_text_bytes) return false;
  Matcher matcher(text);
  Positions from = matcher.none();
  from.set(0);
  return matcher.match(program_->root, from).any() && !matcher.is_out_of_budget();
}

bool Pattern::is_found_in(std::string_view text) const {
  if (text.size() > most_text_bytes) return false;
  Matcher matcher(text);
  Positions from = matcher.none();
  for (std::size_t at = 0; at <= text.size(); ++at)
    if (at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) from.set(at);
  return matcher.match(program_->root, from).any() && !matcher.is_out_of_budget();
}

}  // namespace cxload::webphone
