// Writing a STUN message.
#include <algorithm>

#include <cxload/stun/integrity.hpp>
#include <cxload/stun/writer.hpp>

#include "octets.hpp"

namespace cxload::stun {
namespace {

constexpr std::size_t attribute_header = 4;
constexpr std::size_t max_size = header_size + 0xFFFC;

std::uint16_t type_of(Method method, Class type_class) {
  const unsigned m = static_cast<unsigned>(method);
  const unsigned c = static_cast<unsigned>(type_class);
  return static_cast<std::uint16_t>((m & 0xF) | (m & 0x70) << 1 | (m & 0xF80) << 2 | (c & 1) << 4 |
                                    (c & 2) << 7);
}

}  // namespace

Writer::Writer(std::span<std::byte> out, Method method, Class type_class, const TransactionId& transaction)
    : out_(out.first(std::min(out.size(), max_size))) {
  full_ = out_.size() < header_size;
  if (full_) return;
  put_u16(out_.data(), type_of(method, type_class));
  put_u32(out_.data() + 4, magic_cookie);
  std::ranges::copy(transaction, out_.begin() + 8);
  set_length(end_);
}

void Writer::set_length(std::size_t end) {
  put_u16(out_.data() + 2, static_cast<std::uint16_t>(end - header_size));
}

/// Where the value goes, its padding zeroed; nothing when it does not fit.
std::byte* Writer::open(Attr type, std::size_t length) {
  full_ = full_ || length > max_size || attribute_header + padded(length) > out_.size() - end_;
  if (full_) return nullptr;
  std::byte* const at = out_.data() + end_;
  put_u16(at, static_cast<std::uint16_t>(type));
  put_u16(at + 2, static_cast<std::uint16_t>(length));
  std::fill_n(at + attribute_header, padded(length), std::byte{0});
  end_ += attribute_header + padded(length);
  set_length(end_);
  return at + attribute_header;
}

Writer& Writer::bytes(Attr type, Bytes value) {
  if (std::byte* const at = open(type, value.size())) std::ranges::copy(value, at);
  return *this;
}

Writer& Writer::text(Attr type, std::string_view value) {
  return bytes(type, std::as_bytes(std::span(value)));
}

Writer& Writer::u32(Attr type, std::uint32_t value) {
  if (std::byte* const at = open(type, 4)) put_u32(at, value);
  return *this;
}

Writer& Writer::u64(Attr type, std::uint64_t value) {
  if (std::byte* const at = open(type, 8)) put_u64(at, value);
  return *this;
}

Writer& Writer::flag(Attr type) { return bytes(type, {}); }

Writer& Writer::address(Attr type, const TransportAddress& value) {
  const std::size_t from = value.is_v4() ? 12 : 0;
  std::byte* const at = open(type, 4 + 16 - from);
  if (at == nullptr) return *this;
  at[1] = value.is_v4() ? std::byte{1} : std::byte{2};
  put_u16(at + 2, value.port);
  for (std::size_t i = from; i < 16; ++i) at[4 + i - from] = std::byte{value.bytes[i]};
  return *this;
}

Writer& Writer::xor_address(Attr type, const TransportAddress& value) {
  const std::size_t before = end_;
  address(type, value);
  if (full_) return *this;
  std::byte* const at = out_.data() + before + attribute_header;
  put_u16(at + 2, static_cast<std::uint16_t>(value.port ^ magic_cookie >> 16));
  const std::size_t length = value.is_v4() ? 4 : 16;
  for (std::size_t i = 0; i < length; ++i) at[4 + i] ^= out_[4 + i];
  return *this;
}

Writer& Writer::error(std::uint16_t code, std::string_view reason) {
  std::byte* const at = open(Attr::error_code, 4 + reason.size());
  if (at == nullptr) return *this;
  at[2] = static_cast<std::byte>(code / 100);
  at[3] = static_cast<std::byte>(code % 100);
  std::ranges::copy(std::as_bytes(std::span(reason)), at + 4);
  return *this;
}

Writer& Writer::unknown_attributes(std::span<const std::uint16_t> types) {
  std::byte* at = open(Attr::unknown_attributes, types.size() * 2);
  if (at == nullptr) return *this;
  for (const std::uint16_t type : types) {
    put_u16(at, type);
    at += 2;
  }
  return *this;
}

Writer& Writer::channel_number(std::uint16_t channel) {
  return u32(Attr::channel_number, static_cast<std::uint32_t>(channel) << 16);
}

Writer& Writer::requested_transport(std::uint8_t protocol) {
  return u32(Attr::requested_transport, static_cast<std::uint32_t>(protocol) << 24);
}

Writer& Writer::integrity(Bytes key) {
  const std::size_t before = end_;
  std::byte* const at = open(Attr::message_integrity, hmac_size);
  if (at == nullptr) return *this;
  const Hmac sum =
      hmac_with_length(key, Bytes(out_).first(before), static_cast<std::uint16_t>(end_ - header_size));
  std::ranges::copy(sum, at);
  return *this;
}

Writer& Writer::fingerprint() {
  const std::size_t before = end_;
  std::byte* const at = open(Attr::fingerprint, 4);
  if (at == nullptr) return *this;
  put_u32(at,
          fingerprint_with_length(Bytes(out_).first(before), static_cast<std::uint16_t>(end_ - header_size)));
  return *this;
}

Result<Bytes> Writer::finish() const {
  if (full_) return Errc::no_room;
  return Bytes(out_).first(end_);
}

}  // namespace cxload::stun
