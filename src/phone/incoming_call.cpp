#include "incoming_call.hpp"

#include <algorithm>

#include <cxload/base/crypto.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::phone {
IncomingCall::IncomingCall(UserAgent& agent, const AnswerPolicy* policy, sip::TransactionId invite,
                           sip::Message request, TimePoint now, std::function<void()> on_over)
    : agent_(agent),
      policy_(policy),
      invite_(invite),
      request_(std::move(request)),
      to_tag_(crypto::random_token(10)),
      media_(agent),
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
      answer(now);
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
  agent_.send_response(invite_, agent_.factory().respond(request_, 180, to_tag_, agent_.local()));
}

void IncomingCall::answer(TimePoint now) {
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
  sip::Message response = agent_.factory().respond(request_, 200, to_tag_, agent_.local());
  response.set_body("application/sdp", *sdp);
  final_sent_ = true;
  agent_.send_response(invite_, response);
  session_ = std::make_unique<Session>(agent_, std::move(*dialog), media_, Aside::callee, now, on_over_);
  session_->expect_ack();
  media_.start(now, agent_.labels(Aside::callee));
}

void IncomingCall::refuse(int status) {
  final_sent_ = true;
  timer_.disarm();
  agent_.send_response(invite_, agent_.factory().respond(request_, status, to_tag_, agent_.local()));
  if (on_over_) on_over_();
}

void IncomingCall::on_cancel(TimePoint) {
  if (!final_sent_) refuse(487);
}

void IncomingCall::on_ack_missing(TimePoint now) {
  if (session_) session_->on_ack_missing(now);
}

void IncomingCall::on_link_lost(const Failure& failure, TimePoint now) {
  timer_.disarm();
  final_sent_ = true;
  if (session_) session_->on_lost(failure, now);
}

void IncomingCall::start_hang_up() {
  if (session_) {
    session_->send_bye();
  } else if (!final_sent_) {
    refuse(480);
  }
}

bool IncomingCall::is_over() const { return session_ ? session_->is_over() : final_sent_; }

}  // namespace cxload::phone
