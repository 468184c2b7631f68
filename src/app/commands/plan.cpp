// cxload plan SCENARIO.yaml: what would happen, what it needs, and whether this machine can. Touches no
// network.
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include <cxload/run/load_entries.hpp>
#include <cxload/run/machine.hpp>

#include "../command.hpp"
#include "../scenario_options.hpp"

namespace cxload::app {
namespace {

struct Options {
  ScenarioOptions scenario;
  unsigned threads = 0;
};

int plan(const Options& options) {
  const std::optional<scenario::Scenario> scenario = options.scenario.load();
  if (!scenario) return usage_error;
  const scenario::PlanReport report =
      scenario::report_plan(*scenario, run::forecast_of(*scenario), run::read_machine_limits(),
                            run::choose_threads(options.threads));
  std::cout << report.text;
  return report.is_possible ? 0 : usage_error;
}

std::function<int()> prepare(CLI::App& parser, int, char**) {
  const auto options = std::make_shared<Options>();
  options->scenario.add_to(parser);
  parser.add_option("--threads", options->threads, "shards (default: one for each two cores)")
      ->option_text("N")
      ->check(CLI::Range(1, 256));
  return [options] { return plan(*options); };
}

}  // namespace

extern const Command plan_command;
const Command plan_command{"plan", "check a scenario and say what it would do and need; sends nothing",
                           prepare};

}  // namespace cxload::app
