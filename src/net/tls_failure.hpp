/// OpenSSL's errors in words.
#pragma once
#include <string>

#include <openssl/x509.h>

#include <cxload/base/failure.hpp>

namespace cxload::net {

/// The oldest entry of the thread's error queue, which names the cause; empties the queue.
[[nodiscard]] std::string openssl_reason();
/// The same as a failure of the TLS layer; an alert of the peer is named as one.
[[nodiscard]] Failure tls_failure(bool is_open);
/// tls.expired or tls.verify; says what the certificate is for and which name was wanted.
[[nodiscard]] Failure verify_failure(int error, X509* leaf, const std::string& host);

}  // namespace cxload::net
