/// ByteStream: ordered bytes to and from one peer, over TCP or TLS. What links stand on, and what a check
/// uses that wants to misbehave (its own handshake, broken frames, malformed SIP).
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>

#include <cxload/base/clock.hpp>
#include <cxload/base/failure.hpp>
#include <cxload/net/endpoint.hpp>

struct ssl_session_st;

namespace cxload::net {

class Shard;
struct Door;
struct ConnectTimes;

/// Sees every byte of a door's links. `wire` is what the socket carries; `inside` is the same without TLS (on
/// tcp and ws there is only `wire`). Threads: that of each link's shard.
class ByteTap {
 public:
  enum class Layer : std::uint8_t { wire, inside };
  enum class Direction : std::uint8_t { sent, received };
  struct Place {
    Layer layer;
    Direction direction;
    Endpoint local, remote;
  };
  virtual void on_tap(const Place& place, std::string_view bytes, TimePoint at) = 0;

 protected:
  ~ByteTap() = default;
};

/// Calls come from the shard's loop, never from inside a ByteStream method.
class ByteStreamHandler {
 public:
  virtual void on_stream_open(const ConnectTimes& times) = 0;
  virtual void on_stream_bytes(std::string_view bytes, TimePoint arrived) = 0;  ///< valid during the call
  virtual void on_stream_closed(const Failure& failure) = 0;                    ///< once, the last call

 protected:
  ~ByteStreamHandler() = default;
};

/// Threads: its shard's only.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  virtual void start() = 0;
  /// Returns the time just before the first byte was handed on. What the socket does not take is queued, at
  /// most 256 KiB; beyond that the stream dies ("tcp.backlog"). Ignored while it is not open.
  virtual TimePoint write(std::string_view bytes) = 0;
  virtual void finish() = 0;  ///< no more writes: close_notify and FIN after what is queued; reading goes on
  virtual void abort() = 0;   ///< closes now; no call follows
  [[nodiscard]] virtual std::string_view phase() const = 0;  ///< "dns" "tcp" "tls" while connecting, then ""
  [[nodiscard]] virtual Endpoint local() const = 0;
  [[nodiscard]] virtual Endpoint remote() const = 0;
  [[nodiscard]] virtual std::shared_ptr<ssl_session_st> take_ticket() { return nullptr; }  ///< as in Link
  virtual void resume(const std::shared_ptr<ssl_session_st>& /*ticket*/) {}
};

/// A stream to the door's address: TLS for tls and wss, else TCP. Already started, bounded by the door's
/// connect_timeout. Destroying it aborts it, also inside a handler call.
[[nodiscard]] std::unique_ptr<ByteStream> open_stream(Shard& shard, const Door& door,
                                                      ByteStreamHandler& handler);

}  // namespace cxload::net
