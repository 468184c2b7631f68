#include "router.hpp"

#include <algorithm>
#include <memory>

namespace cxload::standin::web {
namespace {

constexpr std::size_t most_segments = 16;

bool is_variable(std::string_view segment) { return segment.starts_with('{'); }
bool takes_rest(std::string_view segment) { return segment.ends_with("...}"); }
std::string_view name_of(std::string_view segment) {
  return segment.substr(1, segment.size() - (takes_rest(segment) ? 5 : 2));
}

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> segments;
  while (path.starts_with('/') && segments.size() <= most_segments) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

/// Its first segment, where that is none that varies.
std::string_view key_of(const std::vector<std::string_view>& segments) {
  return segments.empty() || is_variable(segments.front()) ? std::string_view() : segments.front();
}

bool match(const std::vector<std::string_view>& pattern, const std::vector<std::string_view>& path,
           Variables& variables) {
  variables.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (i >= path.size()) return false;
    if (!is_variable(pattern[i])) {
      if (pattern[i] != path[i]) return false;
      continue;
    }
    const bool is_rest = takes_rest(pattern[i]);
    // The segments are parts of one path: the rest goes from this one to the end of the last.
    const std::string_view last = is_rest ? path.back() : path[i];
    const auto length =
        static_cast<std::size_t>(std::to_address(last.end()) - std::to_address(path[i].begin()));
    auto value = unescape(std::string_view(std::to_address(path[i].begin()), length));
    if (!value || value->empty()) return false;
    variables.emplace_back(name_of(pattern[i]), std::move(*value));
    if (is_rest) return true;
  }
  return pattern.size() == path.size();
}

}  // namespace

Router::Router(std::span<const Route> routes) {
  for (const Route& route : routes) {
    std::vector<std::string_view> segments = split_path(route.pattern);
    by_first_[key_of(segments)].push_back({&route, std::move(segments)});
  }
}

Router::Found Router::find(std::string_view method, std::string_view path) const {
  Found found;
  const std::vector<std::string_view> segments = split_path(path);
  if (segments.size() > most_segments) return found;
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const std::string_view key : {key_of(segments), std::string_view()}) {
    const auto entries = by_first_.find(key);
    if (entries == by_first_.end()) continue;
    for (const Entry& entry : entries->second) {
      Variables variables;
      if (!match(entry.segments, segments, variables)) continue;
      if (entry.route->method == wanted) return {entry.route, std::move(variables), {}};
      found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(entry.route->method);
      if (entry.route->method == "GET") found.allowed += ", HEAD";
    }
    if (!found.allowed.empty() || key.empty()) break;
  }
  return found;
}

}  // namespace cxload::standin::web
