#include "relays.hpp"

#include <cxload/sdp/offer_answer.hpp>
#include <cxload/sip/name_addr.hpp>

#include "relay_sdp.hpp"

namespace cxload::standin {
namespace {

bool has_description(const sip::Message& message) {
  const std::string_view type = message.find(sip::HeaderId::content_type).value_or("");
  return !message.body().empty() && type.starts_with("application/sdp");
}

std::string call_id_of(const sip::Message& message) {
  return std::string(message.find(sip::HeaderId::call_id).value_or(""));
}

bool is_browser(const Flow& flow) {
  return flow.scheme == net::Scheme::ws || flow.scheme == net::Scheme::wss;
}

bool negotiates(std::string_view method) {
  return method == "INVITE" || method == "UPDATE" || method == "PRACK";
}

void set_plain_remote(MediaBridge& bridge, Leg leg, const sdp::SessionDescription& said,
                      const sdp::Media& media) {
  const sdp::Connection* connection = said.connection_of(media);
  const auto address = net::Address::parse(connection == nullptr ? "" : connection->address);
  if (!address) return;
  const sdp::RtcpPlace rtcp = sdp::rtcp_place(said, media);
  bridge.set_remote(leg, {*address, media.port},
                    {net::Address::parse(rtcp.address).value_or(*address), rtcp.port});
}

}  // namespace

Relays::Relayed* Relays::find(const sip::Message& message) {
  const auto found = calls_.find(message.find(sip::HeaderId::call_id).value_or(""));
  return found == calls_.end() ? nullptr : &found->second;
}

Leg Relays::sender_of(const Relayed& call, const sip::Message& request) {
  const auto tag = sip::tag_of(request.find(sip::HeaderId::from).value_or(""));
  return tag == std::string_view(call.caller_tag) ? Leg::caller : Leg::callee;
}

int Relays::begin(const sip::Message& invite, const Flow& to, const MediaFaults& faults) {
  if (calls_.size() >= most_) return 503;
  Relayed call;
  call.faults = faults;
  call.callee = is_browser(to) ? sdp::Keying::dtls : sdp::Keying::none;
  call.caller = call.callee;  // without an offer: as the other side
  if (has_description(invite)) {
    const Result<sdp::SessionDescription> offer = sdp::parse_session(invite.body());
    if (!offer) return 400;
    call.caller = sdp::keying_of(*offer);
    if (call.caller == sdp::Keying::sdes && call.callee == sdp::Keying::none) call.callee = call.caller;
  }
  call.bridge = media_.open_bridge(call.caller, call.callee, faults);
  if (!call.bridge) return 503;
  call.caller_tag = sip::tag_of(invite.find(sip::HeaderId::from).value_or("")).value_or("");
  calls_.emplace(invite.find(sip::HeaderId::call_id).value_or(""), std::move(call));
  return 0;
}

int Relays::on_request(sip::Message& request, const Flow& to, const MediaFaults& faults) {
  if (!negotiates(request.method())) return 0;
  Relayed* call = find(request);
  const bool is_first =
      request.method() == "INVITE" && !sip::tag_of(request.find(sip::HeaderId::to).value_or(""));
  if (call == nullptr) {
    if (!is_first) return 0;
    if (const int refusal = begin(request, to, faults)) return refusal;
    call = find(request);
  }
  if (!has_description(request)) return 0;
  return pass(*call, request, sender_of(*call, request), true);
}

void Relays::on_response(const sip::Message& request, sip::Message& response) {
  Relayed* call = find(request);
  if (call == nullptr) return;
  const int status = response.status();
  const bool is_first = !sip::tag_of(request.find(sip::HeaderId::to).value_or(""));
  if (status >= 300 && request.method() == "INVITE") {
    if (is_first) calls_.erase(call_id_of(request));
    return;
  }
  if (request.method() == "BYE" && status >= 200) {
    calls_.erase(call_id_of(request));
    return;
  }
  if (!negotiates(request.method()) || !has_description(response)) return;
  (void)pass(*call, response, other(sender_of(*call, request)), !has_description(request));
}

void Relays::on_ack(sip::Message& ack) {
  Relayed* call = find(ack);
  if (call != nullptr && has_description(ack)) (void)pass(*call, ack, sender_of(*call, ack), false);
}

int Relays::pass(Relayed& call, sip::Message& message, Leg from, bool is_offer) {
  const std::string body(message.body());
  if (!is_offer && body == call.answer) {
    message.set_body("application/sdp", call.answer_as);
    return 0;
  }
  const Result<sdp::SessionDescription> said = sdp::parse_session(body);
  if (!said) return 400;
  const auto stream = relayed_stream(*said);
  if (!stream) return 488;
  const sdp::Media& media = said->media[*stream];
  const auto keying = [&](Leg leg) { return leg == Leg::caller ? call.caller : call.callee; };
  if (keying(from) != sdp::Keying::none) {
    const auto transport = sdp::read_transport(*said, media);
    if (!transport || !call.bridge->accept(from, *transport, is_offer)) return 488;
  }
  if (keying(from) != sdp::Keying::dtls) set_plain_remote(*call.bridge, from, *said, media);
  const Leg to = other(from);
  RelayedAs as{address_, call.bridge->port(to), 0, std::nullopt, call.faults.no_opus};
  as.rtcp_port = call.bridge->rtcp_port(to);
  if (keying(to) != sdp::Keying::none) as.transport = call.bridge->describe(to, is_offer);
  const std::string relayed = relay(*said, *stream, as).write();
  if (!is_offer) {
    call.answer = body;
    call.answer_as = relayed;
  }
  message.set_body("application/sdp", relayed);
  return 0;
}

}  // namespace cxload::standin
