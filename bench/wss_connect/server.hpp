/// A WSS server in a child process: enough for clients to connect and stay, no more.
#pragma once
#include <cstdint>
#include <string>
#include <sys/types.h>

#include <openssl/ssl.h>

#include "net/peers/certificates.hpp"

namespace cxload::bench {

class ServerProcess {
 public:
  explicit ServerProcess(const net::test::Identity& identity);  ///< forks: no thread may run yet
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_ = 0;
  pid_t child_ = -1;
};

/// An SSL_CTX with this identity, owned by the caller.
SSL_CTX* make_server_context(const net::test::Identity& identity);

}  // namespace cxload::bench
