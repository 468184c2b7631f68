/// UserCurve: how many users there are over time, in straight pieces; when one of them has its turn.
#pragma once
#include <optional>
#include <vector>

#include <cxload/base/clock.hpp>

namespace cxload::load {

/// The number goes evenly from `from` to `to`.
struct UserStage {
  double from = 0;
  double to = 0;
  Duration length{};
};

/// Value type. User n takes part whenever there are more than n users; a ramp to 20 in 20 s adds one a
/// second.
class UserCurve {
 public:
  explicit UserCurve(std::vector<UserStage> stages) : stages_(std::move(stages)) {}

  /// The first moment from `elapsed` on at which user `user` takes part; nothing when there is none any more.
  [[nodiscard]] std::optional<Duration> next_turn(std::uint64_t user, Duration elapsed) const;
  [[nodiscard]] Duration length() const;

 private:
  std::vector<UserStage> stages_;
};

}  // namespace cxload::load
