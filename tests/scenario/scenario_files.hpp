/// Scenario files of the tests: what their comment headers expect.
#pragma once
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace cxload::scenario::test {

/// `# expect: 12:9: message` of the first fault (of an option: `--set …: message`), `# set: …` options, and
/// `# schema: refuses | accepts | unreadable` what JSON Schema makes of it.
struct ScenarioFile {
  std::filesystem::path path;
  std::string expect, schema;
  std::vector<std::string> set;
};

inline ScenarioFile read_header(const std::filesystem::path& path) {
  ScenarioFile file{path, {}, {}, {}};
  std::ifstream stream(path);
  for (std::string line; std::getline(stream, line) && line.starts_with("# ");) {
    if (line.starts_with("# expect: ")) file.expect = line.substr(10);
    if (line.starts_with("# schema: ")) file.schema = line.substr(10);
    if (line.starts_with("# set: ")) file.set.push_back(line.substr(7));
  }
  return file;
}

inline std::vector<ScenarioFile> scenario_files(const std::filesystem::path& folder) {
  std::vector<ScenarioFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".yaml") files.push_back(read_header(entry.path()));
  return files;
}

}  // namespace cxload::scenario::test
