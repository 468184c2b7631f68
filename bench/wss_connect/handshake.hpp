/// The floor: a bare TLS 1.3 handshake of OpenSSL in memory, no sockets.
#pragma once
#include <chrono>
#include <string>

#include "net/peers/certificates.hpp"

namespace cxload::bench {

/// CPU of the client's half of one handshake, over `count` of them; `verifies`: chain and name, each time.
std::chrono::duration<double, std::micro> bare_handshake(const net::test::Identity& identity,
                                                         const std::string& ca_file, int count,
                                                         bool verifies);
/// CPU time of this thread so far, user and kernel.
std::chrono::nanoseconds thread_cpu();

}  // namespace cxload::bench
