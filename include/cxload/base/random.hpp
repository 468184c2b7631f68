/// Random: the seeded generator behind every draw of a run; the same seed gives the same numbers everywhere.
#pragma once
#include <cstdint>
#include <string_view>

#include <cxload/base/clock.hpp>

namespace cxload {

/// xoshiro256** seeded by splitmix64. Its own distributions, because the standard's differ between libraries.
/// Threads: none shared; each shard and each journey has its own.
class Random {
 public:
  explicit Random(std::uint64_t seed);
  /// An independent stream for one named purpose: Random(seed).fork("journey", 17) never touches `*this`.
  [[nodiscard]] Random fork(std::string_view purpose, std::uint64_t index = 0) const;

  std::uint64_t next();
  std::uint64_t below(std::uint64_t bound);                   ///< 0 … bound-1; 0 for bound 0
  double unit();                                              ///< [0, 1)
  std::int64_t between(std::int64_t low, std::int64_t high);  ///< both ends included
  Duration between(Duration low, Duration high);
  double exponential(double mean);

 private:
  std::uint64_t seed_;
  std::uint64_t state_[4];
};

}  // namespace cxload
