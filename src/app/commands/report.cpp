// cxload report RUN_DIR: renders every report again from report.json.
#include <filesystem>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>

#include <cxload/report/report_folder.hpp>

#include "../command.hpp"
#include "../play.hpp"

namespace cxload::app {
namespace {

int render(const std::filesystem::path& folder) {
  const Outcome<result::RunResult> run = report::read_run(folder);
  if (!run) return complain(run.error());
  const auto written =
      report::write_all(std::filesystem::is_directory(folder) ? folder : folder.parent_path(), *run);
  if (!written) return complain(written.error());
  for (const std::filesystem::path& path : *written) std::cout << path.string() << "\n";
  return 0;
}

std::function<int()> prepare(CLI::App& parser, int, char**) {
  const auto folder = std::make_shared<std::string>();
  parser.add_option("run", *folder, "folder of a run, e.g. reports/latest")
      ->required()
      ->option_text("RUN_DIR");
  return [folder] { return render(*folder); };
}

}  // namespace

extern const Command report_command;
const Command report_command{"report", "render the reports of a run again from its report.json", prepare};

}  // namespace cxload::app
