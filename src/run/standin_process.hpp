/// StandinProcess: the embedded deployment, a child process that dies with the run.
#pragma once
#include <map>
#include <string>
#include <sys/types.h>

#include <cxload/base/result.hpp>

namespace cxload::run {

/// Threads: the main thread only.
class StandinProcess {
 public:
  /// Starts `/proc/self/exe serve --child`, hands `config` (one JSON document) over by a pipe and waits for
  /// its doors. Failure: local.standin.
  static Outcome<StandinProcess> start(const std::string& config);
  ~StandinProcess();
  StandinProcess(StandinProcess&& other) noexcept;
  StandinProcess& operator=(StandinProcess&&) = delete;
  StandinProcess(const StandinProcess&) = delete;

  /// Door URLs by scheme: "wss" → "wss://127.0.0.1:40123".
  [[nodiscard]] const std::map<std::string, std::string>& doors() const { return doors_; }
  /// "127.0.0.1:40053"; empty: it has no name server.
  [[nodiscard]] const std::string& name_server() const { return name_server_; }
  /// Its portal: "https://127.0.0.1:40443"; empty: it has none.
  [[nodiscard]] const std::string& web() const { return web_; }
  [[nodiscard]] const std::string& ca_file() const { return ca_file_; }

 private:
  StandinProcess() = default;
  Outcome<> read_announcement();

  pid_t pid_ = -1;
  int to_child_ = -1;  ///< closing it ends the child
  int from_child_ = -1;
  std::map<std::string, std::string> doors_;
  std::string ca_file_, name_server_, web_;
};

}  // namespace cxload::run
