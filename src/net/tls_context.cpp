#include "tls_context.hpp"

#include <fmt/format.h>
#include <openssl/err.h>

#include "tls_failure.hpp"
#include "tls_library.hpp"
#include "tls_verify.hpp"

namespace cxload::net {
namespace {

/// AES-128-GCM and X25519 first: the cheapest pair, and what browsers ask for; the rest so that every real
/// server finds something.
constexpr const char* suites_13 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* ciphers_12 =
    "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:ECDHE+AES:RSA+AESGCM:RSA+AES:!aNULL:!eNULL";
constexpr const char* groups = "X25519:P-256:P-384:P-521";

/// The index of the context's owner in an SSL_CTX.
int owner_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

void on_key_line(const SSL* ssl, const char* line) {
  const auto* owner =
      static_cast<TlsClientContext*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), owner_index()));
  owner->options().on_key_log(line);
}

}  // namespace

Outcome<std::shared_ptr<TlsClientContext>> make_tls_client_context(const TlsOptions& options) {
  return TlsClientContext::make(options);
}

Outcome<std::shared_ptr<TlsClientContext>> TlsClientContext::make(const TlsOptions& options) {
  std::shared_ptr<TlsClientContext> made(new TlsClientContext(options));
  const Outcome<void> loaded = made->load_store();
  if (!loaded) return loaded.error();
  return made;
}

Outcome<void> TlsClientContext::load_store() {
  ERR_clear_error();
  store_.reset(X509_STORE_new());
  const std::string& file = options_.ca_file;
  const int loaded = file.empty() ? X509_STORE_set_default_paths(store_.get())
                                  : X509_STORE_load_file(store_.get(), file.c_str());
  if (loaded == 1) return {};
  return Failure{"local.tls", fmt::format("no certificates can be read from {}: {}",
                                          file.empty() ? "the system's store" : file, openssl_reason())};
}

TlsClientContext::PerThread& TlsClientContext::for_this_thread() {
  const std::lock_guard lock(mutex_);
  auto& mine = threads_[std::this_thread::get_id()];
  if (mine == nullptr) {
    mine = std::make_unique<PerThread>();
    mine->owner = this;
    configure(*mine);
  }
  return *mine;
}

void TlsClientContext::configure(PerThread& mine) {
  mine.context.reset(SSL_CTX_new_ex(tls_library(), nullptr, TLS_client_method()));
  SSL_CTX* const context = mine.context.get();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_ciphersuites(context, suites_13);
  SSL_CTX_set_cipher_list(context, ciphers_12);
  SSL_CTX_set1_groups_list(context, groups);
  // Idle connections give their record buffers back; tickets are kept by who may use them again.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set1_cert_store(context, store_.get());
  SSL_CTX_set_verify(context, options_.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  SSL_CTX_set_cert_verify_callback(context, &verify_chain, &mine);
  SSL_CTX_set_ex_data(context, owner_index(), this);
  if (options_.on_key_log) SSL_CTX_set_keylog_callback(context, &on_key_line);
}

}  // namespace cxload::net
