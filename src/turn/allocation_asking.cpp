// Allocation, asking: requests, challenges, and what the server says (RFC 8656 7, 8; RFC 8489 9.2).
#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/stun/integrity.hpp>

#include "allocation_body.hpp"
#include "refusal_words.hpp"

namespace cxload::turn {
namespace {

using stun::Attr;
using stun::Class;
using stun::Method;

constexpr std::uint8_t udp = 17;
/// RFC 8489 14.9, 14.10: fewer than 128 characters, which are at most so many octets.
constexpr std::size_t longest_text = 763;
/// A server that has a new nonce for every request of ours is defective.
constexpr unsigned most_nonces = 3;
constexpr std::chrono::seconds shortest_lifetime{10}, longest_lifetime{3600};

Failure nonsense(std::string_view what) { return {"turn.protocol", std::string(what)}; }

}  // namespace

void Allocation::Body::ask(Request request, TimePoint now) {
  crypto::random_bytes(request.id.data(), request.id.size());
  request.wait = options_.first_wait;
  request.sent = 0;
  requests_.push_back(request);
  send(requests_.back(), now);
}

void Allocation::Body::send(Request& request, TimePoint now) {
  std::array<std::byte, largest_message> buffer;
  stun::Writer writer(buffer, request.method, Class::request, request.id);
  if (request.method == Method::allocate) writer.requested_transport(udp);
  if (request.method == Method::allocate || request.method == Method::refresh)
    writer.u32(Attr::lifetime,
               request.gives_back ? 0 : static_cast<std::uint32_t>(options_.lifetime.count()));
  if (request.method == Method::channel_bind) writer.channel_number(request.channel);
  if (request.method == Method::channel_bind || request.method == Method::create_permission)
    writer.xor_address(Attr::xor_peer_address, request.peer);
  request.was_signed = !realm_.empty();
  if (request.was_signed) {
    writer.text(Attr::username, options_.credentials.username);
    writer.text(Attr::realm, realm_).text(Attr::nonce, nonce_).integrity(key_);
  }
  ++request.sent;
  const bool is_last = options_.is_reliable || request.sent == options_.requests;
  request.due = now + (is_last ? options_.first_wait * options_.last_wait : request.wait);
  request.wait *= 2;
  if (const Result<stun::Bytes> message = writer.finish()) sink_.send_to_server(*message);
}

void Allocation::Body::retry(TimePoint now) {
  for (std::size_t i = 0; i < requests_.size();) {
    Request& request = requests_[i];
    if (now < request.due) {
      ++i;
    } else if (!options_.is_reliable && request.sent < options_.requests) {
      send(request, now);
      ++i;
    } else {
      const Request over = request;
      requests_.erase(requests_.begin() + static_cast<std::ptrdiff_t>(i));
      on_unanswered(over);
    }
  }
}

void Allocation::Body::on_unanswered(const Request& request) {
  switch (request.method) {
    case Method::allocate:
      return fail({"turn.timeout", "the TURN server does not answer"});
    case Method::create_permission:
      return on_forbidden(request.peer);
    case Method::channel_bind:
      return on_not_bound(request.channel);
    default:
      return fail({"turn.lost", "the TURN server answers no more"});
  }
}

/// Long before their time, so that a loss or two does no harm.
void Allocation::Body::renew(TimePoint now) {
  const auto is_due = [now](std::optional<TimePoint>& when) {
    const bool due = when && now >= *when;
    if (due) when.reset();
    return due;
  };
  if (is_due(refresh_due_)) ask({.method = Method::refresh}, now);
  for (Permission& permission : permissions_)
    if (is_due(permission.renew)) ask({.method = Method::create_permission, .peer = permission.host}, now);
  for (Channel& channel : channels_)
    if (is_due(channel.renew))
      ask({.method = Method::channel_bind, .peer = channel.peer, .channel = channel.number}, now);
}

bool Allocation::Body::on_answer(const stun::Message& message, TimePoint now) {
  const auto found = std::ranges::find_if(requests_, [&](const Request& request) {
    return request.id == message.transaction() && request.method == message.method();
  });
  if (found == requests_.end()) return false;
  const bool is_good = message.type_class() == Class::success;
  // RFC 8489 9.2.5: who does not know the password has not answered; challenges cannot be signed.
  if (found->was_signed && (is_good || message.has_integrity()) && !message.integrity_is(key_)) return false;
  const Request request = *found;
  requests_.erase(found);
  if (!is_good) {
    on_refused(request, message, now);
  } else if (request.method == Method::allocate) {
    on_allocated(message, now);
  } else if (request.gives_back) {
    state = State::closed;
  } else if (request.method == Method::refresh) {
    on_refreshed(message, now);
  } else if (request.method == Method::create_permission) {
    on_permitted(request.peer, now);
  } else {
    on_bound(request.channel, now);
  }
  return true;
}

bool Allocation::Body::take_challenge(const stun::Message& message) {
  const auto realm = message.text(Attr::realm), nonce = message.text(Attr::nonce);
  if (!realm || !nonce || realm->empty() || realm->size() > longest_text || nonce->size() > longest_text)
    return false;
  nonce_ = *nonce;
  if (realm_ == *realm) return true;
  realm_ = *realm;
  key_ = stun::long_term_key(options_.credentials.username, realm_, options_.credentials.password);
  return true;
}

void Allocation::Body::on_refused(const Request& request, const stun::Message& message, TimePoint now) {
  const auto error = message.error();
  const std::uint16_t code = error ? error->code : std::uint16_t{0};
  const bool is_allocate = request.method == Method::allocate;
  if (state == State::closing && is_allocate) return fail({});
  const bool is_stale = code == 438 && request.nonces < most_nonces;
  if (is_stale || (code == 401 && !request.was_signed)) {
    if (options_.credentials.username.empty())
      return fail({"turn.auth", "the TURN server wants credentials, and the scenario gives none"});
    if (!take_challenge(message)) return fail(nonsense("the TURN server's challenge has no realm or nonce"));
    Request again = request;
    ++again.nonces;
    return ask(again, now);
  }
  if (request.gives_back) return fail({});  // 437: it is gone already
  if (request.method == Method::create_permission) return on_forbidden(request.peer);
  if (request.method == Method::channel_bind) return on_not_bound(request.channel);
  if (code == 0) return fail(nonsense("the TURN server's error has no code"));
  const std::string words = describe_refusal(code);
  if (!is_allocate) return fail({"turn.lost", "the TURN server renews the allocation no more: " + words});
  if (code == 401 || code == 441)
    return fail({"turn.auth", fmt::format("the TURN server refuses the credentials: {}", words)});
  fail({"turn.refused", fmt::format("the TURN server gives no address: {}", words)});
}

void Allocation::Body::on_allocated(const stun::Message& message, TimePoint now) {
  const auto address = message.xor_address(Attr::xor_relayed_address);
  if (!address || address->port == 0 || !message.u32(Attr::lifetime) || message.unknown_required().count > 0)
    return fail(nonsense("the TURN server allocated, and does not say what"));
  relayed = *address;
  mapped = message.xor_address(Attr::xor_mapped_address);
  if (state == State::closing) return give_back(now);
  state = State::open;
  on_refreshed(message, now);
}

void Allocation::Body::on_refreshed(const stun::Message& message, TimePoint now) {
  const std::chrono::seconds told(message.u32(Attr::lifetime).value_or(0));
  const std::chrono::seconds lifetime = std::clamp(told, shortest_lifetime, longest_lifetime);
  refresh_due_ = now + lifetime * 5 / 6;
  expires_ = now + lifetime;
}

}  // namespace cxload::turn
