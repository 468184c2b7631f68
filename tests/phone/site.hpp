/// A stand-in and phones on one shard, for tests: flows run to their end or to a deadline, nothing sleeps.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/net/shard.hpp>
#include <cxload/net/task_group.hpp>
#include <cxload/net/tls.hpp>
#include <cxload/phone/phone.hpp>
#include <cxload/phone/profile.hpp>
#include <cxload/standin/standin.hpp>

namespace cxload::phone {

/// A metric's value; one that has none fails the test and reads as zeros.
inline const stats::Cell& cell_of(const stats::Snapshot& snapshot, stats::MetricId metric,
                                  const stats::LabelSet& labels = {}) {
  static const stats::Cell none;
  // The snapshot must outlive the answer: kept by the caller, or by the full expression.
  const stats::Cell* cell = snapshot.find(metric, labels);
  EXPECT_NE(cell, nullptr) << "metric " << static_cast<int>(metric) << " has no such value";
  return cell == nullptr ? none : *cell;
}

/// What came of a request: its status, the class of its failure, or "nothing yet".
inline std::string answer_of(const std::optional<Outcome<FinalResponse>>& outcome) {
  if (!outcome) return "nothing yet";
  return *outcome ? std::to_string((*outcome)->status) : outcome->error().kind;
}

class Site {
 public:
  using Change = std::function<void(standin::Config&)>;
  explicit Site(std::vector<std::string> defects = {}, const Change& change = {}) {
    standin::Config config;
    config.domain = "standin.test";
    for (int user = 1000; user < 1010; ++user)
      config.accounts.push_back({std::to_string(user), "pw-" + std::to_string(user)});
    for (std::string& id : defects) config.defects.push_back({std::move(id)});
    if (change) change(config);
    auto started = standin::Standin::start(shard, config,
                                           [this](const standin::Event& event) { events.push_back(event); });
    if (!started) throw std::runtime_error(started.error().detail);
    standin = std::move(*started);
  }

  /// Kept until the site ends: a door must live as long as its shard.
  Group& make_group(net::Scheme scheme, std::string_view profile) {
    Group& group = groups.emplace_back();
    group.name = "phones";
    group.profile = find_client_profile(profile);
    group.domain = "standin.test";
    const net::Endpoint door = standin->addresses().doors.at(scheme);
    group.door.scheme = scheme;
    group.door.host = door.address.to_string();
    group.door.port = door.port;
    if (scheme == net::Scheme::tls || scheme == net::Scheme::wss) {
      net::TlsOptions tls;
      tls.ca_file = standin->addresses().ca_file;
      group.door.tls = net::make_tls_client_context(tls).value();
    }
    return group;
  }

  std::unique_ptr<Phone> make_phone(const Group& group, const std::string& user, std::string password = {}) {
    Account account;
    account.user = user;
    account.password = password.empty() ? "pw-" + user : std::move(password);
    return std::make_unique<Phone>(shard, group, account, services);
  }

  /// Runs `flow` to its end; a flow that hangs fails the test instead of the whole run.
  void run(std::function<net::Awaitable<void>()> flow) {
    bool done = false;
    net::Timer guard(shard, [this](TimePoint) { shard.stop(); });
    guard.arm(Clock::now() + std::chrono::seconds(50));
    shard.spawn(wrap(std::move(flow), done));
    shard.run();
    EXPECT_TRUE(done) << "the flow did not end";
  }

  std::vector<standin::Event> events;  ///< what the stand-in told
  std::deque<Group> groups;            // before the shard: doors outlive it
  net::Shard shard{0, Random(7)};
  stats::Catalogue catalogue;
  stats::Recorder recorder{catalogue, {}};
  std::unique_ptr<standin::Standin> standin;
  Services services{Telemetry{recorder}, net::UdpHubs(shard, contact_token_size)};

 private:
  net::Awaitable<void> wrap(std::function<net::Awaitable<void>()> flow, bool& done) {
    co_await flow();
    done = true;
    shard.stop();
  }
};

}  // namespace cxload::phone
