#include <algorithm>
#include <array>

#include <openssl/evp.h>

#include <cxload/dtls/fingerprint.hpp>

namespace cxload::dtls {
namespace {

struct HashName {
  std::string_view name;
  Hash hash;
  std::size_t length;
  const EVP_MD* (*algorithm)();
};

constexpr std::array hashes = {
    HashName{"sha-1", Hash::sha1, 20, &EVP_sha1},       HashName{"sha-224", Hash::sha224, 28, &EVP_sha224},
    HashName{"sha-256", Hash::sha256, 32, &EVP_sha256}, HashName{"sha-384", Hash::sha384, 48, &EVP_sha384},
    HashName{"sha-512", Hash::sha512, 64, &EVP_sha512},
};

constexpr const HashName& about(Hash hash) { return hashes.at(static_cast<std::size_t>(hash)); }

bool same_letter(char written, char lower) {
  return written == lower || (written >= 'A' && written <= 'Z' && written + ('a' - 'A') == lower);
}

/// RFC 8122 5 writes upper case; peers that write lower case are understood.
int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::optional<Fingerprint> Fingerprint::parse(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(0, space);
  const auto* const known = std::ranges::find_if(
      hashes, [&](const HashName& each) { return std::ranges::equal(name, each.name, &same_letter); });
  const std::string_view pairs = text.substr(space + 1);
  if (known == hashes.end() || pairs.size() != known->length * 3 - 1) return std::nullopt;
  Fingerprint read{known->hash, {}};
  for (std::size_t at = 0; at < pairs.size(); at += 3) {
    const int high = digit(pairs[at]);
    const int low = digit(pairs[at + 1]);
    if (high < 0 || low < 0 || (at + 2 < pairs.size() && pairs[at + 2] != ':')) return std::nullopt;
    read.digest.push_back(static_cast<std::uint8_t>(high * 16 + low));
  }
  return read;
}

std::optional<Fingerprint> Fingerprint::of(Hash hash, std::span<const std::uint8_t> certificate) {
  Fingerprint made{hash, std::vector<std::uint8_t>(about(hash).length)};
  if (EVP_Digest(certificate.data(), certificate.size(), made.digest.data(), nullptr, about(hash).algorithm(),
                 nullptr) != 1)
    return std::nullopt;
  return made;
}

std::string Fingerprint::text() const {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string written(about(hash).name);
  char before = ' ';
  for (const std::uint8_t byte : digest) {
    written += before;
    written += digits[byte >> 4U];
    written += digits[byte & 15U];
    before = ':';
  }
  return written;
}

bool Fingerprint::matches(std::span<const std::uint8_t> certificate) const {
  return of(hash, certificate) == *this;
}

}  // namespace cxload::dtls
