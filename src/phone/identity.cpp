#include "identity.hpp"

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>

namespace cxload::phone {
namespace {

/// RFC 4122 4.4: a random UUID.
std::string random_uuid() {
  std::string hex(32, '0');
  constexpr std::string_view digits = "0123456789abcdef";
  std::array<std::byte, 32> bytes;
  crypto::random_bytes(bytes.data(), bytes.size());
  for (std::size_t i = 0; i < hex.size(); ++i) hex[i] = digits[std::to_integer<unsigned>(bytes[i]) & 15U];
  hex[12] = '4';
  hex[16] = digits[8 + (std::to_integer<unsigned>(bytes[16]) & 3U)];
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

}  // namespace

Identity::Identity(const ClientProfile& profile, net::Scheme scheme)
    : contact_token(crypto::random_token(contact_token_size)) {
  // A browser cannot know its own address; on other transports the far side must be able to reach the
  // Contact.
  if (profile.uses_invalid_host && net::is_websocket(scheme))
    invalid_host = crypto::random_token(12) + ".invalid";
  if (profile.has_instance) instance = fmt::format("<urn:uuid:{}>", random_uuid());
}

void Identity::append_sent_by(std::string& out, const net::Endpoint& local) const {
  if (invalid_host.empty()) {
    local.append_to(out);
  } else {
    out += invalid_host;
  }
}

void Identity::append_contact_uri(std::string& out, net::Scheme scheme, const net::Endpoint& local) const {
  out.append("sip:").append(contact_token) += '@';
  append_sent_by(out, local);
  if (const std::string_view transport = net::facts(scheme).contact_parameter; !transport.empty())
    out.append(";transport=").append(transport);
}

void Identity::append_branch(std::string& out) const {
  out.append("z9hG4bK").append(contact_token).append(crypto::random_token(10));
}

}  // namespace cxload::phone
