#include "outgoing_call.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/sip/redact.hpp>
#include <cxload/sip/request_builder.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "in_dialog/dtmf.hpp"

namespace cxload::phone {
namespace {

namespace metric = stats::metric;
using sip::HeaderId;

bool is_one_of(int status, std::initializer_list<int> set) {
  return std::find(set.begin(), set.end(), status) != set.end();
}

Failure no_call() { return {"call.over", "there is no answered call to do that in"}; }

}  // namespace

struct OutgoingCall::CancelRequest final : ClientRequestOwner {
  explicit CancelRequest(UserAgent& agent) : request(agent, *this) {}
  void on_request_final(ClientRequest&, const sip::Message&, TimePoint) override {}
  void on_request_failed(ClientRequest&, const Failure&, TimePoint) override {}
  ClientRequest request;
};

OutgoingCall::OutgoingCall(UserAgent& agent, DialRequest request)
    : agent_(agent),
      dial_(std::move(request)),
      call_id_(crypto::random_token(22)),
      from_tag_(crypto::random_token(10)),
      media_(agent),
      invite_(agent, *this),
      ring_timer_(agent.shard(),
                  [this](TimePoint now) {
                    if (!result_)
                      decide({0, {}, Failure{"sip.no_answer", "nobody answered within the ring time"}}, now);
                    start_hang_up();
                  }),
      changed_(agent.shard()),
      labels_(agent.labels()) {}

OutgoingCall::~OutgoingCall() = default;

Outcome<> OutgoingCall::start() {
  const Outcome<std::string_view> offer = media_.offer();
  if (!offer) return offer.error();
  const MessageFactory& factory = agent_.factory();
  const std::string target = factory.target_uri(dial_.target);
  sip::Message invite = factory.begin({"INVITE", target, target, call_id_, from_tag_, 1}, agent_.local());
  invite.append(HeaderId::contact, factory.contact(agent_.local()));
  for (const auto& [name, value] : dial_.headers) invite.append(name, value);
  invite.append(HeaderId::allow, agent_.group().profile->allow);
  factory.finish(invite, agent_.group().profile->supported_invite);
  invite.set_body("application/sdp", *offer);
  invite_.start(std::move(invite));
  ring_timer_.arm(invite_.started() + dial_.ring_timeout);
  return {};
}

void OutgoingCall::on_request_provisional(ClientRequest&, const sip::Message& response, TimePoint now) {
  provisional_seen_ = true;
  if (response.status() > 100 && !first_provisional_) first_provisional_ = now;
  // RFC 3261 9.1: CANCEL waits for the first provisional response.
  if (cancel_wanted_) send_cancel();
}

void OutgoingCall::on_request_final(ClientRequest&, const sip::Message& response, TimePoint now) {
  if (response.status() < 300) {
    on_answered(response, now);
  } else if (!result_) {
    decide({response.status(), sip::told_reason(response.reason()), std::nullopt}, now);
  }
  ring_timer_.disarm();
  changed_.notify();
}

void OutgoingCall::on_request_failed(ClientRequest&, const Failure& failure, TimePoint now) {
  ring_timer_.disarm();
  if (!result_) decide({0, {}, failure}, now);
  changed_.notify();
}

void OutgoingCall::on_answered(const sip::Message& response, TimePoint now) {
  if (session_) {
    on_answered_again(response);
    return;
  }
  Result<sip::Dialog> dialog = sip::Dialog::make_uac(invite_.request(), response);
  if (!dialog) {
    if (!result_)
      decide({0, {}, Failure{"sip.bad_200", "200 to INVITE makes no dialog: " + dialog.error().message()}},
             now);
    return;
  }
  acknowledge(*dialog);
  const bool too_late = result_.has_value();  // our CANCEL or the ring time crossed the 200 (RFC 3261 9.1)
  const Outcome<> agreed = response.body().empty()
                               ? Outcome<>(Failure{"sip.no_sdp", "200 to INVITE holds no SDP answer"})
                               : media_.accept(response.body());
  if (!too_late) decide({response.status(), sip::told_reason(response.reason()), std::nullopt}, now);
  session_ = std::make_unique<Session>(agent_, std::move(*dialog), media_, Aside::none, now,
                                       [this] { changed_.notify(); });
  if (too_late || cancel_wanted_) {
    session_->send_bye();
  } else if (!agreed) {
    result_->failure = agreed.error();
    session_->send_bye();
  } else {
    media_.start(now, labels_);
  }
}

/// RFC 3261 13.2.2.4: each copy of a 2xx gets its ACK (the former one was lost), and a 2xx of another fork
/// makes a dialog of its own, which is ended at once.
void OutgoingCall::on_answered_again(const sip::Message& response) {
  const auto id = sip::dialog_id_of(response, true);
  if (!id) return;
  if (*id == session_->id()) {
    acknowledge(session_->dialog());
    return;
  }
  Result<sip::Dialog> fork = sip::Dialog::make_uac(invite_.request(), response);
  if (!fork) return;
  acknowledge(*fork);
  const bool known =
      std::any_of(forks_.begin(), forks_.end(), [&](const auto& it) { return it->id() == *id; });
  if (known || forks_.size() >= 8) return;
  forks_.push_back(
      std::make_unique<Session>(agent_, std::move(*fork), media_, Aside::callee, Clock::now(), nullptr));
  forks_.back()->send_bye();
}

void OutgoingCall::acknowledge(const sip::Dialog& dialog) {
  sip::Message ack = agent_.factory().begin("ACK", dialog.ack_for(invite_.cseq()), call_id_, agent_.local());
  agent_.factory().finish(ack, {});
  agent_.send_ack(ack);
}

void OutgoingCall::decide(CallResult result, TimePoint now) {
  result_ = std::move(result);
  count_attempt(now);
  if (const auto decided = std::exchange(decided_, nullptr)) decided(*result_);
  changed_.notify();
}

/// RFC 6076 4.3, 4.6-4.9; an attempt with its challenges counts once.
void OutgoingCall::count_attempt(TimePoint now) {
  stats::Recorder& recorder = agent_.telemetry().recorder;
  const int status = result_->status;
  const bool local = result_->failure && result_->failure->is_local();
  if (local) return;
  const bool established = status >= 200 && status < 300;
  const bool redirected = status >= 300 && status < 400;
  if (!redirected) {
    recorder.attempt(metric::sip_ser, labels_, established);
    recorder.attempt(metric::sip_seer, labels_, established || is_one_of(status, {480, 486, 600, 603}));
  }
  const bool unanswered = result_->failure && result_->failure->kind != "sip.no_answer";
  recorder.attempt(metric::sip_isa, labels_, unanswered || is_one_of(status, {408, 500, 503, 504}));
  if (!established) recorder.attempt(metric::sip_scr, labels_, false);
  const TimePoint decisive = first_provisional_.value_or(now);
  if (established) {
    recorder.sample(metric::sip_srd, labels_, decisive - invite_.started());
    recorder.sample(metric::sip_answer, labels_, now - invite_.started());
    if (agent_.telemetry().on_sample)
      agent_.telemetry().on_sample("sip.srd", call_id_, decisive - invite_.started());
  } else {
    recorder.failed(metric::sip_srd, labels_);
    recorder.failed(metric::sip_answer, labels_);
    if (status >= 400) recorder.sample(metric::sip_srd_failed, labels_, decisive - invite_.started());
  }
}

void OutgoingCall::send_cancel() {
  if (cancel_ || !invite_.is_running()) return;
  cancel_ = std::make_unique<CancelRequest>(agent_);
  cancel_->request.start(sip::make_cancel(invite_.request()));
}

void OutgoingCall::start_hang_up() {
  ring_timer_.disarm();
  if (session_) {
    session_->send_bye();
  } else if (invite_.is_running()) {
    cancel_wanted_ = true;
    // Timer B keeps an unanswered INVITE from lasting for ever.
    if (provisional_seen_) send_cancel();
  }
}

bool OutgoingCall::is_over() const {
  const bool forks_over =
      std::all_of(forks_.begin(), forks_.end(), [](const auto& fork) { return fork->is_over(); });
  if (session_) return session_->is_over() && forks_over;
  return result_.has_value() && !invite_.is_running();
}

std::optional<Failure> OutgoingCall::broken() const { return session_ ? session_->broken() : std::nullopt; }

void OutgoingCall::on_link_lost(const Failure& failure, TimePoint now) {
  if (session_) session_->on_lost(failure, now);
}

net::Awaitable<CallResult> OutgoingCall::wait_final() {
  while (!result_) co_await changed_.wait();
  co_return *result_;
}

net::Awaitable<bool> OutgoingCall::wait_ended(TimePoint deadline) {
  while (!is_over() && Clock::now() < deadline) {
    const bool in_time = co_await changed_.wait_until(deadline);
    if (!in_time) break;
  }
  co_return is_over();
}

net::Awaitable<Outcome<MidCallResult>> OutgoingCall::hold() {
  if (!session_ || session_->is_over()) co_return no_call();
  co_return co_await session_->reinvite().set_hold(true);
}

net::Awaitable<Outcome<MidCallResult>> OutgoingCall::resume() {
  if (!session_ || session_->is_over()) co_return no_call();
  co_return co_await session_->reinvite().set_hold(false);
}

net::Awaitable<Outcome<MidCallResult>> OutgoingCall::send_dtmf(std::string digits) {
  if (!session_ || session_->is_over()) co_return no_call();
  co_return co_await phone::send_dtmf(*session_, std::move(digits));
}

net::Awaitable<Outcome<MidCallResult>> OutgoingCall::transfer(std::string target) {
  if (!session_ || session_->is_over()) co_return no_call();
  co_return co_await session_->transfer().send(std::move(target));
}

net::Awaitable<Outcome<>> OutgoingCall::hang_up() {
  start_hang_up();
  while (!is_over()) co_await changed_.wait();
  const std::optional<Failure> failure = broken();
  if (failure) co_return *failure;
  co_return Outcome<>();
}

}  // namespace cxload::phone
