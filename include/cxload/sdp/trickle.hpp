/// Trickle: candidates that a peer names after its description (RFC 8840 4, application/trickle-ice-sdpfrag).
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace cxload::sdp {

inline constexpr std::string_view trickle_type = "application/trickle-ice-sdpfrag";

struct Trickle {
  static constexpr std::size_t most_candidates = 32;
  std::string ufrag;                    ///< of the generation they belong to; empty: not said
  std::vector<std::string> candidates;  ///< values of a=candidate
  bool is_complete = false;             ///< a=end-of-candidates
};

/// Lines that are none of these are passed over, as those of other streams' mids are not told apart: with
/// BUNDLE all streams share one way.
[[nodiscard]] Trickle read_trickle(std::string_view fragment);

}  // namespace cxload::sdp
