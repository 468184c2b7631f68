#include "read_run.hpp"

#include <fstream>
#include <iterator>

#include <cxload/report/json_report.hpp>

namespace cxload::app {

Outcome<result::RunResult> read_run(const std::filesystem::path& run) {
  const std::filesystem::path file = std::filesystem::is_directory(run) ? run / "report.json" : run;
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return Failure{"local.report", "cannot read " + file.string()};
  const std::string json{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  Outcome<result::RunResult> read = report::read_json(json);
  if (!read) return Failure{read.error().kind, file.string() + ": " + read.error().detail};
  return read;
}

}  // namespace cxload::app
