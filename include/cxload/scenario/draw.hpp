/// Draws of one use: a range gives another value each time, from the journey's own stream.
#pragma once
#include <cxload/base/random.hpp>
#include <cxload/phone/group.hpp>

namespace cxload::scenario {

[[nodiscard]] inline Duration draw(const phone::DurationRange& range, Random& random) {
  return range.draw(random);
}

}  // namespace cxload::scenario
