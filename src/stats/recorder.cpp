/// Recorder: notes what happens, and counts it in its series some hundred events at a time.
#include <algorithm>
#include <chrono>
#include <set>
#include <unordered_map>

#include <cxload/stats/buckets.hpp>
#include <cxload/stats/recorder.hpp>

namespace cxload::stats {
namespace {

bool contains(const LabelSet& set, const LabelSet& part) {
  return std::includes(set.begin(), set.end(), part.begin(), part.end());
}

struct HashOfLabels {
  std::size_t operator()(const LabelSet& labels) const {
    std::size_t hash = 0;
    for (const auto& [name, value] : labels)
      hash = (hash * 31 + std::hash<std::string>()(name)) * 31 + std::hash<std::string>()(value);
    return hash;
  }
};

}  // namespace

/// A call touches some ninety cells, each on cache lines of its own: cold when the call is, warm in a batch.
struct Recorder::Impl {
  enum class Kind : std::uint32_t { sample, failed, attempt, add };
  struct Event {
    MetricId metric;
    LabelId labels;
    std::int64_t value;
    Kind kind;
  };
  static constexpr std::size_t batch = 512;

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
  std::unordered_map<LabelSet, LabelId, HashOfLabels> ids;
  std::vector<Event> pending;

  void note(MetricId metric, LabelId labels, std::int64_t value, Kind kind) {
    pending.push_back({metric, labels, value, kind});
    if (pending.size() >= batch) count_pending();
  }

  void count_pending() {
    for (const Event& event : pending) count(event);
    pending.clear();
  }

  void count(const Event& event) {
    const std::vector<Cell*>& targets = cells(event.metric, event.labels);
    switch (event.kind) {
      case Kind::sample:
        count_sample(targets, event.value);
        break;
      case Kind::failed:
        for (Cell* cell : targets) ++cell->failed;
        break;
      case Kind::attempt:
        for (Cell* cell : targets) {
          ++cell->denominator;
          cell->numerator += static_cast<std::uint64_t>(event.value);
        }
        break;
      case Kind::add:
        for (Cell* cell : targets) {
          cell->value += event.value;
          ++cell->tried;
        }
        break;
    }
  }

  static void count_sample(const std::vector<Cell*>& targets, std::int64_t value) {
    if (value < 0 || value > buckets::highest_trackable) {
      for (Cell* cell : targets) cell->histogram.record(value);
      return;
    }
    const std::size_t index = buckets::index_of(value);
    for (Cell* cell : targets) cell->histogram.add_at(index, 1);
  }

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
    : impl_(std::make_unique<Impl>(Impl{catalogue, std::move(combinations), {}, {}, {}, {}})) {
  impl_->pending.reserve(Impl::batch);
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
  impl_->note(distribution, labels, value, Impl::Kind::sample);
}

void Recorder::failed(MetricId distribution, LabelId labels) {
  impl_->note(distribution, labels, 0, Impl::Kind::failed);
}

void Recorder::attempt(MetricId ratio, LabelId labels, bool counts) {
  impl_->note(ratio, labels, counts ? 1 : 0, Impl::Kind::attempt);
}

void Recorder::add(MetricId counter, LabelId labels, std::int64_t n) {
  impl_->note(counter, labels, n, Impl::Kind::add);
}

void Recorder::shift(MetricId gauge, LabelId labels, std::int64_t delta) { add(gauge, labels, delta); }

Snapshot Recorder::snapshot() const {
  impl_->count_pending();
  return impl_->state;
}

}  // namespace cxload::stats
