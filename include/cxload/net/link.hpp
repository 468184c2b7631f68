/// Link: one phone's way to the deployment, whatever carries it (UDP, TCP, TLS, WS, WSS).
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/scheme.hpp>

struct ssl_session_st;

namespace cxload::net {

class Shard;
class TlsClientContext;
class ByteTap;
struct BadNetwork;
/// A TLS session that a later connection through the same door may take up again (RFC 8446 2.2); empty: none.
using TlsTicket = std::shared_ptr<ssl_session_st>;

/// Where a group of phones knocks. One object a group, shared by its phones. Must live as long as their
/// shard: a link that was closed ends orderly behind its owner's back.
struct Door {
  Scheme scheme = Scheme::udp;
  std::string host;                            ///< name or literal address without brackets
  std::uint16_t port = 0;                      ///< never 0 here: defaults are already applied
  bool by_service = false;                     ///< NAPTR and SRV are asked first (RFC 3263); else A, AAAA
  std::string path = "/";                      ///< WebSocket resource
  std::string origin;                          ///< Origin header; empty: none is sent
  std::map<std::string, std::string> resolve;  ///< name → address, before any name server is asked
  std::shared_ptr<TlsClientContext> tls;       ///< set for tls and wss
  std::optional<Address> bind;                 ///< local address
  /// Why nothing may be sent to an address (nobody consented, nobody expects it); empty function: anything
  /// may.
  std::function<std::optional<Failure>(const Address&)> refusal = {};
  ByteTap* tap = nullptr;                               ///< sees the bytes of all links; see stream.hpp
  Duration connect_timeout = std::chrono::seconds(10);  ///< each of dns, tcp, tls, ws together
};

/// The share of each layer in a connect, for phase.* metrics. Absent: the layer took no part.
struct ConnectTimes {
  std::optional<Duration> dns, tcp, tls, ws;
};

/// What a link tells its phone. Calls come from the shard's loop, never from inside a Link method.
class LinkHandler {
 public:
  virtual void on_link_open(const ConnectTimes& times) = 0;
  /// One whole SIP message (stream framing, WebSocket frames already undone), or one keep-alive pong
  /// (`"\r\n"`). `arrived` is when the kernel received its last byte. The view is valid during the call.
  virtual void on_link_message(std::string_view message, TimePoint arrived) = 0;
  /// RFC 3263 4.3: the peer cannot be reached, and the link talks to the next one now. It stays open; what
  /// was under way is lost.
  virtual void on_link_moved(const Failure& failure) { (void)failure; }
  /// The link is dead: connect failed, peer closed, protocol broken. Called once; nothing follows it.
  virtual void on_link_closed(const Failure& failure) = 0;

 protected:
  ~LinkHandler() = default;
};

/// Threads: its shard's only. Lifetime: owned by the phone; the handler must outlive it. Destroying a link
/// closes it without a further call. The destructor may run inside a handler call.
class Link {
 public:
  virtual ~Link() = default;
  /// One SIP message. Returns the time just before its first byte was handed to the transport (RFC 6076 t1).
  /// Bytes the socket does not take are queued, at most 256 KiB; beyond that the link dies ("tcp.backlog").
  virtual TimePoint send(std::string_view message) = 0;
  /// RFC 5626 4.4.1 double CRLF (text of a WebSocket message on ws and wss; nothing on udp but one CRLFCRLF
  /// datagram).
  virtual void send_keepalive() = 0;
  /// Open from its first moment: a share of a socket that is in use already. The handler is not told.
  [[nodiscard]] virtual bool was_open_at_once() const { return false; }
  /// WebSocket ping (RFC 6455 5.5.2); pongs are checked inside. Does nothing on other links.
  virtual void send_ping() {}
  /// Of a link over TLS that was open and is about to go: its ticket, to be used once.
  [[nodiscard]] virtual TlsTicket take_ticket() { return nullptr; }
  /// At once after open_link(): the handshake begins with this ticket. Ignored without TLS.
  virtual void resume(const TlsTicket& /*ticket*/) {}
  /// At once after open_link(), before resume(): what it carries passes this network. A stream's loss shows
  /// as time, see StreamImpairment. Shared sockets have no line of their own and take no part.
  virtual void impair(const BadNetwork& /*network*/) {}
  /// RFC 3263 4.3, after a request to `from` that nobody answered: true when the link talks to another place
  /// now. Only links over udp can; the handler is not told.
  [[nodiscard]] virtual bool move_on(const Endpoint& from) {
    (void)from;
    return false;
  }
  /// Orderly end: WebSocket close frame, TLS close_notify, FIN. The handler hears nothing more.
  virtual void close() = 0;
  [[nodiscard]] virtual Scheme scheme() const = 0;
  [[nodiscard]] virtual Endpoint local() const = 0;  ///< known once open
  [[nodiscard]] virtual Endpoint remote() const = 0;
};

/// Starts connecting; the handler hears on_link_open or on_link_closed later, never before this returns.
/// For udp the link is a socket of its own; phones sharing one use UdpHub.
[[nodiscard]] std::unique_ptr<Link> open_link(Shard& shard, const Door& door, LinkHandler& handler);

}  // namespace cxload::net
