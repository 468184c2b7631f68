// `--set key.path=value`: one change of the document, as if it stood in the file.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/overlay.hpp>

namespace cxload::scenario {
namespace {

struct Segment {
  std::string key;
  std::size_t at;  // in the option
};

/// Splits `a."b.c".0`; empty when a segment is empty or a quote stays open.
std::vector<Segment> split_path(std::string_view path) {
  std::vector<Segment> segments;
  for (std::size_t at = 0; at <= path.size();) {
    const bool quoted = at < path.size() && path[at] == '"';
    const std::size_t from = at + (quoted ? 1 : 0);
    std::size_t end = path.find(quoted ? '"' : '.', from);
    if (quoted && end == std::string_view::npos) return {};
    end = std::min(end, path.size());
    segments.push_back({std::string(path.substr(from, end - from)), from});
    if (segments.back().key.empty()) return {};
    at = end + (quoted ? 1 : 0);
    if (at < path.size() && path[at] != '.') return {};
    ++at;
  }
  return segments;
}

/// Walks down, making maps where nothing is yet.
class Descent {
 public:
  Descent(Place option, Diagnostics& diagnostics) : option_(option), diagnostics_(diagnostics) {}

  /// The node behind one more segment; nothing when there can be none.
  Node* step(Node& node, const Segment& segment) {
    if (node.is_list()) return item(node, segment);
    if (node.is_scalar()) {
      fail(segment, fmt::format("\"{}\" cannot stand below the value \"{}\"", segment.key, node.text));
      return nullptr;
    }
    node.kind = Node::Kind::map;
    const auto member = std::find_if(node.members.begin(), node.members.end(),
                                     [&](const Member& m) { return m.key == segment.key; });
    if (member != node.members.end()) return &member->value;
    node.members.push_back({segment.key, place(segment.at), {}});
    node.members.back().value.place = place(segment.at);
    return &node.members.back().value;
  }

 private:
  Place place(std::size_t at) const {
    Place where = option_;
    where.column += static_cast<std::uint32_t>(at);
    return where;
  }
  void fail(const Segment& segment, std::string what) {
    diagnostics_.add(place(segment.at), std::move(what));
  }

  Node* item(Node& list, const Segment& segment) {
    const auto index = text::parse_unsigned(segment.key);
    if (!index || *index > list.items.size()) {
      fail(segment,
           fmt::format("\"{}\" is not an item of this list; it has {} (indexes start at 0, {} appends)",
                       segment.key, list.items.size(), list.items.size()));
      return nullptr;
    }
    if (*index == list.items.size()) {
      list.items.emplace_back();
      list.items.back().place = place(segment.at);
    }
    return &list.items[*index];
  }

  Place option_;
  Diagnostics& diagnostics_;
};

}  // namespace

void apply_set(Node& root, std::string_view option, Diagnostics& diagnostics) {
  const std::uint32_t source = diagnostics.add_source(fmt::format("--set {}", option), std::string(option),
                                                      Diagnostics::SourceKind::option);
  const Place start{source, 1, 1};
  const std::size_t equals = option.find('=');
  const std::vector<Segment> path =
      equals == std::string_view::npos ? std::vector<Segment>{} : split_path(option.substr(0, equals));
  if (path.empty()) {
    diagnostics.add(start, "an override is key.path=value; list items by index, keys with dots in quotes");
    return;
  }
  Place value_place = start;
  value_place.column += static_cast<std::uint32_t>(equals + 1);
  std::optional<Node> value = parse_yaml(option.substr(equals + 1), value_place, diagnostics);
  if (!value) return;
  Descent descent(start, diagnostics);
  Node* node = &root;
  for (const Segment& segment : path) {
    node = descent.step(*node, segment);
    if (node == nullptr) return;
  }
  if (value->is_null()) value->place = value_place;
  *node = std::move(*value);
}

}  // namespace cxload::scenario
