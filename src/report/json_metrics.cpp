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

/// Where a cell goes, and what it can take from.
struct CellWriter {
  JsonWriter& out;
  stats::MetricId id;
  const Metric& metric;
  DistributionTexts& texts;

  void write(const Cell& cell) const;

 private:
  void write_distribution(const Cell& cell) const;
  void write_figures(const stats::Histogram& histogram) const;
  void write_empty() const;
};

void CellWriter::write_distribution(const Cell& cell) const {
  out.number("scale", metric.per_unit);
  out.integer("count", cell.histogram.count());
  out.integer("failed", cell.failed);
  cell.histogram.empty() ? write_empty() : write_figures(cell.histogram);
}

void CellWriter::write_figures(const stats::Histogram& histogram) const {
  const DistributionTexts::Texts& known = texts.of(id, metric, histogram);
  const auto figure = [this](std::string_view name, std::string_view number) {
    out.key(name);
    out.raw(number);
  };
  figure("min", known.min);
  figure("mean", known.mean);
  figure("stddev", known.stddev);
  for (std::size_t i = 0; i < known.at.size(); ++i)
    figure(DistributionTexts::percentiles[i].name, known.at[i]);
  figure("max", known.max);
  if (histogram.saturated() > 0) out.integer("saturated", histogram.saturated());
  figure("histogram", known.encoded);
}

void CellWriter::write_empty() const {
  const auto none = [this](std::string_view name) { out.number(name, std::nullopt); };
  for (const std::string_view name : {"min", "mean", "stddev"}) none(name);
  for (const auto& percentile : DistributionTexts::percentiles) none(percentile.name);
  none("max");
  none("histogram");
}

void CellWriter::write(const Cell& cell) const {
  out.text("kind", words::of(words::kinds, metric.kind));
  out.text("unit", metric.unit);
  switch (metric.kind) {
    case Kind::distribution:
      return write_distribution(cell);
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

void write_metric(const CellWriter& cells, const Ordered& series) {
  JsonWriter& out = cells.out;
  const Cell none;
  const auto total = series.find({});
  out.begin_object();
  cells.write(total == series.end() ? none : *total->second);
  out.text("help", cells.metric.help);
  out.key("by");
  out.begin_array();
  for (const auto& [labels, cell] : series) {
    if (labels.empty()) continue;
    out.begin_object(JsonWriter::Layout::flat);
    out.key("labels");
    write_labels(out, labels);
    cells.write(*cell);
    out.end();
  }
  out.end();
  out.end();
}

/// Series of a metric often hold the same samples: the same text is read once.
struct LastHistogram {
  std::string text;
  stats::Histogram histogram;
};

stats::Histogram read_histogram(const JsonReader& json, LastHistogram& last) {
  const JsonReader encoded = json.at("histogram");
  if (encoded.is_null()) return {};
  std::string text = encoded.text();
  if (text != last.text) {
    auto decoded = stats::decode_hdr(text);
    if (!decoded) {
      encoded.fail(decoded.error().detail);
      return {};
    }
    last = {std::move(text), std::move(*decoded)};
  }
  stats::Histogram histogram = last.histogram;
  histogram.add_saturated(json.at("saturated").unsigned_integer());
  return histogram;
}

Cell read_cell(const JsonReader& json, Kind kind, LastHistogram& last) {
  Cell cell;
  if (kind == Kind::distribution) {
    cell.histogram = read_histogram(json, last);
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
  LastHistogram last;
  const auto keep = [&](const stats::LabelSet& labels, const JsonReader& from) {
    const Cell cell = read_cell(from, *kind, last);
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

void write_metrics(JsonWriter& out, const result::RunResult& run, DistributionTexts& texts) {
  out.begin_object();
  for (std::size_t i = 0; i < run.metrics.size(); ++i) {
    const auto id = static_cast<stats::MetricId>(i);
    const Ordered series = order_series(run.snapshot.series(id));
    if (series.empty()) continue;
    out.key(run.metrics[i].name);
    write_metric({out, id, run.metrics[i], texts}, series);
  }
  out.end();
}

void read_metrics(const JsonReader& metrics, result::RunResult& run) {
  metrics.for_each_member(
      most_metrics, [&](const std::string& name, const JsonReader& json) { read_metric(name, json, run); });
}

}  // namespace cxload::report
