/// TlsStream: TLS 1.2 and 1.3 over TCP, with no buffer of its own while idle.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <openssl/ssl.h>

#include <cxload/net/link.hpp>
#include <cxload/net/stream.hpp>

#include "impaired_stream.hpp"
#include "tls_io.hpp"

namespace cxload::net {

/// Lifetime: as TcpStream.
class TlsStream final : public ByteStream, private ByteStreamHandler {
 public:
  TlsStream(Shard& shard, const Door& door, ByteStreamHandler& handler, const BadNetwork* network);

  void start() override { wire_->start(); }
  TimePoint write(std::string_view bytes) override;
  void finish() override;
  void abort() override;
  [[nodiscard]] std::string_view phase() const override;
  [[nodiscard]] Endpoint local() const override { return wire_->local(); }
  [[nodiscard]] Endpoint remote() const override { return wire_->remote(); }

  [[nodiscard]] TlsTicket take_ticket() override;
  void resume(const TlsTicket& ticket) override { ticket_ = ticket; }

  [[nodiscard]] const std::string& host() const { return door_.host; }
  /// From inside the handshake: why it is about to fail.
  void on_certificate_refused(const Failure& why) { refusal_ = std::make_unique<Failure>(why); }

 private:
  enum class State : std::uint8_t { connecting, shaking_hands, open, dead };
  class Turn;

  void on_stream_open(const ConnectTimes& times) override;
  void on_stream_bytes(std::string_view bytes, TimePoint arrived) override;
  void on_stream_closed(const Failure& failure) override;
  [[nodiscard]] bool shake_hands(std::string_view& received);
  void read(std::string_view received, TimePoint arrived);
  void fail(const Failure& failure);
  void tap(ByteTap::Direction direction, std::string_view bytes, TimePoint at) const;

  const Door& door_;
  ByteStreamHandler& handler_;
  std::unique_ptr<ByteStream> wire_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_{nullptr, &SSL_free};
  std::unique_ptr<Failure> refusal_;
  std::unique_ptr<ConnectTimes> times_;  ///< until open
  TlsTicket ticket_;                     ///< to begin with, until then
  TimePoint handshake_start_{};
  State state_ = State::connecting;
};

}  // namespace cxload::net
