#include "outgoing_call.hpp"

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/via.hpp>

#include "in_dialog.hpp"
#include "reply.hpp"

namespace cxload::standin {

using sip::HeaderId;

OutgoingCall::OutgoingCall(Kernel& kernel, MediaFactory& media, const CallOrder& order, std::uint64_t id,
                           Ended on_ended)
    : kernel_(kernel),
      order_(order),
      on_ended_(std::move(on_ended)),
      media_(media, order.media, kernel.config.listen, {}) {
  report_.id = id;
  report_.user = order.user;
  report_.caller = order.caller;
  report_.call_id = crypto::random_token(20);
}

OutgoingCall::~OutgoingCall() { kernel_.timers.cancel(due_); }

void OutgoingCall::set_timer(TimePoint due) {
  kernel_.timers.cancel(due_);
  due_ = kernel_.timers.set(due, [weak = weak_from_this()](TimePoint now) {
    if (const auto call = weak.lock()) call->hang_up(now);
  });
}

sip::Message OutgoingCall::make_invite(const Binding& binding) const {
  const std::string& domain = kernel_.config.domain;
  sip::Message invite = sip::Message::make_request("INVITE", binding.contact.uri.write());
  invite.append(HeaderId::via, kernel_.self.make_via(
                                   flow_.scheme, std::string(sip::branch_cookie) + crypto::random_token(14)));
  invite.append(HeaderId::max_forwards, "70");
  for (const std::string& route : binding.path) invite.append(HeaderId::route, route);
  invite.append(HeaderId::from,
                fmt::format("<sip:{}@{}>;tag={}", order_.caller, domain, crypto::random_token(12)));
  invite.append(HeaderId::to, fmt::format("<sip:{}@{}>", order_.user, domain));
  invite.append(HeaderId::call_id, report_.call_id);
  invite.append(HeaderId::cseq, "1 INVITE");
  invite.append(HeaderId::contact, kernel_.self.make_contact(flow_.scheme, order_.caller));
  invite.append(HeaderId::allow, allowed_methods);
  if (order_.wants_auto_answer) {
    invite.append("Alert-Info", fmt::format("<http://{}>;info=alert-autoanswer;delay=0", domain));
    invite.append("Call-Info", fmt::format("<sip:{}>;answer-after=0", domain));
  }
  return invite;
}

bool OutgoingCall::start(const Binding& binding, TimePoint now) {
  flow_ = binding.flow;
  began_ = now;
  const bool is_browser = flow_.scheme == net::Scheme::ws || flow_.scheme == net::Scheme::wss;
  const CallMedia::Said offer = media_.offer(is_browser ? sdp::Keying::dtls : sdp::Keying::none);
  if (offer.refusal != 0) return false;
  invite_ = make_invite(binding);
  invite_.set_body("application/sdp", offer.body);
  client_ = kernel_.clients.send(flow_, invite_, shared_from_this(), now);
  set_timer(now + order_.patience);
  return true;
}

void OutgoingCall::on_response(ClientId id, const sip::Message& response, TimePoint now) {
  if (id != client_ || report_.state == CallReport::State::ended) return;
  const int status = response.status();
  if (status < 200) {
    if (status > 100 && !dialog_) report_.state = CallReport::State::ringing;
    return;
  }
  if (status < 300) return dialog_ ? acknowledge() : on_answered(response, now);
  report_.status = status;
  end(now);
}

void OutgoingCall::on_answered(const sip::Message& response, TimePoint now) {
  Result<sip::Dialog> dialog = sip::Dialog::make_uac(invite_, response);
  if (!dialog) return;  // without a Contact there is nobody to talk to; the phone gives up by itself
  dialog_ = std::move(*dialog);
  dialog_->confirm(response);
  report_.status = response.status();
  report_.state = CallReport::State::answered;
  report_.rang = now - began_;
  answered_ = now;
  acknowledge();
  media_.on_answer(response.body());
  kernel_.tell(Event::Kind::call_started, order_.caller, order_.user);
  if (is_cancelled_) return hang_up(now);
  set_timer(now + order_.talk);
}

void OutgoingCall::acknowledge() {
  const sip::Message ack = make_in_dialog(kernel_, flow_.scheme, "ACK", *dialog_, dialog_->ack_for(1));
  kernel_.wire.send(flow_, ack.write());
}

void OutgoingCall::on_request(ServerId server, const sip::Message& request, TimePoint now) {
  if (!dialog_->accept_request(request))  // 12.2.2
    return kernel_.servers.respond(server, make_reply(request, 500), now);
  const std::string_view method = request.method();
  if (method == "BYE") {
    kernel_.servers.respond(server, make_reply(request, 200), now);
    report_.is_ended_by_phone = true;
    return end(now);
  }
  sip::Message reply = make_reply(request, 200);
  if (method == "INVITE" || (method == "UPDATE" && !request.body().empty())) {
    const CallMedia::Said said = media_.say(request.body());
    if (said.refusal != 0) return kernel_.servers.respond(server, make_reply(request, said.refusal), now);
    reply.set_body("application/sdp", said.body);
    dialog_->refresh_target(request);
  }
  reply.append(HeaderId::contact, kernel_.self.make_contact(flow_.scheme, order_.caller));
  kernel_.servers.respond(server, std::move(reply), now);
}

void OutgoingCall::hang_up(TimePoint now) {
  if (report_.state == CallReport::State::ended) return;
  if (dialog_) {
    send_bye(now);
    return end(now);
  }
  if (is_cancelled_) return;
  is_cancelled_ = true;
  kernel_.clients.cancel(client_, {}, now);
}

void OutgoingCall::send_bye(TimePoint now) {
  const sip::Dialog::RequestParts parts = dialog_->next_request("BYE");
  kernel_.clients.send(flow_, make_in_dialog(kernel_, flow_.scheme, "BYE", *dialog_, parts),
                       shared_from_this(), now);
}

void OutgoingCall::on_no_response(ClientId id, int status, TimePoint now) {
  if (id != client_ || report_.state == CallReport::State::ended) return;
  if (!dialog_) report_.status = is_cancelled_ ? 487 : status;
  end(now);
}

void OutgoingCall::end(TimePoint now) {
  const auto kept = shared_from_this();  // whoever hears of the end forgets this call
  kernel_.timers.cancel(due_);
  if (dialog_) {
    report_.talked = now - answered_;
    kernel_.tell(Event::Kind::call_ended, order_.caller, order_.user);
  }
  report_.state = CallReport::State::ended;
  report_.digits = media_.digits();
  media_.close();
  if (const auto ended = std::exchange(on_ended_, nullptr)) ended(report_);
}

}  // namespace cxload::standin
