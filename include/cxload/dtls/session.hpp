/// Session: one DTLS 1.2 association for keys of SRTP (RFC 6347, RFC 5764), without sockets or clocks.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <span>

#include <cxload/base/clock.hpp>
#include <cxload/base/failure.hpp>
#include <cxload/dtls/certificate.hpp>
#include <cxload/srtp/keys.hpp>

namespace cxload::dtls {

/// Takes the datagrams of a session; called from inside its methods.
class DatagramSink {
 public:
  virtual void send_dtls(std::span<const std::byte> datagram) = 0;

 protected:
  ~DatagramSink() = default;
};

struct SessionOptions {
  bool is_client = true;  ///< RFC 5763 5: the side that says setup:active
  Fingerprint expected;   ///< of the peer's certificate, from its SDP
  std::shared_ptr<const Certificate> certificate = Certificate::of_this_process();
  Duration first_wait = std::chrono::milliseconds(250);  ///< for an answer to a flight; doubled each time
  Duration give_up = std::chrono::seconds(15);           ///< the whole handshake
};

enum class State : std::uint8_t { handshaking, open, failed, closed };

/// Threads: one at a time. Failures: dtls.fingerprint (the certificate is not the one that the SDP named),
/// dtls.no_srtp (the peer wants no SRTP that we have), dtls.alert, dtls.handshake, dtls.timeout.
class Session {
 public:
  Session(const SessionOptions& options, DatagramSink& sink, TimePoint now);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Any datagram that demultiplexes as DTLS (RFC 7983); what is none is dropped.
  void receive(std::span<const std::byte> datagram, TimePoint now);
  void tick(TimePoint now);  ///< at next_deadline()
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;
  void close();  ///< close_notify

  [[nodiscard]] State state() const { return state_; }
  [[nodiscard]] const std::optional<Failure>& failure() const { return failure_; }
  [[nodiscard]] const std::optional<srtp::KeyPair>& keys() const { return keys_; }  ///< once open

 private:
  struct Library;
  void shake_hands(TimePoint now);
  void on_open();
  void read();
  void fail(Failure failure);

  SessionOptions options_;
  DatagramSink& sink_;
  std::unique_ptr<Library> library_;
  State state_ = State::handshaking;
  std::optional<Failure> failure_;
  std::optional<srtp::KeyPair> keys_;
  TimePoint begun_;
  TimePoint flight_at_;
  Duration wait_;
};

}  // namespace cxload::dtls
