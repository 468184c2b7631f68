#include "load_length.hpp"

#include <algorithm>

namespace cxload::run {

Duration load_length(const scenario::Scenario& scenario) {
  Duration longest{};
  for (const scenario::LoadEntry& entry : scenario.load) {
    Duration length{};
    if (const auto* open = std::get_if<scenario::OpenLoad>(&entry.load)) {
      for (const scenario::RateStage& stage : open->stages) length += stage.length;
    } else if (const auto* closed = std::get_if<scenario::ClosedLoad>(&entry.load)) {
      length = closed->length;
    }
    longest = std::max(longest, entry.start + length);
  }
  return longest;
}

}  // namespace cxload::run
