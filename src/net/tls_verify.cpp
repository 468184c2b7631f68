#include "tls_verify.hpp"

#include <ctime>

#include <openssl/x509v3.h>

#include "certificate_ends.hpp"
#include "tls_context.hpp"
#include "tls_failure.hpp"
#include "tls_stream.hpp"

namespace cxload::net {
namespace {

/// X509_V_OK or why the chain and the name do not fit (RFC 5280 6, RFC 6125 6).
int judge(X509_STORE_CTX* store, const std::string& host) {
  X509_VERIFY_PARAM* const rules = X509_STORE_CTX_get0_param(store);
  const bool named = Address::parse(host) ? X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) == 1
                                          : X509_VERIFY_PARAM_set1_host(rules, host.data(), host.size()) == 1;
  if (!named) return X509_V_ERR_HOSTNAME_MISMATCH;
  X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  if (X509_verify_cert(store) == 1) return X509_V_OK;
  const int error = X509_STORE_CTX_get_error(store);
  return error == X509_V_OK ? X509_V_ERR_UNSPECIFIED : error;
}

int judge_times(const CertificateCache::Entry& entry) {
  const std::time_t now = std::time(nullptr);
  if (now > entry.not_after) return X509_V_ERR_CERT_HAS_EXPIRED;
  return now < entry.not_before ? X509_V_ERR_CERT_NOT_YET_VALID : X509_V_OK;
}

}  // namespace

int verify_chain(X509_STORE_CTX* store, void* per_thread) {
  auto& mine = *static_cast<TlsClientContext::PerThread*>(per_thread);
  TlsStream& stream = *tls_io().current;
  const std::string& host = stream.host();
  const bool verify = mine.owner->options().verify;
  STACK_OF(X509)* const chain = X509_STORE_CTX_get0_untrusted(store);
  X509* const leaf = X509_STORE_CTX_get0_cert(store);

  const CertificateCache::Entry* entry = mine.certificates.find(host, chain);
  int error = X509_V_OK;
  if (entry == nullptr) {
    if (verify) error = judge(store, host);
    if (error == X509_V_OK) {
      entry = &mine.certificates.add(host, chain, X509_STORE_CTX_get0_chain(store));
      note_certificate_end(host, entry->not_after);
    }
  } else if (verify) {
    error = judge_times(*entry);
  }
  X509_STORE_CTX_set_error(store, error);
  if (error != X509_V_OK) {
    stream.on_certificate_refused(verify_failure(error, leaf, host));
    return 0;
  }
  // OpenSSL goes on with this very stack: the handshake's own copies can be exchanged in it.
  CertificateCache::share(*entry, chain);
  return 1;
}

}  // namespace cxload::net
