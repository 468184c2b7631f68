#include <algorithm>
#include <cmath>

#include <cxload/load/offered.hpp>
#include <cxload/load/rate_curve.hpp>

namespace cxload::load {
namespace {

/// As Plan does it: evenly spaced starts stand at 0, 1, 2, … of the integral.
double count_of(const OpenLoad& open, double integral) {
  if (open.spacing == Spacing::poisson) return integral;
  return std::max(0.0, std::ceil(integral - 1e-9));
}

}  // namespace

double offered(const Entry& entry, Duration elapsed) {
  if (elapsed < entry.start) return 0;
  if (const auto* count = std::get_if<CountLoad>(&entry.load)) return static_cast<double>(count->count);
  const auto* open = std::get_if<OpenLoad>(&entry.load);
  if (open == nullptr) return 0;
  const RateCurve curve(open->stages);
  const Duration into = elapsed - entry.start;
  return count_of(*open, curve.starts_until(into));
}

double offered_in_all(const Entry& entry) {
  const auto* open = std::get_if<OpenLoad>(&entry.load);
  return open == nullptr ? offered(entry, entry.start) : count_of(*open, RateCurve(open->stages).total());
}

double peak_rate(const Entry& entry) {
  const auto* open = std::get_if<OpenLoad>(&entry.load);
  return open == nullptr ? 0 : RateCurve(open->stages).peak();
}

}  // namespace cxload::load
