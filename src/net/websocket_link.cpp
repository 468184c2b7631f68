// SIP over WebSocket, ws and wss (RFC 7118).
#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/net/websocket_codec.hpp>

#include "stream_link.hpp"

namespace cxload::net {
namespace {

namespace ws = websocket;

constexpr std::uint16_t normal_closure = 1000;

/// Frames are built here and copied on; one for each thread.
std::string& frame_buffer() {
  thread_local std::string buffer;
  buffer.clear();
  return buffer;
}

class WebSocketLink final : public StreamLink {
 public:
  WebSocketLink(Shard& shard, const Door& door, LinkHandler& handler) : StreamLink(shard, door, handler) {}

  TimePoint send(std::string_view message) override {
    if (state() != State::open) return Clock::now();
    std::string& frame = frame_buffer();
    ws::write_message(frame, message);
    return stream().write(frame);
  }
  void send_keepalive() override { send("\r\n\r\n"); }
  void send_ping() override;

 private:
  /// Only while the upgrade is on its way.
  struct Upgrade {
    ConnectTimes times;
    TimePoint start;
    ws::UpgradeReader reader;
  };

  void on_stream_open(const ConnectTimes& times) override;
  void on_stream_bytes(std::string_view bytes, TimePoint arrived) override;
  void on_stream_closed(const Failure& failure) override;
  void on_timer_while_open() override;
  void say_goodbye() override { send_frame(ws::Opcode::close, ws::close_payload(normal_closure, "")); }
  [[nodiscard]] std::string_view unfinished_phase() const override { return "ws"; }

  void read_answer(std::string_view& bytes);
  void on_event(const ws::Event& event, TimePoint arrived);
  void on_message(std::string_view message, TimePoint arrived);
  void on_close_frame(const ws::Event& event);
  void send_frame(ws::Opcode opcode, std::string_view payload);

  std::unique_ptr<Upgrade> upgrade_;
  ws::FrameReader frames_;
  std::uint32_t pings_sent_ = 0;
  bool is_pong_due_ = false;
};

void WebSocketLink::on_stream_open(const ConnectTimes& times) {
  if (is_websocket_blocked())
    return fail({"ws.blocked", fmt::format("the network of this group lets no WebSocket through: the upgrade "
                                           "to {} never left",
                                           remote().to_string())});
  ws::UpgradeRequest request;
  const bool is_v6 = door().host.find(':') != std::string::npos;
  request.host = is_v6 ? "[" + door().host + "]" : door().host;
  const int default_port = facts(scheme()).default_port;
  if (door().port != default_port) request.host += fmt::format(":{}", door().port);
  request.path = door().path;
  request.origin = door().origin;
  request.key = ws::make_key();
  upgrade_ = std::make_unique<Upgrade>(Upgrade{times, Clock::now(), ws::UpgradeReader(request.key)});
  stream().write(ws::write_upgrade(request));
}

void WebSocketLink::on_stream_bytes(std::string_view bytes, TimePoint arrived) {
  if (upgrade_) read_answer(bytes);
  if (state() != State::open && state() != State::closing) return;
  frames_.push(bytes);
  while (state() == State::open || state() == State::closing) {
    const auto event = frames_.next();
    if (event) {
      on_event(*event, arrived);
      continue;
    }
    if (!frames_.error()) return;
    const auto error = *frames_.error();
    if (state() == State::open)
      send_frame(ws::Opcode::close, ws::close_payload(error.close_code, error.failure.detail));
    fail(error.failure);
  }
}

void WebSocketLink::read_answer(std::string_view& bytes) {
  const auto state = upgrade_->reader.feed(bytes);
  if (state == ws::UpgradeReader::State::reading) return;
  const std::unique_ptr<Upgrade> upgrade = std::move(upgrade_);
  if (state == ws::UpgradeReader::State::refused) return fail(upgrade->reader.failure());
  upgrade->times.ws = Clock::now() - upgrade->start;
  opened(upgrade->times);
}

void WebSocketLink::on_event(const ws::Event& event, TimePoint arrived) {
  using Kind = ws::Event::Kind;
  if (event.kind == Kind::close) return on_close_frame(event);
  if (state() != State::open) return;
  if (event.kind == Kind::ping) send_frame(ws::Opcode::pong, event.payload);
  if (event.kind == Kind::message) on_message(event.payload, arrived);
  // RFC 6455 5.5.3: pongs nobody asked for are allowed, and only the last ping need be answered.
  if (event.kind == Kind::pong && is_pong_due_ && event.payload == fmt::format("{}", pings_sent_)) {
    is_pong_due_ = false;
    timer().disarm();
  }
}

void WebSocketLink::on_message(std::string_view message, TimePoint arrived) {
  // RFC 5626 4.4.1, here in a WebSocket message (RFC 7118 6).
  if (message == "\r\n\r\n")
    send("\r\n");
  else
    deliver(message, arrived);
}

void WebSocketLink::on_close_frame(const ws::Event& event) {
  if (state() == State::closing) {
    // Both have said goodbye; the server ends the TCP connection (RFC 6455 7.1.1), so that the waiting state
    // of TCP and its port stay on the server's side.
    return;
  }
  const std::string reason = text::printable(event.payload, 123);
  send_frame(ws::Opcode::close,
             ws::close_payload(event.close_code == 1005 ? normal_closure : event.close_code, ""));
  stream().finish();
  fail({"ws.closed", fmt::format("{} closed the WebSocket with code {}{}{}", remote().to_string(),
                                 event.close_code, reason.empty() ? "" : ": ", reason)});
}

void WebSocketLink::on_stream_closed(const Failure& failure) {
  const bool in_upgrade = upgrade_ != nullptr;
  if (in_upgrade)
    return StreamLink::on_stream_closed({failure.kind, failure.detail + " during the WebSocket upgrade"});
  StreamLink::on_stream_closed(failure);
}

void WebSocketLink::send_ping() {
  if (state() != State::open) return;
  send_frame(ws::Opcode::ping, fmt::format("{}", ++pings_sent_));
  if (!is_pong_due_) timer().arm(Clock::now() + door().connect_timeout);
  is_pong_due_ = true;
}

void WebSocketLink::on_timer_while_open() {
  fail({"ws.no_pong",
        fmt::format("{} did not answer a WebSocket ping (RFC 6455 5.5.2)", remote().to_string())});
}

void WebSocketLink::send_frame(ws::Opcode opcode, std::string_view payload) {
  std::string& frame = frame_buffer();
  ws::write_frame(frame, opcode, payload);
  stream().write(frame);
}

}  // namespace

std::unique_ptr<LinkBody> make_websocket_link(Shard& shard, const Door& door, LinkHandler& handler) {
  return std::make_unique<WebSocketLink>(shard, door, handler);
}

}  // namespace cxload::net
