#include <algorithm>
#include <cmath>

#include <cxload/load/plan.hpp>

namespace cxload::load {
namespace {

/// Whole microseconds: the last bit of a logarithm may differ between machines, the plan may not.
Duration to_plan_time(double seconds) { return std::chrono::microseconds(std::llround(seconds * 1e6)); }

}  // namespace

Plan::Plan(std::vector<Entry> entries, std::uint64_t seed, Part part) : part_(part) {
  const Random random(seed);
  part_.count = std::max(1U, part_.count);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto* open = std::get_if<OpenLoad>(&entries[i].load);
    std::optional<RateCurve> curve;
    if (open != nullptr) curve.emplace(open->stages);
    pool_starts_.resize(std::max(pool_starts_.size(), entries[i].pool + 1));
    streams_.push_back({std::move(entries[i]), std::move(curve), random.fork("arrivals", i)});
    if (const auto at = draw_next(streams_.back())) due_.push({*at, i});
  }
}

std::optional<Duration> Plan::draw_next(Stream& stream) {
  const Entry& entry = stream.entry;
  if (const auto* closed = std::get_if<ClosedLoad>(&entry.load))
    return stream.ordinal < closed->users ? std::optional(entry.start) : std::nullopt;
  if (const auto* count = std::get_if<CountLoad>(&entry.load))
    return stream.ordinal < count->count ? std::optional(entry.start) : std::nullopt;
  // A start happens wherever the integral of the rate passes the next level: whole numbers for even spacing;
  // for a Poisson process levels with exponential gaps of mean 1, whatever the rate does meanwhile.
  const bool is_poisson = std::get<OpenLoad>(entry.load).spacing == Spacing::poisson;
  stream.level =
      is_poisson ? stream.level + stream.random.exponential(1) : static_cast<double>(stream.ordinal);
  const std::optional<double> seconds = stream.curve->seconds_at(stream.level);
  if (!seconds) return std::nullopt;
  return entry.start + to_plan_time(*seconds);
}

std::optional<Start> Plan::next_of_whole() {
  if (due_.empty()) return std::nullopt;
  const Due due = due_.top();
  due_.pop();
  Stream& stream = streams_[due.entry];
  const std::uint64_t turn = pool_starts_[stream.entry.pool]++;
  const std::size_t phones = stream.entry.phones;
  const Start start{due.entry, stream.ordinal, due.at,
                    static_cast<std::size_t>(phones == 0 ? turn : turn % phones)};
  ++stream.ordinal;
  if (const auto at = draw_next(stream)) due_.push({*at, due.entry});
  return start;
}

std::optional<Start> Plan::next() {
  const auto part_of = [this](const Start& start) {
    return streams_[start.entry].entry.in_first_part ? 0 : start.phone % part_.count;
  };
  std::optional<Start> start = next_of_whole();
  while (start && part_of(*start) != part_.index) start = next_of_whole();
  return start;
}

}  // namespace cxload::load
