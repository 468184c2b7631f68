/// Cells of every kind as JSON, and back.
#include "json_metrics.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <cxload/stats/hdr_codec.hpp>

#include "json_words.hpp"

namespace cxload::report {
namespace {

using stats::Cell;
using stats::Kind;
using stats::Metric;

constexpr std::size_t most_metrics = 10'000;
constexpr std::size_t most_series = 100'000;

struct Percentile {
  std::string_view name;
  double value;
};
constexpr auto percentiles = std::to_array<Percentile>(
    {{"p5", 5}, {"p50", 50}, {"p90", 90}, {"p95", 95}, {"p99", 99}, {"p999", 99.9}});

/// Series in the order in which they are read again, which unclean label values might change.
using Ordered = std::map<stats::LabelSet, const Cell*>;

Ordered order_series(const std::map<stats::LabelSet, Cell>& series) {
  Ordered ordered;
  for (const auto& [labels, cell] : series) {
    if (cell == Cell{}) continue;
    stats::LabelSet clean;
    for (const auto& [name, value] : labels) clean.emplace_back(clean_utf8(name), clean_utf8(value));
    ordered.emplace(std::move(clean), &cell);
  }
  return ordered;
}

void write_distribution(JsonWriter& out, const Metric& metric, const Cell& cell) {
  const stats::Histogram& histogram = cell.histogram;
  const auto figure = [&](std::string_view name, double value) {
    out.number(name, histogram.empty() ? std::nullopt : std::optional(value / metric.per_unit));
  };
  const auto at = [&](double p) { return static_cast<double>(histogram.value_at_percentile(p)); };
  out.number("scale", metric.per_unit);
  out.integer("count", histogram.count());
  out.integer("failed", cell.failed);
  figure("min", static_cast<double>(histogram.min()));
  figure("mean", histogram.mean());
  figure("stddev", histogram.stddev());
  for (const Percentile& percentile : percentiles) figure(percentile.name, at(percentile.value));
  figure("max", static_cast<double>(histogram.max()));
  if (histogram.saturated() > 0) out.integer("saturated", histogram.saturated());
  out.key("histogram");
  if (histogram.empty())
    out.null();
  else
    out.text(stats::encode_hdr(histogram));
}

void write_cell(JsonWriter& out, const Metric& metric, const Cell& cell) {
  out.text("kind", words::of(words::kinds, metric.kind));
  out.text("unit", metric.unit);
  switch (metric.kind) {
    case Kind::distribution:
      return write_distribution(out, metric, cell);
    case Kind::ratio:
      out.integer("numerator", cell.numerator);
      out.integer("denominator", cell.denominator);
      return out.number("value", cell.denominator == 0
                                     ? std::nullopt
                                     : std::optional(static_cast<double>(cell.numerator) /
                                                     static_cast<double>(cell.denominator)));
    default:
      out.key("value");
      out.integer(cell.value);
      return out.integer("tried", cell.tried);
  }
}

void write_metric(JsonWriter& out, const Metric& metric, const Ordered& series) {
  const Cell none;
  const auto total = series.find({});
  out.begin_object();
  write_cell(out, metric, total == series.end() ? none : *total->second);
  out.text("help", metric.help);
  out.key("by");
  out.begin_array();
  for (const auto& [labels, cell] : series) {
    if (labels.empty()) continue;
    out.begin_object(JsonWriter::Layout::flat);
    out.key("labels");
    write_labels(out, labels);
    write_cell(out, metric, *cell);
    out.end();
  }
  out.end();
  out.end();
}

stats::Histogram read_histogram(const JsonReader& json) {
  const JsonReader encoded = json.at("histogram");
  if (encoded.is_null()) return {};
  auto decoded = stats::decode_hdr(encoded.text());
  if (!decoded) {
    encoded.fail(decoded.error().detail);
    return {};
  }
  decoded->add_saturated(json.at("saturated").unsigned_integer());
  return *decoded;
}

Cell read_cell(const JsonReader& json, Kind kind) {
  Cell cell;
  if (kind == Kind::distribution) {
    cell.histogram = read_histogram(json);
    cell.failed = json.at("failed").unsigned_integer();
  } else if (kind == Kind::ratio) {
    cell.numerator = json.at("numerator").unsigned_integer();
    cell.denominator = json.at("denominator").unsigned_integer();
  } else {
    cell.value = json.at("value").integer();
    cell.tried = json.at("tried").unsigned_integer();
  }
  return cell;
}

void read_metric(const std::string& name, const JsonReader& json, result::RunResult& run) {
  Metric metric;
  metric.name = name;
  metric.unit = json.at("unit").text();
  metric.help = json.at("help").text();
  const auto kind = words::find(words::kinds, json.at("kind").text());
  if (!kind) return json.at("kind").fail("distribution, ratio, counter or gauge is expected");
  metric.kind = *kind;
  if (metric.kind == Kind::distribution) metric.per_unit = json.at("scale").number();
  if (!(metric.per_unit > 0)) return json.at("scale").fail("a number above 0 is expected");
  const stats::MetricId id{static_cast<std::uint16_t>(run.metrics.size())};
  run.metrics.push_back(std::move(metric));
  const auto keep = [&](const stats::LabelSet& labels, const JsonReader& from) {
    const Cell cell = read_cell(from, *kind);
    if (!(cell == Cell{})) run.snapshot.at(id, labels) = cell;
  };
  keep({}, json);
  json.at("by").for_each_item(most_series,
                              [&](const JsonReader& item) { keep(read_labels(item.at("labels")), item); });
}

}  // namespace

void write_labels(JsonWriter& out, const stats::LabelSet& labels) {
  out.begin_object(JsonWriter::Layout::flat);
  for (const auto& [name, value] : labels) out.text(name, value);
  out.end();
}

stats::LabelSet read_labels(const JsonReader& labels) {
  stats::LabelSet set;
  labels.for_each_member(stats::label_names.size(), [&](const std::string& name, const JsonReader& value) {
    set.emplace_back(name, value.text());
  });
  std::sort(set.begin(), set.end());
  return set;
}

void write_metrics(JsonWriter& out, const result::RunResult& run) {
  out.begin_object();
  for (std::size_t i = 0; i < run.metrics.size(); ++i) {
    const Ordered series = order_series(run.snapshot.series(static_cast<stats::MetricId>(i)));
    if (series.empty()) continue;
    out.key(run.metrics[i].name);
    write_metric(out, run.metrics[i], series);
  }
  out.end();
}

void read_metrics(const JsonReader& metrics, result::RunResult& run) {
  metrics.for_each_member(
      most_metrics, [&](const std::string& name, const JsonReader& json) { read_metric(name, json, run); });
}

}  // namespace cxload::report
