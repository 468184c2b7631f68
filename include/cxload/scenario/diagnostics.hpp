/// Diagnostics: every fault of a scenario, told the way a compiler does (CONTRACT 1).
#pragma once
#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::scenario {

/// Where something stands: a source of Diagnostics, then line and column in bytes, both from 1.
struct Place {
  std::uint32_t source = 0;
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  auto operator<=>(const Place&) const = default;
};

struct Fault {
  Place place;
  std::string what;
  bool operator==(const Fault&) const = default;
};

/// Collects all faults, so that one run of the parser tells them all.
/// Threads: one. Limits: keeps 1,000 faults, shows 50.
class Diagnostics {
 public:
  enum class SourceKind { file, option };  ///< an option has no line and column worth telling

  /// Registers a text that faults may point into. Passwords in it are never shown.
  std::uint32_t add_source(std::string name, std::string text, SourceKind kind = SourceKind::file);
  void add(Place place, std::string what);
  [[nodiscard]] bool empty() const { return faults_.empty(); }
  [[nodiscard]] std::vector<Fault> sorted() const;  ///< by position, repetitions dropped
  /// For each fault "file:line:column: what", the offending line and a caret under the place.
  [[nodiscard]] std::string render(std::size_t limit = 50) const;

 private:
  struct Source {
    std::string name, text;
    SourceKind kind;
  };
  std::vector<Source> sources_;
  std::vector<Fault> faults_;
};

/// `; did you mean "agents"?` when one of `known` is near, else `; known: a, b, c` for a short list, else
/// nothing.
[[nodiscard]] std::string hint(std::string_view word, std::span<const std::string_view> known);
/// "“site” is part of the format, but this version does not have it yet"
[[nodiscard]] std::string not_yet(std::string_view word);

}  // namespace cxload::scenario
