#include "distribution_texts.hpp"

#include <utility>

#include <cxload/stats/hdr_codec.hpp>

#include "json_writer.hpp"

namespace cxload::report {
namespace {

DistributionTexts::Texts describe(const stats::Histogram& histogram, double per_unit) {
  constexpr std::size_t size = DistributionTexts::percentiles.size();
  std::array<double, size> wanted{};
  for (std::size_t i = 0; i < size; ++i) wanted[i] = DistributionTexts::percentiles[i].percentile;
  std::array<std::int64_t, size> values{};
  histogram.values_at_percentiles(wanted, values);
  const stats::Histogram::Spread spread = histogram.spread();
  const auto number = [per_unit](auto value) { return json_number(static_cast<double>(value) / per_unit); };
  DistributionTexts::Texts texts;
  texts.min = number(histogram.min());
  texts.mean = number(spread.mean);
  texts.stddev = number(spread.stddev);
  texts.max = number(histogram.max());
  for (std::size_t i = 0; i < size; ++i) texts.at[i] = number(values[i]);
  texts.encoded = '"' + stats::encode_hdr(histogram) + '"';  // base64 has nothing to escape
  return texts;
}

}  // namespace

const DistributionTexts::Texts& DistributionTexts::of(stats::MetricId id, const stats::Metric& metric,
                                                      const stats::Histogram& histogram) {
  const auto index = static_cast<std::size_t>(id);
  if (index >= known_.size()) known_.resize(index + 1);
  for (const auto& one : known_[index]) {
    if (one->per_unit != metric.per_unit || one->histogram != histogram) continue;
    one->is_shown = true;
    return one->texts;
  }
  known_[index].push_back(
      std::make_unique<Known>(Known{histogram, metric.per_unit, describe(histogram, metric.per_unit), true}));
  return known_[index].back()->texts;
}

void DistributionTexts::end_report() {
  for (auto& of_metric : known_)
    std::erase_if(of_metric, [](const auto& one) { return !std::exchange(one->is_shown, false); });
}

}  // namespace cxload::report
