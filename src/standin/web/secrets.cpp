#include "secrets.hpp"

#include <algorithm>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>

namespace cxload::standin::web {

std::vector<std::byte> hmac_sha256(std::string_view key, std::string_view data) {
  std::vector<std::byte> digest(32);
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(data.data()), data.size(),
       reinterpret_cast<unsigned char*>(digest.data()), &size);
  return digest;
}

std::string to_base64url(std::span<const std::byte> bytes) {
  std::string text = text::to_base64(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.erase(std::find(text.begin(), text.end(), '='), text.end());
  return text;
}

std::string to_base64url(std::string_view text) { return to_base64url(std::as_bytes(std::span(text))); }

std::vector<std::byte> from_base64url(std::string_view text) {
  std::string padded(text);
  std::replace(padded.begin(), padded.end(), '-', '+');
  std::replace(padded.begin(), padded.end(), '_', '/');
  while (padded.size() % 4 != 0) padded += '=';
  return text::from_base64(padded).value_or(std::vector<std::byte>());
}

bool is_same_secret(std::string_view a, std::string_view b) {
  // By their hashes: not even the length shows.
  const auto hash_a = crypto::hash_bytes(crypto::Hash::sha256, a);
  const auto hash_b = crypto::hash_bytes(crypto::Hash::sha256, b);
  return CRYPTO_memcmp(hash_a.data(), hash_b.data(), hash_a.size()) == 0;
}

}  // namespace cxload::standin::web
