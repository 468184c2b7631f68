// cxload run SCENARIO.yaml: the main job.
#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <cxload/base/log.hpp>
#include <cxload/report/json_report.hpp>
#include <cxload/report/report_folder.hpp>
#include <cxload/run/runner.hpp>

#include "../arguments.hpp"
#include "../command.hpp"
#include "../live_display.hpp"
#include "../scenario_options.hpp"

namespace cxload::app {
namespace {

struct Options {
  ScenarioOptions scenario;
  std::string out;
  std::string samples;
  unsigned threads = 0;
  bool quiet = false;
  bool no_colour = false;
  std::string log_level = "warn";
  std::string command;
};

const std::map<std::string, log::Level> log_levels = {{"debug", log::Level::debug},
                                                      {"info", log::Level::info},
                                                      {"warn", log::Level::warn},
                                                      {"error", log::Level::error},
                                                      {"off", log::Level::off}};

std::filesystem::path choose_folder(const Options& options, const std::string& slug) {
  if (!options.out.empty()) return options.out;
  return fmt::format("reports/{}-{:%Y%m%dT%H%M%SZ}", slug, fmt::gmtime(std::time(nullptr)));
}

int complain(const Failure& failure) {
  std::cerr << "cxload: " << failure.detail << " (" << failure.kind << ")\n";
  return usage_error;
}

int write_reports(const result::RunResult& run, const std::filesystem::path& folder, bool points_latest) {
  const auto written = report::write_all(folder, run);
  if (!written) return complain(written.error());
  if (points_latest)
    if (const Outcome<> pointed = report::point_latest_at(folder); !pointed)
      CXLOAD_LOG(warn, "run", "{}", pointed.error().detail);
  return run.verdict.exit_code;
}

int play(const Options& options) {
  log::set_level(log_levels.at(options.log_level));
  const std::optional<scenario::Scenario> scenario = options.scenario.load();
  if (!scenario) return usage_error;
  const std::filesystem::path folder = choose_folder(options, scenario->slug);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return complain({"local.report", "cannot make " + folder.string() + ": " + error.message()});
  report::remove_old_run(folder);
  LiveDisplay display(options.quiet, options.no_colour);
  report::JsonRecord record;
  run::RunOptions run_options;
  run_options.threads = options.threads;
  run_options.folder = folder;
  run_options.command = options.command;
  run_options.samples = options.samples;
  run_options.publish = [&](const result::RunResult& run, const run::Progress& progress) {
    // Each second, so that a killed run leaves what it had measured.
    if (const auto written = report::replace_file(folder / "report.json", record.write(run)); !written)
      CXLOAD_LOG(error, "run", "{}", written.error().detail);
    display.show(run, progress);
  };
  const Outcome<result::RunResult> run = run::run_scenario(*scenario, run_options);
  if (!run) return complain(run.error());
  const int code = write_reports(*run, folder, options.out.empty());
  display.finish(*run, folder);
  return code;
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
  parser.add_flag("--quiet", options->quiet, "print only the path of report.json");
  parser.add_flag("--no-color", options->no_colour, "no colours on the terminal");
  parser.add_option("--log-level", options->log_level, "debug, info, warn, error or off; lines go to stderr")
      ->option_text("LEVEL")
      ->check(CLI::IsMember(log_levels));
  parser
      .add_option("--samples", options->samples,
                  "also write each first-registration and call-setup sample as CSV")
      ->option_text("FILE");
  return [options] { return play(*options); };
}

}  // namespace

extern const Command run_command;
const Command run_command{"run", "run a scenario: cxload SCENARIO.yaml does the same", prepare};

}  // namespace cxload::app
