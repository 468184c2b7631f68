#include "authority.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cxload/net/endpoint.hpp>

namespace cxload::standin::tls {
namespace {

void add_extension(X509* certificate, X509* issuer, int id, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
  if (extension == nullptr) return;
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

GENERAL_NAME* make_name(const std::string& text) {
  GENERAL_NAME* name = GENERAL_NAME_new();
  if (net::Address::parse(text)) {
    GENERAL_NAME_set0_value(name, GEN_IPADD, a2i_IPADDRESS(text.c_str()));
  } else {
    ASN1_IA5STRING* value = ASN1_IA5STRING_new();
    ASN1_STRING_set(value, text.data(), static_cast<int>(text.size()));
    GENERAL_NAME_set0_value(name, GEN_DNS, value);
  }
  return name;
}

/// Not by a text of OpenSSL's configuration: in one of those a comma would make a second name.
void add_names(X509* certificate, const std::vector<std::string>& names) {
  const std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>> all(GENERAL_NAMES_new());
  for (const std::string& name : names) sk_GENERAL_NAME_push(all.get(), make_name(name));
  X509_add1_ext_i2d(certificate, NID_subject_alt_name, all.get(), 0, X509V3_ADD_DEFAULT);
}

/// A certificate with name, times and key, not signed yet.
Certificate make_draft(const char* name, EVP_PKEY* key, const Validity& validity) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  BIGNUM* serial = BN_new();
  BN_rand(serial, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY);
  BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate.get()));
  BN_free(serial);
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), WallClock::to_time_t(validity.issued));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), WallClock::to_time_t(validity.expires));
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

Certificate make_ca(EVP_PKEY* key, const Validity& validity) {
  Certificate ca = make_draft("cxload stand-in CA", key, validity);
  X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get()));
  add_extension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  return X509_sign(ca.get(), key, EVP_sha256()) > 0 ? std::move(ca) : nullptr;
}

}  // namespace

std::unique_ptr<Authority> Authority::make(const Validity& validity) {
  std::unique_ptr<Authority> made(new Authority());
  made->key_.reset(EVP_EC_gen("P-256"));
  made->leaf_key_.reset(EVP_EC_gen("P-256"));
  if (!made->key_ || !made->leaf_key_) return nullptr;
  made->own_ = make_ca(made->key_.get(), validity);
  return made->own_ ? std::move(made) : nullptr;
}

Certificate Authority::sign(const Wish& wish) const {
  Certificate leaf = make_draft("cxload stand-in", leaf_key_.get(), wish.validity);
  X509* issuer = wish.is_self_signed ? leaf.get() : own_.get();
  X509_set_issuer_name(leaf.get(), X509_get_subject_name(issuer));
  add_extension(leaf.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(leaf.get(), issuer, NID_key_usage, "critical,digitalSignature");
  add_extension(leaf.get(), issuer, NID_ext_key_usage, wish.is_for_clients ? "clientAuth" : "serverAuth");
  add_extension(leaf.get(), issuer, NID_subject_key_identifier, "hash");
  add_extension(leaf.get(), issuer, NID_authority_key_identifier, "keyid:always");
  add_names(leaf.get(), wish.names);
  EVP_PKEY* key = wish.is_self_signed ? leaf_key_.get() : key_.get();
  return X509_sign(leaf.get(), key, EVP_sha256()) > 0 ? std::move(leaf) : nullptr;
}

std::string Authority::pem() const {
  const std::unique_ptr<BIO, Freer<BIO_free_all>> out(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(out.get(), own_.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace cxload::standin::tls
