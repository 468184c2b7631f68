#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/replaces.hpp>

namespace cxload::sip {
namespace {

/// The part before `separator`; `rest` goes on behind it.
std::string_view cut(std::string_view& rest, char separator) {
  const std::size_t at = std::min(rest.find(separator), rest.size());
  const std::string_view part = rest.substr(0, at);
  rest.remove_prefix(std::min(at + 1, rest.size()));
  return part;
}

bool set_once(std::string& into, std::string_view value) {
  if (!into.empty() || value.empty()) return false;
  into = value;
  return true;
}

}  // namespace

std::optional<Replaces> parse_replaces(std::string_view value) {
  Replaces out;
  out.dialog.call_id = text::trim(cut(value, ';'));
  bool is_whole = !out.dialog.call_id.empty();
  while (!value.empty() && is_whole) {
    std::string_view parameter = cut(value, ';');
    const std::string_view name = text::trim(cut(parameter, '='));
    const std::string_view given = text::trim(parameter);
    if (text::iequals(name, "to-tag")) is_whole = set_once(out.dialog.local_tag, given);
    if (text::iequals(name, "from-tag")) is_whole = set_once(out.dialog.remote_tag, given);
    out.early_only = out.early_only || text::iequals(name, "early-only");
  }
  is_whole = is_whole && !out.dialog.local_tag.empty() && !out.dialog.remote_tag.empty();
  return is_whole ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::string> replaces_of_uri(std::string_view uri_headers) {
  std::optional<std::string> found;
  while (!uri_headers.empty()) {
    std::string_view header = cut(uri_headers, '&');
    const std::string name = unescape(cut(header, '='));
    if (!text::iequals(name, "Replaces")) continue;
    if (found) return std::nullopt;
    found = unescape(header);
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (found && (found->empty() || std::any_of(found->begin(), found->end(), is_control))) return std::nullopt;
  return found;
}

}  // namespace cxload::sip
