#include <algorithm>

#include <cxload/compare/side.hpp>
#include <cxload/report/report_folder.hpp>

namespace cxload::compare {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_runs = 100;

Failure unreadable(const fs::path& file, std::string_view why) {
  return {"local.report", file.string() + ": " + std::string(why)};
}

Outcome<result::RunResult> load_run(const fs::path& file) {
  Outcome<result::RunResult> run = report::read_run(file);
  if (!run) return run;
  // Only figures are compared; a minute of ladders and seconds would be kept for each repeat.
  run->series = {};
  run->failures.clear();
  return run;
}

Outcome<std::vector<fs::path>> reports_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    std::error_code ignored;
    const fs::path file = entry->path() / "report.json";
    if (entry->is_symlink(ignored) || !fs::is_regular_file(file, ignored)) continue;
    if (files.size() == most_runs) return unreadable(folder, "this folder holds more than 100 runs");
    files.push_back(file);
  }
  if (error) return unreadable(folder, error.message());
  if (files.empty()) return unreadable(folder, "neither this folder nor one in it holds a report.json");
  std::sort(files.begin(), files.end());
  return files;
}

Outcome<std::vector<fs::path>> files_of(const fs::path& path) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return unreadable(path, "there is no such file or folder");
  if (!fs::is_directory(path, ignored)) return std::vector{path};
  if (fs::exists(path / "report.json", ignored)) return std::vector{path / "report.json"};
  return reports_in(path);
}

}  // namespace

Outcome<Side> load_side(const fs::path& path) {
  const Outcome<std::vector<fs::path>> files = files_of(path);
  if (!files) return files.error();
  Side side;
  side.name = path.string();
  for (const fs::path& file : *files) {
    Outcome<result::RunResult> run = load_run(file);
    if (!run) return run.error();
    side.runs.push_back(std::move(*run));
    side.paths.push_back(file.string());
  }
  return side;
}

}  // namespace cxload::compare
