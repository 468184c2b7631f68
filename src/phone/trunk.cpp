#include "trunk.hpp"

#include <algorithm>

#include <cxload/base/crypto.hpp>
#include <cxload/base/log.hpp>
#include <cxload/net/udp_hub.hpp>
#include <cxload/phone/profile.hpp>
#include <cxload/phone/services.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/uri.hpp>
#include <cxload/sip/way_back.hpp>

#include "request_check.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;

constexpr std::size_t most_routes = 65'536;
/// Longer than anybody rings (RFC 3261 16.6 timer C), and most calls.
constexpr Duration route_life = std::chrono::hours(1);
/// Every phone of the trunk has a call: what a gateway says whose circuits are all in use (RFC 3398 7.2.4.1,
/// cause 34).
constexpr int no_circuit = 503;

std::optional<net::Endpoint> literal(const std::string& host, std::optional<std::uint16_t> port) {
  const auto address = net::Address::parse(host);
  if (!address) return std::nullopt;
  constexpr std::uint16_t usual_port = 5060;
  return net::Endpoint{*address, port.value_or(usual_port)};
}

/// RFC 3261 12.2.1.1: a request in a call goes to the first of its routes, or to its target.
std::optional<net::Endpoint> next_hop(const sip::Message& request) {
  if (const auto route = request.first_value(HeaderId::route)) {
    const Result<sip::NameAddr> hop = sip::parse_name_addr(*route);
    return hop ? literal(hop->uri.host, hop->uri.port) : std::nullopt;
  }
  const Result<sip::Uri> target = sip::parse_uri(request.request_uri());
  return target ? literal(target->host, target->port) : std::nullopt;
}

bool is_inside(const sip::Message& request) {
  return sip::tag_of(request.find(HeaderId::to).value_or("")).has_value();
}

}  // namespace

TrunkLink::TrunkLink(Trunk& trunk, TrunkSeat seat, net::LinkHandler& handler, std::function<bool()> is_free)
    : trunk_(trunk), seat_(std::move(seat)), handler_(handler), is_free_(std::move(is_free)) {
  trunk_.attach(*this);
}

TrunkLink::~TrunkLink() { trunk_.detach(*this); }

TimePoint TrunkLink::send(std::string_view message) { return trunk_.send(*this, message); }
void TrunkLink::close() { trunk_.detach(*this); }
net::Scheme TrunkLink::scheme() const { return trunk_.group().listen->scheme; }
net::Endpoint TrunkLink::local() const { return trunk_.local(); }

void TrunkLink::deliver(std::string_view message, const net::SipPeer& from, TimePoint arrived) {
  peer_ = from;
  handler_.on_link_message(message, arrived);
}

void TrunkLink::tell_lost(const net::SipPeer& to, const Failure& failure) {
  const bool is_ours = to.connection != 0 ? to.connection == peer_.connection
                                          : to.remote == peer_.remote || (way_out_ && to.remote == *way_out_);
  if (is_ours) handler_.on_link_moved(failure);
}

Trunk::Trunk(net::Shard& shard, const Group& group)
    : shard_(shard), group_(group), secret_(crypto::random_token(20)) {}

Outcome<> Trunk::open() {
  net::SipListener::Handlers handlers;
  handlers.on_message = [this](std::string_view message, const net::SipPeer& from, TimePoint arrived) {
    on_message(message, from, arrived);
  };
  handlers.on_lost = [this](const net::SipPeer& to, const Failure& failure) { on_lost(to, failure); };
  auto listener =
      net::SipListener::open(shard_, group_.listen->scheme, group_.listen->address, std::move(handlers));
  if (!listener) return listener.error();
  listener_ = std::move(*listener);
  return {};
}

void Trunk::attach(TrunkLink& link) {
  links_.push_back(&link);
  by_token_.emplace(link.seat_.token, &link);
}

void Trunk::detach(const TrunkLink& link) {
  if (std::erase(links_, &link) == 0) return;
  by_token_.erase(link.seat_.token);
  std::erase_if(routes_, [&](const auto& route) { return route.second.link == &link; });
}

void Trunk::on_message(std::string_view message, const net::SipPeer& from, TimePoint arrived) {
  const auto link = by_token_.find(net::hub_token(message, contact_token_size));
  if (link != by_token_.end()) return link->second->deliver(message, from, arrived);
  if (!message.starts_with("SIP/2.0")) on_new_request(message, from, arrived);
}

void Trunk::on_new_request(std::string_view bytes, const net::SipPeer& from, TimePoint arrived) {
  Result<sip::Message> request = sip::parse_message(bytes);
  if (!request) {
    CXLOAD_LOG(debug, "trunk", "{}: what {} sent is no SIP message", group_.name, from.remote.to_string());
    if (std::optional<sip::Message> refusal = refuse_unreadable(bytes)) answer(std::move(*refusal), from);
    return;
  }
  const std::string call_id(request->find(HeaderId::call_id).value_or(""));
  const auto route = routes_.find(call_id);
  if (route != routes_.end()) {
    route->second.peer = from;
    TrunkLink& known = *route->second.link;
    return known.deliver(bytes, from, arrived);
  }
  const std::string_view method = request->method();
  if (method == "ACK") return;
  int refusal = is_inside(*request) || method == "CANCEL" ? 481 : 0;
  TrunkLink* link = refusal == 0 ? choose(*request, refusal) : nullptr;
  if (link == nullptr) return refuse(*request, refusal, from);
  remember(call_id, *link, from, arrived);
  link->deliver(bytes, from, arrived);
}

/// Null: `refusal` says why.
TrunkLink* Trunk::choose(const sip::Message& request, int& refusal) {
  const Result<sip::Uri> uri = sip::parse_uri(request.request_uri());
  if (!uri) refusal = 400;
  if (!uri || links_.empty()) return nullptr;
  // Proxies ask whether the trunk lives with an OPTIONS for nobody.
  if (request.method() != "INVITE" && (!group_.listen->by_user || uri->user.empty())) return links_.front();
  if (group_.listen->by_user) {
    refusal = 404;
    return find_user(sip::unescape(std::string_view(uri->user).substr(0, uri->user.find(';'))));
  }
  refusal = no_circuit;
  for (std::size_t i = 0; i < links_.size(); ++i) {
    TrunkLink* link = links_[(turn_ + i) % links_.size()];
    if (!link->is_free_()) continue;
    turn_ = (turn_ + i + 1) % links_.size();
    return link;
  }
  return nullptr;
}

TrunkLink* Trunk::find_user(std::string_view user) const {
  const auto found = std::find_if(links_.begin(), links_.end(),
                                  [&](const TrunkLink* link) { return link->seat_.user == user; });
  return found == links_.end() ? nullptr : *found;
}

/// RFC 3261 8.2.7: a stateless server; the same request gets the same tag.
void Trunk::refuse(const sip::Message& request, int status, const net::SipPeer& to) {
  sip::Message response = sip::Message::make_response_to(request, status);
  if (!is_inside(request)) {
    const std::string call_id(request.find(HeaderId::call_id).value_or(""));
    const std::string tag = crypto::hash_hex(crypto::Hash::md5, secret_ + call_id).substr(0, 10);
    response.set(HeaderId::to, std::string(response.find(HeaderId::to).value_or("")) + ";tag=" + tag);
  }
  response.append(HeaderId::user_agent, group_.profile->user_agent);
  answer(std::move(response), to);
}

/// Without a phone: 18.2.2.
void Trunk::answer(sip::Message response, const net::SipPeer& to) {
  if (!sip::stamp_via(response, {to.remote.address.to_string(), to.remote.port})) return;
  net::SipPeer back = to;
  const auto place = sip::way_back(response.first_value(HeaderId::via).value_or(""));
  if (place && to.connection == 0) back.remote.port = place->port;
  listener_->send(response.write(), back);
}

void Trunk::remember(const std::string& call_id, TrunkLink& link, const net::SipPeer& from, TimePoint now) {
  while (!oldest_.empty() && (oldest_.size() >= most_routes || oldest_.front().first + route_life < now)) {
    routes_.erase(oldest_.front().second);
    oldest_.pop_front();
  }
  routes_.insert_or_assign(call_id, Route{&link, from});
  oldest_.emplace_back(now, call_id);
}

TimePoint Trunk::send(const TrunkLink& link, std::string_view message) {
  return listener_->send(message, destination(link, message));
}

net::SipPeer Trunk::destination(const TrunkLink& link, std::string_view bytes) const {
  const net::SipPeer way_out{link.way_out_.value_or(link.peer_.remote), 0};
  const Result<sip::Message> message = sip::parse_message(bytes);
  if (!message) return link.peer_;
  const auto route = routes_.find(std::string(message->find(HeaderId::call_id).value_or("")));
  const net::SipPeer& caller = route == routes_.end() ? link.peer_ : route->second.peer;
  if (net::is_reliable(group_.listen->scheme)) return caller;
  if (message->is_response()) {
    net::SipPeer back = caller;
    if (const auto place = sip::way_back(message->first_value(HeaderId::via).value_or(""))) {
      back.remote.port = place->port;
      if (const auto address = net::Address::parse(place->host)) back.remote.address = *address;
    }
    return back;
  }
  if (!is_inside(*message)) return way_out;
  // Of a call of its own: what has no route goes as all its requests do, the ACK of a refusal for one.
  if (route == routes_.end() && link.way_out_ && !message->find(HeaderId::route)) return way_out;
  if (const auto hop = next_hop(*message)) return {*hop, 0};
  return route == routes_.end() ? way_out : caller;
}

void Trunk::on_lost(const net::SipPeer& to, const Failure& failure) {
  const std::vector<TrunkLink*> links = links_;  // a phone may leave when it hears of it
  for (TrunkLink* link : links)
    if (std::find(links_.begin(), links_.end(), link) != links_.end()) link->tell_lost(to, failure);
}

Trunks::Trunks() = default;
Trunks::~Trunks() = default;

Outcome<std::unique_ptr<TrunkLink>> Trunks::open(net::Shard& shard, const Group& group, TrunkSeat seat,
                                                 net::LinkHandler& handler, std::function<bool()> is_free) {
  std::unique_ptr<Trunk>& trunk = trunks_[&group];
  if (!trunk) {
    auto opened = std::make_unique<Trunk>(shard, group);
    if (const Outcome<> outcome = opened->open(); !outcome) return outcome.error();
    trunk = std::move(opened);
  }
  return std::make_unique<TrunkLink>(*trunk, std::move(seat), handler, std::move(is_free));
}

}  // namespace cxload::phone
