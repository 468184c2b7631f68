// cxload run SCENARIO.yaml: the main job.
#include <algorithm>
#include <charconv>
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
  std::string shard;
  std::string command;
};

std::filesystem::path choose_folder(const Options& options, const std::string& slug) {
  if (!options.out.empty()) return options.out;
  return fmt::format("reports/{}-{:%Y%m%dT%H%M%SZ}", slug, fmt::gmtime(std::time(nullptr)));
}

/// "2/3": the second of three processes.
std::optional<result::ShardOfRun> parse_shard(const std::string& text) {
  result::ShardOfRun shard;
  if (text.empty()) return shard;
  unsigned number = 0;
  const char* end = text.data() + text.size();
  const auto slash = std::from_chars(text.data(), end, number);
  if (slash.ec != std::errc() || slash.ptr == end || *slash.ptr != '/') return std::nullopt;
  const auto count = std::from_chars(slash.ptr + 1, end, shard.count);
  constexpr unsigned most_shards = 1000;
  if (count.ec != std::errc() || count.ptr != end || number < 1 || number > shard.count ||
      shard.count > most_shards)
    return std::nullopt;
  shard.index = number - 1;
  return shard;
}

int run(const Options& options) {
  options.output.use_log_level();
  const std::optional<scenario::Scenario> scenario = options.scenario.load();
  if (!scenario) return usage_error;
  const auto shard = parse_shard(options.shard);
  if (!shard)
    return complain({"usage", "--shard " + options.shard + ": i/N is expected, with 1 ≤ i ≤ N ≤ 1000"});
  if (shard->count > 1 && scenario->search)
    return complain({"usage", "--shard: a search decides step by step and cannot be split"});
  if (shard->count > 1 && scenario->warmup > Duration::zero())
    return complain({"usage", "--shard: a merged run has no warm-up that its gates could leave out"});
  run::RunOptions run_options;
  run_options.threads = options.threads;
  run_options.shard = *shard;
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
  parser.add_option("--shard", options->shard, "play part i of N of the plan; see cxload merge")
      ->option_text("i/N");
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
