/// Session timers: a call that both sides keep alive by asking each other now and then (RFC 4028).
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/clock.hpp>

namespace cxload::sip {

/// Session-Expires (4).
struct SessionExpires {
  enum class Refresher : std::uint8_t { unset, uac, uas };
  std::chrono::seconds interval{};
  Refresher refresher = Refresher::unset;

  [[nodiscard]] std::string write() const;
};
/// Nothing for what is no number of seconds.
[[nodiscard]] std::optional<SessionExpires> parse_session_expires(std::string_view text);

/// 4: no one may ask for less.
inline constexpr std::chrono::seconds least_session_interval{90};

/// When to refresh a session, or to give it up. A machine without I/O. Threads: none; a value type.
class SessionTimer {
 public:
  /// Both sides agreed, at first or again.
  void agree(std::chrono::seconds interval, bool refreshes, TimePoint now);
  void stop() { due_.reset(); }
  [[nodiscard]] bool refreshes() const { return refreshes_; }
  [[nodiscard]] std::optional<TimePoint> next_deadline() const { return due_; }
  enum class Due : std::uint8_t { nothing, refresh, expired };
  /// 10: half the interval is the time to refresh; who waits for the other gives up a third of it, 32 s at
  /// most, before its end.
  Due on_deadline(TimePoint now);

 private:
  std::optional<TimePoint> due_;
  TimePoint end_{};
  bool refreshes_ = false;
};

}  // namespace cxload::sip
