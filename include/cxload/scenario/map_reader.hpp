/// MapReader: reads one map of the format by its shape; what is wrong goes to the diagnostics, once.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/scenario/document.hpp>
#include <cxload/scenario/shape.hpp>
#include <cxload/scenario/values.hpp>

namespace cxload::scenario {

/// Reads a scalar by one of the functions of values.hpp; the fault points at the offending byte.
template <class T>
std::optional<T> read_scalar(const Node& node, Value<T> (*parse)(std::string_view),
                             Diagnostics& diagnostics) {
  if (!node.is_scalar()) {
    diagnostics.add(node.place, "one value is wanted here, not a list or a map");
    return std::nullopt;
  }
  auto value = parse(node.text);
  if (value) return std::move(*value);
  diagnostics.add(node.at(value.error().at), value.error().what);
  return std::nullopt;
}

/// A whole number in the bounds, from a scalar.
std::optional<std::uint64_t> read_whole(const Node& node, std::uint64_t low, std::uint64_t high,
                                        Diagnostics& diagnostics);
/// How long a registration lasts: seconds, or a duration; 600 s after a fault.
std::chrono::seconds read_expires(const Node& node, Diagnostics& diagnostics);
/// Names of pools, groups and journeys: [a-z][a-z0-9_-]*.
[[nodiscard]] bool is_name(std::string_view text);

/// Reading a key that is absent, or whose value is wrong, gives nothing; only the latter is a fault.
class MapReader {
 public:
  /// Checks at once: a map, no unknown keys, none of a later version, all required ones there.
  MapReader(const Node& node, const Shape& shape, Diagnostics& diagnostics);

  [[nodiscard]] const Node* find(std::string_view key) const { return node_.find(key); }
  [[nodiscard]] bool has(std::string_view key) const { return node_.find(key) != nullptr; }
  [[nodiscard]] bool has_unknown_key() const;                ///< misspelt, or of a later version
  [[nodiscard]] Place place_of(std::string_view key) const;  ///< of its value; of the map when absent

  std::optional<std::string> text(std::string_view key);
  std::optional<std::string> word(std::string_view key);  ///< one of the field's words
  std::optional<bool> flag(std::string_view key);
  std::optional<std::uint64_t> whole(std::string_view key, std::uint64_t low, std::uint64_t high);
  std::optional<Duration> duration(std::string_view key);
  std::optional<phone::DurationRange> duration_range(std::string_view key);
  std::optional<Rate> rate(std::string_view key);
  /// The items of a list of scalars; one scalar counts as a list of one.
  std::vector<const Node*> scalars(std::string_view key);

  void fail(std::string_view key, std::string what);  ///< points at the key's value

 private:
  void check_key(const Member& member);
  [[nodiscard]] std::vector<std::string> misspelt_keys() const;

  const Node& node_;
  const Shape& shape_;
  Diagnostics& diagnostics_;
};

}  // namespace cxload::scenario
