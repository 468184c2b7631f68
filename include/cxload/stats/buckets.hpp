/// The bucket layout of every histogram: HdrHistogram's, for 1 … 3,600,000,000 (an hour of microseconds) at
/// three significant digits. Bucket b holds values of one binary magnitude in steps of 2^b.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>

namespace cxload::stats::buckets {

inline constexpr std::int64_t lowest_discernible = 1;
inline constexpr std::int64_t highest_trackable = 3'600'000'000;
inline constexpr int significant_digits = 3;
/// Three digits need steps of at most 1/1000 of the value: the next power of two above 2 · 10³.
inline constexpr std::size_t sub_buckets = 2048;
inline constexpr int sub_bucket_bits = 11;
/// 22 magnitudes cover an hour; each but the first adds its upper half.
inline constexpr std::size_t count = (22 + 1) * (sub_buckets / 2);

/// `value` is within 0 … highest_trackable.
[[nodiscard]] constexpr std::size_t index_of(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  const int bucket = static_cast<int>(std::bit_width(bits | (sub_buckets - 1))) - sub_bucket_bits;
  return (static_cast<std::size_t>(bucket) << (sub_bucket_bits - 1)) + (bits >> bucket);
}

[[nodiscard]] constexpr int magnitude_of(std::size_t index) {
  const auto half = static_cast<int>(index >> (sub_bucket_bits - 1));
  return half > 1 ? half - 1 : 0;
}

/// The values that share a count: lowest, middle and highest of them.
[[nodiscard]] constexpr std::int64_t lowest_of(std::size_t index) {
  const int bucket = magnitude_of(index);
  const std::size_t sub = index - (static_cast<std::size_t>(bucket) << (sub_bucket_bits - 1));
  return static_cast<std::int64_t>(sub << bucket);
}
[[nodiscard]] constexpr std::int64_t middle_of(std::size_t index) {
  return lowest_of(index) + ((std::int64_t{1} << magnitude_of(index)) >> 1);
}
[[nodiscard]] constexpr std::int64_t highest_of(std::size_t index) {
  return lowest_of(index) + (std::int64_t{1} << magnitude_of(index)) - 1;
}

}  // namespace cxload::stats::buckets
