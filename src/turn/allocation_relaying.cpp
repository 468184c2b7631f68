// Allocation, relaying: permissions, channels, and what goes through them (RFC 8656 9 to 12).
#include <algorithm>

#include <cxload/base/crypto.hpp>

#include "allocation_body.hpp"

namespace cxload::turn {
namespace {

using stun::Attr;
using stun::Method;
using stun::TransportAddress;

/// Permissions last five minutes, channels ten (RFC 8656 9, 12).
constexpr std::chrono::minutes renew_permission{4}, renew_channel{8};
/// Of a Send indication: its header, and its two attributes'.
constexpr std::size_t indication_overhead = 64;

TransportAddress host_of(TransportAddress peer) {
  peer.port = 0;
  return peer;
}

}  // namespace

Allocation::Body::Permission* Allocation::Body::find_permission(const TransportAddress& peer) {
  const auto found =
      std::ranges::find_if(permissions_, [&](const Permission& p) { return p.host == host_of(peer); });
  return found == permissions_.end() ? nullptr : &*found;
}

Allocation::Body::Channel* Allocation::Body::find_channel(const TransportAddress& peer) {
  const auto found = std::ranges::find_if(channels_, [&](const Channel& c) { return c.peer == peer; });
  return found == channels_.end() ? nullptr : &*found;
}

void Allocation::Body::send(const TransportAddress& peer, stun::Bytes data, TimePoint now) {
  if (state != State::open || data.size() > largest_message - indication_overhead) {
    ++counts.dropped;
    return;
  }
  std::array<std::byte, largest_message> buffer;
  if (const Channel* channel = find_channel(peer); channel != nullptr && channel->is_bound) {
    ++counts.channel_data;
    return sink_.send_to_server(write_channel_data(buffer, {channel->number, data}, options_.is_reliable));
  }
  const Permission* permission = find_permission(peer);
  if (permission == nullptr && permissions_.size() < most_peers) {
    permissions_.push_back({.host = host_of(peer)});
    ask({.method = Method::create_permission, .peer = host_of(peer)}, now);
    return hold(peer, data);
  }
  if (permission == nullptr || permission->kind == Permission::Kind::refused) {
    ++counts.dropped;
    return;
  }
  if (permission->kind == Permission::Kind::asked) return hold(peer, data);
  stun::TransactionId id;
  crypto::random_bytes(id.data(), id.size());
  stun::Writer writer(buffer, Method::send, stun::Class::indication, id);
  writer.xor_address(Attr::xor_peer_address, peer).bytes(Attr::data, data);
  ++counts.indications;
  if (const Result<stun::Bytes> message = writer.finish()) sink_.send_to_server(*message);
}

void Allocation::Body::hold(const TransportAddress& peer, stun::Bytes data) {
  if (held_.size() == most_held) {
    held_.pop_front();
    ++counts.dropped;
  }
  held_.push_back({peer, {data.begin(), data.end()}});
}

void Allocation::Body::on_permitted(const TransportAddress& host, TimePoint now) {
  Permission* const permission = find_permission(host);
  if (permission == nullptr) return;
  permission->kind = Permission::Kind::granted;
  permission->renew = now + renew_permission;
  const std::deque<Held> waiting = std::exchange(held_, {});
  for (const Held& held : waiting) send(held.peer, held.data, now);
}

void Allocation::Body::on_forbidden(const TransportAddress& host) {
  if (Permission* const permission = find_permission(host)) permission->kind = Permission::Kind::refused;
  const std::size_t before = held_.size();
  std::erase_if(held_, [&](const Held& held) { return host_of(held.peer) == host; });
  counts.dropped += before - held_.size();
}

void Allocation::Body::bind_channel(const TransportAddress& peer, TimePoint now) {
  if (state != State::open || find_channel(peer) != nullptr || channels_.size() == most_channels) return;
  // A number is never used for another peer: so long as the server remembers, it would refuse.
  const auto number = static_cast<std::uint16_t>(first_channel + channels_.size());
  channels_.push_back({.peer = peer, .number = number});
  ask({.method = Method::channel_bind, .peer = peer, .channel = number}, now);
}

void Allocation::Body::on_bound(std::uint16_t number, TimePoint now) {
  Channel& channel = channels_.at(number - first_channel);
  channel.is_bound = true;
  channel.renew = now + renew_channel;
}

/// Send indications go on without it.
void Allocation::Body::on_not_bound(std::uint16_t number) {
  Channel& channel = channels_.at(number - first_channel);
  channel.is_bound = false;
  channel.is_refused = true;
}

bool Allocation::Body::relay(stun::Bytes message) {
  const auto channel_data = read_channel_data(message);
  if (!channel_data) return false;
  const std::size_t index = channel_data->channel - first_channel;
  if (index >= channels_.size() || channels_[index].is_refused) return false;
  const TransportAddress peer = channels_[index].peer;
  deliver(peer, channel_data->data);
  return true;
}

/// The last thing in receive(): what hears it may send at once.
void Allocation::Body::deliver(const TransportAddress& peer, stun::Bytes data) {
  if (state == State::open) sink_.on_relayed(peer, data);
}

}  // namespace cxload::turn
