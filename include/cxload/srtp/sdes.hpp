/// Sdes: SRTP whose keys stand in the descriptions themselves (RFC 4568, RFC 7714 14): lines of a=crypto read
/// and written, the keys agreed on, and packets protected with them.
#pragma once
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/srtp/session.hpp>

namespace cxload::srtp {

/// A value of a=crypto that we can use: no MKI, no key of several, no parameter that changes the packets.
struct CryptoLine {
  unsigned tag = 0;
  MasterKey key;
};
/// Nothing for what is malformed and for what we do not speak.
[[nodiscard]] std::optional<CryptoLine> read_crypto_line(std::string_view value);
[[nodiscard]] std::string write_crypto_line(const CryptoLine& line);

/// One stream, both directions. Our keys stay the same as long as it lives, so that a new offer in a running
/// call changes nothing. Threads: one at a time.
class Sdes {
 public:
  /// Values for our description: of an offer a line for each profile, of an answer that of what was offered.
  [[nodiscard]] std::vector<std::string> describe(bool is_offer);
  /// Theirs: the first of an offer that we can use; of an answer the one that stands in our offer. Failure:
  /// srtp.no_key, local.memory.
  Outcome<> hear(std::span<const std::string> lines, bool is_offer);

  [[nodiscard]] bool has_keys() const { return session_ != nullptr; }
  /// As of Session; 0 without keys.
  std::size_t protect_rtp(std::span<std::byte> buffer, std::size_t size) {
    return session_ ? session_->protect_rtp(buffer, size) : 0;
  }
  std::size_t protect_rtcp(std::span<std::byte> buffer, std::size_t size) {
    return session_ ? session_->protect_rtcp(buffer, size) : 0;
  }
  /// What is left of a packet that came; empty when it is not from our peer. Valid until the next one.
  [[nodiscard]] std::span<const std::byte> open(std::span<const std::byte> packet, bool is_rtcp);
  [[nodiscard]] std::uint64_t forged() const { return forged_; }  ///< so many were not

 private:
  [[nodiscard]] const MasterKey& own_key(Profile profile);
  Outcome<> use(const CryptoLine& theirs);

  static constexpr std::size_t largest_packet = 2048;

  std::vector<MasterKey> own_;  ///< one a profile, made when it is first needed
  std::optional<CryptoLine> theirs_;
  std::unique_ptr<Session> session_;
  /// What comes, where only their key has changed: our own stream goes on, for its numbers may not come again
  /// under the same key (RFC 3711 9.1).
  std::unique_ptr<Session> heard_;
  std::array<std::byte, largest_packet> opened_;
  std::uint64_t forged_ = 0;
};

}  // namespace cxload::srtp
