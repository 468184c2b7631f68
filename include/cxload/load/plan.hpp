/// Plan: every start of a load, decided before the run from entries and seed, and handed out one by one.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <queue>
#include <span>
#include <vector>

#include <cxload/base/random.hpp>
#include <cxload/load/entry.hpp>
#include <cxload/load/rate_curve.hpp>

namespace cxload::load {

/// Part `index` of `count`: the starts whose preferred phone is index, index + count, index + 2 count, …
struct Part {
  unsigned index = 0;
  unsigned count = 1;
};

struct Start {
  std::size_t entry = 0;
  std::uint64_t ordinal = 0;  ///< in its entry, from 0; of a closed entry: the user
  Duration at{};              ///< from the beginning of the load
  std::size_t phone = 0;      ///< preferred, in plan order of the pool: each start takes the next one

  bool operator==(const Start&) const = default;
};

/// Holds no starts, so an hour at 10,000/s costs nothing. The same entries and seed give the same starts, and
/// the parts together give exactly those of the whole.
/// Threads: one; each shard has its own with its own part.
class Plan {
 public:
  Plan(std::vector<Entry> entries, std::uint64_t seed, Part part = {});

  /// The next start of this part, by time, then by entry; nothing when the plan is over.
  std::optional<Start> next();

 private:
  struct Stream {
    Entry entry;
    std::optional<RateCurve> curve;  // of open load
    Random random;
    std::uint64_t ordinal = 0;
    double level = 0;  // where on the integral the last random start was
  };
  struct Due {
    Duration at;
    std::size_t entry;
    [[nodiscard]] bool operator>(const Due& other) const {
      return at != other.at ? at > other.at : entry > other.entry;
    }
  };

  static std::optional<Duration> draw_next(Stream& stream);
  std::optional<Start> next_of_whole();

  Part part_;
  std::vector<Stream> streams_;
  std::vector<std::uint64_t> pool_starts_;  // how many starts each pool had so far
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

}  // namespace cxload::load
