/// Playing a scenario for a person or a pipeline: live view, reports, exit code. What `run` and `rerun`
/// share.
#pragma once
#include <functional>
#include <string>

#include <CLI/App.hpp>

#include <cxload/run/runner.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::app {

struct OutputOptions {
  bool quiet = false;
  bool no_colour = false;
  std::string log_level = "warn";

  void add_to(CLI::App& parser);
  void use_log_level() const;
};

/// Runs, writes every report into `options.folder`, shows what goes on. `publish` is set here;
/// `before_verdict` may print what belongs above the summary. The exit code of the
/// contract; what kept the run from beginning is on stderr.
[[nodiscard]] int play(const scenario::Scenario& scenario, run::RunOptions options,
                       const OutputOptions& output, bool points_latest,
                       const std::function<void()>& before_verdict = {});

/// Says it on stderr; exit code 2.
int complain(const Failure& failure);

}  // namespace cxload::app
