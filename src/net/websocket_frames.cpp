#include <algorithm>
#include <cstring>
#include <utility>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/net/websocket_codec.hpp>

#include "utf8.hpp"

namespace cxload::net::websocket {
namespace {

// RFC 6455 7.4.1.
constexpr std::uint16_t protocol_error = 1002, no_code = 1005, not_utf8 = 1007, too_big = 1009;
constexpr std::size_t largest_control = 125;  // RFC 6455 5.5

std::uint8_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); }

std::uint64_t read_number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | byte_at(bytes, at + i);
  return value;
}

/// RFC 6455 7.4: codes that may stand in a frame; 1012 to 1014 were registered later.
bool is_close_code(std::uint64_t code) {
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

void apply_mask(char* bytes, std::size_t size, std::array<std::byte, 4> mask) {
  std::uint32_t narrow = 0;
  std::memcpy(&narrow, mask.data(), sizeof narrow);
  const std::uint64_t wide = std::uint64_t{narrow} << 32 | narrow;
  std::size_t at = 0;
  for (std::uint64_t word = 0; size - at >= sizeof word; at += sizeof word) {
    std::memcpy(&word, bytes + at, sizeof word);
    word ^= wide;
    std::memcpy(bytes + at, &word, sizeof word);
  }
  for (; at < size; ++at)
    bytes[at] =
        static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ std::to_integer<unsigned>(mask[at % 4]));
}

}  // namespace

void write_frame(std::string& out, Opcode opcode, std::string_view payload, std::array<std::byte, 4> mask) {
  constexpr unsigned final_bit = 0x80, mask_bit = 0x80;
  const std::size_t size = payload.size();
  const auto put = [&out](std::uint64_t value, unsigned count) {
    for (unsigned i = count; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xFF);
  };
  put(final_bit | static_cast<unsigned>(opcode), 1);
  if (size < 126) {
    put(mask_bit | size, 1);
  } else if (size <= 0xFFFF) {
    put(mask_bit | 126, 1);
    put(size, 2);
  } else {
    put(mask_bit | 127, 1);
    put(size, 8);
  }
  out.append(reinterpret_cast<const char*>(mask.data()), mask.size());
  const std::size_t start = out.size();
  out += payload;
  apply_mask(out.data() + start, size, mask);
}

void write_frame(std::string& out, Opcode opcode, std::string_view payload) {
  std::array<std::byte, 4> mask;
  crypto::random_bytes(mask.data(), mask.size());
  write_frame(out, opcode, payload, mask);
}

void write_message(std::string& out, std::string_view message) {
  write_frame(out, is_utf8(message) ? Opcode::text : Opcode::binary, message);
}

std::string close_payload(std::uint16_t code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  payload += reason.substr(0, largest_control - payload.size());
  return payload;
}

void FrameReader::push(std::string_view bytes) { input_ = bytes; }

std::optional<Event> FrameReader::next() {
  while (!error_) {
    // Also after what was no event: an empty message must not take the next one's beginning with it.
    if (std::exchange(is_partial_done_, false)) std::string().swap(partial_);
    if (std::exchange(is_message_done_, false)) std::string().swap(message_);
    std::string_view payload;
    const std::optional<Frame> frame = next_frame(payload);
    if (!frame) break;
    const std::optional<Event> event = take(*frame, payload);
    if (event) return event;
  }
  return std::nullopt;
}

std::optional<FrameReader::Frame> FrameReader::next_frame(std::string_view& payload) {
  if (!partial_.empty()) return complete_partial(payload);
  if (input_.empty()) return std::nullopt;
  const std::optional<Frame> frame = read_header(input_);
  if (error_) return std::nullopt;
  if (!frame || input_.size() - frame->header_size < frame->payload_size) {
    partial_ = input_;
    input_ = {};
    return std::nullopt;
  }
  payload = input_.substr(frame->header_size, frame->payload_size);
  input_.remove_prefix(frame->header_size + frame->payload_size);
  return frame;
}

std::optional<FrameReader::Frame> FrameReader::complete_partial(std::string_view& payload) {
  const auto move_over = [this](std::size_t count) {
    partial_ += input_.substr(0, count);
    input_.remove_prefix(std::min(count, input_.size()));
  };
  std::optional<Frame> frame = read_header(partial_);
  while (!frame && !error_ && !input_.empty()) {
    move_over(1);
    frame = read_header(partial_);
  }
  if (!frame) return std::nullopt;
  const std::size_t whole = frame->header_size + frame->payload_size;
  if (partial_.size() < whole) move_over(whole - partial_.size());
  if (partial_.size() < whole) return std::nullopt;
  payload = std::string_view(partial_).substr(frame->header_size);
  is_partial_done_ = true;
  return frame;
}

std::optional<FrameReader::Frame> FrameReader::read_header(std::string_view bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const unsigned first = byte_at(bytes, 0), second = byte_at(bytes, 1);
  Frame frame{static_cast<Opcode>(first & 0x0F), (first & 0x80) != 0, 2, second & 0x7F};
  if ((first & 0x70) != 0)
    return fail(protocol_error, "ws.protocol", "a reserved bit is set, without any extension");
  if ((second & 0x80) != 0) return fail(protocol_error, "ws.protocol", "the server masked a frame");  // 5.1
  if (frame.payload_size >= 126) {
    const bool is_long = frame.payload_size == 127;
    frame.header_size = is_long ? 10 : 4;
    if (bytes.size() < frame.header_size) return std::nullopt;
    const std::uint64_t size = read_number(bytes, 2, frame.header_size - 2);
    // 5.2: the minimal number of bytes must be used.
    if (size < (is_long ? 0x10000U : 126U))
      return fail(protocol_error, "ws.protocol", "a length is not in its shortest form");
    frame.payload_size = size;
  }
  if (!check(frame)) return std::nullopt;
  return frame;
}

bool FrameReader::check(const Frame& frame) {
  std::string_view wrong;
  switch (frame.opcode) {
    case Opcode::continuation:
      if (message_opcode_ == Opcode::continuation) wrong = "a continuation without a beginning";
      break;
    case Opcode::text:
    case Opcode::binary:
      if (message_opcode_ != Opcode::continuation) wrong = "a message inside a fragmented message";
      break;
    case Opcode::close:
    case Opcode::ping:
    case Opcode::pong:
      if (!frame.is_final) wrong = "a fragmented control frame";
      if (frame.payload_size > largest_control) wrong = "a control frame longer than 125 bytes";
      break;
    default:
      wrong = "an unknown opcode";
  }
  if (!wrong.empty()) {
    fail(protocol_error, "ws.protocol", wrong);
  } else if (frame.payload_size > largest_message || message_.size() + frame.payload_size > largest_message) {
    fail(too_big, "ws.too_big", "a message is longer than 64 KiB");
  }
  return !error_;
}

std::optional<Event> FrameReader::take(const Frame& frame, std::string_view payload) {
  switch (frame.opcode) {
    case Opcode::ping:
      return Event{Event::Kind::ping, payload};
    case Opcode::pong:
      return Event{Event::Kind::pong, payload};
    case Opcode::close:
      return take_close(payload);
    default:
      return take_data(frame, payload);
  }
}

std::optional<Event> FrameReader::take_data(const Frame& frame, std::string_view payload) {
  if (frame.opcode != Opcode::continuation) message_opcode_ = frame.opcode;
  if (!frame.is_final || frame.opcode == Opcode::continuation) message_ += payload;
  if (!frame.is_final) return std::nullopt;
  const bool is_text = std::exchange(message_opcode_, Opcode::continuation) == Opcode::text;
  if (frame.opcode == Opcode::continuation) {
    is_message_done_ = true;
    payload = message_;
  }
  if (is_text && !is_utf8(payload)) return fail(not_utf8, "ws.protocol", "a text message is not UTF-8");
  if (payload.empty()) return std::nullopt;
  return Event{Event::Kind::message, payload};
}

std::optional<Event> FrameReader::take_close(std::string_view payload) {
  if (payload.empty()) return Event{Event::Kind::close, {}, no_code};
  const std::uint64_t code = payload.size() < 2 ? 0 : read_number(payload, 0, 2);
  if (!is_close_code(code)) return fail(protocol_error, "ws.protocol", "a close frame without a valid code");
  if (!is_utf8(payload.substr(2))) return fail(protocol_error, "ws.protocol", "a close reason is not UTF-8");
  return Event{Event::Kind::close, payload.substr(2), static_cast<std::uint16_t>(code)};
}

std::nullopt_t FrameReader::fail(std::uint16_t code, std::string_view kind, std::string_view detail) {
  error_ = Error{Failure{std::string(kind), std::string(detail)}, code};
  return std::nullopt;
}

}  // namespace cxload::net::websocket
