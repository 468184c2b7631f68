/// The OpenSSL library context that TLS clients work in: the default provider with fewer key decoders and key
/// types.
#pragma once
#include <openssl/types.h>

namespace cxload::net {

/// OpenSSL 3.0 walks every registered decoder and key manager for each certificate it parses, a fifth of a
/// handshake; TLS clients meet public keys of a few types only, in one form. All algorithms are the default
/// provider's own. The default context (null) where the slim one cannot be made. Threads: all. Lifetime: the
/// process.
[[nodiscard]] OSSL_LIB_CTX* tls_library();

}  // namespace cxload::net
