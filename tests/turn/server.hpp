/// A scripted TURN server of one client: does what RFC 8656 says, and what a test tells it to do wrong.
#pragma once
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <cxload/stun/integrity.hpp>
#include <cxload/stun/message.hpp>
#include <cxload/stun/writer.hpp>
#include <cxload/turn/framing.hpp>

namespace cxload::turn::test {

using stun::Attr;
using stun::Class;
using stun::Method;
using stun::TransportAddress;
using Octets = std::vector<std::byte>;

inline TransportAddress at(std::uint8_t last, std::uint16_t port) {
  return TransportAddress::v4({10, 0, 0, last}, port);
}
inline Octets octets(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}
inline std::string text_of(stun::Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

class Server {
 public:
  // What it is.
  std::string user = "alice", password = "wonderland", realm = "cxload.test", nonce = "nonce-1";
  TransportAddress relayed = at(9, 50000), mapped = at(1, 40000);
  std::chrono::seconds lifetime{600};
  bool wants_credentials = true;
  bool is_padded = false;  ///< on a stream
  std::map<Method, std::uint16_t> refused;
  std::set<TransportAddress> forbidden;  ///< hosts
  bool signs_falsely = false, forgets_address = false;
  /// Where its messages go.
  std::function<void(stun::Bytes)> to_client = [](stun::Bytes) {};
  std::function<void(const TransportAddress& peer, stun::Bytes)> to_peer = [](const auto&, stun::Bytes) {};

  // What it saw.
  std::map<Method, int> seen;
  std::vector<std::uint32_t> lifetimes_asked;
  bool is_allocated = false;
  std::set<TransportAddress> permitted;
  std::map<std::uint16_t, TransportAddress> channels;
  int by_channel = 0, by_indication = 0;

  void on_client(stun::Bytes bytes) {
    if (const auto channel_data = read_channel_data(bytes)) {
      ++by_channel;
      const auto known = channels.find(channel_data->channel);
      if (known != channels.end()) to_peer(known->second, channel_data->data);
      return;
    }
    const auto message = stun::Message::parse(bytes);
    if (!message) return;
    ++seen[message->method()];
    if (message->type_class() == Class::indication) return on_indication(*message);
    if (message->method() == Method::binding) return answer_binding(*message);
    if (wants_credentials && !message->has_integrity()) return challenge(*message, 401);
    if (wants_credentials && message->text(Attr::nonce) != nonce) return challenge(*message, 438);
    if (wants_credentials && !message->integrity_is(key())) return challenge(*message, 401);
    if (const auto code = refused.find(message->method()); code != refused.end())
      return refuse(*message, code->second);
    on_request(*message);
  }
  /// What a peer sends to the relayed address.
  void from_peer(const TransportAddress& peer, stun::Bytes data) {
    if (!permitted.contains(host(peer))) return;
    std::array<std::byte, 2048> buffer;
    for (const auto& [number, bound] : channels)
      if (bound == peer) return to_client(write_channel_data(buffer, {number, data}, is_padded));
    stun::Writer writer(buffer, Method::data, Class::indication, {});
    writer.xor_address(Attr::xor_peer_address, peer).bytes(Attr::data, data);
    to_client(*writer.finish());
  }
  static TransportAddress host(TransportAddress peer) {
    peer.port = 0;
    return peer;
  }

 private:
  [[nodiscard]] std::array<std::byte, 16> key() const { return stun::long_term_key(user, realm, password); }
  void on_indication(const stun::Message& message) {
    const auto peer = message.xor_address(Attr::xor_peer_address);
    if (message.method() != Method::send || !peer || !permitted.contains(host(*peer))) return;
    ++by_indication;
    to_peer(*peer, *message.find(Attr::data));
  }
  void on_request(const stun::Message& message) {
    std::array<std::byte, 512> buffer;
    stun::Writer writer(buffer, message.method(), Class::success, message.transaction());
    const auto peer = message.xor_address(Attr::xor_peer_address);
    switch (message.method()) {
      case Method::allocate:
        is_allocated = true;
        if (!forgets_address) writer.xor_address(Attr::xor_relayed_address, relayed);
        writer.xor_address(Attr::xor_mapped_address, mapped);
        writer.u32(Attr::lifetime, static_cast<std::uint32_t>(lifetime.count()));
        break;
      case Method::refresh:
        lifetimes_asked.push_back(message.u32(Attr::lifetime).value_or(~0U));
        if (!is_allocated) return refuse(message, 437);
        is_allocated = lifetimes_asked.back() != 0;
        writer.u32(Attr::lifetime, is_allocated ? static_cast<std::uint32_t>(lifetime.count()) : 0);
        break;
      default:
        if (!peer || forbidden.contains(host(*peer))) return refuse(message, 403);
        permitted.insert(host(*peer));
        if (message.method() == Method::channel_bind) channels[message.channel_number().value_or(0)] = *peer;
    }
    finish(writer);
  }
  void answer_binding(const stun::Message& message) {
    std::array<std::byte, 128> buffer;
    stun::Writer writer(buffer, Method::binding, Class::success, message.transaction());
    writer.xor_address(Attr::xor_mapped_address, mapped);
    to_client(*writer.finish());
  }
  void challenge(const stun::Message& message, std::uint16_t code) {
    std::array<std::byte, 512> buffer;
    stun::Writer writer(buffer, message.method(), Class::error, message.transaction());
    writer.error(code, "challenge").text(Attr::realm, realm).text(Attr::nonce, nonce);
    to_client(*writer.finish());
  }
  void refuse(const stun::Message& message, std::uint16_t code) {
    std::array<std::byte, 512> buffer;
    stun::Writer writer(buffer, message.method(), Class::error, message.transaction());
    finish(writer.error(code, "refused"));
  }
  void finish(stun::Writer& writer) {
    if (wants_credentials)
      writer.integrity(signs_falsely ? stun::long_term_key(user, realm, "a guess") : key());
    to_client(*writer.finish());
  }
};

}  // namespace cxload::turn::test
