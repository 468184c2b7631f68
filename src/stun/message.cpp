// Reading a STUN message.
#include <algorithm>

#include <openssl/crypto.h>

#include <cxload/stun/demux.hpp>
#include <cxload/stun/integrity.hpp>
#include <cxload/stun/message.hpp>

#include "octets.hpp"

namespace cxload::stun {
namespace {

constexpr std::size_t attribute_header = 4;
constexpr std::size_t fingerprint_size = 4;

std::uint16_t length_up_to(std::size_t end) { return static_cast<std::uint16_t>(end - header_size); }

std::optional<TransportAddress> read_address(Bytes value) {
  if (value.size() < 8) return std::nullopt;
  const auto family = std::to_integer<unsigned>(value[1]);
  const auto byte = [&value](std::size_t i) { return std::to_integer<std::uint8_t>(value[i]); };
  const std::uint16_t port = get_u16(value.data() + 2);
  if (family == 1 && value.size() == 8)
    return TransportAddress::v4({byte(4), byte(5), byte(6), byte(7)}, port);
  if (family != 2 || value.size() != 20) return std::nullopt;
  TransportAddress result;
  for (std::size_t i = 0; i < 16; ++i) result.bytes[i] = byte(4 + i);
  result.port = port;
  return result;
}

}  // namespace

Result<Message> Message::parse(Bytes bytes) {
  if (bytes.size() < header_size || bytes.front() >= std::byte{4} ||
      get_u32(bytes.data() + 4) != magic_cookie)
    return Errc::not_stun;
  if (get_u16(bytes.data() + 2) != bytes.size() - header_size || bytes.size() % 4 != 0)
    return Errc::bad_length;
  Message message;
  message.bytes_ = bytes;
  // The two bits of the class stand inside the method's twelve (RFC 8489 5).
  const unsigned type = get_u16(bytes.data());
  message.class_ = static_cast<Class>((type >> 4 & 1) | (type >> 7 & 2));
  message.method_ = static_cast<Method>((type & 0xF) | (type >> 1 & 0x70) | (type >> 2 & 0xF80));
  std::copy_n(bytes.begin() + 8, message.transaction_.size(), message.transaction_.begin());
  if (const auto error = message.read_attributes()) return error;
  return message;
}

boost::system::error_code Message::read_attributes() {
  visible_end_ = bytes_.size();
  std::size_t count = 0;
  for (std::size_t at = header_size; at < bytes_.size();) {
    if (fingerprint_at_ != 0) return Errc::bad_order;
    if (++count > max_attributes) return Errc::too_many;
    const std::uint16_t type = get_u16(bytes_.data() + at);  // the size is a multiple of four
    const std::size_t length = get_u16(bytes_.data() + at + 2);
    if (padded(length) > bytes_.size() - at - attribute_header) return Errc::bad_attribute;
    if (type == static_cast<std::uint16_t>(Attr::fingerprint)) {
      if (length != fingerprint_size) return Errc::bad_attribute;
      fingerprint_at_ = at;
    } else if (integrity_at_ == 0) {
      if (type == static_cast<std::uint16_t>(Attr::message_integrity)) {
        if (length != hmac_size) return Errc::bad_attribute;
        integrity_at_ = at;
        visible_end_ = at + attribute_header + length;
      }
      note_unknown(type);
    }
    at += attribute_header + padded(length);
  }
  return {};
}

void Message::note_unknown(std::uint16_t type) {
  if (!is_required(type) || is_known(type) || unknown_.count == unknown_.types.size()) return;
  unknown_.types[unknown_.count++] = type;
}

std::optional<Bytes> Message::find(Attr type) const {
  for (std::size_t at = header_size; at < visible_end_;) {
    const std::size_t length = get_u16(bytes_.data() + at + 2);
    if (get_u16(bytes_.data() + at) == static_cast<std::uint16_t>(type))
      return bytes_.subspan(at + attribute_header, length);
    at += attribute_header + padded(length);
  }
  return std::nullopt;
}

std::optional<std::string_view> Message::text(Attr type) const {
  const auto value = find(type);
  if (!value) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(value->data()), value->size());
}

std::optional<std::uint32_t> Message::u32(Attr type) const {
  const auto value = find(type);
  if (!value || value->size() != 4) return std::nullopt;
  return get_u32(value->data());
}

std::optional<std::uint64_t> Message::u64(Attr type) const {
  const auto value = find(type);
  if (!value || value->size() != 8) return std::nullopt;
  return get_u64(value->data());
}

std::optional<TransportAddress> Message::address(Attr type) const {
  const auto value = find(type);
  return value ? read_address(*value) : std::nullopt;
}

std::optional<TransportAddress> Message::xor_address(Attr type) const {
  auto result = address(type);
  if (!result) return std::nullopt;
  // Cookie and transaction lie behind one another in the header: the mask of RFC 8489 14.2.
  const std::byte* mask = bytes_.data() + 4;
  const std::size_t from = find(type)->size() == 8 ? 12 : 0;
  for (std::size_t i = from; i < 16; ++i) result->bytes[i] ^= std::to_integer<std::uint8_t>(mask[i - from]);
  result->port = static_cast<std::uint16_t>(result->port ^ magic_cookie >> 16);
  return result;
}

std::optional<ErrorCode> Message::error() const {
  const auto value = find(Attr::error_code);
  if (!value || value->size() < 4) return std::nullopt;
  const unsigned hundreds = std::to_integer<unsigned>((*value)[2]) & 7;
  const unsigned rest = std::to_integer<unsigned>((*value)[3]);
  if (hundreds < 3 || hundreds > 6 || rest > 99) return std::nullopt;
  return ErrorCode{static_cast<std::uint16_t>(hundreds * 100 + rest), text(Attr::error_code)->substr(4)};
}

std::optional<std::uint16_t> Message::channel_number() const {
  const auto value = u32(Attr::channel_number);
  if (!value) return std::nullopt;
  return static_cast<std::uint16_t>(*value >> 16);
}

bool Message::integrity_is(Bytes key) const {
  if (!has_integrity()) return false;
  const Hmac ours = hmac_with_length(key, bytes_.first(integrity_at_),
                                     length_up_to(integrity_at_ + attribute_header + hmac_size));
  return CRYPTO_memcmp(ours.data(), bytes_.data() + integrity_at_ + attribute_header, ours.size()) == 0;
}

bool Message::fingerprint_is_right() const {
  if (!has_fingerprint()) return false;
  return get_u32(bytes_.data() + fingerprint_at_ + attribute_header) ==
         fingerprint_with_length(bytes_.first(fingerprint_at_), length_up_to(bytes_.size()));
}

}  // namespace cxload::stun
