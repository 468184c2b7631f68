/// Entry: one way of starting journeys again and again, as the planner wants it: numbers, no names.
#pragma once
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include <cxload/base/clock.hpp>

namespace cxload::load {

/// The rate goes evenly from `from` to `to`, both in starts a second.
struct RateStage {
  double from = 0;
  double to = 0;
  Duration length{};
};

enum class Spacing { uniform, poisson };

/// Starts on a fixed plan, whatever becomes of them.
struct OpenLoad {
  std::vector<RateStage> stages;
  Spacing spacing = Spacing::uniform;
};

/// So many users, each starting anew when its last journey is over. Only their first start can be planned.
struct ClosedLoad {
  std::uint64_t users = 0;
};

/// So many starts at once.
struct CountLoad {
  std::uint64_t count = 0;
};

struct Entry {
  Duration start{};  ///< when it begins, from the beginning of the load
  std::variant<OpenLoad, ClosedLoad, CountLoad> load;
  std::size_t pool = 0;        ///< entries of one pool share its phones; small numbers from 0
  std::size_t phones = 0;      ///< in that pool; 0: without end
  bool in_first_part = false;  ///< its phones cannot be spread: all starts belong to the first part
};

}  // namespace cxload::load
