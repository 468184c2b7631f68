#include <filesystem>
#include <set>

#include <gtest/gtest.h>

#include <cxload/report/writer.hpp>

namespace cxload::report {
namespace {

TEST(Registry, EveryWriterFileHasItsLine) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator("src/report/writers"))
    files += entry.path().extension() == ".cpp" ? 1 : 0;
  EXPECT_EQ(writers().size(), files);
}

TEST(Registry, NamesAndFilesAreUniqueAndFound) {
  std::set<std::string_view> names, files;
  for (const Writer* writer : writers()) {
    EXPECT_TRUE(names.insert(writer->name).second);
    EXPECT_TRUE(files.insert(writer->file_name).second);
    EXPECT_EQ(find_writer(writer->name), writer);
  }
  EXPECT_EQ(find_writer("pdf"), nullptr);
}

}  // namespace
}  // namespace cxload::report
