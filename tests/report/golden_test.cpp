/// Compares every report with the samples in tests/golden/. After a change that is meant:
///   CXLOAD_REGENERATE_GOLDEN=1 build/tests/report/test_report --gtest_filter='Golden.*'
/// from the top of the tree, and look at the difference before committing it.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/report/live_view.hpp>
#include <cxload/report/report_folder.hpp>

#include "page/assets.hpp"
#include "report/sample_runs.hpp"

namespace cxload::report {
namespace {

namespace fs = std::filesystem;

void replace(std::string& text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  if (at != std::string::npos) text.replace(at, what.size(), with);
}

/// Chart.js is Debian's to update; the golden page names it instead.
std::string without_chart_js(std::string html) {
  const std::string_view script = page::assets::chart_js();
  replace(html, script, "/* Chart.js */");
  replace(html, text::to_base64(crypto::hash_bytes(crypto::Hash::sha256, script)), "hash of Chart.js");
  return html;
}

void compare(const fs::path& file, const std::string& content) {
  if (std::getenv("CXLOAD_REGENERATE_GOLDEN") != nullptr) {
    fs::create_directories(file.parent_path());
    ASSERT_TRUE(replace_file(file, content));
    return;
  }
  std::ostringstream golden;
  golden << std::ifstream(file, std::ios::binary).rdbuf();
  if (content == golden.str()) return;
  std::istringstream ours(content), theirs(golden.str());
  std::string our_line, their_line;
  for (int line = 1;; ++line) {
    const bool have_ours = static_cast<bool>(std::getline(ours, our_line));
    const bool have_theirs = static_cast<bool>(std::getline(theirs, their_line));
    ASSERT_TRUE(have_ours && have_theirs && our_line == their_line)
        << file << ":" << line << "\nmade:   " << our_line.substr(0, 400)
        << "\ngolden: " << their_line.substr(0, 400);
  }
}

void compare_all(const std::string& name, const result::RunResult& run) {
  const fs::path folder = fs::path("tests/golden") / name;
  for (const Writer* writer : writers()) {
    const std::string content = writer->write(run);
    compare(folder / writer->file_name, writer->name == "html" ? without_chart_js(content) : content);
  }
  compare(folder / "terminal.txt", final_block(run, "reports/morning-shift", {}));
}

TEST(Golden, APassingRun) { compare_all("pass", samples::passing_run()); }
TEST(Golden, AFailingRun) { compare_all("fail", samples::failing_run()); }

}  // namespace
}  // namespace cxload::report
