// SIP over TCP and TLS: messages cut by Content-Length (RFC 3261 18.3).
#include <fmt/format.h>

#include <cxload/sip/stream_framer.hpp>

#include "stream_link.hpp"

namespace cxload::net {
namespace {

class SipStreamLink final : public StreamLink {
 public:
  SipStreamLink(Shard& shard, const Door& door, LinkHandler& handler) : StreamLink(shard, door, handler) {}

  TimePoint send(std::string_view message) override {
    if (state() != State::open) return Clock::now();
    return stream().write(message);
  }
  void send_keepalive() override { send("\r\n\r\n"); }

 private:
  void say_goodbye() override { stream().finish(); }
  void on_stream_open(const ConnectTimes& times) override { opened(times); }

  void on_stream_bytes(std::string_view bytes, TimePoint arrived) override {
    if (state() != State::open) return;
    framer_.feed(bytes);
    while (state() == State::open) {
      const auto next = framer_.next();
      if (!next)
        return fail({"sip.framing", fmt::format("the peer's stream cannot be cut into SIP messages: {}",
                                                next.error().message())});
      if (!*next) return;
      // RFC 5626 4.4.1: a double CRLF wants a single one back, at once.
      if ((*next)->kind == sip::Frame::Kind::ping)
        stream().write("\r\n");
      else
        deliver((*next)->bytes, arrived);
    }
  }

  sip::StreamFramer framer_{sip::StreamSide::client};
};

}  // namespace

std::unique_ptr<LinkBody> make_sip_stream_link(Shard& shard, const Door& door, LinkHandler& handler) {
  return std::make_unique<SipStreamLink>(shard, door, handler);
}

}  // namespace cxload::net
