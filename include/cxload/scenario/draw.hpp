/// Draws of one use: a range gives another value each time, from the journey's own stream.
#pragma once
#include <cxload/base/random.hpp>
#include <cxload/phone/group.hpp>

namespace cxload::scenario {

/// Uniform, both ends included. A fixed value draws nothing, so that it leaves the stream as it was.
[[nodiscard]] inline Duration draw(const phone::DurationRange& range, Random& random) {
  return range.low == range.high ? range.low : random.between(range.low, range.high);
}

}  // namespace cxload::scenario
