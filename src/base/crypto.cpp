#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>

#include <openssl/crypto.h>
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

/// Random bytes drawn in blocks: one call into the generator serves many tokens. What was given out is wiped,
/// so that nothing in memory tells which tags and nonces were made before.
class RandomPool {
 public:
  /// The next `length` bytes, at most a block of them; they are the caller's until wiped.
  unsigned char* take(std::size_t length) {
    if (bytes_.size() - used_ < length) refill();
    unsigned char* const from = bytes_.data() + used_;
    used_ += length;
    return from;
  }

  static constexpr std::size_t block = 2048;

 private:
  void refill() {
    if (RAND_bytes(bytes_.data(), static_cast<int>(bytes_.size())) != 1)
      throw std::runtime_error("no random bytes");
    used_ = 0;
  }

  std::array<unsigned char, block> bytes_;
  std::size_t used_ = block;
};

/// Calls `use(from, at, length)` for the pieces of `length` random bytes, and wipes each piece.
template <class Use>
void draw(std::size_t length, Use use) {
  thread_local RandomPool pool;
  for (std::size_t at = 0; at < length;) {
    const std::size_t piece = std::min(length - at, RandomPool::block);
    unsigned char* const from = pool.take(piece);
    use(from, at, piece);
    OPENSSL_cleanse(from, piece);
    at += piece;
  }
}

/// 256 entries: one look-up a character.
constexpr std::array<char, 256> make_token_characters() {
  constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::array<char, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = alphabet[i % alphabet.size()];
  return table;
}
constexpr auto token_characters = make_token_characters();

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
  std::string token(length, '0');
  draw(length, [&token](const unsigned char* from, std::size_t at, std::size_t piece) {
    for (std::size_t i = 0; i < piece; ++i) token[at + i] = token_characters[from[i]];
  });
  return token;
}

void random_bytes(std::byte* out, std::size_t length) {
  draw(length, [out](const unsigned char* from, std::size_t at, std::size_t piece) {
    std::memcpy(out + at, from, piece);
  });
}

}  // namespace cxload::crypto
