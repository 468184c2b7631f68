/// LiveDisplay: what a run shows while it goes on: a block redrawn in place on a terminal, plain lines in a
/// pipe.
#pragma once
#include <cxload/report/live_view.hpp>
#include <cxload/run/runner.hpp>

namespace cxload::app {

/// Threads: the main thread.
class LiveDisplay {
 public:
  LiveDisplay(bool quiet, bool no_colour) : quiet_(quiet), no_colour_(no_colour) {}
  void show(const result::RunResult& run, const run::Progress& progress);
  void finish(const result::RunResult& run, const std::filesystem::path& folder);

 private:
  [[nodiscard]] report::LiveStatus status_of(const result::RunResult& run,
                                             const run::Progress& progress) const;

  bool quiet_;
  bool no_colour_;
  report::LivePainter painter_;
};

}  // namespace cxload::app
