#include "door.hpp"

#include <boost/asio/ssl/context.hpp>

#include <cxload/base/text.hpp>

namespace cxload::standin::tls {
namespace {

namespace ssl = boost::asio::ssl;

void set_versions(SSL_CTX* context, const TlsFaults& faults) {
  int least = TLS1_2_VERSION;
  if (faults.only_1_0 || faults.takes_legacy) least = TLS1_VERSION;
  if (faults.only_1_3) least = TLS1_3_VERSION;
  SSL_CTX_set_min_proto_version(context, least);
  if (faults.only_1_0) SSL_CTX_set_max_proto_version(context, TLS1_VERSION);
  if (faults.no_1_3) SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
  // Their signatures are made with SHA-1, which OpenSSL 3 allows at this level alone.
  if (least == TLS1_VERSION) SSL_CTX_set_cipher_list(context, "DEFAULT:@SECLEVEL=0");
}

}  // namespace

Door::Door(const Authority& authority, const TlsFaults& faults)
    : authority_(authority),
      faults_(faults),
      context_(std::make_unique<ssl::context>(ssl::context::tls_server)) {}

Door::~Door() = default;

std::unique_ptr<Door> Door::open(const Authority& authority, const Wish& neutral, const TlsFaults& faults) {
  std::unique_ptr<Door> door(new Door(authority, faults));
  SSL_CTX* context = door->context_->native_handle();
  set_versions(context, faults);
  // Buffers of idle connections go back: thousands of phones sit here and say nothing.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_cert_cb(context, &Door::choose, door.get());
  return door->show_neutral(neutral) ? std::move(door) : nullptr;
}

bool Door::show_neutral(const Wish& neutral) {
  const Certificate certificate = authority_.sign(spoil(neutral));
  SSL_CTX* context = context_->native_handle();
  return certificate && SSL_CTX_use_certificate(context, certificate.get()) == 1 &&
         SSL_CTX_use_PrivateKey(context, authority_.key_of_all()) == 1;
}

Wish Door::spoil(Wish wish) const {
  constexpr auto day = std::chrono::hours(24);
  const WallTime issued = wish.validity.issued;
  if (faults_.expired) wish.validity = {issued - 30 * day, issued};
  if (faults_.not_yet) wish.validity = {issued + day, issued + 30 * day};
  if (faults_.wrong_name) wish.names = {"somebody.else.invalid"};
  wish.is_self_signed = faults_.self_signed;
  wish.is_for_clients = faults_.for_clients;
  return wish;
}

bool Door::put(const std::string& name, const Validity& validity) {
  Certificate certificate = authority_.sign(spoil({{name}, validity}));
  if (!certificate) return false;
  by_name_[name] = std::move(certificate);
  return true;
}

/// 1: go on, with the neutral one where nothing else was put in its place.
int Door::choose(SSL* connection, void* door) {
  const Door& self = *static_cast<const Door*>(door);
  const char* asked = SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name);
  if (asked == nullptr || self.faults_.ignores_name) return 1;
  const auto found = self.by_name_.find(text::to_lower(asked));
  return found == self.by_name_.end() ? 1 : SSL_use_certificate(connection, found->second.get());
}

}  // namespace cxload::standin::tls
