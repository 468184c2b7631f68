/// Certificates for test servers, made anew for each test program: ECDSA P-256.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include <openssl/evp.h>
#include <openssl/x509.h>

namespace cxload::net::test {

struct Identity {
  std::string certificate_pem;
  std::string key_pem;
};

class CertificateAuthority {
 public:
  CertificateAuthority();
  ~CertificateAuthority();
  CertificateAuthority(const CertificateAuthority&) = delete;
  CertificateAuthority& operator=(const CertificateAuthority&) = delete;

  /// `names` as OpenSSL's configuration writes them: "DNS:sip.example.com,IP:127.0.0.1". Times in seconds
  /// from now.
  [[nodiscard]] Identity issue(const std::string& names, long begins = -3600, long ends = 3600) const;
  /// The same for a key of the caller's, of any type.
  [[nodiscard]] Identity issue_for(EVP_PKEY* key, const std::string& names) const;
  [[nodiscard]] static Identity self_signed(const std::string& names);
  [[nodiscard]] const std::string& file() const { return file_; }  ///< PEM of the authority

 private:
  std::shared_ptr<EVP_PKEY> key_;
  std::shared_ptr<X509> certificate_;
  std::string file_;
};

/// One for all tests of the program: making keys takes time.
const CertificateAuthority& authority();

}  // namespace cxload::net::test
