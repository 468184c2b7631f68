/// A shard for a test, run until stop() or until nothing is left. A guard ends a test that would hang.
#pragma once
#include <condition_variable>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include <cxload/net/shard.hpp>

namespace cxload::net::test {

struct Loop {
  Shard shard{0, Random(1)};

  void run() {
    std::mutex mutex;
    std::condition_variable_any ended;
    std::jthread guard([&](const std::stop_token& stop_token) {
      std::unique_lock lock(mutex);
      ended.wait_for(lock, stop_token, std::chrono::seconds(30), [] { return false; });
      if (stop_token.stop_requested()) return;
      ADD_FAILURE() << "the loop still ran after 30 s";
      shard.stop();
    });
    shard.run();
  }
  void stop() { shard.stop(); }
};

}  // namespace cxload::net::test
