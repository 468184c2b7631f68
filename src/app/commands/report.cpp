// cxload report RUN_DIR: renders every report again from report.json.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>

#include <cxload/report/json_report.hpp>
#include <cxload/report/report_folder.hpp>

#include "../command.hpp"

namespace cxload::app {
namespace {

int render(const std::filesystem::path& folder) {
  const std::filesystem::path file = std::filesystem::is_directory(folder) ? folder / "report.json" : folder;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    std::cerr << "cxload: cannot read " << file.string() << "\n";
    return usage_error;
  }
  const std::string json{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const Outcome<result::RunResult> run = report::read_json(json);
  if (!run) {
    std::cerr << "cxload: " << file.string() << ": " << run.error().detail << "\n";
    return usage_error;
  }
  const auto written = report::write_all(file.parent_path(), *run);
  if (!written) {
    std::cerr << "cxload: " << written.error().detail << "\n";
    return usage_error;
  }
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
