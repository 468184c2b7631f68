#include <algorithm>

#include <cxload/rtp/telephone_event.hpp>

namespace cxload::rtp {
namespace {

constexpr std::string_view digits_in_order = "0123456789*#ABCD";
constexpr std::uint32_t tone_frames = 5;          // 100 ms
constexpr std::uint32_t end_frames = 2;           // its last packet again, twice
constexpr std::int32_t longest_segment = 0xFFFF;  // RFC 4733 2.5.1.3, in timestamp units
constexpr std::uint32_t digit_frames = 9;         // with a pause of 80 ms

}  // namespace

std::optional<TelephoneEvent> read_telephone_event(std::span<const std::byte> payload) {
  if (payload.size() < telephone_event_size) return std::nullopt;
  const auto octet = [&](std::size_t i) { return std::to_integer<unsigned>(payload[i]); };
  TelephoneEvent event;
  event.event = static_cast<std::uint8_t>(octet(0));
  event.is_end = (octet(1) & 0x80U) != 0;
  event.volume = static_cast<std::uint8_t>(octet(1) & 0x3FU);
  event.duration = static_cast<std::uint16_t>(octet(2) << 8 | octet(3));
  return event;
}

void write_telephone_event(const TelephoneEvent& event, std::span<std::byte, telephone_event_size> out) {
  out[0] = std::byte{event.event};
  out[1] = static_cast<std::byte>((event.is_end ? 0x80U : 0U) | (event.volume & 0x3FU));
  out[2] = static_cast<std::byte>(event.duration >> 8);
  out[3] = static_cast<std::byte>(event.duration & 0xFFU);
}

std::optional<std::uint8_t> event_of(char digit) {
  if (digit >= 'a' && digit <= 'd') digit = static_cast<char>(digit - 'a' + 'A');
  const std::size_t at = digits_in_order.find(digit);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(at);
}

std::optional<char> digit_of(std::uint8_t event) {
  if (event >= digits_in_order.size()) return std::nullopt;
  return digits_in_order[event];
}

DigitSender::DigitSender(std::string_view digits) {
  for (const char digit : digits)
    if (const auto event = event_of(digit)) events_ += static_cast<char>(*event);
}

std::optional<DigitSender::Due> DigitSender::next(std::uint32_t step) {
  if (is_done()) return std::nullopt;
  const std::uint32_t frame = frame_++;
  const auto event = static_cast<std::uint8_t>(events_[at_]);
  if (frame_ == digit_frames) {
    ++at_;
    frame_ = 0;
  }
  if (frame >= tone_frames + end_frames) return std::nullopt;
  Due due;
  due.event.event = event;
  due.event.is_end = frame + 1 >= tone_frames;
  due.event.duration = static_cast<std::uint16_t>(std::min(frame + 1, tone_frames) * step);
  due.age = frame;
  return due;
}

std::optional<char> DigitReader::on_packet(Timestamp timestamp, std::span<const std::byte> payload) {
  const auto event = read_telephone_event(payload);
  if (!event) return std::nullopt;
  const auto digit = digit_of(event->event);
  if (!digit) return std::nullopt;
  // A packet of an older digit that was overtaken begins nothing.
  const std::int32_t ahead = last_ ? distance(*last_, timestamp) : 1;
  if (ahead < 0) return std::nullopt;
  const bool goes_on = ahead == longest_segment && last_event_.event == event->event && !last_event_.is_end;
  const bool is_new = ahead != 0 && !goes_on;
  last_event_.is_end = event->is_end || (ahead == 0 && last_event_.is_end);
  last_event_.event = event->event;
  last_ = timestamp;
  return is_new ? digit : std::nullopt;
}

}  // namespace cxload::rtp
