/// How much load entries offer: what was achieved is judged against it (CONTRACT 4).
#pragma once
#include <cstdint>

#include <cxload/load/entry.hpp>

namespace cxload::load {

/// Open and counted starts planned up to `elapsed` of the load; a closed entry offers nothing by itself.
/// Poisson arrivals by their mean.
[[nodiscard]] double offered(const Entry& entry, Duration elapsed);
/// All of them: exact for uniform arrivals and counts, the mean for Poisson ones.
[[nodiscard]] double offered_in_all(const Entry& entry);
/// The highest planned rate of starts a second; 0 for closed load and counts.
[[nodiscard]] double peak_rate(const Entry& entry);

}  // namespace cxload::load
