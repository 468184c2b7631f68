/// Node: a YAML document as a tree in which everything knows its place. Scalars stay text.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/scenario/diagnostics.hpp>

namespace cxload::scenario {

struct Member;

struct Node {
  enum class Kind { null, scalar, list, map };
  Kind kind = Kind::null;
  Place place;
  std::string text;  ///< of a scalar
  /// Bytes before the text at `place` (a quote); nothing when the text does not stand in the source just so.
  std::optional<std::uint32_t> lead;
  std::vector<Node> items;
  std::vector<Member> members;  ///< in the order of the file, keys unique

  [[nodiscard]] const Node* find(std::string_view key) const;  ///< nothing when it is absent or null
  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }
  [[nodiscard]] bool is_null() const { return kind == Kind::null; }
  [[nodiscard]] Place at(std::size_t offset) const;  ///< place of the scalar's byte `offset`
};

struct Member {
  std::string key;
  Place place;  ///< of the key
  Node value;
};

/// Bounds on what a file may make of our memory; an alias counts as the nodes it stands for.
struct DocumentLimits {
  std::size_t bytes = 1 << 20;
  std::size_t nodes = 100'000;
  std::size_t depth = 48;
};

/// One YAML document. `first` is the place of its first byte (an option's value starts inside the option).
/// Nothing when it is not YAML or beyond a limit; the diagnostics say where. Duplicate keys are faults too,
/// but leave a tree.
[[nodiscard]] std::optional<Node> parse_yaml(std::string_view text, Place first, Diagnostics& diagnostics,
                                             const DocumentLimits& limits = {});

}  // namespace cxload::scenario
