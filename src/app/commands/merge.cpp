// cxload merge RUN_DIR…: the runs of several processes, one run again.
#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include <cxload/report/live_view.hpp>
#include <cxload/report/report_folder.hpp>
#include <cxload/result/merge.hpp>

#include "../command.hpp"

namespace cxload::app {
namespace {

struct Options {
  std::vector<std::string> folders;
  std::string out;
};

int complain(const Failure& failure) {
  std::cerr << "cxload: " << failure.detail << "\n";
  return usage_error;
}

int merge(const Options& options) {
  std::vector<result::RunResult> runs;
  for (const std::string& folder : options.folders) {
    Outcome<result::RunResult> run = report::read_run(folder);
    if (!run) return complain(run.error());
    runs.push_back(std::move(*run));
  }
  const Outcome<result::RunResult> merged = result::merge_runs(runs);
  if (!merged) return complain(merged.error());
  const auto written = report::write_all(options.out, *merged);
  if (!written) return complain(written.error());
  std::cout << report::final_block(*merged, options.out, report::Screen{})
            << (std::filesystem::path(options.out) / "report.json").string() << "\n";
  return merged->verdict.exit_code;
}

std::function<int()> prepare(CLI::App& parser, int, char**) {
  const auto options = std::make_shared<Options>();
  parser.add_option("runs", options->folders, "the folder of each shard's run")
      ->required()
      ->option_text("RUN_DIR…");
  parser.add_option("--out", options->out, "folder of the merged reports")->required()->option_text("DIR");
  parser.footer(
      "Histograms and counters add up exactly; gates are judged anew, and the exit code is that of the\n"
      "merged run. All shards of one plan must be there: same scenario, seed, threads and version.");
  return [options] { return merge(*options); };
}

}  // namespace

extern const Command merge_command;
const Command merge_command{"merge", "make one run of the runs of all shards (run --shard i/N)", prepare};

}  // namespace cxload::app
