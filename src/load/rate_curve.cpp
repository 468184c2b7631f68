#include <algorithm>
#include <cmath>

#include <cxload/load/rate_curve.hpp>

namespace cxload::load {
namespace {

double to_seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

/// Sums of decimal rates and times miss whole numbers by a little: 0.1/s for 30s is 3 starts, not 4.
constexpr double rounding = 1e-9;

}  // namespace

double RateCurve::Piece::starts(double into) const {
  return into * (from + (to - from) * into / (2 * length));
}

/// Solves from·t + slope/2·t² = starts. This form of the quadratic formula also holds for a slope of 0.
double RateCurve::Piece::seconds(double starts) const {
  const double slope = (to - from) / length;
  const double root = std::sqrt(std::max(0.0, from * from + 2 * slope * starts));
  return starts <= 0 ? 0 : std::min(length, 2 * starts / (from + root));
}

RateCurve::RateCurve(std::span<const RateStage> stages) {
  double begin = 0, sum = 0;
  for (const RateStage& stage : stages) {
    const double length = std::max(0.0, to_seconds(stage.length));
    const double from = std::max(0.0, stage.from), to = std::max(0.0, stage.to);
    length_ += std::max(Duration::zero(), stage.length);
    peak_ = std::max({peak_, from, to});
    if (length == 0) continue;
    pieces_.push_back({begin, length, from, to, sum});
    sum += pieces_.back().starts(length);
    begin += length;
  }
}

double RateCurve::total() const {
  return pieces_.empty() ? 0 : pieces_.back().starts_before + pieces_.back().starts(pieces_.back().length);
}

double RateCurve::starts_until(Duration elapsed) const {
  const double now = to_seconds(elapsed);
  if (now <= 0 || pieces_.empty()) return 0;
  const auto after = std::partition_point(pieces_.begin(), pieces_.end(),
                                          [&](const Piece& piece) { return piece.begin <= now; });
  const Piece& piece = *std::prev(after);
  return piece.starts_before + piece.starts(std::min(now - piece.begin, piece.length));
}

std::optional<double> RateCurve::seconds_at(double starts) const {
  if (starts >= total() - rounding) return std::nullopt;
  // The last piece that begins at or below the level: pieces of rate 0 before it are jumped over.
  const auto after = std::partition_point(pieces_.begin(), pieces_.end(),
                                          [&](const Piece& piece) { return piece.starts_before <= starts; });
  const Piece& piece = *std::prev(after);
  return piece.begin + piece.seconds(starts - piece.starts_before);
}

}  // namespace cxload::load
