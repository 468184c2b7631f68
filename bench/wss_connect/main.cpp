// What one more WSS connection costs: CPU against a bare handshake in the same run, and resident memory.
// Usage: wss_connect [links], default 5000; memory is the difference between a fifth of them and all.
//        wss_connect handshakes RATE: only the bare handshake, so many a second.
#include <cstdlib>
#include <fstream>
#include <memory>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include <cxload/net/link.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/net/tls.hpp>

#include "handshake.hpp"
#include "server.hpp"

namespace cxload::bench {
namespace {

using Microseconds = std::chrono::duration<double, std::micro>;

double resident_kib() {
  std::ifstream file("/proc/self/statm");
  double total = 0, resident = 0;
  file >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

/// Opens links, some at a time, until there are enough.
class Crowd final : net::LinkHandler {
 public:
  Crowd(net::Shard& shard, const net::Door& door) : shard_(shard), door_(door) {}

  void grow_to(std::size_t count) {
    wanted_ = count;
    links_.reserve(count);
    for (std::size_t i = 0; i < at_a_time; ++i) open_one();
    shard_.run();
  }

 private:
  static constexpr std::size_t at_a_time = 16;

  void open_one() {
    if (links_.size() < wanted_) links_.push_back(net::open_link(shard_, door_, *this));
  }
  void on_link_open(const net::ConnectTimes&) override {
    if (++open_ == wanted_)
      shard_.stop();
    else
      open_one();
  }
  void on_link_message(std::string_view, TimePoint) override {}
  void on_link_closed(const Failure& failure) override {
    fmt::print(stderr, "a link closed: {}: {}\n", failure.kind, failure.detail);
    std::exit(1);
  }

  net::Shard& shard_;
  const net::Door& door_;
  std::vector<std::unique_ptr<net::Link>> links_;
  std::size_t wanted_ = 0, open_ = 0;
};

int run(std::size_t links) {
  const net::test::CertificateAuthority authority;
  const net::test::Identity identity = authority.issue("DNS:sip.example.com");
  const ServerProcess server(identity);
  net::Shard shard(0, Random(1));
  net::Door door;
  door.scheme = net::Scheme::wss;
  door.host = "sip.example.com";
  door.port = server.port();
  door.resolve[door.host] = "127.0.0.1";
  net::TlsOptions tls;
  tls.ca_file = authority.file();
  door.tls = net::make_tls_client_context(tls).value();

  const auto floor = [&](bool verifies) {
    return bare_handshake(identity, authority.file(), {.verifies = verifies});
  };
  (void)floor(true);  // warms up
  const Microseconds verified_before = floor(true), bare_before = floor(false);
  Crowd crowd(shard, door);
  crowd.grow_to(links / 5);
  const double kib = resident_kib();
  const auto cpu = thread_cpu();
  crowd.grow_to(links);
  const Microseconds connect = Microseconds(thread_cpu() - cpu) / static_cast<double>(links - links / 5);
  const double each = (resident_kib() - kib) / static_cast<double>(links - links / 5);
  const Microseconds verified = (verified_before + floor(true)) / 2, bare = (bare_before + floor(false)) / 2;
  fmt::print("handshake_us {:.0f}\nhandshake_without_verification_us {:.0f}\nwss_connect_us {:.0f}\n",
             verified.count(), bare.count(), connect.count());
  fmt::print("ratio {:.2f}\nratio_without_verification {:.2f}\nkib_per_idle_link {:.1f}\n",
             connect / verified, connect / bare, each);
  return 0;
}

int paced_handshakes(long rate) {
  const net::test::CertificateAuthority authority;
  const net::test::Identity identity = authority.issue("DNS:sip.example.com");
  const Microseconds each =
      bare_handshake(identity, authority.file(),
                     {.count = static_cast<int>(rate),
                      .interval = std::chrono::nanoseconds(std::chrono::seconds(1)) / rate});
  fmt::print("handshake_us {:.0f}\n", each.count());
  return 0;
}

}  // namespace
}  // namespace cxload::bench

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "handshakes" && std::atol(argv[2]) > 0)
    return cxload::bench::paced_handshakes(std::atol(argv[2]));
  const long links = argc > 1 ? std::atol(argv[1]) : 5000;
  if (links < 10) return 2;
  return cxload::bench::run(static_cast<std::size_t>(links));
}
