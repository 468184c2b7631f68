/// One link of a test and what its handler heard.
#pragma once
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <cxload/net/impairment.hpp>
#include <cxload/net/link.hpp>
#include <cxload/net/tls.hpp>

#include "net/loop.hpp"

namespace cxload::net::test {

/// Stops the loop when the link opens, and when it closes, unless told otherwise.
struct Client final : LinkHandler {
  explicit Client(Loop& its_loop, std::optional<BadNetwork> its_network = std::nullopt)
      : loop(its_loop), network(std::move(its_network)) {}

  void open(const Door& door) {
    link = open_link(loop.shard, doors.emplace_back(door), *this);
    if (network) link->impair(*network);
  }
  /// Opens and waits until the link is open or dead: empty, or the failure's kind.
  std::string connect(const Door& door) {
    open(door);
    loop.run();
    return failure ? failure->kind : "";
  }

  void on_link_open(const ConnectTimes& its_times) override {
    times = its_times;
    when_open ? when_open() : loop.stop();
  }
  void on_link_message(std::string_view message, TimePoint arrived) override {
    EXPECT_TRUE(times && !failure);
    EXPECT_LE(arrived, Clock::now());
    messages.emplace_back(message);
    when_message ? when_message() : loop.stop();
  }
  void on_link_closed(const Failure& its_failure) override {
    EXPECT_FALSE(failure) << "closed twice";
    failure = its_failure;
    when_closed ? when_closed() : loop.stop();
  }

  Loop& loop;
  std::optional<BadNetwork> network;
  std::deque<Door> doors;  ///< they must outlive the links
  std::function<void()> when_open, when_message, when_closed;
  std::optional<ConnectTimes> times;
  std::vector<std::string> messages;
  std::optional<Failure> failure;
  std::unique_ptr<Link> link;
};

inline Door door_to(Scheme scheme, std::uint16_t port, const std::string& host = "127.0.0.1") {
  Door door;
  door.scheme = scheme;
  door.host = host;
  door.port = port;
  return door;
}

/// A TLS context that trusts `authority()`.
inline std::shared_ptr<TlsClientContext> trusting(const std::string& ca_file, bool verify = true) {
  TlsOptions options;
  options.ca_file = ca_file;
  options.verify = verify;
  return make_tls_client_context(options).value();
}

}  // namespace cxload::net::test
