#include <cxload/base/text.hpp>
#include <cxload/sdp/trickle.hpp>

namespace cxload::sdp {
namespace {

constexpr std::size_t most_lines = 256;
constexpr std::size_t longest_line = 512;  ///< of those that mean something

}  // namespace

Trickle read_trickle(std::string_view fragment) {
  Trickle trickle;
  for (std::size_t lines = 0; !fragment.empty() && lines < most_lines; ++lines) {
    const std::size_t end = std::min(fragment.find('\n'), fragment.size());
    const std::string_view line = text::trim(fragment.substr(0, end));
    fragment.remove_prefix(std::min(end + 1, fragment.size()));
    if (line.size() > longest_line) continue;
    const auto value_of = [&line](std::string_view name) {
      return line.starts_with(name) ? line.substr(name.size()) : std::string_view();
    };
    if (const auto candidate = value_of("a=candidate:"); !candidate.empty()) {
      if (trickle.candidates.size() < Trickle::most_candidates) trickle.candidates.emplace_back(candidate);
    } else if (const auto ufrag = value_of("a=ice-ufrag:"); !ufrag.empty()) {
      trickle.ufrag = ufrag;
    } else if (line == "a=end-of-candidates") {
      trickle.is_complete = true;
    }
  }
  return trickle;
}

}  // namespace cxload::sdp
