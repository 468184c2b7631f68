#include "incoming_call.hpp"

#include <algorithm>

#include <cxload/base/crypto.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/option_tag.hpp>
#include <cxload/sip/status.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::phone {

using sip::HeaderId;

IncomingCall::IncomingCall(UserAgent& agent, const AnswerPolicy* policy, sip::TransactionId invite,
                           sip::Message request, TimePoint now, std::function<void()> on_over)
    : LiveCall(agent),
      policy_(policy),
      invite_(invite),
      request_(std::move(request)),
      call_id_(request_.find(HeaderId::call_id).value_or("")),
      to_tag_(crypto::random_token(10)),
      timer_(agent.shard(), [this](TimePoint due) { on_timer(due); }),
      on_over_(std::move(on_over)) {
  if (policy_ == nullptr) {
    refuse(486);
    return;
  }
  Random& random = agent_.draws();
  if (!policy_->no_180) ring_at_ = now + policy_->ring.draw(random);
  if (!policy_->never) answer_at_ = now + policy_->after.draw(random);
  if (ring_at_ && answer_at_ && *ring_at_ > *answer_at_) ring_at_.reset();
  on_timer(now);
}

void IncomingCall::on_timer(TimePoint now) {
  if (ring_at_ && *ring_at_ <= now) {
    ring_at_.reset();
    ring();
  }
  if (answer_at_ && *answer_at_ <= now) {
    answer_at_.reset();
    if (policy_->status < 300) {
      accept(now);
    } else {
      refuse(policy_->status);
    }
  }
  arm();
}

void IncomingCall::arm() {
  if (final_sent_ || (!ring_at_ && !answer_at_)) return;
  const TimePoint never = TimePoint::max();
  timer_.arm(std::min(ring_at_.value_or(never), answer_at_.value_or(never)));
}

void IncomingCall::ring() {
  sip::Message response = agent_.factory().respond(request_, 180, to_tag_, agent_.local());
  if (!sip::has_option(request_, HeaderId::require, "100rel")) return agent_.send_response(invite_, response);
  const Result<sip::CSeq> cseq = sip::parse_cseq(request_.find(HeaderId::cseq).value_or(""));
  reliable_ = std::make_unique<ReliableRing>(agent_, invite_, cseq ? cseq->number : 0, [this] {
    if (!final_sent_) refuse(504);  // RFC 3262 3: a 5xx
  });
  reliable_->send(std::move(response));
}

bool IncomingCall::is_early_dialog(const sip::DialogId& id) const {
  if (session_ || final_sent_ || id.call_id != call_id_ || id.local_tag != to_tag_) return false;
  const Result<sip::Dialog> dialog = sip::Dialog::make_uas(request_, to_tag_);
  return dialog && dialog->id() == id;
}

void IncomingCall::on_early_request(sip::TransactionId id, const sip::Message& request, TimePoint) {
  const std::string_view method = request.method();
  int status = 405;
  if (method == "PRACK") {
    status = reliable_ ? reliable_->on_prack(request) : 481;
  } else if (method == "UPDATE") {
    status = request.body().empty() ? 200 : 500;  // RFC 3311 5.2: the offer of the INVITE is still open
  } else if (method == "INFO") {
    media_.hear_info(request);
    status = 200;
  } else if (method == "BYE" || method == "OPTIONS") {
    status = 200;
  }
  sip::Message response = agent_.factory().respond(request, status, to_tag_, agent_.local());
  if (status == 500) response.append(HeaderId::retry_after, "5");
  agent_.send_response(id, response);
  if (method == "BYE") refuse(487);  // RFC 3261 15.1.2
}

/// As browsers do, whose addresses are gathered when the user answers.
void IncomingCall::accept(TimePoint now) {
  const bool is_ready = media_.prepare([this] {
    if (!final_sent_) accept(Clock::now());
  });
  if (!is_ready) return;
  const Outcome<std::string_view> sdp =
      request_.body().empty() ? media_.offer() : media_.answer(request_.body());
  if (!sdp) {
    refuse(sdp.error().is_local() ? 500 : 488);
    return;
  }
  Result<sip::Dialog> dialog = sip::Dialog::make_uas(request_, to_tag_);
  if (!dialog) {
    refuse(400);
    return;
  }
  if (reliable_) reliable_->stop();
  sip::Message response = agent_.factory().respond(request_, 200, to_tag_, agent_.local());
  response.set_body("application/sdp", *sdp);
  final_sent_ = true;
  result_ = CallResult{200, "OK", std::nullopt};
  timer_.disarm();
  session_ =
      std::make_unique<Session>(agent_, std::move(*dialog), media_, Aside::callee, now, [this] { end(); });
  session_->agree_on_timer(request_, response, now);
  session_->expect_ack();
  agent_.send_response(invite_, response);
  media_.start({now, session_->id().call_id, session_->peer(), true}, agent_.labels(Aside::callee));
  changed_.notify();
  if (const auto answered = std::exchange(answered_, nullptr)) answered();
}

void IncomingCall::when_answered(std::function<void()> answered) {
  if (session_) return answered();
  answered_ = std::move(answered);
}

Outcome<> IncomingCall::answer(int status) {
  // The phone was quicker, by itself.
  const bool answers_by_itself = policy_ != nullptr && !policy_->never;
  if (status < 300 && answers_by_itself && session_ && !session_->is_over()) return {};
  if (final_sent_) return Failure{"call.over", "the call was decided before it was answered"};
  if (status >= 300) {
    refuse(status);
    return {};
  }
  accept(Clock::now());
  if (session_ || !final_sent_) return {};
  return Failure{"sip.488", "the caller's offer could not be answered"};
}

void IncomingCall::end() {
  if (on_over_) on_over_();
  changed_.notify();
}

void IncomingCall::refuse(int status) {
  final_sent_ = true;
  if (reliable_) reliable_->stop();
  result_ = CallResult{status, std::string(sip::reason_phrase(status)), std::nullopt};
  timer_.disarm();
  agent_.send_response(invite_, agent_.factory().respond(request_, status, to_tag_, agent_.local()));
  end();
}

void IncomingCall::on_cancel(TimePoint) {
  if (!final_sent_) refuse(487);
}

void IncomingCall::on_ack_missing(TimePoint now) {
  if (session_) session_->on_ack_missing(now);
}

void IncomingCall::on_link_lost(const Failure& failure, TimePoint now) {
  timer_.disarm();
  if (!final_sent_) result_ = CallResult{0, {}, failure};
  final_sent_ = true;
  if (session_) {
    session_->on_lost(failure, now);
  } else {
    changed_.notify();
  }
}

void IncomingCall::start_hang_up() {
  if (session_) {
    session_->send_bye();
  } else if (!final_sent_) {
    refuse(480);
  }
}

bool IncomingCall::is_over() const { return session_ ? session_->is_over() : final_sent_; }

/// It rings since it came, unless the group's policy is slow.
net::Awaitable<bool> IncomingCall::wait_ringing() { co_return !final_sent_; }

}  // namespace cxload::phone
