/// Message: one STUN message read in place, without allocation (RFC 8489 5, 14).
#pragma once
#include <optional>
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/stun/address.hpp>
#include <cxload/stun/errc.hpp>
#include <cxload/stun/types.hpp>

namespace cxload::stun {

struct ErrorCode {
  std::uint16_t code = 0;  ///< 300 … 699
  std::string_view reason;
};

/// The first attributes that had to be understood and were not.
struct UnknownAttributes {
  std::array<std::uint16_t, 8> types{};
  std::size_t count = 0;
};

/// A view: valid as long as the bytes it was read from. What stands behind MESSAGE-INTEGRITY is not found
/// (RFC 8489 14.5), except FINGERPRINT.
class Message {
 public:
  static constexpr std::size_t max_attributes = 64;

  /// Methods above 0x0FF are refused: their first byte belongs to others on a shared port (RFC 7983 7).
  [[nodiscard]] static Result<Message> parse(Bytes bytes);

  [[nodiscard]] Method method() const { return method_; }  ///< may have no name here
  [[nodiscard]] Class type_class() const { return class_; }
  [[nodiscard]] const TransactionId& transaction() const { return transaction_; }
  [[nodiscard]] const UnknownAttributes& unknown_required() const { return unknown_; }

  [[nodiscard]] std::optional<Bytes> find(Attr type) const;  ///< the first of its type
  [[nodiscard]] std::optional<std::string_view> text(Attr type) const;
  [[nodiscard]] std::optional<std::uint32_t> u32(Attr type) const;
  [[nodiscard]] std::optional<std::uint64_t> u64(Attr type) const;
  [[nodiscard]] std::optional<TransportAddress> address(Attr type) const;  ///< plain
  [[nodiscard]] std::optional<TransportAddress> xor_address(Attr type) const;
  [[nodiscard]] std::optional<ErrorCode> error() const;
  [[nodiscard]] std::optional<std::uint16_t> channel_number() const;

  /// HMAC-SHA1 over all before it (RFC 8489 14.5); false when there is none.
  [[nodiscard]] bool integrity_is(Bytes key) const;
  [[nodiscard]] bool has_integrity() const { return integrity_at_ != 0; }
  [[nodiscard]] bool has_fingerprint() const { return fingerprint_at_ != 0; }
  [[nodiscard]] bool fingerprint_is_right() const;  ///< false when there is none

 private:
  boost::system::error_code read_attributes();
  void note_unknown(std::uint16_t type);

  Bytes bytes_;
  Method method_{};
  Class class_{};
  TransactionId transaction_{};
  UnknownAttributes unknown_;
  std::size_t visible_end_ = 0;     ///< attributes that count end here
  std::size_t integrity_at_ = 0;    ///< offset of MESSAGE-INTEGRITY, 0 for none
  std::size_t fingerprint_at_ = 0;  ///< offset of FINGERPRINT, 0 for none
};

}  // namespace cxload::stun
