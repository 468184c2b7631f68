/// TlsClientContext: what the connections of a group have in common, once for each thread.
#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include <openssl/ssl.h>

#include <cxload/net/tls.hpp>

#include "certificate_cache.hpp"

namespace cxload::net {

/// Threads: all. Each thread works on an SSL_CTX and a certificate cache of its own; they share the store.
class TlsClientContext {
 public:
  struct PerThread {
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context{nullptr, &SSL_CTX_free};
    CertificateCache certificates;
    TlsClientContext* owner = nullptr;
  };

  [[nodiscard]] static Outcome<std::shared_ptr<TlsClientContext>> make(const TlsOptions& options);
  [[nodiscard]] PerThread& for_this_thread();
  [[nodiscard]] const TlsOptions& options() const { return options_; }

 private:
  explicit TlsClientContext(const TlsOptions& options) : options_(options) {}
  [[nodiscard]] Outcome<void> load_store();
  void configure(PerThread& mine);

  TlsOptions options_;
  std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store_{nullptr, &X509_STORE_free};
  std::mutex mutex_;
  std::map<std::thread::id, std::unique_ptr<PerThread>> threads_;
};

}  // namespace cxload::net
