#include "ladder.hpp"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/sip/redact.hpp>

namespace cxload::run {
namespace {

constexpr std::size_t column_width = 44;

/// "INVITE sip:160@example.com" or "180 Ringing", from the first line of a message.
std::string summarise(std::string_view raw) {
  std::string_view line = raw.substr(0, raw.find_first_of("\r\n"));
  for (const std::string_view version : {"SIP/2.0", "HTTP/1.1"}) {
    if (line.starts_with(version)) {
      line = text::trim(line.substr(version.size()));
    } else if (line.ends_with(version)) {
      line = text::trim(line.substr(0, line.size() - version.size()));
    }
  }
  return text::printable(line, 38);
}

/// Characters as a terminal shows them: bytes that do not continue a UTF-8 sequence.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// "|---- INVITE … --->|", as wide as a column.
std::string arrow(std::string_view text, bool to_right) {
  const std::size_t used = width_of(text) + 2;
  const std::size_t inner = std::max(column_width - 3, used + 4);
  const std::size_t left = (inner - used) / 2;
  const std::size_t right = inner - used - left;
  return fmt::format("|{}{} {} {}{}|", to_right ? "" : "<", std::string(left, '-'), text,
                     std::string(right, '-'), to_right ? ">" : "");
}

std::vector<std::string> parties_of(const std::vector<phone::TraceEntry>& entries) {
  std::vector<std::string> parties;
  for (const phone::TraceEntry& entry : entries)
    if (std::find(parties.begin(), parties.end(), *entry.who) == parties.end()) parties.push_back(*entry.who);
  return parties;
}

}  // namespace

std::string to_rfc3339(WallTime time) {
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(static_cast<std::time_t>(seconds.count())),
                     (since - seconds).count());
}

std::string draw_ladder(const std::vector<phone::TraceEntry>& entries) {
  if (entries.empty()) return {};
  const std::vector<std::string> parties = parties_of(entries);
  std::string out = fmt::format("{:>10}  ", "ms");
  // The first phone stands left of the deployment, every further one (a callee) right of it.
  out += fmt::format("{:<{}}{:<{}}", parties.front(), column_width - 5, "deployment", column_width);
  for (std::size_t i = 1; i < parties.size(); ++i) out += parties[i] + (i + 1 < parties.size() ? ", " : "");
  out += '\n';
  for (const phone::TraceEntry& entry : entries) {
    const std::chrono::duration<double, std::milli> at = entry.at - entries.front().at;
    const bool is_caller = *entry.who == parties.front();
    const std::string indent = is_caller ? "" : std::string(column_width - 1, ' ');
    if (entry.raw == nullptr) {
      out += fmt::format("{:>10.1f}  {}* {}: {}\n", at.count(), indent, *entry.who,
                         text::printable(entry.event, 160));
    } else {
      out += fmt::format("{:>10.1f}  {}{}\n", at.count(), indent,
                         arrow(summarise(*entry.raw), entry.sent == is_caller));
    }
  }
  return out;
}

std::string write_trace(std::string_view title, const std::vector<phone::TraceEntry>& entries,
                        std::size_t dropped, const WallAnchor& anchor) {
  std::string out = fmt::format("{}\n\n{}\n", title, draw_ladder(entries));
  if (dropped > 0) out += fmt::format("({} entries in the middle were not kept)\n\n", dropped);
  for (const phone::TraceEntry& entry : entries) {
    if (entry.raw == nullptr) continue;
    out += fmt::format("--- {} {} {}\n{}\n", to_rfc3339(anchor.at(entry.at)), *entry.who,
                       entry.sent ? "sent" : "received", text::printable(sip::redact(*entry.raw), 8192));
  }
  return out;
}

}  // namespace cxload::run
