#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/map_reader.hpp>

namespace cxload::scenario {
namespace {

std::vector<std::string_view> keys_of(const Shape& shape) {
  std::vector<std::string_view> keys;
  for (const Field& field : shape.fields) keys.push_back(field.key);
  return keys;
}

Value<std::string> take_text(std::string_view text) { return std::string(text); }

}  // namespace

std::optional<std::uint64_t> read_whole(const Node& node, std::uint64_t low, std::uint64_t high,
                                        Diagnostics& diagnostics) {
  if (!node.is_scalar()) {
    diagnostics.add(node.place, "a whole number is wanted here");
    return std::nullopt;
  }
  const auto value = parse_whole(node.text, low, high);
  if (value) return *value;
  diagnostics.add(node.at(value.error().at), value.error().what);
  return std::nullopt;
}

std::chrono::seconds read_expires(const Node& node, Diagnostics& diagnostics) {
  constexpr std::chrono::seconds usual(600);
  constexpr std::uint64_t longest = 30ULL * 24 * 3600;
  const bool is_number = node.is_scalar() && node.text.find_first_not_of("0123456789") == std::string::npos;
  if (is_number) return std::chrono::seconds(read_whole(node, 1, longest, diagnostics).value_or(600));
  const auto duration = read_scalar(node, parse_duration, diagnostics);
  if (!duration) return usual;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*duration);
  if (seconds.count() < 1 || seconds.count() > static_cast<std::int64_t>(longest))
    diagnostics.add(node.place, "a registration lasts between 1s and 30 days");
  return seconds;
}

bool is_name(std::string_view text) {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !text.empty() && text.size() <= 64 && is_lower(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_lower(c) || (c >= '0' && c <= '9') || c == '_' || c == '-'; });
}

MapReader::MapReader(const Node& node, const Shape& shape, Diagnostics& diagnostics)
    : node_(node), shape_(shape), diagnostics_(diagnostics) {
  if (!node.is_map() && !node.is_null()) {
    diagnostics_.add(node.place, fmt::format("{} is a map of keys and values", shape.name));
    return;
  }
  for (const Member& member : node.members) check_key(member);
  const std::vector<std::string> meant = misspelt_keys();
  for (const Field& field : shape.fields) {
    const bool is_there = std::any_of(node.members.begin(), node.members.end(),
                                      [&](const Member& m) { return m.key == field.key; });
    // A misspelt key was told already; that it is missing is the same fault.
    const bool is_misspelt = std::find(meant.begin(), meant.end(), field.key) != meant.end();
    if (field.required && !is_there && !is_misspelt)
      diagnostics_.add(node.place, fmt::format("{} needs `{}`", shape.name, field.key));
  }
}

std::vector<std::string> MapReader::misspelt_keys() const {
  std::vector<std::string> meant;
  const std::vector<std::string_view> keys = keys_of(shape_);
  for (const Member& member : node_.members) {
    if (shape_.find(member.key) != nullptr) continue;
    if (auto near = text::nearest(member.key, keys)) meant.push_back(std::move(*near));
  }
  return meant;
}

bool MapReader::has_unknown_key() const {
  return std::any_of(node_.members.begin(), node_.members.end(),
                     [&](const Member& member) { return shape_.find(member.key) == nullptr; });
}

void MapReader::check_key(const Member& member) {
  if (is_later(shape_.name, member.key)) {
    diagnostics_.add(member.place, not_yet(member.key));
  } else if (shape_.find(member.key) == nullptr) {
    diagnostics_.add(member.place, fmt::format("unknown key \"{}\" in {}{}", member.key, shape_.name,
                                               hint(member.key, keys_of(shape_))));
  } else if (member.value.is_null()) {
    diagnostics_.add(member.place, fmt::format("`{}` has no value", member.key));
  }
}

Place MapReader::place_of(std::string_view key) const {
  const Node* node = find(key);
  return node == nullptr ? node_.place : node->place;
}

std::optional<std::string> MapReader::text(std::string_view key) {
  const Node* node = find(key);
  return node == nullptr ? std::nullopt : read_scalar(*node, take_text, diagnostics_);
}

std::optional<std::string> MapReader::word(std::string_view key) {
  auto value = text(key);
  const Field* field = shape_.find(key);
  if (!value || field == nullptr) return std::nullopt;
  if (std::find(field->words.begin(), field->words.end(), *value) != field->words.end()) return value;
  fail(key, is_later(key, *value)
                ? not_yet(*value)
                : fmt::format("`{}` cannot be \"{}\"{}", key, *value, hint(*value, field->words)));
  return std::nullopt;
}

std::optional<bool> MapReader::flag(std::string_view key) {
  const Node* node = find(key);
  return node == nullptr ? std::nullopt : read_scalar(*node, parse_flag, diagnostics_);
}

std::optional<std::uint64_t> MapReader::whole(std::string_view key, std::uint64_t low, std::uint64_t high) {
  const Node* node = find(key);
  return node == nullptr ? std::nullopt : read_whole(*node, low, high, diagnostics_);
}

std::optional<Duration> MapReader::duration(std::string_view key) {
  const Node* node = find(key);
  return node == nullptr ? std::nullopt : read_scalar(*node, parse_duration, diagnostics_);
}

std::optional<phone::DurationRange> MapReader::duration_range(std::string_view key) {
  const Node* node = find(key);
  return node == nullptr ? std::nullopt : read_scalar(*node, parse_duration_range, diagnostics_);
}

std::optional<Rate> MapReader::rate(std::string_view key) {
  const Node* node = find(key);
  return node == nullptr ? std::nullopt : read_scalar(*node, parse_rate, diagnostics_);
}

std::vector<const Node*> MapReader::scalars(std::string_view key) {
  const Node* node = find(key);
  if (node == nullptr) return {};
  if (node->is_scalar()) return {node};
  std::vector<const Node*> items;
  if (!node->is_list()) fail(key, fmt::format("`{}` is a list", key));
  for (const Node& item : node->items) {
    if (item.is_scalar()) {
      items.push_back(&item);
    } else {
      diagnostics_.add(item.place, fmt::format("`{}` is a list of single values", key));
    }
  }
  return items;
}

void MapReader::fail(std::string_view key, std::string what) {
  diagnostics_.add(place_of(key), std::move(what));
}

}  // namespace cxload::scenario
