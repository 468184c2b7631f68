#include "context.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <cxload/srtp/keys.hpp>

namespace cxload::dtls {
namespace {

constexpr const char* ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES";

std::string srtp_profile_list() {
  std::string out;
  for (const srtp::ProfileFacts& profile : srtp::profiles())
    out.append(out.empty() ? "" : ":").append(profile.name);
  return out;
}

/// RFC 8827 6.5: who signed the certificate is of no interest, only whether the SDP named it.
int judge_certificate(X509_STORE_CTX* store, void*) {
  auto* const ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto& judge = *static_cast<CertificateJudge*>(SSL_get_ex_data(ssl, judge_index()));
  X509* const shown = X509_STORE_CTX_get0_cert(store);
  std::vector<std::uint8_t> der(static_cast<std::size_t>(std::max(i2d_X509(shown, nullptr), 0)));
  unsigned char* out = der.data();
  i2d_X509(shown, &out);
  if (judge.expected.matches(der)) return 1;
  judge.refused = true;
  X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REJECTED);
  return 0;
}

std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> make(const Certificate& certificate) {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> made(SSL_CTX_new(DTLS_method()), &SSL_CTX_free);
  SSL_CTX* const context = made.get();
  if (context == nullptr) throw std::runtime_error("OpenSSL makes no DTLS context");
  SSL_CTX_set_min_proto_version(context, DTLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, ciphers);
  SSL_CTX_set1_groups_list(context, "X25519:P-256");
  SSL_CTX_use_certificate(context, certificate.x509());
  SSL_CTX_use_PrivateKey(context, certificate.key());
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_cert_verify_callback(context, &judge_certificate, nullptr);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_QUERY_MTU | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_read_ahead(context, 1);  // a datagram is read whole
  SSL_CTX_set_tlsext_use_srtp(context, srtp_profile_list().c_str());
  return made;
}

}  // namespace

int judge_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

SSL_CTX* context_for(const std::shared_ptr<const Certificate>& certificate) {
  struct Kept {
    std::shared_ptr<const Certificate> certificate;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context;
  };
  thread_local std::vector<Kept> kept;
  for (const Kept& known : kept)
    if (known.certificate == certificate) return known.context.get();
  constexpr std::size_t most = 4;  // a process has one; defects and tests have more
  if (kept.size() == most) kept.erase(kept.begin());
  kept.push_back({certificate, make(*certificate)});
  return kept.back().context.get();
}

}  // namespace cxload::dtls
