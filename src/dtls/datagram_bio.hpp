/// A BIO that hands whole datagrams to and from a session: OpenSSL's memory BIO would run them together.
#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <sys/time.h>

#include <openssl/bio.h>
#include <openssl/opensslv.h>

namespace cxload::dtls {

/// What a BIO of ours points to. Lifetime: longer than the BIO.
struct DatagramPort {
  std::span<const std::byte> in;  ///< the datagram that is being received; empty: none
  std::function<void(std::span<const std::byte>)> out;
  /// When OpenSSL wants to send its flight again, inside the SSL object; null until it has a timer.
  timeval* timer = nullptr;

  /// OpenSSL reads the system's clock and takes no other. A timer that it keeps an hour away and that is put
  /// into the past here, rings when its owner says so: by whatever clock that has.
  void let_timer_ring() {
    if (timer != nullptr && timer->tv_sec != 0) *timer = {1, 0};
  }
};
// From 3.2 on the pointer given to a BIO is that of a copy.
static_assert(OPENSSL_VERSION_NUMBER < 0x30200000L, "OpenSSL keeps its timer elsewhere: see DatagramPort");

[[nodiscard]] BIO* make_datagram_bio(DatagramPort& port);

}  // namespace cxload::dtls
