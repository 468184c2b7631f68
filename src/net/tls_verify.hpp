/// The check of a peer's certificate chain, in place of OpenSSL's own call of X509_verify_cert.
#pragma once
#include <openssl/x509_vfy.h>

namespace cxload::net {

/// SSL_CTX_set_cert_verify_callback; `per_thread` is a TlsClientContext::PerThread.
int verify_chain(X509_STORE_CTX* store, void* per_thread);

}  // namespace cxload::net
