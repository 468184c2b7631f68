/// Session keys out of a master key (RFC 3711 4.3, RFC 6188 3, RFC 7714 11).
#pragma once
#include <cstdint>
#include <span>

#include <cxload/srtp/keys.hpp>

namespace cxload::srtp {

enum class KeyLabel : std::uint8_t { rtp_encryption = 0, rtp_authentication = 1, rtp_salt = 2 };

/// False when OpenSSL has no memory.
[[nodiscard]] bool derive(const MasterKey& master, KeyLabel label, std::span<std::uint8_t> out);

}  // namespace cxload::srtp
