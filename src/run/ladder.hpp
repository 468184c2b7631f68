/// Ladder: the trace of a journey as text a person can read: who sent what to whom, then every message.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/phone/telemetry.hpp>

namespace cxload::run {

/// Where a steady time stands on the wall clock; taken once a run.
struct WallAnchor {
  TimePoint steady;
  WallTime wall;

  [[nodiscard]] WallTime at(TimePoint when) const {
    return wall + std::chrono::duration_cast<WallTime::duration>(when - steady);
  }
};

/// The arrows alone: for the report page.
[[nodiscard]] std::string draw_ladder(const std::vector<phone::TraceEntry>& entries);

/// The whole trace file: `title`, arrows, then the messages, digest responses and keys cut out.
[[nodiscard]] std::string write_trace(std::string_view title, const std::vector<phone::TraceEntry>& entries,
                                      std::size_t dropped, const WallAnchor& anchor);

/// "2026-11-22T22:00:01.123Z"
[[nodiscard]] std::string to_rfc3339(WallTime time);

}  // namespace cxload::run
