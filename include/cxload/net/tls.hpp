/// TLS of the client side: one context a group of phones, verification on by default.
#pragma once
#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>

namespace cxload::net {

class TlsClientContext;

struct TlsOptions {
  std::string ca_file;  ///< PEM; empty: the system's store
  bool verify = true;   ///< chain and host name
  /// Asked for key material in NSS key log form, for captures made on request. Called on the shards' threads.
  std::function<void(std::string_view line)> on_key_log = {};
};

/// Hosts whose chains this process accepted, and when the first certificate of each ends to be valid; the
/// trust anchor counts. Bounded: 1,000 hosts. Threads: any.
[[nodiscard]] std::map<std::string, std::time_t> certificate_ends();

/// Errors when made: local.tls (file missing or not PEM). Threads: shared by shards, read-only once made.
Outcome<std::shared_ptr<TlsClientContext>> make_tls_client_context(const TlsOptions& options);

}  // namespace cxload::net
