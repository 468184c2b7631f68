#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <unistd.h>

#include <cxload/base/clock.hpp>
#include <cxload/base/log.hpp>

namespace cxload::log {
namespace {

constexpr int lines_per_second = 200;
std::atomic<Level> current_level{Level::warn};

/// Lines a tag has printed in the running second, and how many it was refused.
struct Budget {
  TimePoint second{};
  int printed = 0;
  int dropped = 0;
};

void put(std::string_view line) {
  // A log line that cannot be written has nowhere to be reported.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

void set_level(Level level) { current_level = level; }
bool is_on(Level level) { return level >= current_level.load(std::memory_order_relaxed); }

void write(Level level, std::string_view tag, std::string_view line) {
  static std::mutex mutex;
  static std::map<std::string, Budget, std::less<>> budgets;
  constexpr std::string_view names[] = {"debug", "info", "warn", "error", "off"};
  const std::lock_guard lock(mutex);
  Budget& budget = budgets.try_emplace(std::string(tag)).first->second;
  const TimePoint now = Clock::now();
  if (now - budget.second >= std::chrono::seconds(1)) {
    if (budget.dropped > 0) put(fmt::format("warn  {}: {} similar lines left out\n", tag, budget.dropped));
    budget = Budget{now, 0, 0};
  }
  if (budget.printed >= lines_per_second) {
    ++budget.dropped;
    return;
  }
  ++budget.printed;
  put(fmt::format("{:<5} {}: {}\n", names[static_cast<int>(level)], tag, line));
}

}  // namespace cxload::log
