/// RateCurve: starts a second over time, in straight pieces; its integral and the inverse of that.
#pragma once
#include <optional>
#include <span>
#include <vector>

#include <cxload/load/entry.hpp>

namespace cxload::load {

/// Value type. A negative rate or length counts as 0.
class RateCurve {
 public:
  explicit RateCurve(std::span<const RateStage> stages);

  /// Starts expected up to `elapsed`: the integral of the rate.
  [[nodiscard]] double starts_until(Duration elapsed) const;
  /// When the integral reaches `starts`, in seconds; nothing when it never does. The end of the last stage is
  /// not part of the curve: 50/s for 1s reaches 49.99, not 50.
  [[nodiscard]] std::optional<double> seconds_at(double starts) const;
  [[nodiscard]] double total() const;
  [[nodiscard]] double peak() const { return peak_; }
  [[nodiscard]] Duration length() const { return length_; }

 private:
  struct Piece {
    double begin;   // seconds
    double length;  // seconds
    double from, to;
    double starts_before;

    [[nodiscard]] double starts(double into) const;
    [[nodiscard]] double seconds(double starts) const;
  };
  std::vector<Piece> pieces_;
  Duration length_{};
  double peak_ = 0;
};

}  // namespace cxload::load
