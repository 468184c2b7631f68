#include "probability.hpp"

#include <algorithm>
#include <cmath>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace cxload::compare {
namespace {

/// Below this the libraries' quantiles run out of digits, and nobody needs to be that sure.
constexpr double least_tails = 1e-14;

}  // namespace

double normal_tails(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

double normal_width(double tails) {
  const boost::math::normal_distribution<double> normal;
  return -boost::math::quantile(normal, std::clamp(tails, least_tails, 1.0) / 2);
}

double student_tails(double t, double freedom) {
  if (!std::isfinite(t)) return 0;
  const boost::math::students_t_distribution<double> student(freedom);
  return 2 * boost::math::cdf(boost::math::complement(student, std::abs(t)));
}

double student_width(double tails, double freedom) {
  const boost::math::students_t_distribution<double> student(freedom);
  return -boost::math::quantile(student, std::clamp(tails, least_tails, 1.0) / 2);
}

double deviation_doubt(double doubt, double freedom) {
  const boost::math::chi_squared_distribution<double> squares(freedom);
  return std::sqrt(freedom / boost::math::quantile(squares, doubt));
}

}  // namespace cxload::compare
