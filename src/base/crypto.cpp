#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>

namespace cxload::crypto {
namespace {

/// Fetched once: OpenSSL 3 looks an algorithm up at every use of the EVP_md5() family.
const EVP_MD* digest_of(Hash hash) {
  static const std::array<EVP_MD*, 4> fetched = {
      EVP_MD_fetch(nullptr, "MD5", nullptr), EVP_MD_fetch(nullptr, "SHA1", nullptr),
      EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_fetch(nullptr, "SHA512-256", nullptr)};
  const EVP_MD* md = fetched.at(static_cast<std::size_t>(hash));
  if (md == nullptr) throw std::runtime_error("this OpenSSL lacks a digest that SIP needs");
  return md;
}

/// Random bytes drawn in blocks: one call into the generator serves many tokens.
struct RandomPool {
  std::array<unsigned char, 4096> bytes;
  std::size_t used = sizeof(bytes);

  void take(void* out, std::size_t length) {
    auto* to = static_cast<unsigned char*>(out);
    while (length > 0) {
      if (used == bytes.size()) {
        if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
          throw std::runtime_error("no random bytes");
        used = 0;
      }
      const std::size_t n = std::min(length, bytes.size() - used);
      std::memcpy(to, bytes.data() + used, n);
      used += n;
      to += n;
      length -= n;
    }
  }
};

RandomPool& pool() {
  thread_local RandomPool instance;
  return instance;
}

}  // namespace

std::vector<std::byte> hash_bytes(Hash hash, std::string_view data) {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                                     &EVP_MD_CTX_free);
  std::array<unsigned char, EVP_MAX_MD_SIZE> out;
  unsigned length = 0;
  if (EVP_DigestInit_ex(context.get(), digest_of(hash), nullptr) != 1 ||
      EVP_DigestUpdate(context.get(), data.data(), data.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), out.data(), &length) != 1)
    throw std::runtime_error("OpenSSL could not compute a digest");
  const auto* first = reinterpret_cast<const std::byte*>(out.data());
  return {first, first + length};
}

std::string hash_hex(Hash hash, std::string_view data) { return text::to_hex(hash_bytes(hash, data)); }

std::string random_token(std::size_t length) {
  constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string token(length, '0');
  pool().take(token.data(), length);
  for (char& c : token) c = alphabet[static_cast<unsigned char>(c) % alphabet.size()];
  return token;
}

void random_bytes(std::byte* out, std::size_t length) { pool().take(out, length); }

}  // namespace cxload::crypto
