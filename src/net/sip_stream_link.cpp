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
  void send_keepalive() override {
    is_pong_due_ = true;
    send("\r\n\r\n");
  }

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
      if ((*next)->kind == sip::Frame::Kind::message)
        deliver((*next)->bytes, arrived);
      else
        on_line_end(arrived);
    }
  }

  /// RFC 5626 4.4.1: one CRLF answers our ping. What answers nothing is half a ping of a peer that plays the
  /// client; the whole wants a CRLF back, at once.
  void on_line_end(TimePoint arrived) {
    if (is_pong_due_) {
      is_pong_due_ = false;
      return deliver("\r\n", arrived);
    }
    is_half_pinged_ = !is_half_pinged_;
    if (!is_half_pinged_) stream().write("\r\n");
  }

  bool is_pong_due_ = false;
  bool is_half_pinged_ = false;
  sip::StreamFramer framer_{sip::StreamSide::client};
};

}  // namespace

std::unique_ptr<LinkBody> make_sip_stream_link(Shard& shard, const Door& door, LinkHandler& handler) {
  return std::make_unique<SipStreamLink>(shard, door, handler);
}

}  // namespace cxload::net
