#include <algorithm>
#include <chrono>

#include <cxload/load/user_curve.hpp>

namespace cxload::load {
namespace {

using Seconds = std::chrono::duration<double>;

/// The first moment of this stage from `into` on at which the number is above `bound`.
std::optional<Duration> first_above(const UserStage& stage, double bound, Duration into) {
  const double length = Seconds(stage.length).count();
  const double slope = length > 0 ? (stage.to - stage.from) / length : 0;
  const double now = stage.from + slope * Seconds(into).count();
  if (now > bound) return into;
  if (slope <= 0 || stage.to <= bound) return std::nullopt;
  return std::chrono::ceil<Duration>(Seconds((bound - stage.from) / slope));
}

}  // namespace

std::optional<Duration> UserCurve::next_turn(std::uint64_t user, Duration elapsed) const {
  Duration begin{};
  for (const UserStage& stage : stages_) {
    const Duration end = begin + stage.length;
    if (elapsed < end) {
      const auto found =
          first_above(stage, static_cast<double>(user), std::max(Duration::zero(), elapsed - begin));
      if (found && begin + *found < end) return begin + *found;
    }
    begin = end;
  }
  return std::nullopt;
}

Duration UserCurve::length() const {
  Duration sum{};
  for (const UserStage& stage : stages_) sum += stage.length;
  return sum;
}

}  // namespace cxload::load
