#include "net/peers/certificates.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <unistd.h>

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace cxload::net::test {
namespace {

std::shared_ptr<EVP_PKEY> make_key() { return {EVP_EC_gen("P-256"), &EVP_PKEY_free}; }

std::string pem_of(const auto& write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
  write(memory.get());
  char* text = nullptr;
  const long length = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(length)};
}

std::string pem_of(X509* certificate) {
  return pem_of([&](BIO* out) { PEM_write_bio_X509(out, certificate); });
}

void add_extension(X509* certificate, int kind, const std::string& value) {
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
  if (extension == nullptr) throw std::runtime_error("bad extension " + value);
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

struct Wanted {
  std::string common_name;
  std::string names;
  long begins, ends;
  bool is_authority;
};

std::shared_ptr<X509> make_certificate(const Wanted& wanted, EVP_PKEY* key, X509* issuer,
                                       EVP_PKEY* issuer_key) {
  static std::atomic<long> serial{1};
  const std::shared_ptr<X509> made(X509_new(), &X509_free);
  X509* const certificate = made.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), wanted.begins);
  X509_gmtime_adj(X509_getm_notAfter(certificate), wanted.ends);
  const auto* name = reinterpret_cast<const unsigned char*>(wanted.common_name.c_str());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8, name, -1, -1, 0);
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer != nullptr ? issuer : certificate));
  X509_set_pubkey(certificate, key);
  if (wanted.is_authority) add_extension(certificate, NID_basic_constraints, "critical,CA:TRUE");
  if (!wanted.names.empty()) add_extension(certificate, NID_subject_alt_name, wanted.names);
  X509_sign(certificate, issuer_key, EVP_sha256());
  return made;
}

Identity identity_of(X509* certificate, EVP_PKEY* key) {
  return {pem_of(certificate), pem_of([&](BIO* out) {
            PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr);
          })};
}

}  // namespace

CertificateAuthority::CertificateAuthority() : key_(make_key()) {
  const Wanted wanted{"cxload test authority", "", -7200, 7200, true};
  certificate_ = make_certificate(wanted, key_.get(), nullptr, key_.get());
  char path[] = "/tmp/cxload-ca-XXXXXX";
  const int fd = ::mkstemp(path);
  const std::string pem = pem_of(certificate_.get());
  if (fd < 0 || ::write(fd, pem.data(), pem.size()) < 0) throw std::runtime_error("no temporary file");
  ::close(fd);
  file_ = path;
}

CertificateAuthority::~CertificateAuthority() { ::unlink(file_.c_str()); }

Identity CertificateAuthority::issue(const std::string& names, long begins, long ends) const {
  const auto key = make_key();
  const Wanted wanted{"a test server", names, begins, ends, false};
  return identity_of(make_certificate(wanted, key.get(), certificate_.get(), key_.get()).get(), key.get());
}

Identity CertificateAuthority::issue_for(EVP_PKEY* key, const std::string& names) const {
  const Wanted wanted{"a test server", names, -3600, 3600, false};
  return identity_of(make_certificate(wanted, key, certificate_.get(), key_.get()).get(), key);
}

Identity CertificateAuthority::self_signed(const std::string& names) {
  const auto key = make_key();
  const Wanted wanted{"itself", names, -3600, 3600, false};
  return identity_of(make_certificate(wanted, key.get(), nullptr, key.get()).get(), key.get());
}

const CertificateAuthority& authority() {
  static const CertificateAuthority instance;
  return instance;
}

}  // namespace cxload::net::test
