/// SignalWatch: turns Ctrl-C and SIGTERM into entries of the bulletin.
#pragma once
#include <csignal>
#include <functional>
#include <thread>

namespace cxload::run {

/// Blocks SIGINT and SIGTERM in the thread that makes it (and so in all it starts later) and hands them to
/// `on_signal` from a thread of its own. Restores the mask when destroyed.
class SignalWatch {
 public:
  explicit SignalWatch(std::function<void()> on_signal);
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

 private:
  sigset_t watched_{};
  sigset_t before_{};
  std::jthread thread_;
};

}  // namespace cxload::run
