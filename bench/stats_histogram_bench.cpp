// What a measurement costs: one sample, a copy a second, a merge of shards, the text in report.json.
#include <benchmark/benchmark.h>

#include <cxload/base/random.hpp>
#include <cxload/stats/hdr_codec.hpp>
#include <cxload/stats/recorder.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace {

using namespace cxload;

/// Latencies around 20 ms with a tail, in µs.
std::vector<std::int64_t> latencies() {
  Random random(1);
  std::vector<std::int64_t> values(4096);
  for (auto& value : values) value = 5'000 + static_cast<std::int64_t>(random.exponential(15'000));
  return values;
}

stats::Histogram filled() {
  stats::Histogram histogram;
  for (const std::int64_t value : latencies()) histogram.record_n(value, 25);
  return histogram;
}

void histogram_record(benchmark::State& state) {
  const auto values = latencies();
  stats::Histogram histogram;
  std::size_t i = 0;
  for (auto _ : state) histogram.record(values[i++ % values.size()]);
  state.counters["KB"] = static_cast<double>(histogram.counts().memory()) / 1024;
}
BENCHMARK(histogram_record);

void recorder_sample(benchmark::State& state) {
  const stats::Catalogue catalogue;
  stats::Recorder recorder(catalogue, {});
  const auto labels = recorder.intern({{"group", "agents"}, {"journey", "call"}, {"transport", "wss"}});
  const auto values = latencies();
  std::size_t i = 0;
  for (auto _ : state)
    recorder.sample(stats::metric::sip_rrd, labels, std::chrono::microseconds(values[i++ % values.size()]));
}
BENCHMARK(recorder_sample);

void histogram_copy_then_record(benchmark::State& state) {
  stats::Histogram histogram = filled();
  for (auto _ : state) {
    const stats::Histogram copy = histogram;
    histogram.record(20'000);
    benchmark::DoNotOptimize(copy.count());
  }
}
BENCHMARK(histogram_copy_then_record);

void histogram_merge(benchmark::State& state) {
  const stats::Histogram one = filled();
  for (auto _ : state) {
    stats::Histogram merged = one;
    merged.merge(one);
    benchmark::DoNotOptimize(merged.count());
  }
}
BENCHMARK(histogram_merge);

void histogram_percentile(benchmark::State& state) {
  const stats::Histogram one = filled();
  for (auto _ : state) benchmark::DoNotOptimize(one.value_at_percentile(99));
}
BENCHMARK(histogram_percentile);

void histogram_encode(benchmark::State& state) {
  const stats::Histogram one = filled();
  for (auto _ : state) benchmark::DoNotOptimize(stats::encode_hdr(one));
}
BENCHMARK(histogram_encode);

}  // namespace
