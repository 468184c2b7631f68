/// SipListener: an address of our own on which others send SIP: a UDP socket, or TCP connections that they
/// open.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include <cxload/base/clock.hpp>
#include <cxload/base/result.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/net/scheme.hpp>

namespace cxload::net {

class Shard;

/// Who sent a message, and the connection it came over.
struct SipPeer {
  Endpoint remote;
  std::uint64_t connection = 0;  ///< 0 over UDP; never given twice
};

/// Threads: its shard's only. Bounded: 1,000 connections, 256 KiB waiting in each.
class SipListener {
 public:
  struct Handlers {
    /// One whole message; the bytes are valid during the call. Keep-alives are answered inside.
    std::function<void(std::string_view message, const SipPeer& from, TimePoint arrived)> on_message;
    /// What was sent to `to` did not arrive: an ICMP error, or a connection that closed.
    std::function<void(const SipPeer& to, const Failure& failure)> on_lost = {};
  };
  /// udp or tcp. Failure: local.bind, local.ports, local.descriptors, local.forbidden.
  static Outcome<std::unique_ptr<SipListener>> open(Shard& shard, Scheme scheme, const Endpoint& local,
                                                    Handlers handlers);
  virtual ~SipListener() = default;
  /// Over TCP only to who has a connection; else nothing is sent. Returns the time just before its first byte
  /// was handed to the system.
  virtual TimePoint send(std::string_view message, const SipPeer& to) = 0;
  [[nodiscard]] virtual Endpoint local() const = 0;
};

}  // namespace cxload::net
