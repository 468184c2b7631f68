#include <cstdlib>
#include <fstream>
#include <sstream>
#include <unistd.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/report/json_report.hpp>
#include <cxload/report/report_folder.hpp>

#include "report/sample_runs.hpp"

namespace cxload::report {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class ReportFolder : public ::testing::Test {
 protected:
  ReportFolder() {
    std::string name = (fs::temp_directory_path() / "cxload-report-XXXXXX").string();
    root_ = ::mkdtemp(name.data());
  }
  ~ReportFolder() override { fs::remove_all(root_); }

  [[nodiscard]] static std::string read(const fs::path& file) {
    std::ostringstream content;
    content << std::ifstream(file).rdbuf();
    return content.str();
  }

  fs::path root_;
};

TEST_F(ReportFolder, HoldsEveryReportAndNothingElse) {
  const auto files = write_all(root_ / "new" / "run", samples::incomplete_run());
  ASSERT_TRUE(files);
  EXPECT_EQ(files->size(), writers().size());
  std::size_t entries = 0;
  for (const auto& entry : fs::directory_iterator(root_ / "new" / "run")) {
    ++entries;
    EXPECT_GT(entry.file_size(), 0U);
  }
  EXPECT_EQ(entries, writers().size());  // no temporary file is left
}

TEST_F(ReportFolder, IsRenderedAgainFromItsJsonByteForByte) {
  for (auto& [name, run] : samples::all_samples()) {
    run.run.started += 123'456'789ns;  // clocks tick finer than report.json writes
    if (run.run.finished) *run.run.finished += 987'654'321ns;
    ASSERT_TRUE(write_all(root_ / name, run));
    const auto restored = read_json(read(root_ / name / "report.json"));
    ASSERT_TRUE(restored) << name << ": " << restored.error().detail;
    for (const Writer* writer : writers())
      EXPECT_TRUE(writer->write(*restored) == read(root_ / name / writer->file_name))
          << name << " " << writer->name;
  }
}

TEST_F(ReportFolder, ReplacesAFileAsAWhole) {
  ASSERT_TRUE(replace_file(root_ / "a.txt", "old"));
  std::ifstream reader(root_ / "a.txt");  // has the old file open while it is replaced
  ASSERT_TRUE(replace_file(root_ / "a.txt", "new"));
  std::string still;
  reader >> still;
  EXPECT_EQ(still, "old");
  EXPECT_EQ(read(root_ / "a.txt"), "new");
}

TEST_F(ReportFolder, SaysWhatCannotBeWritten) {
  ASSERT_TRUE(replace_file(root_ / "file", "x"));
  const auto written = write_all(root_ / "file" / "run", samples::incomplete_run());
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().kind, "local.report");
  EXPECT_THAT(written.error().detail, ::testing::HasSubstr("file/run"));
}

TEST_F(ReportFolder, LatestPointsAtTheNewestRun) {
  for (const char* run : {"first", "second"}) {
    fs::create_directories(root_ / run);
    ASSERT_TRUE(point_latest_at(root_ / run));
    EXPECT_EQ(fs::read_symlink(root_ / "latest"), run);
  }
  ASSERT_TRUE(point_latest_at(root_ / "first" / ""));  // a path that ends in a slash
  EXPECT_EQ(fs::read_symlink(root_ / "latest"), "first");
}

TEST_F(ReportFolder, LatestNeverReplacesARealFolder) {
  fs::create_directories(root_ / "latest");
  fs::create_directories(root_ / "run");
  const auto pointed = point_latest_at(root_ / "run");
  ASSERT_FALSE(pointed);
  EXPECT_EQ(pointed.error().kind, "local.report");
  EXPECT_TRUE(fs::is_directory(fs::symlink_status(root_ / "latest")));
}

}  // namespace
}  // namespace cxload::report
