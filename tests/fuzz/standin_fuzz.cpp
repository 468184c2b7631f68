/// Feeds a script of messages, closed connections and time to the stand-in's core: it must never crash, and
/// once everybody has gone and time has passed nothing may be left. Script: pieces separated by 0xFF. First
/// octet of a piece: 0-3 a message from that connection, u from UDP, c and a digit: that connection closes, t
/// and an octet: so many seconds pass. LF ends lines.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "../../src/standin/core/core.hpp"

namespace cxload::standin {
namespace {

constexpr std::size_t most_pieces = 256;
constexpr std::size_t most_deadlines = 20'000;

void require(bool holds) {
  if (!holds) std::abort();
}

class NoWire final : public Wire {
 public:
  bool send(const Flow& flow, std::string_view message) override {
    require(!message.empty());
    return !closed.contains(flow.connection);
  }
  [[nodiscard]] const std::map<net::Scheme, net::Endpoint>& doors() const override { return doors_; }
  std::set<ConnectionId> closed;

 private:
  std::map<net::Scheme, net::Endpoint> doors_ = {{net::Scheme::udp, {net::Address::loopback(), 5060}},
                                                 {net::Scheme::wss, {net::Address::loopback(), 8443}}};
};

class NoMedia : public MediaFactory {
  std::unique_ptr<MediaPort> open(MediaKind, sdp::Keying, const MediaFaults&) override {
    class Port : public MediaPort {
      [[nodiscard]] std::uint16_t port() const override { return 40'000; }
      void set_remote(const MediaRemote&) override {}
    };
    return std::make_unique<Port>();
  }
  std::unique_ptr<MediaBridge> open_bridge(sdp::Keying, sdp::Keying, const MediaFaults&) override {
    return nullptr;
  }
};

const Config& settings() {
  static const Config config = [] {
    Config made;
    made.domain = "d.test";
    made.accounts = {{"a", ""}, {"b", ""}, {"s", "secret"}};
    return made;
  }();
  return config;
}

class Script {
 public:
  void run(std::string_view text) {
    for (std::size_t pieces = 0; !text.empty() && pieces < most_pieces; ++pieces) {
      const std::size_t end = std::min(text.find('\xFF'), text.size());
      step(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    for (std::uint64_t connection = 1; connection <= 4; ++connection) close(connection);
    pass(std::chrono::hours(3));
    const Core::Load left = core_.load();
    require(left.servers == 0 && left.clients == 0 && left.calls == 0 && left.bindings == 0);
  }

 private:
  void step(std::string_view piece) {
    if (piece.empty()) return;
    const char kind = piece.front();
    piece.remove_prefix(1);
    if (kind == 't')
      return pass(std::chrono::seconds(piece.empty() ? 1 : static_cast<unsigned char>(piece.front())));
    if (kind == 'c') return close(piece.empty() ? 1 : 1 + static_cast<unsigned char>(piece.front()) % 4U);
    Flow flow{net::Scheme::udp, ConnectionId::none, {net::Address::loopback(), 40'000}};
    if (kind != 'u') flow = connection(1 + static_cast<unsigned char>(kind) % 4U);
    core_.on_message(flow, piece, now_, WallTime{});
  }

  static Flow connection(std::uint64_t id) {
    return {net::Scheme::wss, static_cast<ConnectionId>(id), {net::Address::loopback(), 50'000}};
  }

  void close(std::uint64_t id) {
    if (!wire_.closed.insert(connection(id).connection).second) return;
    core_.on_flow_closed(connection(id), now_);
  }

  void pass(Duration span) {
    const TimePoint end = now_ + span;
    std::size_t deadlines = 0;
    while (const auto next = core_.next_deadline()) {
      if (*next > end) break;
      require(++deadlines < most_deadlines);
      now_ = std::max(now_, *next);
      core_.on_deadline(now_);
    }
    now_ = end;
  }

  NoWire wire_;
  NoMedia media_;
  Core core_{settings(), wire_, media_};
  TimePoint now_ = TimePoint(std::chrono::hours(1));
};

}  // namespace
}  // namespace cxload::standin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cxload::standin::Script().run({reinterpret_cast<const char*>(data), size});
  return 0;
}
