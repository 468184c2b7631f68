/// The SSL_CTX that sessions with the same certificate share.
#pragma once
#include <memory>

#include <openssl/ssl.h>

#include <cxload/dtls/certificate.hpp>

namespace cxload::dtls {

/// One for each thread and certificate: reference counts that threads share cost more than the memory.
[[nodiscard]] SSL_CTX* context_for(const std::shared_ptr<const Certificate>& certificate);

/// Where a session finds itself again in a callback; holds a CertificateJudge.
[[nodiscard]] int judge_index();

struct CertificateJudge {
  Fingerprint expected;
  bool refused = false;
};

}  // namespace cxload::dtls
