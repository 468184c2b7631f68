#include "storm_log.hpp"

#include <algorithm>
#include <cmath>

namespace cxload::run {
namespace {

/// Seconds in which REGISTERs are counted; a storm that lasts longer has had its peak.
constexpr std::size_t most_seconds = 3600;

}  // namespace

void StormFigures::merge(const StormFigures& other) {
  if (!has_happened) at = other.at;
  has_happened = has_happened || other.has_happened;
  cut += other.cut;
  returns.insert(returns.end(), other.returns.begin(), other.returns.end());
  registers.resize(std::max(registers.size(), other.registers.size()));
  for (std::size_t i = 0; i < other.registers.size(); ++i) registers[i] += other.registers[i];
}

std::optional<Duration> StormFigures::recovery(double share) const {
  const auto wanted = static_cast<std::size_t>(std::ceil(static_cast<double>(cut) * share - 1e-9));
  if (wanted == 0 || returns.size() < wanted) return std::nullopt;
  std::vector<Duration> sorted = returns;
  const auto last = sorted.begin() + static_cast<std::ptrdiff_t>(wanted - 1);
  std::nth_element(sorted.begin(), last, sorted.end());
  return *last;
}

std::uint32_t StormFigures::peak_register_rate() const {
  return registers.empty() ? 0 : *std::max_element(registers.begin(), registers.end());
}

void StormLog::begin(std::size_t event, TimePoint at) {
  storms_[event].has_happened = true;
  storms_[event].at = at;
  latest_ = std::max(latest_, at);
}

void StormLog::note_cut(std::size_t event, const phone::Phone& phone) {
  ++storms_[event].cut;
  away_[&phone] = event;
}

void StormLog::note_back(const phone::Phone& phone, TimePoint now) {
  const auto found = away_.find(&phone);
  if (found == away_.end()) return;
  StormFigures& storm = storms_[found->second];
  storm.returns.push_back(std::max(Duration::zero(), now - storm.at));
  away_.erase(found);
}

void StormLog::note_register(TimePoint now) {
  for (StormFigures& storm : storms_) {
    if (!storm.has_happened || now < storm.at || storm.at != latest_) continue;
    const auto second =
        static_cast<std::size_t>(std::chrono::floor<std::chrono::seconds>(now - storm.at).count());
    if (second >= most_seconds) continue;
    if (storm.registers.size() <= second) storm.registers.resize(second + 1);
    ++storm.registers[second];
  }
}

}  // namespace cxload::run
