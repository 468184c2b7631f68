// cxload run SCENARIO.yaml: the main job.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "../arguments.hpp"
#include "../command.hpp"
#include "../play.hpp"
#include "../scenario_options.hpp"

namespace cxload::app {
namespace {

struct Options {
  ScenarioOptions scenario;
  OutputOptions output;
  std::string out;
  std::string samples;
  unsigned threads = 0;
  std::string command;
};

std::filesystem::path choose_folder(const Options& options, const std::string& slug) {
  if (!options.out.empty()) return options.out;
  return fmt::format("reports/{}-{:%Y%m%dT%H%M%SZ}", slug, fmt::gmtime(std::time(nullptr)));
}

int run(const Options& options) {
  options.output.use_log_level();
  const std::optional<scenario::Scenario> scenario = options.scenario.load();
  if (!scenario) return usage_error;
  run::RunOptions run_options;
  run_options.threads = options.threads;
  run_options.folder = choose_folder(options, scenario->slug);
  run_options.command = options.command;
  std::ranges::transform(options.scenario.set, std::back_inserter(run_options.set), &shown_setting);
  run_options.duration_scale = options.scenario.duration_scale;
  run_options.samples = options.samples;
  return play(*scenario, std::move(run_options), options.output, options.out.empty());
}

std::function<int()> prepare(CLI::App& parser, int argc, char** argv) {
  const auto options = std::make_shared<Options>();
  options->command = shown_command(argc, argv);
  options->scenario.add_to(parser);
  parser.add_option("--out", options->out, "folder of the reports (default: reports/<name>-<UTC time>)")
      ->option_text("DIR")
      ->check([](const std::string& folder) { return folder.empty() ? "names no folder" : ""; });
  parser.add_option("--threads", options->threads, "shards (default: one for each two cores)")
      ->option_text("N")
      ->check(CLI::Range(1, 256));
  options->output.add_to(parser);
  parser
      .add_option("--samples", options->samples,
                  "also write each first-registration and call-setup sample as CSV")
      ->option_text("FILE");
  return [options] { return run(*options); };
}

}  // namespace

extern const Command run_command;
const Command run_command{"run", "run a scenario: cxload SCENARIO.yaml does the same", prepare};

}  // namespace cxload::app
