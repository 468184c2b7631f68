/// Fingerprint: what `a=fingerprint` of an SDP says about the certificate of the DTLS handshake (RFC 8122).
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cxload::dtls {

/// MD5 and MD2 are left out: RFC 8122 5 forbids them.
enum class Hash : std::uint8_t { sha1, sha224, sha256, sha384, sha512 };

struct Fingerprint {
  Hash hash = Hash::sha256;
  std::vector<std::uint8_t> digest;  ///< exactly as long as the hash's output

  /// "sha-256 AB:CD:…"; the hash's name in any case. Nothing for an unknown hash, a digest of another length
  /// or anything after it.
  [[nodiscard]] static std::optional<Fingerprint> parse(std::string_view text);
  /// Of a certificate in DER.
  [[nodiscard]] static std::optional<Fingerprint> of(Hash hash, std::span<const std::uint8_t> certificate);

  /// As SDP writes it: upper-case pairs joined by colons.
  [[nodiscard]] std::string text() const;
  /// Whether this is the fingerprint of the certificate (DER).
  [[nodiscard]] bool matches(std::span<const std::uint8_t> certificate) const;

  bool operator==(const Fingerprint&) const = default;
};

}  // namespace cxload::dtls
