/// An allocation, its server and the way between them, in virtual time.
#pragma once
#include <deque>

#include <gtest/gtest.h>

#include <cxload/turn/allocation.hpp>

#include "server.hpp"

namespace cxload::turn::test {

class World final : public AllocationSink {
 public:
  explicit World(const AllocationOptions& options) : allocation(options, *this) {
    server.to_client = [this](stun::Bytes message) { post(message, false); };
    server.to_peer = [this](const TransportAddress& peer, stun::Bytes data) {
      at_peers.emplace_back(peer, text_of(data));
    };
  }
  World() : World(with_credentials()) {}
  static AllocationOptions with_credentials() {
    AllocationOptions options;
    options.credentials = {"alice", "wonderland"};
    return options;
  }

  void run(Duration length) {
    const TimePoint end = now + length;
    for (int turns = 0;; ++turns) {
      if (turns == 100'000) {
        ADD_FAILURE() << "time stands still";
        return;
      }
      TimePoint next = end;
      if (const auto due = allocation.next_deadline()) next = std::min(next, *due);
      if (!under_way_.empty()) next = std::min(next, under_way_.front().arrives);
      if (next >= end) {
        now = end;
        return;
      }
      now = std::max(now, next);
      deliver();
      allocation.tick(now);
    }
  }
  /// Allocated, or the test is of something else.
  void open() {
    allocation.start(now);
    run(std::chrono::seconds(1));
    ASSERT_EQ(allocation.state(), Allocation::State::open);
  }
  void say(const TransportAddress& peer, std::string_view text) { allocation.send(peer, octets(text), now); }
  /// By class and kind; empty: nothing failed.
  [[nodiscard]] std::string failure() const {
    return allocation.failure() ? allocation.failure()->kind : std::string();
  }

  TimePoint now{};
  Duration delay = std::chrono::milliseconds(20);
  bool is_up = true;  ///< nothing arrives while it is not
  int lose_next = 0;  ///< messages of the client
  int sent = 0;
  Server server;
  Allocation allocation;
  std::vector<std::pair<TransportAddress, std::string>> at_peers, heard;

 private:
  struct Message {
    TimePoint arrives;
    bool to_server;
    Octets bytes;
  };
  void send_to_server(stun::Bytes message) override {
    ++sent;
    if (lose_next > 0) {
      --lose_next;
      return;
    }
    post(message, true);
  }
  void on_relayed(const TransportAddress& peer, stun::Bytes data) override {
    heard.emplace_back(peer, text_of(data));
  }
  void post(stun::Bytes message, bool to_server) {
    ASSERT_FALSE(message.empty());
    under_way_.push_back({now + delay, to_server, {message.begin(), message.end()}});
  }
  void deliver() {
    while (!under_way_.empty() && under_way_.front().arrives <= now) {
      const Message message = std::move(under_way_.front());
      under_way_.pop_front();
      if (!is_up) continue;
      if (message.to_server)
        server.on_client(message.bytes);
      else
        (void)allocation.receive(message.bytes, now);
    }
  }

  std::deque<Message> under_way_;
};

}  // namespace cxload::turn::test
