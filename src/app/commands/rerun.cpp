// cxload rerun RUN_DIR --journey ID: plays one journey of a run again, alone, and shows its messages.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cxload/report/report_folder.hpp>
#include <cxload/run/solo.hpp>

#include "../arguments.hpp"
#include "../command.hpp"
#include "../play.hpp"
#include "../scenario_options.hpp"

namespace cxload::app {
namespace {

struct Options {
  std::string run, journey, out, file;
  std::vector<std::string> set;
  OutputOptions output;
  std::string command;
};

std::string key_of(const std::string& setting) { return setting.substr(0, setting.find('=')); }

/// The settings of the run, then those given now. A secret is not in the report: it must be given again.
Outcome<std::vector<std::string>> settings_of(const result::RunFacts& run,
                                              const std::vector<std::string>& given) {
  std::set<std::string> again;
  for (const std::string& setting : given) again.insert(key_of(setting));
  std::vector<std::string> all;
  for (const std::string& setting : run.set) {
    if (again.contains(key_of(setting))) continue;
    if (setting.find("***") != std::string::npos)
      return Failure{"refused.secret", fmt::format("the run was given --set {}; give it again", setting)};
    all.push_back(setting);
  }
  all.insert(all.end(), given.begin(), given.end());
  return all;
}

std::optional<scenario::Scenario> load(const result::RunFacts& run, const Options& options) {
  const auto settings = settings_of(run, options.set);
  if (!settings) return complain(settings.error()), std::nullopt;
  ScenarioOptions scenario;
  scenario.file = options.file.empty() ? run.scenario : options.file;
  scenario.set = *settings;
  scenario.seed = run.seed;
  scenario.duration_scale = run.duration_scale;
  std::optional<scenario::Scenario> loaded = scenario.load();
  if (!loaded || loaded->masked_text == run.scenario_text) return loaded;
  complain({"refused.scenario",
            scenario.file + " is not what that run played; --scenario names the file as it was"});
  return std::nullopt;
}

/// The account that played it, when the report still knows.
std::string account_of(const result::RunResult& run, const std::string& journey) {
  for (const result::FailureGroup& group : run.failures)
    if (group.example.journey_id == journey) return group.example.account;
  return {};
}

/// The ladder of whatever was traced: the journey, or the registration before it that failed.
void print_ladders(const std::filesystem::path& folder) {
  std::error_code none;
  for (const auto& file : std::filesystem::directory_iterator(folder / "traces", none)) {
    std::ifstream stream(file.path());
    std::string line;
    std::cout << "\n";
    while (std::getline(stream, line) && !line.starts_with("--- ")) std::cout << line << "\n";
    std::cout << "each message: " << file.path().string() << "\n\n";
  }
}

int rerun(const Options& options) {
  options.output.use_log_level();
  const Outcome<result::RunResult> before = report::read_run(options.run);
  if (!before) return complain(before.error());
  std::optional<scenario::Scenario> scenario = load(before->run, options);
  if (!scenario) return usage_error;
  Outcome<run::Solo> solo = run::find_solo(*scenario, options.journey);
  if (!solo) return complain(solo.error());
  const std::string account = account_of(*before, options.journey);
  if (account.empty() && scenario->search)
    return complain(
        {"refused.journey", "of a search only journeys that the report shows as failed can be played again"});
  if (!account.empty() && !take_account(*solo, *scenario, account))
    return complain({"refused.journey", "the scenario has no account " + account});
  make_solo(*scenario, *solo);
  run::RunOptions run_options;
  run_options.threads =
      before->run.threads * before->run.shard.count;  // which callee is preferred depends on it
  run_options.folder = options.out.empty() ? std::filesystem::path(options.run) / ("rerun-" + options.journey)
                                           : std::filesystem::path(options.out);
  run_options.command = options.command;
  run_options.set = before->run.set;
  run_options.duration_scale = before->run.duration_scale;
  run_options.solo = *solo;
  const std::filesystem::path folder = run_options.folder;
  return play(*scenario, std::move(run_options), options.output, false, [&] {
    if (!options.output.quiet) print_ladders(folder);
  });
}

std::function<int()> prepare(CLI::App& parser, int argc, char** argv) {
  const auto options = std::make_shared<Options>();
  options->command = shown_command(argc, argv);
  parser.add_option("run", options->run, "folder of a run, e.g. reports/latest")
      ->required()
      ->option_text("RUN_DIR");
  parser.add_option("--journey", options->journey, "id of the journey, as the report names it")
      ->required()
      ->option_text("ID");
  parser.add_option("--scenario", options->file, "the scenario of that run, when it stands elsewhere by now")
      ->option_text("SCENARIO.yaml");
  parser.add_option("--set", options->set, "override one value; what the run was given is kept")
      ->option_text("KEY.PATH=VALUE")
      ->allow_extra_args(false);
  parser.add_option("--out", options->out, "folder of the reports (default: RUN_DIR/rerun-ID)")
      ->option_text("DIR");
  options->output.add_to(parser);
  return [options] { return rerun(*options); };
}

}  // namespace

extern const Command rerun_command;
const Command rerun_command{"rerun", "play one journey of a run again, alone", prepare};

}  // namespace cxload::app
