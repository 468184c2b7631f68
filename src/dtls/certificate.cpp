#include <array>
#include <stdexcept>
#include <vector>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cxload/base/crypto.hpp>
#include <cxload/dtls/certificate.hpp>

namespace cxload::dtls {
namespace {

constexpr long day = 86'400;

void set_random_serial(X509* x509) {
  std::array<unsigned char, 16> bytes;
  crypto::random_bytes(reinterpret_cast<std::byte*>(bytes.data()), bytes.size());
  bytes[0] &= 0x7F;  // RFC 5280 4.1.2.2: positive
  BIGNUM* const number = BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr);
  BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x509));
  BN_free(number);
}

}  // namespace

std::shared_ptr<const Certificate> Certificate::make() {
  const std::shared_ptr<Certificate> made(new Certificate());
  made->key_.reset(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  made->x509_.reset(X509_new(), &X509_free);
  X509* const x509 = made->x509_.get();
  if (made->key_ == nullptr || x509 == nullptr) throw std::runtime_error("OpenSSL makes no certificate");
  X509_set_version(x509, X509_VERSION_3);
  set_random_serial(x509);
  X509_gmtime_adj(X509_getm_notBefore(x509), -day);  // clocks of peers differ
  X509_gmtime_adj(X509_getm_notAfter(x509), 30 * day);
  X509_NAME* const name = X509_get_subject_name(x509);
  // What browsers write; the name means nothing.
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("WebRTC"), -1,
                             -1, 0);
  X509_set_issuer_name(x509, name);
  X509_set_pubkey(x509, made->key_.get());
  if (X509_sign(x509, made->key_.get(), EVP_sha256()) == 0)
    throw std::runtime_error("OpenSSL signs no certificate");
  std::vector<std::uint8_t> der(static_cast<std::size_t>(i2d_X509(x509, nullptr)));
  unsigned char* out = der.data();
  i2d_X509(x509, &out);
  made->fingerprint_ = Fingerprint::of(Hash::sha256, der).value();
  return made;
}

const std::shared_ptr<const Certificate>& Certificate::of_this_process() {
  static const std::shared_ptr<const Certificate> own = make();
  return own;
}

}  // namespace cxload::dtls
