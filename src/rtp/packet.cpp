/// RTP packets read and written.
#include <cxload/rtp/packet.hpp>

#include "octets.hpp"

namespace cxload::rtp {
namespace {

// Boost's base class has a protected, non-virtual destructor on purpose: categories are never deleted.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
class Category final : public boost::system::error_category {
 public:
  const char* name() const noexcept override { return "rtp"; }
  std::string message(int value) const override {
    switch (static_cast<Errc>(value)) {
      case Errc::too_short:
        return "RTP packet shorter than its header";
      case Errc::bad_version:
        return "RTP version is not 2";
      case Errc::bad_padding:
        return "RTP padding count wrong";
      case Errc::not_rtp:
        return "RTCP, not RTP";
    }
    return "unknown RTP error";
  }
};
#pragma GCC diagnostic pop

/// Takes the extension off the front of `rest`; false when it is cut short.
bool take_extension(std::span<const std::byte>& rest, Packet& packet) {
  if (rest.size() < 4) return false;
  const std::uint32_t head = read_word(rest, 0);
  const std::size_t size = (head & 0xFFFF) * 4;
  if (rest.size() - 4 < size) return false;
  packet.extension_profile = static_cast<std::uint16_t>(head >> 16);
  packet.extension = rest.subspan(4, size);
  rest = rest.subspan(4 + size);
  return true;
}

}  // namespace

const boost::system::error_category& rtp_category() {
  static const Category category;
  return category;
}

Result<Packet> parse_packet(std::span<const std::byte> bytes) {
  if (bytes.size() < fixed_header_size) return Errc::too_short;
  const std::uint32_t first = read_word(bytes, 0);
  if (first >> 30 != 2) return Errc::bad_version;
  Packet packet;
  packet.header.marker = (first >> 23 & 1) != 0;
  packet.header.payload_type = static_cast<std::uint8_t>(first >> 16 & 127);
  if (packet.header.payload_type >= 64 && packet.header.payload_type <= 95) return Errc::not_rtp;
  packet.header.sequence = {static_cast<std::uint16_t>(first & 0xFFFF)};
  packet.header.timestamp = {read_word(bytes, 4)};
  packet.header.ssrc = static_cast<Ssrc>(read_word(bytes, 8));

  std::span<const std::byte> rest = bytes.subspan(fixed_header_size);
  const std::size_t csrc_size = (first >> 24 & 15) * 4;
  if (rest.size() < csrc_size) return Errc::too_short;
  packet.csrcs = rest.first(csrc_size);
  rest = rest.subspan(csrc_size);
  const bool has_extension = (first >> 28 & 1) != 0;
  if (has_extension && !take_extension(rest, packet)) return Errc::too_short;
  if ((first >> 29 & 1) != 0) {
    const std::size_t padding = rest.empty() ? 0 : std::to_integer<std::size_t>(rest.back());
    if (padding == 0 || padding > rest.size()) return Errc::bad_padding;
    rest = rest.first(rest.size() - padding);
  }
  packet.payload = rest;
  return packet;
}

void write_header(const Header& header, std::span<std::byte, fixed_header_size> out) {
  write_word(out, 0,
             2U << 30 | (header.marker ? 1U << 23 : 0U) | (header.payload_type & 127U) << 16 |
                 header.sequence.value);
  write_word(out, 4, header.timestamp.value);
  write_word(out, 8, static_cast<std::uint32_t>(header.ssrc));
}

}  // namespace cxload::rtp
