#include "play.hpp"

#include <filesystem>
#include <iostream>
#include <map>

#include <CLI/CLI.hpp>

#include <cxload/base/log.hpp>
#include <cxload/report/json_report.hpp>
#include <cxload/report/report_folder.hpp>

#include "command.hpp"
#include "live_display.hpp"

namespace cxload::app {
namespace {

const std::map<std::string, log::Level> log_levels = {{"debug", log::Level::debug},
                                                      {"info", log::Level::info},
                                                      {"warn", log::Level::warn},
                                                      {"error", log::Level::error},
                                                      {"off", log::Level::off}};

}  // namespace

void OutputOptions::add_to(CLI::App& parser) {
  parser.add_flag("--quiet", quiet, "print only the path of report.json");
  parser.add_flag("--no-color", no_colour, "no colours on the terminal");
  parser.add_option("--log-level", log_level, "debug, info, warn, error or off; lines go to stderr")
      ->option_text("LEVEL")
      ->check(CLI::IsMember(log_levels));
}

void OutputOptions::use_log_level() const { log::set_level(log_levels.at(log_level)); }

int complain(const Failure& failure) {
  std::cerr << "cxload: " << failure.detail << " (" << failure.kind << ")\n";
  return usage_error;
}

int play(const scenario::Scenario& scenario, run::RunOptions options, const OutputOptions& output,
         bool points_latest, const std::function<void()>& before_verdict) {
  const std::filesystem::path folder = options.folder;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return complain({"local.report", "cannot make " + folder.string() + ": " + error.message()});
  report::remove_old_run(folder);
  LiveDisplay display(output.quiet, output.no_colour);
  report::JsonRecord record;
  options.publish = [&](const result::RunResult& run, const run::Progress& progress) {
    // Each second, so that a killed run leaves what it had measured.
    if (const auto written = report::replace_file(folder / "report.json", record.write(run)); !written)
      CXLOAD_LOG(error, "run", "{}", written.error().detail);
    display.show(run, progress);
  };
  const Outcome<result::RunResult> run = run::run_scenario(scenario, options);
  if (!run) return complain(run.error());
  if (const auto written = report::write_all(folder, *run); !written) return complain(written.error());
  if (points_latest)
    if (const Outcome<> pointed = report::point_latest_at(folder); !pointed)
      CXLOAD_LOG(warn, "run", "{}", pointed.error().detail);
  if (before_verdict) before_verdict();
  display.finish(*run, folder);
  return run->verdict.exit_code;
}

}  // namespace cxload::app
