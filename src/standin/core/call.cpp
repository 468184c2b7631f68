#include "call.hpp"

#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/uri.hpp>

#include "in_dialog.hpp"
#include "reply.hpp"
#include "sip_timing.hpp"

namespace cxload::standin {
namespace {

/// Digits in an INFO, as phones write them; a body of another kind would be taken and lost.
bool has_unknown_info(const sip::Message& request) {
  if (request.method() != "INFO" || request.body().empty()) return false;
  const std::string_view type = request.find(sip::HeaderId::content_type).value_or("");
  const std::string_view kind = text::trim(type.substr(0, type.find(';')));
  return !text::iequals(kind, "application/dtmf-relay") && !text::iequals(kind, "application/dtmf");
}

constexpr Duration longest_call = std::chrono::hours(2);  // a phone that forgets its call costs no more

}  // namespace

Call::Call(Kernel& kernel, MediaFactory& media, const Number& number, sip::Dialog dialog, const Flow& flow,
           const MediaFaults& faults, Ended on_ended)
    : kernel_(kernel),
      number_(number),
      flow_(flow),
      on_ended_(std::move(on_ended)),
      media_(media, number.media, kernel.config.listen, faults),
      dialog_(std::move(dialog)) {}

Call::~Call() {
  kernel_.timers.cancel(due_);
  kernel_.timers.cancel(repeat_);
}

TimerId Call::set_timer(TimePoint due, void (Call::*action)(TimePoint)) {
  return kernel_.timers.set(due, [weak = weak_from_this(), action](TimePoint now) {
    if (const auto call = weak.lock()) (call.get()->*action)(now);
  });
}

sip::Message Call::make_answer(const sip::Message& request, int status) const {
  sip::Message answer = sip::Message::make_response_to(request, status);
  const std::string_view to = answer.find(sip::HeaderId::to).value_or("");
  if (status > 100 && !sip::tag_of(to))
    answer.set(sip::HeaderId::to, std::string(to) + ";tag=" + dialog_.id().local_tag);
  // 12.1.1: the route set goes back as it came.
  if (status < 300)
    for (std::size_t i = 0; i < request.field_count(); ++i)
      if (request.field(i).id == sip::HeaderId::record_route)
        answer.append(sip::HeaderId::record_route, request.field(i).value);
  if (status < 300)
    answer.append(sip::HeaderId::contact, kernel_.self.make_contact(flow_.scheme, number_.digits));
  if (status >= 200 && status < 300) answer.append(sip::HeaderId::allow, allowed_methods);
  answer.append(sip::HeaderId::server, "cxload stand-in");
  return answer;
}

void Call::append_places(sip::Message& refusal) const {
  for (const std::string_view place : text::split(number_.moved_to, ' ')) {
    const std::size_t parameter = std::min(place.find(';'), place.size());
    if (!place.empty())
      refusal.append(sip::HeaderId::contact,
                     kernel_.self.make_contact(flow_.scheme, place.substr(0, parameter)) +
                         std::string(place.substr(parameter)));
  }
}

void Call::start(ServerId server, const sip::Message& invite, TimePoint now) {
  invite_ = server;
  request_ = invite;
  if (number_.refuses_with != 0) {
    sip::Message refusal = make_answer(invite, number_.refuses_with);
    append_places(refusal);
    kernel_.servers.respond(server, std::move(refusal), now);
    return end();
  }
  kernel_.servers.set_owner(server, weak_from_this());
  if (number_.rings) kernel_.servers.respond(server, make_answer(invite, 180), now);
  if (!number_.answers_after) {
    // 13.3.1.1: a provisional response each minute keeps proxies on the way from giving up; after three we
    // do.
    due_ = set_timer(now + timer_c, &Call::hang_up);
  } else if (*number_.answers_after == Duration::zero()) {
    answer(now);
  } else {
    due_ = set_timer(now + *number_.answers_after, &Call::answer);
  }
}

sip::Message Call::make_media_answer(const sip::Message& request) {
  const CallMedia::Said said = media_.say(request.body());
  if (said.refusal != 0) return make_answer(request, said.refusal);
  sip::Message success = make_answer(request, 200);
  success.set_body("application/sdp", said.body);
  return success;
}

void Call::answer(TimePoint now) {
  sip::Message reply = make_media_answer(request_);
  if (reply.status() != 200) {
    kernel_.servers.respond(invite_, std::move(reply), now);
    return end();
  }
  kernel_.tell(Event::Kind::call_started, user_in(request_, sip::HeaderId::from),
               std::string(number_.digits));
  kernel_.timers.cancel(due_);
  due_ = set_timer(now + longest_call, &Call::hang_up);
  send_success(invite_, std::move(reply), now);
}

void Call::send_success(ServerId server, sip::Message success, TimePoint now) {
  state_ = State::answered;
  success_of_ = server;
  answered_at_ = now;
  interval_ = timer_t1;
  success_ = success;
  repeat_ = set_timer(now + interval_, &Call::repeat_success);
  kernel_.servers.respond(server, std::move(success), now);
}

void Call::repeat_success(TimePoint now) {
  // 13.3.1.4: on every transport, until the ACK comes or 64*T1 have passed; then the call is over.
  if (!success_) return;
  if (now - answered_at_ >= transaction_patience) return hang_up(now);
  kernel_.servers.respond(success_of_, *success_, now);
  interval_ = std::min(2 * interval_, timer_t2);
  repeat_ = set_timer(now + interval_, &Call::repeat_success);
}

void Call::on_ack(const sip::Message& ack) {
  const auto cseq = sip::parse_cseq(ack.find(sip::HeaderId::cseq).value_or(""));
  const auto awaited = success_ ? sip::parse_cseq(success_->find(sip::HeaderId::cseq).value_or("")) : cseq;
  if (!success_ || !cseq || !awaited || cseq->number != awaited->number) return;
  kernel_.timers.cancel(repeat_);
  success_.reset();
  state_ = State::confirmed;
  media_.on_answer(ack.body());
}

void Call::on_request(ServerId server, const sip::Message& request, TimePoint now) {
  const std::string_view method = request.method();
  if (!dialog_.accept_request(request))  // 12.2.2
    return kernel_.servers.respond(server, make_answer(request, 500), now);
  if (method == "BYE") {
    kernel_.servers.respond(server, make_answer(request, 200), now);
    if (state_ == State::ringing)
      kernel_.servers.respond(invite_, make_answer(request_, 487), now);  // 15.1.2
    return end();
  }
  if (method == "INVITE" || (method == "UPDATE" && !request.body().empty()))
    return on_offer(server, request, now);
  if (has_unknown_info(request)) {
    sip::Message refusal = make_answer(request, 415);
    refusal.append(sip::HeaderId::accept, "application/dtmf-relay, application/dtmf");
    return kernel_.servers.respond(server, std::move(refusal), now);
  }
  if (method == "UPDATE" || method == "INFO" || method == "MESSAGE")
    return kernel_.servers.respond(server, make_answer(request, 200), now);
  if (method == "OPTIONS") return kernel_.servers.respond(server, make_capabilities(request), now);
  sip::Message refusal = make_answer(request, 405);
  refusal.append(sip::HeaderId::allow, allowed_methods);
  kernel_.servers.respond(server, std::move(refusal), now);
}

void Call::on_offer(ServerId server, const sip::Message& request, TimePoint now) {
  // 14.2: one offer at a time.
  if (state_ != State::confirmed) {
    sip::Message busy = make_answer(request, request.method() == "INVITE" ? 491 : 500);
    busy.append(sip::HeaderId::retry_after, "1");
    return kernel_.servers.respond(server, std::move(busy), now);
  }
  sip::Message reply = make_media_answer(request);
  if (reply.status() == 200) dialog_.refresh_target(request);
  if (reply.status() == 200 && request.method() == "INVITE")
    return send_success(server, std::move(reply), now);
  kernel_.servers.respond(server, std::move(reply), now);
}

void Call::on_cancel(TimePoint now) {
  if (state_ != State::ringing) return;
  kernel_.servers.respond(invite_, make_answer(request_, 487), now);
  end();
}

void Call::hang_up(TimePoint now) {
  if (state_ == State::ringing) {
    kernel_.servers.respond(invite_, make_answer(request_, 480), now);
    return end();
  }
  if (kernel_.call_log) kernel_.call_log->on_end(dialog_.id().call_id, now);
  const sip::Dialog::RequestParts parts = dialog_.next_request("BYE");
  kernel_.clients.send(flow_, make_in_dialog(kernel_, flow_.scheme, "BYE", dialog_, parts),
                       shared_from_this(), now);
  end();
}

/// What was recorded goes into the mailbox of whoever was called, or named behind the number's digits.
void Call::leave_message() {
  if (number_.media != MediaKind::record || kernel_.mailboxes == nullptr || state_ == State::ringing) return;
  const Result<sip::Uri> uri = sip::parse_uri(request_.request_uri());
  if (!uri) return;
  std::string user = sip::unescape(uri->user);
  if (user.starts_with(number_.digits)) user.erase(0, number_.digits.size());
  std::vector<std::int16_t> samples = media_.recorded();
  if (samples.empty()) return;
  kernel_.mailboxes->deposit(
      {std::move(user), user_in(request_, sip::HeaderId::from), dialog_.id().call_id, std::move(samples)});
}

void Call::end() {
  kernel_.timers.cancel(due_);
  kernel_.timers.cancel(repeat_);
  success_.reset();
  leave_message();
  std::string digits = media_.digits();
  media_.close();
  if (!digits.empty())
    kernel_.tell(Event::Kind::digits, user_in(request_, sip::HeaderId::from), std::move(digits));
  if (state_ != State::ringing)
    kernel_.tell(Event::Kind::call_ended, user_in(request_, sip::HeaderId::from),
                 std::string(number_.digits));
  const auto ended = std::exchange(on_ended_, nullptr);
  if (ended) ended(dialog_.id());
}

}  // namespace cxload::standin
