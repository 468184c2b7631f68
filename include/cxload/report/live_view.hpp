/// The live terminal: what happens now, as lines of text. Pure but for screen_of().
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/result/run_result.hpp>

namespace cxload::report {

struct LiveLatency {
  std::string name;  ///< "sip.rrd"
  std::string unit = "ms";
  std::uint64_t samples = 0;
  double p50 = 0, p95 = 0, p99 = 0;
};

struct LiveGate {
  enum class State { passing, failing, pending };
  std::string text;  ///< as in the scenario
  std::string unit;
  std::optional<double> observed;
  State state = State::pending;
};

/// One moment of a run. Strings may come from peers and files: the view tames them.
struct LiveStatus {
  std::string name;   ///< of the run
  std::string phase;  ///< "registering 320/500", "load", "hanging up"
  Duration elapsed{};
  Duration total{};                                   ///< planned; zero: unknown
  std::optional<double> offered_rate, achieved_rate;  ///< starts a second, of the last seconds
  std::uint64_t registered = 0, active_calls = 0;
  std::uint64_t started = 0, completed = 0, failed = 0, dropped = 0;
  std::vector<std::pair<std::string, std::uint64_t>> failures;  ///< class and count, most frequent first
  std::vector<LiveLatency> latencies;
  std::vector<LiveGate> gates;
  std::vector<std::string> warnings;  ///< what makes the figures doubtful right now
};

/// Where the lines go.
struct Screen {
  bool is_terminal = false;
  bool has_colour = false;
  std::size_t columns = 80, rows = 24;
};

/// Asks the descriptor for its kind and size, and the environment for NO_COLOR and TERM. Ask again for each
/// frame: windows change.
[[nodiscard]] Screen screen_of(int descriptor, bool no_colour_option);

/// The block for a terminal: no line wider than the screen, fewer lines than it has rows.
[[nodiscard]] std::vector<std::string> live_block(const LiveStatus& status, const Screen& screen);

/// The same moment on one plain line, for a pipe.
[[nodiscard]] std::string live_line(const LiveStatus& status);

/// What is left on the screen at the end: verdict, reasons, gates, failures, where the reports are. Ends with
/// a line break.
[[nodiscard]] std::string final_block(const result::RunResult& run, const std::filesystem::path& folder,
                                      const Screen& screen);

/// Redraws a block in place without flicker: each frame is one string for one write.
/// Threads: one.
class LivePainter {
 public:
  [[nodiscard]] std::string frame(const std::vector<std::string>& lines, const Screen& screen);
  /// Takes the block away, before the final one or a log line.
  [[nodiscard]] std::string clear();

 private:
  std::size_t drawn_ = 0, columns_ = 0;
};

}  // namespace cxload::report
