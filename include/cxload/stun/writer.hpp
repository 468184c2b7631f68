/// Writer: one STUN message into a caller's buffer (RFC 8489 5, 14).
#pragma once
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/stun/address.hpp>
#include <cxload/stun/errc.hpp>
#include <cxload/stun/types.hpp>

namespace cxload::stun {

/// Attributes stand in the order of the calls; integrity() and fingerprint() come last. What does not fit is
/// remembered and said by finish().
class Writer {
 public:
  Writer(std::span<std::byte> out, Method method, Class type_class, const TransactionId& transaction);

  Writer& bytes(Attr type, Bytes value);
  Writer& text(Attr type, std::string_view value);
  Writer& u32(Attr type, std::uint32_t value);
  Writer& u64(Attr type, std::uint64_t value);
  Writer& flag(Attr type);  ///< no value
  Writer& address(Attr type, const TransportAddress& value);
  Writer& xor_address(Attr type, const TransportAddress& value);
  Writer& error(std::uint16_t code, std::string_view reason);
  Writer& unknown_attributes(std::span<const std::uint16_t> types);
  Writer& channel_number(std::uint16_t channel);
  Writer& requested_transport(std::uint8_t protocol);
  Writer& integrity(Bytes key);
  Writer& fingerprint();

  [[nodiscard]] Result<Bytes> finish() const;  ///< the message, at the start of the buffer

 private:
  std::byte* open(Attr type, std::size_t length);
  void set_length(std::size_t end);

  std::span<std::byte> out_;
  std::size_t end_ = header_size;
  bool full_ = false;
};

}  // namespace cxload::stun
