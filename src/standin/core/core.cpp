// What comes in, sorted: transactions first, then where a request belongs.
#include "core.hpp"

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/salvage.hpp>
#include <cxload/sip/validate.hpp>

#include "clear_media.hpp"
#include "fork.hpp"
#include "reply.hpp"
#include "reply_path.hpp"

namespace cxload::standin {
namespace {

/// Of a binding "<urn:uuid:…>", in a GRUU without the brackets.
bool is_instance(const Binding& binding, std::string_view gr) {
  const std::string_view whole = binding.instance;
  return whole.size() == gr.size() + 2 && whole.substr(1, gr.size()) == gr;
}

}  // namespace

Core::Core(const Config& config, Wire& wire, MediaFactory& media, Standin::Watcher watcher)
    : kernel_(config, wire, media, std::move(watcher)),
      registrar_(kernel_.config, kernel_.locations),
      calls_(kernel_, media),
      own_calls_(kernel_, media),
      gate_(kernel_.config.calls_per_s) {}

Core::Load Core::load() const {
  return {kernel_.servers.live(), kernel_.clients.live(), calls_.live(), kernel_.locations.size()};
}

void Core::on_message(const Flow& flow, std::string_view bytes, TimePoint now, WallTime wall) {
  Result<sip::Message> message = sip::parse_message(bytes);
  if (!message) return on_unreadable(flow, bytes, now);
  if (message->is_request()) return on_request(flow, std::move(*message), now, wall);
  if (sip::validate_response(*message)) kernel_.clients.on_response(flow, *message, now);
}

void Core::on_unreadable(const Flow& flow, std::string_view bytes, TimePoint now) {
  std::optional<sip::Salvaged> salvaged = sip::salvage_request(bytes);
  if (!salvaged || salvaged->request.method() == "ACK") return;
  const bool fills_rport = kernel_.behaviour(flow, salvaged->request).fills_rport;
  if (!stamp_via(salvaged->request, flow, fills_rport)) return;
  const int status = sip::status_for(sip::make_error_code(salvaged->fault));
  kernel_.reply_once(flow, salvaged->request, make_reply(salvaged->request, status), now);
}

void Core::on_request(const Flow& flow, sip::Message request, TimePoint now, WallTime wall) {
  const Behaviour& rules = kernel_.behaviour(flow, request);
  if (!stamp_via(request, flow, rules.fills_rport)) {
    // Nobody can be sure where such a request wants its answer; where it came from is a good guess.
    const bool has_way = request.find(sip::HeaderId::via) && request.method() != "ACK";
    if (has_way) kernel_.reply_once(flow, request, make_reply(request, 400), now);
    return;
  }
  const Result<void> valid = sip::validate_request(request);
  if (request.method() == "ACK") {
    if (valid) on_ack(flow, std::move(request), now);
    return;
  }
  if (!valid)
    return kernel_.reply_once(flow, request, make_reply(request, sip::status_for(valid.error())), now);
  const ServerTransactions::Accepted accepted = kernel_.servers.accept(flow, request, now);
  if (accepted.arrival == ServerTransactions::Arrival::absorbed) return;
  if (accepted.arrival == ServerTransactions::Arrival::overload) {
    sip::Message busy = make_reply(request, 503);
    busy.append(sip::HeaderId::retry_after, "5");
    return kernel_.reply_once(flow, request, std::move(busy), now);
  }
  if (request.method() == "CANCEL") return on_cancel(flow, request, accepted.id, now);
  Result<sip::Uri> uri = sip::parse_uri(request.request_uri());
  if (!uri) return kernel_.servers.respond(accepted.id, make_reply(request, 400), now);
  Incoming in{flow, std::move(request), accepted.id, std::move(*uri), {}, now, wall};
  dispatch(in);
}

void Core::on_cancel(const Flow& flow, const sip::Message& cancel, ServerId server, TimePoint now) {
  const ServerId invite = kernel_.servers.find_cancelled(flow, cancel);
  const bool is_known = invite != ServerId::none;
  kernel_.servers.respond(server, make_reply(cancel, is_known ? 200 : 481), now);
  if (is_known && kernel_.behaviour(flow, cancel).relays_cancel) kernel_.servers.cancel(invite, now);
}

std::optional<Flow> Core::pop_routes(sip::Message& request) const {
  std::optional<Flow> flow;
  // RFC 3261 16.4: a strict router put our route into the Request-URI, and the target behind all others.
  const Result<sip::Uri> uri = sip::parse_uri(request.request_uri());
  if (uri && uri->is_loose_router() && (flow = kernel_.self.read_route(*uri))) {
    const auto routes = request.values(sip::HeaderId::route);
    std::vector<std::string> kept(routes.begin(), routes.end());
    const Result<sip::NameAddr> target =
        kept.empty() ? sip::parse_name_addr("") : sip::parse_name_addr(kept.back());
    if (target) {
      request.set_request_uri(target->uri.write());
      kept.pop_back();
      request.remove(sip::HeaderId::route);
      for (const std::string& route : kept) request.append(sip::HeaderId::route, route);
    }
  }
  while (const auto top = request.first_value(sip::HeaderId::route)) {
    const Result<sip::NameAddr> route = sip::parse_name_addr(*top);
    if (!route) break;
    const std::optional<Flow> next = kernel_.self.read_route(route->uri);
    if (!next && !kernel_.self.is_door(route->uri.host, route->uri.port) &&
        !kernel_.self.owns_host(route->uri))
      break;
    if (next) flow = next;
    request.remove_first_value(sip::HeaderId::route);
  }
  return flow;
}

void Core::on_ack(const Flow& flow, sip::Message ack, TimePoint now) {
  if (kernel_.servers.absorb_ack(flow, ack, now)) return;
  if (const std::shared_ptr<Call> call = calls_.find(ack)) return call->on_ack(ack);
  const std::optional<Flow> next = pop_routes(ack);
  if (!next || ack.find(sip::HeaderId::max_forwards) == "0") return;
  if (!kernel_.behaviour(flow, ack).forwards_ack) return;
  // 16.11: the ACK to a 2xx has no transaction; it is passed on as it comes.
  sip::Message copy = make_forward(kernel_, ack, flow, {std::string(ack.request_uri()), *next});
  if (kernel_.relays) kernel_.relays->on_ack(copy);
  kernel_.wire.send(*next, copy.write());
}

void Core::dispatch(Incoming& in) {
  if (in.uri.scheme != "tel" && !in.uri.is_sip()) return answer(in, make_reply(in.request, 416));
  if (!kernel_.config.takes_clear_media && offers_clear_media(in.flow, in.request))
    return answer(in, make_reply(in.request, 488));
  if (sip::tag_of(in.request.find(sip::HeaderId::to).value_or("")) && in.request.method() != "REGISTER")
    return dispatch_inside(in);
  dispatch_outside(in);
}

void Core::dispatch_inside(Incoming& in) {
  if (kernel_.call_log && in.request.method() == "BYE")
    kernel_.call_log->on_end(in.request.find(sip::HeaderId::call_id).value_or(""), in.now);
  if (const std::shared_ptr<Call> call = calls_.find(in.request))
    return call->on_request(in.server, in.request, in.now);
  if (const std::shared_ptr<OutgoingCall> call = own_calls_.find(in.request))
    return call->on_request(in.server, in.request, in.now);
  const std::optional<Flow> next = pop_routes(in.request);
  if (!next && in.request.method() == "SUBSCRIBE") return dispatch_outside(in);
  if (!next) return answer(in, make_reply(in.request, 481));
  if (auto refusal = refuse_relay(in)) return answer(in, std::move(*refusal));
  const std::vector<Target> targets = {{std::string(in.request.request_uri()), *next}};
  Fork::start(kernel_, in.server, in.flow, in.request, targets, in.now);
}

void Core::dispatch_outside(Incoming& in) {
  pop_routes(in.request);
  if (in.request.method() == "REGISTER") return on_register(in);
  if (is_for_server(in)) return on_server_request(in);
  if (auto refusal = refuse_relay(in)) return answer(in, std::move(*refusal));
  // 16.4 and no relay for strangers: routes of others lead nowhere from here.
  in.request.remove(sip::HeaderId::route);
  const Behaviour& rules = kernel_.behaviour(in.flow, in.request);
  const std::string from = user_in(in.request, sip::HeaderId::from);
  if (in.request.method() != "OPTIONS" && kernel_.config.challenge_invite && rules.challenges_invite &&
      !is_from_trunk(in.flow))
    if (auto refusal = kernel_.authenticator.refuse(in.request, from, rules, in.now)) {
      kernel_.tell(refusal->status() == 407 ? Event::Kind::challenged : Event::Kind::refused, from,
                   std::to_string(refusal->status()));
      return answer(in, std::move(*refusal));
    }
  const std::string user = sip::unescape(std::string_view(in.uri.user).substr(0, in.uri.user.find(';')));
  if (in.request.method() == "INVITE") {
    if (kernel_.call_log) kernel_.call_log->on_invite(in.request, from, user, in.wall);
    if (!may_call(in, from, user)) {
      kernel_.tell(Event::Kind::refused, from, "403");
      return answer(in, make_reply(in.request, 403));
    }
  }
  if (in.request.method() == "INVITE" && !gate_.admits(in.now)) {
    sip::Message busy = make_reply(in.request, 503);
    busy.append(sip::HeaderId::retry_after, "1");
    return answer(in, std::move(busy));
  }
  if (in.request.method() == "SUBSCRIBE" && kernel_.authenticator.knows(user))
    return watches_.on_subscribe(in.flow, in.server, in.request, from, in.now);
  const bool is_ours = in.uri.scheme == "tel" || kernel_.self.owns_host(in.uri);
  const Number* number = is_ours ? find_number(user) : nullptr;
  if (number != nullptr && !kernel_.authenticator.knows(user)) {
    const bool is_complete =
        !number->takes_user || kernel_.authenticator.knows(user.substr(number->digits.size()));
    return is_complete ? on_number_request(in, *number) : answer(in, make_reply(in.request, 404));
  }
  relay_to_user(in, user);
}

std::optional<sip::Message> Core::refuse_relay(const Incoming& in) {
  if (in.request.find(sip::HeaderId::max_forwards) == "0") return make_reply(in.request, 483);
  if (is_looping(kernel_, in.request)) return make_reply(in.request, 482);
  return refuse_extensions(in.request, sip::HeaderId::proxy_require);
}

void Core::on_register(Incoming& in) {
  const std::string user = user_in(in.request, sip::HeaderId::to);
  const Behaviour& rules = kernel_.behaviour(in.flow, in.request);
  if (!kernel_.self.owns_host(in.uri)) return answer(in, make_reply(in.request, 404));
  for (const sip::HeaderId id : {sip::HeaderId::require, sip::HeaderId::proxy_require})
    if (auto refusal = refuse_extensions(in.request, id)) return answer(in, std::move(*refusal));
  std::optional<sip::Message> refusal;
  if (rules.challenges_register) refusal = kernel_.authenticator.refuse(in.request, user, rules, in.now);
  if (!refusal && !kernel_.authenticator.knows(user)) refusal = make_reply(in.request, 403);
  if (refusal) {
    kernel_.tell(refusal->status() == 401 ? Event::Kind::challenged : Event::Kind::refused, user,
                 std::to_string(refusal->status()));
    return answer(in, std::move(*refusal));
  }
  sip::Message reply = registrar_.answer(in.flow, in.request, user, rules, in.now, in.wall);
  const bool is_back = reply.status() == 200 && !kernel_.locations.of(user).empty();
  if (reply.status() == 200)
    kernel_.tell(is_back ? Event::Kind::registered : Event::Kind::unregistered, user,
                 std::string(net::to_string(in.flow.scheme)));
  answer(in, std::move(reply));
  if (is_back) wakeups_.on_registered(user, in.now);
}

bool Core::may_call(const Incoming& in, const std::string& from, const std::string& number) const {
  return kernel_.dial_plan == nullptr || kernel_.behaviour(in.flow, in.request).ignores_routes ||
         !kernel_.authenticator.knows(from) || kernel_.dial_plan->may_call(from, number);
}

bool Core::is_for_server(const Incoming& in) const {
  return in.uri.is_sip() && in.uri.user.empty() && kernel_.self.owns_host(in.uri);
}

void Core::on_server_request(Incoming& in) {
  const std::string_view method = in.request.method();
  if (auto refusal = refuse_extensions(in.request, sip::HeaderId::require))
    return answer(in, std::move(*refusal));
  if (method == "OPTIONS") {
    if (!kernel_.behaviour(in.flow, in.request).answers_options) return kernel_.servers.abandon(in.server);
    return answer(in, make_capabilities(in.request));
  }
  constexpr std::array<std::string_view, 9> known = {"INVITE", "BYE",    "INFO",    "UPDATE", "MESSAGE",
                                                     "REFER",  "NOTIFY", "PUBLISH", "PRACK"};
  const bool is_known = method == "SUBSCRIBE" || std::find(known.begin(), known.end(), method) != known.end();
  if (method == "INVITE" || method == "MESSAGE") return answer(in, make_reply(in.request, 404));
  sip::Message reply = make_reply(in.request, is_known ? 405 : 501);
  reply.append(sip::HeaderId::allow, allowed_methods);
  answer(in, std::move(reply));
}

void Core::on_number_request(Incoming& in, const Number& number) {
  const std::string_view method = in.request.method();
  if (method == "INVITE") return calls_.start(number, in.server, in.flow, in.request, in.now);
  if (method == "OPTIONS") return answer(in, make_capabilities(in.request));
  if (method == "MESSAGE") return answer(in, make_reply(in.request, 200));
  sip::Message reply = make_reply(in.request, 405);
  reply.append(sip::HeaderId::allow, allowed_methods);
  answer(in, std::move(reply));
}

const TrunkRoute* Core::find_trunk(const Incoming& in, const std::string& user) const {
  const bool is_ours = in.uri.scheme == "tel" || kernel_.self.owns_host(in.uri);
  const auto leads_there = [&](const TrunkRoute& route) {
    if (is_ours) return !route.prefix.empty() && user.starts_with(route.prefix);
    constexpr std::uint16_t usual_port = 5060;
    return net::Address::parse(in.uri.host) == route.trunk.address &&
           in.uri.port.value_or(usual_port) == route.trunk.port;
  };
  const std::vector<TrunkRoute>& all = kernel_.config.trunks;
  const auto found = std::find_if(all.begin(), all.end(), leads_there);
  return found == all.end() ? nullptr : &*found;
}

bool Core::is_from_trunk(const Flow& flow) const {
  return flow.scheme == net::Scheme::udp &&
         std::any_of(kernel_.config.trunks.begin(), kernel_.config.trunks.end(),
                     [&](const TrunkRoute& route) { return route.trunk == flow.remote; });
}

int Core::find_targets(const Incoming& in, const std::string& user, std::vector<Target>& targets) const {
  const bool is_ours = in.uri.scheme == "tel" || kernel_.self.owns_host(in.uri);
  const bool is_user = is_ours && kernel_.authenticator.knows(user);
  if (const TrunkRoute* route = is_user ? nullptr : find_trunk(in, user)) {
    targets.push_back({std::string(in.request.request_uri()), {.remote = route->trunk}});
    return 0;
  }
  if (!is_ours) {
    // A contact of a user of ours, named directly: its host may be a .invalid one, so only its flow leads
    // there.
    const Binding* binding = kernel_.locations.find_contact(in.uri);
    if (binding == nullptr) return 404;
    targets.push_back({std::string(in.request.request_uri()), binding->flow});
    return 0;
  }
  const Behaviour& rules = kernel_.behaviour(in.flow, in.request);
  if (!kernel_.authenticator.knows(user)) return 404;
  bool is_loop = false;
  const auto instance = in.uri.params.find("gr");
  for (const Binding& binding : kernel_.locations.of(user)) {
    if (binding.expires <= in.now || !binding.contact.uri.is_sip()) continue;
    if (!targets.empty() && !rules.forks) break;
    // Bound to a user of this very domain: that way lie loops, and copies without end.
    if (kernel_.self.leads_here(binding.contact.uri)) {
      is_loop = true;
      continue;
    }
    // RFC 3261 26.2.2: sips: goes over TLS, or not at all.
    const bool is_secure = binding.flow.scheme == net::Scheme::tls || binding.flow.scheme == net::Scheme::wss;
    if (in.uri.scheme == "sips" && !is_secure) continue;
    // RFC 5627 5.2: a GRUU means one instance.
    if (instance && !is_instance(binding, *instance)) continue;
    targets.push_back({binding.contact.uri.write(), binding.flow, binding.path});
  }
  if (!targets.empty()) return 0;
  if (is_loop) return 482;
  return rules.knows_offline ? 480 : 404;
}

void Core::take_message(ServerId server, const Flow& flow, const sip::Message& invite,
                        const std::string& user, TimePoint now) {
  if (const Number* mailbox = find_number("*2" + user)) calls_.start(*mailbox, server, flow, invite, now);
}

void Core::relay_to_user(Incoming& in, const std::string& user, Patience patience) {
  std::vector<Target> targets;
  const int refusal = find_targets(in, user, targets);
  const auto resume = [this, held = in, user](TimePoint now) mutable {
    held.now = now;
    relay_to_user(held, user, Patience::is_over);
  };
  if (refusal == 480 && patience == Patience::wakes && in.request.method() == "INVITE" &&
      wakeups_.hold(user, in.server, in.request, resume, in.now))
    return;
  if (kernel_.behaviour(in.flow, in.request).web.push_while_open && refusal == 0 && kernel_.waker != nullptr)
    kernel_.waker->wake(user, user_in(in.request, sip::HeaderId::from), {});
  const bool has_mailbox = in.request.method() == "INVITE" && kernel_.mailboxes != nullptr;
  const auto ringing = has_mailbox ? kernel_.mailboxes->answers_after(user) : std::nullopt;
  if (refusal == 480 && ringing) return take_message(in.server, in.flow, in.request, user, in.now);
  if (refusal != 0) return answer(in, make_reply(in.request, refusal));
  Fallback fallback;
  if (ringing)
    fallback = {*ringing, [this, server = in.server, flow = in.flow, request = in.request,
                           user](TimePoint now) { take_message(server, flow, request, user, now); }};
  Fork::start(kernel_, in.server, in.flow, in.request, targets, in.now, std::move(fallback));
}

void Core::answer(const Incoming& in, sip::Message response) {
  kernel_.servers.respond(in.server, std::move(response), in.now);
}

void Core::on_flow_closed(const Flow& flow, TimePoint now) {
  kernel_.tell(Event::Kind::connection_closed, {}, std::string(net::to_string(flow.scheme)));
  kernel_.locations.remove_flow(flow);
  kernel_.clients.on_flow_closed(flow, now);
  watches_.on_flow_closed(flow);
}

}  // namespace cxload::standin
