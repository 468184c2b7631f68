/// Web Push: a message for one browser, so that only it can read it, and the sender's name on it (RFC 8291,
/// 8292).
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/clock.hpp>

struct evp_pkey_st;

namespace cxload::standin::web {

/// A key pair on P-256. Threads: immutable.
class PushKey {
 public:
  static std::optional<PushKey> make();
  /// Both as they are sent, without base64.
  static std::optional<PushKey> from(std::string_view private_key, std::string_view public_key);
  [[nodiscard]] const std::string& public_point() const { return point_; }  ///< 65 octets, uncompressed
  /// With the other's point; empty: that is none on this curve.
  [[nodiscard]] std::string agree(std::string_view point) const;
  /// ES256 (RFC 7518 3.4): 64 octets.
  [[nodiscard]] std::string sign(std::string_view text) const;

 private:
  PushKey(std::shared_ptr<evp_pkey_st> key, std::string point)
      : key_(std::move(key)), point_(std::move(point)) {}
  std::shared_ptr<evp_pkey_st> key_;
  std::string point_;
};

/// What a browser gave when it subscribed, decoded.
struct PushTarget {
  std::string endpoint, point, secret;
};

/// The body of the request, content coding aes128gcm. `key` and `salt` are for this one message. Empty: the
/// target's point is none.
[[nodiscard]] std::string seal_push(const PushTarget& target, std::string_view plain, const PushKey& key,
                                    std::string_view salt);
/// The Authorization of a request to that endpoint (RFC 8292 3), good for twelve hours.
[[nodiscard]] std::string make_vapid(const PushKey& key, std::string_view endpoint, WallTime wall);

}  // namespace cxload::standin::web
