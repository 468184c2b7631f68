/// render_samples FOLDER: writes every report of every sample to FOLDER/<sample>/, for the tests that need a
/// browser or another program, and for looking at the page.
#include <cstdio>

#include <cxload/report/report_folder.hpp>

#include "report/sample_runs.hpp"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  for (const auto& [name, run] : cxload::samples::all_samples()) {
    const auto written = cxload::report::write_all(std::filesystem::path(argv[1]) / name, run);
    if (written) continue;
    std::fprintf(stderr, "%s\n", written.error().detail.c_str());
    return 1;
  }
}
