#include "push_message.hpp"

#include <array>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "secrets.hpp"

namespace cxload::standin::web {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* thing) const {
    Free(thing);
  }
};
template <class T, auto Free>
using Owned = std::unique_ptr<T, Freer<Free>>;
using KeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

constexpr std::size_t point_size = 65;
constexpr std::size_t coordinate_size = 32;
constexpr std::size_t tag_size = 16;
constexpr std::uint32_t record_size = 4096;

const unsigned char* octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* octets(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

std::string hmac(std::string_view key, std::string_view data) {
  const auto bytes = hmac_sha256(key, data);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::shared_ptr<EVP_PKEY> make_key(std::string_view point, const BIGNUM* secret) {
  const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  if (secret != nullptr) OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret);
  const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  const int selection = secret == nullptr ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR;
  if (EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) != 1)
    return nullptr;
  return {key, EVP_PKEY_free};
}

/// One record, the last one: its delimiter is 2 (RFC 8188 2).
std::string encrypt(std::string_view key, std::string_view nonce, std::string plain) {
  plain += '\x02';
  std::string sealed(plain.size() + tag_size, '\0');
  const Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free> cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  EVP_EncryptInit_ex(cipher.get(), EVP_aes_128_gcm(), nullptr, octets(key), octets(nonce));
  EVP_EncryptUpdate(cipher.get(), octets(sealed), &size, octets(plain), static_cast<int>(plain.size()));
  EVP_EncryptFinal_ex(cipher.get(), octets(sealed) + size, &size);
  EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_size, octets(sealed) + plain.size());
  return sealed;
}

std::string origin_of(std::string_view endpoint) {
  const std::size_t host = endpoint.find("://");
  const std::size_t path = host == std::string_view::npos ? host : endpoint.find('/', host + 3);
  return std::string(endpoint.substr(0, path));
}

}  // namespace

std::optional<PushKey> PushKey::make() {
  std::shared_ptr<EVP_PKEY> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  std::string point(point_size, '\0');
  std::size_t size = 0;
  if (!key || EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_ENCODED_PUBLIC_KEY, octets(point),
                                              point.size(), &size) != 1)
    return std::nullopt;
  return PushKey(std::move(key), std::move(point));
}

std::optional<PushKey> PushKey::from(std::string_view private_key, std::string_view public_key) {
  const Owned<BIGNUM, BN_clear_free> secret(
      BN_bin2bn(octets(private_key), static_cast<int>(private_key.size()), nullptr));
  auto key = make_key(public_key, secret.get());
  if (!key) return std::nullopt;
  return PushKey(std::move(key), std::string(public_key));
}

std::string PushKey::agree(std::string_view point) const {
  const auto other = point.size() == point_size ? make_key(point, nullptr) : nullptr;
  const KeyContext context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  std::string secret(coordinate_size, '\0');
  std::size_t size = secret.size();
  if (!other || EVP_PKEY_derive_init(context.get()) != 1 ||
      EVP_PKEY_derive_set_peer(context.get(), other.get()) != 1 ||
      EVP_PKEY_derive(context.get(), octets(secret), &size) != 1)
    return {};
  return secret;
}

std::string PushKey::sign(std::string_view text) const {
  const Owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
  std::array<unsigned char, 80> der{};
  std::size_t size = der.size();
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), der.data(), &size, octets(text), text.size()) != 1)
    return {};
  const unsigned char* at = der.data();
  const Owned<ECDSA_SIG, ECDSA_SIG_free> both(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
  if (!both) return {};
  std::string raw(2 * coordinate_size, '\0');
  BN_bn2binpad(ECDSA_SIG_get0_r(both.get()), octets(raw), coordinate_size);
  BN_bn2binpad(ECDSA_SIG_get0_s(both.get()), octets(raw) + coordinate_size, coordinate_size);
  return raw;
}

std::string seal_push(const PushTarget& target, std::string_view plain, const PushKey& key,
                      std::string_view salt) {
  const std::string shared = key.agree(target.point);
  if (shared.empty()) return {};
  const std::string info = "WebPush: info\0"s + target.point + key.public_point() + '\x01';
  const std::string input = hmac(hmac(target.secret, shared), info);
  const std::string secret = hmac(salt, input);
  const std::string content_key = hmac(secret, "Content-Encoding: aes128gcm\0\x01"sv).substr(0, 16);
  const std::string nonce = hmac(secret, "Content-Encoding: nonce\0\x01"sv).substr(0, 12);
  std::string body(salt);
  for (int shift = 24; shift >= 0; shift -= 8) body += static_cast<char>(record_size >> shift & 0xFF);
  body += static_cast<char>(point_size);
  body += key.public_point();
  return body + encrypt(content_key, nonce, std::string(plain));
}

std::string make_vapid(const PushKey& key, std::string_view endpoint, WallTime wall) {
  const auto expires =
      std::chrono::duration_cast<std::chrono::seconds>((wall + std::chrono::hours(12)).time_since_epoch())
          .count();
  const std::string origin = origin_of(endpoint);
  const boost::json::object claims = {{"aud", boost::json::string_view(origin.data(), origin.size())},
                                      {"exp", expires},
                                      {"sub", "mailto:standin@localhost"}};
  const std::string signed_part = to_base64url(R"({"typ":"JWT","alg":"ES256"})"sv) + "." +
                                  to_base64url(std::string_view(boost::json::serialize(claims)));
  return fmt::format("vapid t={}.{}, k={}", signed_part,
                     to_base64url(std::string_view(key.sign(signed_part))),
                     to_base64url(std::string_view(key.public_point())));
}

}  // namespace cxload::standin::web
