#include "ways.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace cxload::net {
namespace {

constexpr std::uint16_t best_preference = 65535;

stun::TransportAddress to_stun(const Endpoint& endpoint) { return {endpoint.address.bytes, endpoint.port}; }
Endpoint to_endpoint(const stun::TransportAddress& address) { return {Address{address.bytes}, address.port}; }

/// Of relays the one over udp first: over a stream a lost segment holds up all that follows it.
constexpr std::array by_preference = {Scheme::udp, Scheme::tcp, Scheme::tls};

/// Where an address is not to be told, as browsers write it then.
stun::TransportAddress untold(bool is_v4) {
  return is_v4 ? stun::TransportAddress::v4({0, 0, 0, 0}, 0) : stun::TransportAddress{};
}

}  // namespace

Ways::Ways(Shard& shard, Random& random, WaysHandler& handler)
    : shard_(shard),
      random_(random),
      handler_(handler),
      patience_(shard, [this](TimePoint) { on_patience_over(); }) {}

Outcome<> Ways::bind(const Address& address, const NetworkProfile& network) {
  UdpSocket::Handlers handlers;
  handlers.on_datagram = [this](stun::Bytes datagram, const Endpoint& from, TimePoint arrived) {
    on_datagram(datagram, from, arrived);
  };
  handlers.on_error = [this](const Endpoint& to, const Failure& failure) {
    for (const auto& contact : contacts_) contact->on_error(to, failure);
  };
  Outcome<std::unique_ptr<UdpSocket>> socket =
      open_impaired(shard_, {address, 0}, std::move(handlers), network, random_);
  if (!socket) return socket.error();
  socket_ = std::move(*socket);
  return {};
}

void Ways::gather(const IceServers& servers) {
  has_host_ = !servers.relay_only;
  is_gathering_ = true;
  const TimePoint now = Clock::now();
  for (const IceServer& server : servers.servers) {
    if (servers.relay_only && !server.relays) continue;  // what it tells would not be used
    contacts_.push_back(
        std::make_unique<ServerContact>(shard_, server, random_, static_cast<ContactOwner&>(*this)));
  }
  patience_.arm(now + (contacts_.empty() ? Duration::zero() : servers.patience));
  for (const auto& contact : contacts_) contact->start(local().address.is_v4(), now);
}

void Ways::on_contact_changed(ServerContact& contact) {
  if (!is_gathering_) {
    const auto base = base_of(contact);
    if (base && contact.failure()) handler_.on_way_lost(*base, *contact.failure());
    return;
  }
  // The end is told by the timer, for this may be inside gather().
  const bool all = std::ranges::all_of(contacts_, [](const auto& each) { return each->is_settled(); });
  if (all) patience_.arm(Clock::now());
}

void Ways::on_patience_over() {
  for (const auto& contact : contacts_) contact->give_up();
  finish_gathering();
}

void Ways::finish_gathering() {
  patience_.disarm();
  is_gathering_ = false;
  for (const Scheme scheme : by_preference)
    for (const auto& contact : contacts_)
      if (contact->is_relay() && contact->scheme() == scheme) relays_.push_back(contact.get());
  handler_.on_gathered();
}

ice::Candidate Ways::host() const {
  ice::Candidate candidate;
  candidate.foundation = "1";
  candidate.address = to_stun(local());
  candidate.priority = ice::candidate_priority(ice::CandidateType::host, best_preference);
  return candidate;
}

/// RFC 8445 5.1.1.3: other servers, and other ways to them, make other foundations.
ice::Candidate Ways::relay(std::size_t number) const {
  const ServerContact& contact = *relays_.at(number);
  ice::Candidate candidate;
  candidate.foundation = fmt::format("{}", 3 + number);
  candidate.address = contact.relayed();
  candidate.type = ice::CandidateType::relayed;
  candidate.priority =
      ice::candidate_priority(candidate.type, static_cast<std::uint16_t>(best_preference - number));
  candidate.related = contact.mapped();
  if (!has_host_ || !candidate.related) candidate.related = untold(candidate.address.is_v4());
  return candidate;
}

void Ways::add_reflexive(std::vector<ice::Candidate>& all) const {
  std::vector<stun::TransportAddress> known = {to_stun(local())};
  for (const auto& contact : contacts_) {
    const auto mapped = contact->mapped();
    // RFC 8445 5.1.3: what is told twice, or is no other than our own, is redundant.
    if (!mapped || std::ranges::find(known, *mapped) != known.end()) continue;
    ice::Candidate candidate;
    candidate.foundation = "2";
    candidate.address = *mapped;
    candidate.type = ice::CandidateType::server_reflexive;
    candidate.priority = ice::candidate_priority(
        candidate.type, static_cast<std::uint16_t>(best_preference + 1 - known.size()));
    candidate.related = to_stun(local());
    known.push_back(*mapped);
    all.push_back(std::move(candidate));
  }
}

std::vector<ice::Candidate> Ways::bases() const {
  std::vector<ice::Candidate> all;
  if (has_host_) all.push_back(host());
  for (std::size_t i = 0; i < relays_.size(); ++i) all.push_back(relay(i));
  return all;
}

std::vector<ice::Candidate> Ways::candidates() const {
  std::vector<ice::Candidate> all;
  if (has_host_) {
    all.push_back(host());
    add_reflexive(all);
  }
  for (std::size_t i = 0; i < relays_.size(); ++i) all.push_back(relay(i));
  return all;
}

std::optional<Endpoint> Ways::shown() const {
  if (has_host_) return std::nullopt;
  constexpr std::uint16_t discard = 9;
  if (relays_.empty()) return Endpoint{to_endpoint(untold(local().address.is_v4())).address, discard};
  return to_endpoint(relays_.front()->relayed());
}

std::vector<IceServerReport> Ways::reports() const {
  std::vector<IceServerReport> all;
  all.reserve(contacts_.size());
  for (const auto& contact : contacts_) all.push_back(contact->report());
  return all;
}

std::optional<Failure> Ways::missing() const {
  if (has_host_ || !relays_.empty()) return std::nullopt;
  for (const auto& contact : contacts_)
    if (contact->report().relays && contact->failure()) return contact->failure();
  return Failure{"ice.no_candidates", "the policy is relay, and no server relays"};
}

std::optional<std::size_t> Ways::base_of(const ServerContact& contact) const {
  const auto found = std::ranges::find(relays_, &contact);
  if (found == relays_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - relays_.begin()) + (has_host_ ? 1 : 0);
}

void Ways::send(std::size_t base, const stun::TransportAddress& to, stun::Bytes datagram) {
  if (has_host_ && base == 0) return socket_->send(datagram, to_endpoint(to));
  const std::size_t number = base - (has_host_ ? 1 : 0);
  if (number < relays_.size()) relays_[number]->send(to, datagram);
}

void Ways::prefer(std::size_t base, const stun::TransportAddress& remote) {
  if (has_host_ && base == 0) return;
  relays_.at(base - (has_host_ ? 1 : 0))->bind_channel(remote);
}

void Ways::close() {
  patience_.disarm();
  is_gathering_ = false;
  for (const auto& contact : contacts_) contact->close();
}

void Ways::send_from_socket(stun::Bytes message, const Endpoint& to) { socket_->send(message, to); }

void Ways::on_relayed(ServerContact& contact, const stun::TransportAddress& peer, stun::Bytes data,
                      TimePoint arrived) {
  if (const auto base = base_of(contact)) handler_.on_way_datagram(*base, data, peer, arrived);
}

void Ways::on_datagram(stun::Bytes datagram, const Endpoint& from, TimePoint arrived) {
  for (const auto& contact : contacts_)
    if (contact->on_datagram(datagram, from, arrived)) return;
  if (has_host_) handler_.on_way_datagram(0, datagram, to_stun(from), arrived);
}

}  // namespace cxload::net
