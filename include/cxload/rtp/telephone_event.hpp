/// TelephoneEvent: digits as events in RTP (RFC 4733): their payload, when to send what, and reading them.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <cxload/base/clock.hpp>
#include <cxload/rtp/sequence.hpp>

namespace cxload::rtp {

inline constexpr std::size_t telephone_event_size = 4;

struct TelephoneEvent {
  std::uint8_t event = 0;  ///< 0 … 15: 0-9 * # A-D
  bool is_end = false;
  std::uint8_t volume = 10;    ///< in -dBm0, 0 … 63
  std::uint16_t duration = 0;  ///< so far, in units of the timestamp
  bool operator==(const TelephoneEvent&) const = default;
};

[[nodiscard]] std::optional<TelephoneEvent> read_telephone_event(std::span<const std::byte> payload);
void write_telephone_event(const TelephoneEvent& event, std::span<std::byte, telephone_event_size> out);
[[nodiscard]] std::optional<std::uint8_t> event_of(char digit);
[[nodiscard]] std::optional<char> digit_of(std::uint8_t event);

/// Digits of 100 ms with at least 70 ms between, as browsers send them, one packet a frame of 20 ms; the last
/// of a digit three times (2.5.1.4). Threads: none; a value type.
class DigitSender {
 public:
  static constexpr Duration time_of_digit = std::chrono::milliseconds(180);

  explicit DigitSender(std::string_view digits);
  [[nodiscard]] bool is_done() const { return at_ >= events_.size(); }

  struct Due {
    TelephoneEvent event;
    std::uint32_t age = 0;  ///< frames since the digit began: its timestamp is that of then
  };
  /// For the next frame; nothing in a pause. `step`: timestamp units of a frame.
  std::optional<Due> next(std::uint32_t step);

 private:
  std::string events_;  ///< codes
  std::size_t at_ = 0;
  std::uint32_t frame_ = 0;  ///< of this digit
};

/// Each digit once, however many of its packets arrive, and of however many segments it is (2.5.1.3). One
/// source's: another SSRC needs a new object. Threads: none; a value type.
class DigitReader {
 public:
  /// The digit, when this packet is the first of a new one.
  std::optional<char> on_packet(Timestamp timestamp, std::span<const std::byte> payload);

 private:
  std::optional<Timestamp> last_;  ///< when the segment began
  TelephoneEvent last_event_;
};

}  // namespace cxload::rtp
