#include "standin_process.hpp"

#include <array>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

#include <boost/json.hpp>

#include <cxload/base/clock.hpp>

extern char** environ;

namespace cxload::run {
namespace {

constexpr Duration start_patience = std::chrono::seconds(20);
constexpr Duration stop_patience = std::chrono::seconds(3);
constexpr std::size_t max_announcement = 65'536;

Failure standin_failure(std::string detail) {
  return {"local.standin", "the embedded stand-in did not start: " + std::move(detail)};
}

/// Both ends, close-on-exec: the child gets its end by dup2 only.
bool make_pipe(std::array<int, 2>& ends) { return pipe2(ends.data(), O_CLOEXEC) == 0; }

pid_t spawn_self(int child_in, int child_out) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, child_in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, child_out, STDOUT_FILENO);
  // A process group of its own: Ctrl-C at the terminal ends the run, and the run ends the child.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::array<char*, 4> arguments = {const_cast<char*>("cxload"), const_cast<char*>("serve"),
                                    const_cast<char*>("--child"), nullptr};
  pid_t pid = -1;
  if (posix_spawn(&pid, "/proc/self/exe", &actions, &attributes, arguments.data(), environ) != 0) pid = -1;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

bool write_all(int descriptor, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t n = ::write(descriptor, text.data() + done, text.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    done += static_cast<std::size_t>(n);
  }
  return true;
}

}  // namespace

Outcome<StandinProcess> StandinProcess::start(const std::string& config) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (!make_pipe(in) || !make_pipe(out)) return standin_failure("no descriptors left");
  StandinProcess process;
  process.pid_ = spawn_self(in[0], out[1]);
  close(in[0]);
  close(out[1]);
  process.to_child_ = in[1];
  process.from_child_ = out[0];
  if (process.pid_ < 0) return standin_failure(std::strerror(errno));
  if (!write_all(process.to_child_, config + "\n"))
    return standin_failure("it ended before it read its settings");
  if (const Outcome<> announced = process.read_announcement(); !announced) return announced.error();
  return process;
}

Outcome<> StandinProcess::read_announcement() {
  const TimePoint deadline = Clock::now() + start_patience;
  std::string line;
  while (line.find('\n') == std::string::npos) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd waiting{from_child_, POLLIN, 0};
    if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) <= 0)
      return standin_failure("it said nothing for 20 s");
    std::array<char, 4096> buffer;
    const ssize_t n = read(from_child_, buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0 || line.size() > max_announcement)
      return standin_failure("it ended at once (see its message above)");
    line.append(buffer.data(), static_cast<std::size_t>(n));
  }
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(line.substr(0, line.find('\n')), error);
  if (error || !value.is_object()) return standin_failure("its announcement is not JSON");
  const boost::json::object& object = value.as_object();
  if (const auto* doors = object.if_contains("doors"); doors != nullptr && doors->is_object())
    for (const auto& [scheme, url] : doors->as_object())
      if (url.is_string()) doors_[scheme] = url.as_string().c_str();
  if (const auto* ca = object.if_contains("ca"); ca != nullptr && ca->is_string())
    ca_file_ = ca->as_string().c_str();
  if (const auto* dns = object.if_contains("dns"); dns != nullptr && dns->is_string())
    name_server_ = dns->as_string().c_str();
  if (const auto* web = object.if_contains("web"); web != nullptr && web->is_string())
    web_ = web->as_string().c_str();
  if (doors_.empty()) return standin_failure("it announced no doors");
  return {};
}

StandinProcess::StandinProcess(StandinProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      to_child_(std::exchange(other.to_child_, -1)),
      from_child_(std::exchange(other.from_child_, -1)),
      doors_(std::move(other.doors_)),
      ca_file_(std::move(other.ca_file_)),
      name_server_(std::move(other.name_server_)),
      web_(std::move(other.web_)) {}

StandinProcess::~StandinProcess() {
  if (to_child_ >= 0) close(to_child_);
  if (pid_ > 0) {
    // End of input is its signal to leave; it closes its end of the other pipe when it has.
    pollfd waiting{from_child_, POLLIN, 0};
    const auto patience = std::chrono::duration_cast<std::chrono::milliseconds>(stop_patience);
    if (poll(&waiting, 1, static_cast<int>(patience.count())) <= 0) kill(pid_, SIGKILL);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  if (from_child_ >= 0) close(from_child_);
}

}  // namespace cxload::run
