/// Recorder: finds the series of a sample once, then only adds.
#include <algorithm>
#include <chrono>
#include <set>

#include <cxload/stats/buckets.hpp>
#include <cxload/stats/recorder.hpp>

namespace cxload::stats {
namespace {

bool contains(const LabelSet& set, const LabelSet& part) {
  return std::includes(set.begin(), set.end(), part.begin(), part.end());
}

}  // namespace

struct Recorder::Impl {
  struct Interned {
    LabelSet labels;
    std::vector<std::vector<Cell*>> cells;  ///< by metric; empty until its first sample
  };

  // Given.
  const Catalogue& catalogue;
  std::vector<LabelSet> combinations;
  // State. Map nodes stay where they are, so cells may be pointed at.
  Snapshot state;
  std::vector<Interned> interned;
  std::map<LabelSet, LabelId> ids;

  /// The series that a sample of `metric` with `labels` counts in.
  [[nodiscard]] std::set<LabelSet> series_of(MetricId metric, const LabelSet& labels) const {
    const auto& apart = catalogue.at(metric).apart;
    LabelSet must;  // sorted, as `labels` is
    std::copy_if(labels.begin(), labels.end(), std::back_inserter(must), [&](const Label& label) {
      return std::find(apart.begin(), apart.end(), label) != apart.end();
    });
    std::set<LabelSet> wanted{must};
    const auto consider = [&](LabelSet candidate) {
      if (contains(labels, candidate) && contains(candidate, must)) wanted.insert(std::move(candidate));
    };
    for (const Label& label : labels) consider({label});
    for (const LabelSet& combination : combinations) consider(combination);
    return wanted;
  }

  const std::vector<Cell*>& cells(MetricId metric, LabelId labels) {
    Interned& entry = interned[static_cast<std::size_t>(labels)];
    const auto index = static_cast<std::size_t>(metric);
    if (index >= entry.cells.size()) entry.cells.resize(catalogue.size());
    auto& found = entry.cells[index];
    if (found.empty())
      for (const LabelSet& one : series_of(metric, entry.labels)) found.push_back(&state.at(metric, one));
    return found;
  }
};

Recorder::Recorder(const Catalogue& catalogue, std::vector<LabelSet> combinations)
    : impl_(std::make_unique<Impl>(Impl{catalogue, std::move(combinations), {}, {}, {}})) {
  for (LabelSet& set : impl_->combinations) std::sort(set.begin(), set.end());
}

Recorder::~Recorder() = default;

LabelId Recorder::intern(LabelSet labels) {
  if (!std::is_sorted(labels.begin(), labels.end())) std::sort(labels.begin(), labels.end());
  if (const auto known = impl_->ids.find(labels); known != impl_->ids.end()) return known->second;
  const LabelId next{static_cast<std::uint32_t>(impl_->interned.size())};
  impl_->ids.emplace(labels, next);
  impl_->interned.push_back({std::move(labels), {}});
  return next;
}

void Recorder::sample(MetricId distribution, LabelId labels, Duration value) {
  using std::chrono::microseconds;
  sample(distribution, labels, std::int64_t{std::chrono::round<microseconds>(value).count()});
}

void Recorder::sample(MetricId distribution, LabelId labels, std::int64_t value) {
  const std::vector<Cell*>& cells = impl_->cells(distribution, labels);
  if (value < 0 || value > buckets::highest_trackable) {
    for (Cell* cell : cells) cell->histogram.record(value);
    return;
  }
  const std::size_t index = buckets::index_of(value);
  for (Cell* cell : cells) cell->histogram.add_at(index, 1);
}

void Recorder::failed(MetricId distribution, LabelId labels) {
  for (Cell* cell : impl_->cells(distribution, labels)) ++cell->failed;
}

void Recorder::attempt(MetricId ratio, LabelId labels, bool counts) {
  for (Cell* cell : impl_->cells(ratio, labels)) {
    ++cell->denominator;
    cell->numerator += counts ? 1 : 0;
  }
}

void Recorder::add(MetricId counter, LabelId labels, std::int64_t n) {
  for (Cell* cell : impl_->cells(counter, labels)) {
    cell->value += n;
    ++cell->tried;
  }
}

void Recorder::shift(MetricId gauge, LabelId labels, std::int64_t delta) { add(gauge, labels, delta); }

Snapshot Recorder::snapshot() const { return impl_->state; }

}  // namespace cxload::stats
