/// Storm: an event that cut connections on purpose, and how the phones came back; for the report.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/clock.hpp>

namespace cxload::result {

/// Class of what fails because an event of the scenario cut the connection.
inline constexpr std::string_view cut_on_purpose = "event.drop";
/// The share of the phones that has to be back for a storm to be over.
inline constexpr double recovered_share = 0.95;

struct Storm {
  double t = 0;  ///< seconds, as in Series
  WallTime at{};
  std::string group;
  double share = 0;  ///< that was to be cut
  std::uint64_t cut = 0, back = 0;
  std::optional<double> recovery_s;      ///< until recovered_share was back; none: not within the run
  std::uint64_t peak_register_rate = 0;  ///< in a second
};

}  // namespace cxload::result
