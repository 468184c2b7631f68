/// Pattern: the part of JavaScript's regular expressions that codec lists and form fields use, matched in
/// bounded time: patterns come from a portal that may be hostile, and backtracking would let it stop us.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>

#include <cxload/base/result.hpp>

namespace cxload::webphone {

enum class LetterCase : std::uint8_t { exact, ignored };

/// Threads: any; it never changes. Literals, . [] ^ $ | () (?:) * + ? {n,m}, lazy forms, \d \w \s \b and
/// their opposites.
class Pattern {
 public:
  static constexpr std::size_t most_bytes = 512;         ///< of a pattern
  static constexpr std::size_t most_text_bytes = 4'096;  ///< of what is matched; longer texts do not match

  /// Failures: http.pattern (cannot be read, or look-around and back-references, which we do not do).
  [[nodiscard]] static Outcome<Pattern> compile(std::string_view pattern, LetterCase letter_case);

  [[nodiscard]] bool matches_whole(std::string_view text) const;
  [[nodiscard]] bool matches_start(std::string_view text) const;
  [[nodiscard]] bool is_found_in(std::string_view text) const;

 private:
  struct Program;
  explicit Pattern(std::shared_ptr<const Program> program);
  std::shared_ptr<const Program> program_;
};

}  // namespace cxload::webphone
