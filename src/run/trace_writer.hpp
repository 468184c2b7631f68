/// TraceWriter: puts the ladder of each failure group's example, and of some good journeys, into files.
#pragma once
#include <filesystem>
#include <map>
#include <string>

#include "failure_log.hpp"
#include "ladder.hpp"

namespace cxload::run {

/// Threads: the main thread. Each example is written once.
class TraceWriter {
 public:
  TraceWriter(std::filesystem::path folder, WallAnchor anchor)
      : folder_(std::move(folder)), anchor_(anchor) {}

  /// Path relative to the run's folder; empty when the example holds no messages or cannot be written.
  std::string write_failure(const FailureLog::Key& key, const JourneyExample& example);
  std::string write_good(const std::string& journey, const JourneyExample& example);

 private:
  /// Their names, for the title.
  std::string write_recordings(const std::string& name, const JourneyExample& example);
  std::string write(const std::string& name, const std::string& title, const JourneyExample& example);

  std::filesystem::path folder_;
  WallAnchor anchor_;
  std::map<std::string, std::string> written_;  ///< name → path
};

}  // namespace cxload::run
