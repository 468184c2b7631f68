#include "key_derivation.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include <openssl/evp.h>

namespace cxload::srtp {

bool derive(const MasterKey& master, KeyLabel label, std::span<std::uint8_t> out) {
  const ProfileFacts& sizes = facts(master.profile());
  // The label stands before the 48 bits of index / rate, which are zero; a salt of 96 bits is one of 112 that
  // ends in zeros.
  std::array<std::uint8_t, 16> counter{};
  const auto salt = master.bytes().subspan(sizes.key_size);
  std::copy(salt.begin(), salt.end(), counter.begin());
  counter[7] ^= static_cast<std::uint8_t>(label);
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                &EVP_CIPHER_CTX_free);
  if (!context) return false;
  const EVP_CIPHER* cipher = sizes.key_size == 32 ? EVP_aes_256_ctr() : EVP_aes_128_ctr();
  if (EVP_EncryptInit_ex(context.get(), cipher, nullptr, master.bytes().data(), counter.data()) != 1)
    return false;
  std::fill(out.begin(), out.end(), std::uint8_t{0});
  int written = 0;
  return EVP_EncryptUpdate(context.get(), out.data(), &written, out.data(), static_cast<int>(out.size())) ==
         1;
}

}  // namespace cxload::srtp
