// HMAC-SHA1 by OpenSSL, CRC-32 by zlib.
#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <zlib.h>

#include <cxload/base/crypto.hpp>
#include <cxload/stun/integrity.hpp>

#include "octets.hpp"

namespace cxload::stun {
namespace {

struct Free {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MAC_CTX, Free>;

/// With the digest set once: looking it up costs more than the sum itself.
Context make_context() {
  const std::unique_ptr<EVP_MAC, Free> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
  Context context(mac ? EVP_MAC_CTX_new(mac.get()) : nullptr);
  std::string digest = "SHA1";
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), digest.size()),
      OSSL_PARAM_construct_end()};
  if (!context || EVP_MAC_CTX_set_params(context.get(), params) != 1)
    throw std::runtime_error("this OpenSSL lacks HMAC-SHA1, which STUN needs");
  return context;
}

const unsigned char* raw(Bytes bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

std::array<std::byte, 4> start_with_length(Bytes message, std::uint16_t length) {
  std::array<std::byte, 4> start{message[0], message[1]};
  put_u16(start.data() + 2, length);
  return start;
}

}  // namespace

std::array<std::byte, 16> long_term_key(std::string_view user, std::string_view realm,
                                        std::string_view password) {
  std::string all;
  all.append(user).append(":").append(realm).append(":").append(password);
  std::array<std::byte, 16> key{};
  std::ranges::copy(crypto::hash_bytes(crypto::Hash::md5, all), key.begin());
  return key;
}

Hmac hmac_with_length(Bytes key, Bytes message, std::uint16_t length) {
  thread_local const Context context = make_context();
  static const unsigned char no_key = 0;  // OpenSSL takes a null key for "the same as before"
  const auto start = start_with_length(message, length);
  const Bytes rest = message.subspan(start.size());
  Hmac out;
  std::size_t written = 0;
  if (EVP_MAC_init(context.get(), key.empty() ? &no_key : raw(key), key.size(), nullptr) != 1 ||
      EVP_MAC_update(context.get(), raw(start), start.size()) != 1 ||
      EVP_MAC_update(context.get(), raw(rest), rest.size()) != 1 ||
      EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(out.data()), &written, out.size()) != 1)
    throw std::runtime_error("OpenSSL could not compute an HMAC");
  return out;
}

std::uint32_t fingerprint_with_length(Bytes message, std::uint16_t length) {
  constexpr std::uint32_t stun_constant = 0x5354554E;
  const auto start = start_with_length(message, length);
  const Bytes rest = message.subspan(start.size());
  auto crc = ::crc32(0, raw(start), static_cast<uInt>(start.size()));
  crc = ::crc32(crc, raw(rest), static_cast<uInt>(rest.size()));
  return static_cast<std::uint32_t>(crc) ^ stun_constant;
}

}  // namespace cxload::stun
