#include "rtp_cipher.hpp"

#include <algorithm>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>

#include "key_derivation.hpp"

namespace cxload::srtp {
namespace {

constexpr std::size_t fixed_header = 12;
constexpr std::size_t gcm_tag = 16;
constexpr std::size_t hmac_tag = 10;
constexpr std::size_t most_streams = 16;
constexpr std::size_t most_own_streams = 64;  // a relay sends what others say

std::uint32_t word_at(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) << 24 | static_cast<std::uint32_t>(bytes[at + 1]) << 16 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 8 | bytes[at + 3];
}

void xor_word(std::span<std::uint8_t> bytes, std::size_t at, std::uint32_t word) {
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] ^= static_cast<std::uint8_t>(word >> (24 - 8 * i));
}

}  // namespace

/// A packet taken apart.
struct RtpCipher::Parts {
  std::uint32_t ssrc = 0;
  std::uint16_t sequence = 0;
  std::span<std::uint8_t> header, payload;
  std::uint8_t* tag = nullptr;

  /// `packet` without its tag. Nothing when it is no RTP.
  static std::optional<Parts> of(std::span<std::uint8_t> packet) {
    if (packet.size() < fixed_header || packet[0] >> 6 != 2) return std::nullopt;
    std::size_t size = fixed_header + 4U * (packet[0] & 0x0FU);
    if ((packet[0] & 0x10) != 0) {
      if (packet.size() < size + 4) return std::nullopt;
      size += 4 + 4U * (static_cast<std::size_t>(packet[size + 2]) << 8 | packet[size + 3]);
    }
    if (packet.size() < size) return std::nullopt;
    Parts parts;
    parts.sequence = static_cast<std::uint16_t>(packet[2] << 8 | packet[3]);
    parts.ssrc = word_at(packet, 8);
    parts.header = packet.first(size);
    parts.payload = packet.subspan(size);
    parts.tag = packet.data() + packet.size();
    return parts;
  }
};

std::uint64_t RtpCipher::Stream::guess(std::uint16_t sequence) const {
  const std::uint64_t roll_over = highest >> 16;
  const auto last = static_cast<std::uint16_t>(highest);
  std::uint64_t guessed = roll_over;
  if (last < 32'768) {
    if (sequence > last + 32'768 && roll_over > 0) --guessed;
  } else if (sequence < last - 32'768) {
    ++guessed;
  }
  return guessed << 16 | sequence;
}

bool RtpCipher::Stream::was_seen(std::uint64_t index) const {
  if (index > highest) return false;
  return highest - index >= window || seen.test(index % window);
}

void RtpCipher::Stream::note(std::uint64_t index) {
  if (index > highest) {
    if (index - highest >= window)
      seen.reset();
    else
      for (std::uint64_t skipped = highest + 1; skipped < index; ++skipped) seen.reset(skipped % window);
    highest = index;
  }
  seen.set(index % window);
}

std::unique_ptr<RtpCipher> RtpCipher::make(const MasterKey& key, bool is_outbound) {
  std::unique_ptr<RtpCipher> made(new RtpCipher(key.profile()));
  return made->set_up(key, is_outbound) ? std::move(made) : nullptr;
}

bool RtpCipher::set_up(const MasterKey& key, bool is_outbound) {
  const std::size_t size = facts(profile_).key_size;
  std::array<std::uint8_t, 32> session{};
  std::array<std::uint8_t, 20> authentication{};
  cipher_.reset(EVP_CIPHER_CTX_new());
  const EVP_CIPHER* gcm = size == 32 ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
  // Counter mode decrypts by encrypting.
  const int encrypts = is_outbound || !is_gcm() ? 1 : 0;
  bool is_good = cipher_ && derive(key, KeyLabel::rtp_encryption, std::span(session).first(size)) &&
                 derive(key, KeyLabel::rtp_salt, std::span(salt_).first(facts(profile_).salt_size)) &&
                 EVP_CipherInit_ex(cipher_.get(), is_gcm() ? gcm : EVP_aes_128_ctr(), nullptr, session.data(),
                                   nullptr, encrypts) == 1;
  if (is_good && !is_gcm()) {
    EVP_MAC* hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    mac_.reset(EVP_MAC_CTX_new(hmac));
    EVP_MAC_free(hmac);
    std::array<char, 5> name = {"SHA1"};
    const std::array<OSSL_PARAM, 2> parameters = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0), OSSL_PARAM_construct_end()};
    is_good = mac_ && derive(key, KeyLabel::rtp_authentication, authentication) &&
              EVP_MAC_init(mac_.get(), authentication.data(), authentication.size(), parameters.data()) == 1;
  }
  OPENSSL_cleanse(session.data(), session.size());
  OPENSSL_cleanse(authentication.data(), authentication.size());
  return is_good;
}

RtpCipher::Stream* RtpCipher::find(std::uint32_t ssrc) {
  for (const auto& stream : streams_)
    if (stream->ssrc == ssrc) return stream.get();
  return nullptr;
}

bool RtpCipher::set_counter(const Parts& parts, std::uint64_t index) {
  std::array<std::uint8_t, 16> counter{};
  std::copy(salt_.begin(), salt_.end(), counter.begin());
  // RFC 7714 8.1 and RFC 3711 4.1.1: SSRC and index stand two octets further in counter mode.
  const std::size_t at = is_gcm() ? 2 : 4;
  xor_word(counter, at, parts.ssrc);
  xor_word(counter, at + 4, static_cast<std::uint32_t>(index >> 16));
  counter[at + 8] ^= static_cast<std::uint8_t>(index >> 8);
  counter[at + 9] ^= static_cast<std::uint8_t>(index);
  return EVP_CipherInit_ex(cipher_.get(), nullptr, nullptr, nullptr, counter.data(), -1) == 1;
}

bool RtpCipher::sign(std::span<const std::uint8_t> packet, std::uint64_t index,
                     std::span<std::uint8_t, 20> tag) {
  std::array<std::uint8_t, 4> roll_over{};
  xor_word(roll_over, 0, static_cast<std::uint32_t>(index >> 16));
  std::size_t size = 0;
  return EVP_MAC_init(mac_.get(), nullptr, 0, nullptr) == 1 &&
         EVP_MAC_update(mac_.get(), packet.data(), packet.size()) == 1 &&
         EVP_MAC_update(mac_.get(), roll_over.data(), roll_over.size()) == 1 &&
         EVP_MAC_final(mac_.get(), tag.data(), &size, tag.size()) == 1;
}

bool RtpCipher::seal(const Parts& parts, std::uint64_t index) {
  int written = 0;
  const int size = static_cast<int>(parts.payload.size());
  std::uint8_t* payload = parts.payload.data();
  if (!set_counter(parts, index)) return false;
  if (is_gcm())
    return EVP_EncryptUpdate(cipher_.get(), nullptr, &written, parts.header.data(),
                             static_cast<int>(parts.header.size())) == 1 &&
           EVP_EncryptUpdate(cipher_.get(), payload, &written, payload, size) == 1 &&
           EVP_EncryptFinal_ex(cipher_.get(), parts.tag, &written) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher_.get(), EVP_CTRL_AEAD_GET_TAG, gcm_tag, parts.tag) == 1;
  std::array<std::uint8_t, 20> tag{};
  if (EVP_EncryptUpdate(cipher_.get(), payload, &written, payload, size) != 1) return false;
  if (!sign({parts.header.data(), parts.header.size() + parts.payload.size()}, index, tag)) return false;
  std::copy_n(tag.begin(), hmac_tag, parts.tag);
  return true;
}

bool RtpCipher::open(const Parts& parts, std::uint64_t index) {
  int written = 0;
  const int size = static_cast<int>(parts.payload.size());
  std::uint8_t* payload = parts.payload.data();
  if (!is_gcm()) {
    std::array<std::uint8_t, 20> tag{};
    return sign({parts.header.data(), parts.header.size() + parts.payload.size()}, index, tag) &&
           CRYPTO_memcmp(tag.data(), parts.tag, hmac_tag) == 0 && set_counter(parts, index) &&
           EVP_EncryptUpdate(cipher_.get(), payload, &written, payload, size) == 1;
  }
  return set_counter(parts, index) &&
         EVP_DecryptUpdate(cipher_.get(), nullptr, &written, parts.header.data(),
                           static_cast<int>(parts.header.size())) == 1 &&
         EVP_DecryptUpdate(cipher_.get(), payload, &written, payload, size) == 1 &&
         EVP_CIPHER_CTX_ctrl(cipher_.get(), EVP_CTRL_AEAD_SET_TAG, gcm_tag, parts.tag) == 1 &&
         EVP_DecryptFinal_ex(cipher_.get(), parts.tag, &written) == 1;
}

std::size_t RtpCipher::protect(std::span<std::byte> buffer, std::size_t size) {
  const std::size_t tag = is_gcm() ? gcm_tag : hmac_tag;
  if (buffer.size() < size + most_growth) return 0;
  const auto parts = Parts::of({reinterpret_cast<std::uint8_t*>(buffer.data()), size});
  if (!parts) return 0;
  Stream* stream = find(parts->ssrc);
  if (stream == nullptr) {
    if (streams_.size() >= most_own_streams) return 0;
    stream = streams_.emplace_back(std::make_unique<Stream>()).get();
    stream->ssrc = parts->ssrc;
    stream->highest = parts->sequence;
  }
  const std::uint64_t index = stream->guess(parts->sequence);
  if (stream->was_seen(index) || !seal(*parts, index)) return 0;
  stream->note(index);
  return size + tag;
}

Session::Opened RtpCipher::unprotect(std::span<std::byte> packet) {
  const std::size_t tag = is_gcm() ? gcm_tag : hmac_tag;
  if (packet.size() < fixed_header + tag) return {Verdict::unfit};
  const std::size_t size = packet.size() - tag;
  const auto parts = Parts::of({reinterpret_cast<std::uint8_t*>(packet.data()), size});
  if (!parts) return {Verdict::unfit};
  Stream* stream = find(parts->ssrc);
  if (stream == nullptr && streams_.size() >= most_streams) return {Verdict::crowded};
  const std::uint64_t index = stream != nullptr ? stream->guess(parts->sequence) : parts->sequence;
  if (stream != nullptr && stream->was_seen(index)) return {Verdict::replayed};
  if (!open(*parts, index)) return {Verdict::forged};
  if (stream == nullptr) {  // only who has the keys gets a place
    stream = streams_.emplace_back(std::make_unique<Stream>()).get();
    stream->ssrc = parts->ssrc;
    stream->highest = index;
  }
  stream->note(index);
  return {Verdict::good, size};
}

}  // namespace cxload::srtp
