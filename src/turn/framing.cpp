#include <algorithm>

#include <cxload/turn/framing.hpp>

namespace cxload::turn {
namespace {

constexpr std::size_t padded(std::size_t length) { return (length + 3) & ~std::size_t{3}; }

std::uint16_t number_at(stun::Bytes bytes, std::size_t at) {
  return static_cast<std::uint16_t>(std::to_integer<unsigned>(bytes[at]) << 8 |
                                    std::to_integer<unsigned>(bytes[at + 1]));
}

/// Of the message that begins with these four octets, padding included; 0: no message begins so.
std::size_t size_of(stun::Bytes start) {
  const std::uint16_t type = number_at(start, 0);
  const std::size_t length = number_at(start, 2);
  if (type < 0x4000) return length % 4 == 0 ? stun::header_size + length : 0;
  return type <= last_channel ? channel_header + padded(length) : 0;
}

}  // namespace

std::optional<ChannelData> read_channel_data(stun::Bytes message) {
  if (message.size() < channel_header) return std::nullopt;
  const std::uint16_t channel = number_at(message, 0);
  const std::size_t length = number_at(message, 2);
  if (channel < first_channel || channel > last_channel || length > message.size() - channel_header)
    return std::nullopt;
  return ChannelData{channel, message.subspan(channel_header, length)};
}

stun::Bytes write_channel_data(std::span<std::byte> out, const ChannelData& message, bool is_padded) {
  const std::size_t length = message.data.size();
  const std::size_t whole = channel_header + (is_padded ? padded(length) : length);
  if (length > 0xFFFF || whole > out.size()) return {};
  out[0] = static_cast<std::byte>(message.channel >> 8);
  out[1] = static_cast<std::byte>(message.channel & 0xFF);
  out[2] = static_cast<std::byte>(length >> 8);
  out[3] = static_cast<std::byte>(length & 0xFF);
  std::ranges::copy(message.data, out.begin() + channel_header);
  std::ranges::fill(out.subspan(channel_header + length, whole - channel_header - length), std::byte{0});
  return out.first(whole);
}

bool StreamReader::read(stun::Bytes received, const Each& each) {
  while (!received.empty() && !is_broken_) {
    if (to_skip_ > 0) {
      const std::size_t skipped = std::min(to_skip_, received.size());
      to_skip_ -= skipped;
      received = received.subspan(skipped);
      continue;
    }
    // Of a message that is not here whole, first the four octets that say how long it is.
    std::size_t wanted = channel_header;
    if (begun_.size() >= channel_header) wanted = size_of(begun_);
    const std::size_t taken = std::min(wanted - begun_.size(), received.size());
    begun_.insert(begun_.end(), received.begin(), received.begin() + static_cast<std::ptrdiff_t>(taken));
    received = received.subspan(taken);
    if (begun_.size() < wanted) break;
    const std::size_t size = size_of(begun_);
    if (size == 0) {
      is_broken_ = true;
    } else if (size > largest_message) {
      ++passed_over_;
      to_skip_ = size - begun_.size();
      begun_.clear();
    } else if (begun_.size() == size) {
      each(begun_);
      begun_.clear();
    }
  }
  return !is_broken_;
}

}  // namespace cxload::turn
