/// StreamLink: what all links over a byte stream share: connecting in time, failing once, ending orderly.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <cxload/net/shard.hpp>
#include <cxload/net/stream.hpp>

#include "link_body.hpp"

namespace cxload::net {

/// TCP, or TLS over it, as the door's scheme wants; over a bad network where one is given.
[[nodiscard]] std::unique_ptr<ByteStream> make_stream(Shard& shard, const Door& door,
                                                      ByteStreamHandler& handler,
                                                      const BadNetwork* network = nullptr);

class StreamLink : public LinkBody, protected ByteStreamHandler {
 public:
  void start() final;
  void close() final;
  [[nodiscard]] bool abandon() final;
  [[nodiscard]] TlsTicket take_ticket() final { return stream_->take_ticket(); }
  void resume(const TlsTicket& ticket) final { stream_->resume(ticket); }
  void impair(const BadNetwork& network) final;
  [[nodiscard]] Scheme scheme() const final { return door_.scheme; }
  [[nodiscard]] Endpoint local() const final { return stream_->local(); }
  [[nodiscard]] Endpoint remote() const final { return stream_->remote(); }

 protected:
  enum class State : std::uint8_t { connecting, open, closing, dead };
  StreamLink(Shard& shard, const Door& door, LinkHandler& handler);

  /// The timer rings while the link is open: a derived link uses it as it likes.
  virtual void on_timer_while_open() {}
  virtual void say_goodbye() = 0;  ///< orderly end of an open link; stream().finish() or a close frame
  /// What is wrong when the time to connect is over and the stream itself is open.
  [[nodiscard]] virtual std::string_view unfinished_phase() const { return "tcp"; }

  void on_stream_closed(const Failure& failure) override;
  void opened(const ConnectTimes& times);
  void fail(const Failure& failure);
  void deliver(std::string_view message, TimePoint arrived) { handler_->on_link_message(message, arrived); }

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] bool is_websocket_blocked() const { return is_websocket_blocked_; }
  [[nodiscard]] ByteStream& stream() { return *stream_; }
  [[nodiscard]] const Door& door() const { return door_; }
  [[nodiscard]] Timer& timer() { return timer_; }

 private:
  void on_timer(TimePoint now);
  void end();

  Shard& shard_;
  const Door& door_;
  LinkHandler* handler_;  ///< null once it must not be called
  std::unique_ptr<ByteStream> stream_;
  Timer timer_;
  State state_ = State::connecting;
  bool is_websocket_blocked_ = false;
};

}  // namespace cxload::net
