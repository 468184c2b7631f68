// The WebSocket reader must see the same however the bytes are cut, and hold no more than a message.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <cxload/net/websocket_codec.hpp>

namespace {

namespace ws = cxload::net::websocket;

/// All events, with the frames in pieces of `chunk` bytes.
std::string read_frames(std::string_view bytes, std::size_t chunk) {
  ws::FrameReader reader;
  std::string log;
  while (!bytes.empty() && !reader.error()) {
    reader.push(bytes.substr(0, chunk));
    bytes.remove_prefix(std::min(chunk, bytes.size()));
    while (const auto event = reader.next()) {
      if (event->payload.size() > ws::largest_message) std::abort();
      log += std::to_string(static_cast<int>(event->kind)) + ":" + std::to_string(event->close_code) + ":";
      log.append(event->payload).append("\n");
    }
  }
  if (reader.error()) log += reader.error()->failure.kind + reader.error()->failure.detail;
  return log;
}

/// The answer to an upgrade with the frames behind it.
std::string read_all(std::string_view bytes, std::size_t chunk) {
  ws::UpgradeReader upgrade("dGhlIHNhbXBsZSBub25jZQ==");
  while (!bytes.empty()) {
    std::string_view piece = bytes.substr(0, chunk);
    const std::size_t size = piece.size();
    const auto state = upgrade.feed(piece);
    bytes.remove_prefix(size - piece.size());
    if (state == ws::UpgradeReader::State::refused) return upgrade.failure().kind + upgrade.failure().detail;
    if (state == ws::UpgradeReader::State::accepted) return "accepted " + read_frames(bytes, chunk);
  }
  return "reading";
}

void check_round_trip(std::string_view payload) {
  std::string masked;
  const std::array<std::byte, 4> no_mask{};
  ws::write_frame(masked, ws::Opcode::binary, payload, no_mask);
  // A server's frame is the client's without the mask bit and the mask.
  masked[1] = static_cast<char>(masked[1] & 0x7F);
  masked.erase(masked.size() - payload.size() - no_mask.size(), no_mask.size());
  const std::string expected = payload.empty() ? "" : "0:0:" + std::string(payload) + "\n";
  if (read_frames(masked, masked.size()) != expected) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::size_t chunk = 1 + data[0] % 64;
  const bool has_upgrade = (data[1] & 1) != 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto read = has_upgrade ? &read_all : &read_frames;
  if (read(bytes, bytes.size()) != read(bytes, chunk)) std::abort();
  if (size < 4096) check_round_trip(bytes);
  return 0;
}
