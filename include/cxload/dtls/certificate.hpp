/// Certificate: the self-signed identity that a media endpoint shows in its DTLS handshakes (RFC 8827 6.5).
#pragma once
#include <memory>

#include <cxload/dtls/fingerprint.hpp>

struct x509_st;
struct evp_pkey_st;

namespace cxload::dtls {

/// ECDSA on P-256, valid for a month. Threads: any, it never changes.
class Certificate {
 public:
  [[nodiscard]] static std::shared_ptr<const Certificate> make();
  /// Made at the first call: phones of one process share it, as tabs of one browser would not, because making
  /// one costs as much as a handshake and no deployment can compare them across calls.
  [[nodiscard]] static const std::shared_ptr<const Certificate>& of_this_process();

  [[nodiscard]] const Fingerprint& fingerprint() const { return fingerprint_; }
  [[nodiscard]] x509_st* x509() const { return x509_.get(); }
  [[nodiscard]] evp_pkey_st* key() const { return key_.get(); }

 private:
  Certificate() = default;
  std::shared_ptr<x509_st> x509_;
  std::shared_ptr<evp_pkey_st> key_;
  Fingerprint fingerprint_;
};

}  // namespace cxload::dtls
