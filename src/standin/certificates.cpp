#include "certificates.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

#include <boost/asio/ssl/context.hpp>
#include <fmt/format.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <cxload/net/endpoint.hpp>

namespace cxload::standin {
namespace {

namespace ssl = boost::asio::ssl;

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;

constexpr long back_dating = -3600;         // clocks of clients differ
constexpr long lifetime = 30L * 24 * 3600;  // longer than any run

void add_extension(X509* certificate, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  if (extension == nullptr) return;
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

/// A certificate with name, times and key, not signed yet.
Certificate make_draft(const std::string& name, EVP_PKEY* key) {
  Certificate certificate(X509_new());
  X509_set_version(certificate.get(), X509_VERSION_3);
  BIGNUM* serial = BN_new();
  BN_rand(serial, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY);
  BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate.get()));
  BN_free(serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), back_dating);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), lifetime);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_pubkey(certificate.get(), key);
  return certificate;
}

Certificate make_ca(EVP_PKEY* key) {
  Certificate ca = make_draft("cxload stand-in CA", key);
  X509_set_issuer_name(ca.get(), X509_get_subject_name(ca.get()));
  add_extension(ca.get(), ca.get(), NID_basic_constraints, "critical,CA:TRUE");
  add_extension(ca.get(), ca.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(ca.get(), ca.get(), NID_subject_key_identifier, "hash");
  return X509_sign(ca.get(), key, EVP_sha256()) > 0 ? std::move(ca) : nullptr;
}

Certificate make_leaf(EVP_PKEY* key, X509* ca, EVP_PKEY* ca_key, const std::string& names) {
  Certificate leaf = make_draft("cxload stand-in", key);
  X509_set_issuer_name(leaf.get(), X509_get_subject_name(ca));
  add_extension(leaf.get(), ca, NID_basic_constraints, "critical,CA:FALSE");
  add_extension(leaf.get(), ca, NID_key_usage, "critical,digitalSignature");
  add_extension(leaf.get(), ca, NID_ext_key_usage, "serverAuth");
  add_extension(leaf.get(), ca, NID_subject_key_identifier, "hash");
  add_extension(leaf.get(), ca, NID_authority_key_identifier, "keyid:always");
  add_extension(leaf.get(), ca, NID_subject_alt_name, names);
  return X509_sign(leaf.get(), ca_key, EVP_sha256()) > 0 ? std::move(leaf) : nullptr;
}

std::string pem_of(X509* certificate) {
  const std::unique_ptr<BIO, Freer<BIO_free_all>> out(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(out.get(), certificate);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string all = "DNS:localhost,IP:127.0.0.1,IP:::1";
  for (const std::string& name : names) all += (net::Address::parse(name) ? ",IP:" : ",DNS:") + name;
  return all;
}

}  // namespace

Certificates::Certificates() : server_(std::make_unique<ssl::context>(ssl::context::tls_server)) {}

Outcome<std::unique_ptr<Certificates>> Certificates::make(const std::vector<std::string>& names) {
  Failure broken{"local.tls", "the stand-in could not make its certificates"};
  const Key ca_key(EVP_EC_gen("P-256"));
  const Key key(EVP_EC_gen("P-256"));
  if (!ca_key || !key) return broken;
  const Certificate ca = make_ca(ca_key.get());
  const Certificate leaf =
      ca ? make_leaf(key.get(), ca.get(), ca_key.get(), alternative_names(names)) : nullptr;
  if (!leaf) return broken;
  std::unique_ptr<Certificates> made(new Certificates());
  SSL_CTX* context = made->server_->native_handle();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  // Buffers of idle connections go back: thousands of phones sit here and say nothing.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  if (SSL_CTX_use_certificate(context, leaf.get()) != 1 || SSL_CTX_use_PrivateKey(context, key.get()) != 1)
    return broken;
  const WallTime now = WallClock::now();
  made->issued_ = now + std::chrono::seconds(back_dating);
  made->expires_ = now + std::chrono::seconds(lifetime);
  if (const Outcome<> folder = made->make_folder(); !folder) return folder.error();
  Outcome<std::string> file = made->write_private("ca.pem", pem_of(ca.get()));
  if (!file) return file.error();
  made->ca_file_ = std::move(*file);
  return made;
}

Outcome<> Certificates::make_folder() {
  std::error_code error;
  std::string folder = (std::filesystem::temp_directory_path(error) / "cxload-standin-XXXXXX").string();
  if (error || ::mkdtemp(folder.data()) == nullptr)
    return Failure{"local.files", "no temporary folder for the stand-in's CA"};
  folder_ = folder;
  return {};
}

Outcome<std::string> Certificates::write_private(const std::string& name, const std::string& content) {
  const std::string path = folder_ + "/" + name;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) files_.push_back(path);
  const bool is_written =
      file >= 0 && ::write(file, content.data(), content.size()) == static_cast<ssize_t>(content.size());
  if (file >= 0) ::close(file);
  if (!is_written) return Failure{"local.files", "cannot write " + path};
  return path;
}

Certificates::~Certificates() {
  std::error_code ignored;
  for (const std::string& file : files_) std::filesystem::remove(file, ignored);
  if (!folder_.empty()) std::filesystem::remove(folder_, ignored);
}

}  // namespace cxload::standin
