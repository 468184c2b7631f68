#include "signals.hpp"

namespace cxload::run {

SignalWatch::SignalWatch(std::function<void()> on_signal) {
  sigemptyset(&watched_);
  sigaddset(&watched_, SIGINT);
  sigaddset(&watched_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &watched_, &before_);
  thread_ = std::jthread([this, act = std::move(on_signal)](const std::stop_token& stop) {
    constexpr timespec patience{0, 100'000'000};  // how soon a stop request is noticed
    while (!stop.stop_requested())
      if (sigtimedwait(&watched_, nullptr, &patience) > 0) act();
  });
}

SignalWatch::~SignalWatch() {
  thread_.request_stop();
  thread_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace cxload::run
