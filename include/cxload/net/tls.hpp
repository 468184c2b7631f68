/// TLS of the client side: one context a group of phones, verification on by default.
#pragma once
#include <functional>
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

/// Errors when made: local.tls (file missing or not PEM). Threads: shared by shards, read-only once made.
Outcome<std::shared_ptr<TlsClientContext>> make_tls_client_context(const TlsOptions& options);

}  // namespace cxload::net
