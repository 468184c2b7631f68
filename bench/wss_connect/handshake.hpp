/// The floor: a bare TLS 1.3 handshake of OpenSSL in memory, no sockets.
#pragma once
#include <chrono>
#include <string>

#include "net/peers/certificates.hpp"

namespace cxload::bench {

/// How the handshakes are made; `interval`: from start to start, zero for one after the other. Between paced
/// ones the processor idles and caches cool, as they do between the connections of a load.
struct Handshakes {
  int count = 500;
  bool verifies = true;  ///< chain and name, each time
  std::chrono::nanoseconds interval{};
};

/// CPU of the client's half of one handshake.
std::chrono::duration<double, std::micro> bare_handshake(const net::test::Identity& identity,
                                                         const std::string& ca_file, const Handshakes& how);
/// CPU time of this thread so far, user and kernel.
std::chrono::nanoseconds thread_cpu();

}  // namespace cxload::bench
