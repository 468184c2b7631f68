// A TURN server that sends anything, at any time, in answer to a client that keeps using it; and the same
// bytes as a stream.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <cxload/stun/integrity.hpp>
#include <cxload/stun/message.hpp>
#include <cxload/stun/writer.hpp>
#include <cxload/turn/allocation.hpp>
#include <cxload/turn/framing.hpp>

namespace {

using namespace cxload;
using turn::Allocation;

struct Client final : turn::AllocationSink {
  Client() : allocation(options(), *this) {}
  static turn::AllocationOptions options() {
    turn::AllocationOptions options;
    options.credentials = {"user", "password"};
    return options;
  }
  void send_to_server(stun::Bytes message) override {
    if (message.empty() || message.size() > turn::largest_message) __builtin_trap();
    if (message.front() < std::byte{4}) asked.assign(message.begin(), message.end());
    if (++sent > 100'000) __builtin_trap();
  }
  void on_relayed(const stun::TransportAddress& peer, stun::Bytes data) override {
    if (allocation.state() != Allocation::State::open) __builtin_trap();
    allocation.send(peer, data, now);
  }

  TimePoint now{};
  std::size_t sent = 0;
  std::vector<std::byte> asked;  ///< the last STUN message of ours
  Allocation allocation;
};

/// An answer to what was asked last, that says what the fuzzer wants.
void answer(Client& client, stun::Class type_class, stun::Bytes attributes) {
  const auto asked = stun::Message::parse(client.asked);
  if (!asked) return;
  std::array<std::byte, 2048> buffer;
  stun::Writer writer(buffer, asked->method(), type_class, asked->transaction());
  while (attributes.size() >= 4) {
    const auto type = static_cast<std::uint16_t>(std::to_integer<unsigned>(attributes[0]) << 8 |
                                                 std::to_integer<unsigned>(attributes[1]));
    const std::size_t length =
        std::min<std::size_t>(std::to_integer<unsigned>(attributes[2]), attributes.size() - 3);
    writer.bytes(stun::Attr{type}, attributes.subspan(3, length));
    attributes = attributes.subspan(3 + length);
  }
  // The realm that signs is one that the seeds use.
  if (asked->has_integrity()) writer.integrity(stun::long_term_key("user", "realm", "password"));
  if (const auto message = writer.finish()) (void)client.allocation.receive(*message, client.now);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 4096) return 0;
  stun::Bytes rest(reinterpret_cast<const std::byte*>(data), size);
  turn::StreamReader reader;
  std::size_t framed = 0;
  (void)reader.read(rest, [&](stun::Bytes message) { framed += message.size(); });
  if (framed > size) __builtin_trap();

  Client client;
  client.allocation.start(client.now);
  while (rest.size() >= 2) {
    const auto what = std::to_integer<unsigned>(rest[0]);
    const std::size_t length = std::min<std::size_t>(std::to_integer<unsigned>(rest[1]), rest.size() - 2);
    const stun::Bytes bytes = rest.subspan(2, length);
    rest = rest.subspan(2 + length);
    const auto peer = stun::TransportAddress::v4({192, 0, 2, static_cast<std::uint8_t>(what)}, 7);
    switch (what % 7) {
      case 0:
        answer(client, stun::Class::success, bytes);
        break;
      case 1:
        answer(client, stun::Class::error, bytes);
        break;
      case 2:
        (void)client.allocation.receive(bytes, client.now);
        break;
      case 3:
        client.allocation.send(peer, bytes, client.now);
        break;
      case 4:
        client.allocation.bind_channel(peer, client.now);
        break;
      case 5:
        client.now += std::chrono::seconds(what);
        client.allocation.tick(client.now);
        break;
      default:
        if (length == 0) client.allocation.close(client.now);
    }
    if (const auto due = client.allocation.next_deadline(); due && what % 2 == 1) {
      client.now = std::max(client.now, *due);
      client.allocation.tick(client.now);
    }
  }
  return 0;
}
