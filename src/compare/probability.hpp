/// The distributions that intervals need.
#pragma once

namespace cxload::compare {

/// Both tails beyond ±`z` of the standard normal distribution, and its inverse.
[[nodiscard]] double normal_tails(double z);
[[nodiscard]] double normal_width(double tails);

/// The same of Student's t with `freedom` degrees of freedom.
[[nodiscard]] double student_tails(double t, double freedom);
[[nodiscard]] double student_width(double tails, double freedom);

/// By what factor a standard deviation measured with `freedom` degrees of freedom may be too small, but for a
/// share `doubt` of cases.
[[nodiscard]] double deviation_doubt(double doubt, double freedom);

}  // namespace cxload::compare
