#include "reinvite.hpp"

#include <cxload/base/log.hpp>
#include <cxload/sip/redact.hpp>

#include "../session.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;
using std::chrono::milliseconds;

/// A far end that answers 491 for ever is not waited for.
constexpr int most_attempts = 4;

}  // namespace

Reinvite::Reinvite(Session& session) : session_(session), changed_(session.agent().shard()) {}

net::Awaitable<Outcome<MidCallResult>> Reinvite::set_hold(bool held) {
  if (is_open()) co_return Failure{"call.busy", "another re-INVITE of this call is still open"};
  const bool before = session_.media().is_held();
  Outcome<MidCallResult> outcome = Failure{"call.over", "the call has ended"};
  for (int attempt = 1; !session_.is_over(); ++attempt) {
    session_.media().set_held(held);
    outcome = co_await send_once();
    if (!outcome || outcome->status != 491 || attempt == most_attempts) break;
    session_.media().set_held(before);
    const TimePoint again = Clock::now() + glare_pause();
    co_await net::sleep_until(session_.agent().shard(), again);
  }
  if (!outcome || outcome->status >= 300) session_.media().set_held(before);
  co_return outcome;
}

/// 14.1: who owns the Call-ID waits 2.1 to 4 s, the other side 0 to 2 s, both in steps of 10 ms.
Duration Reinvite::glare_pause() {
  const bool owner = session_.owns_call_id();
  Random& random = session_.agent().draws();
  const Duration drawn = owner ? random.between(milliseconds(2100), milliseconds(4000))
                               : random.between(milliseconds(0), milliseconds(2000));
  return drawn - drawn % milliseconds(10);
}

net::Awaitable<Outcome<MidCallResult>> Reinvite::send_once() {
  const Outcome<> sent = send();
  if (!sent) co_return sent.error();
  while (!outcome_) co_await changed_.wait();
  co_return *outcome_;
}

void Reinvite::refresh() {
  if (is_open()) return;
  const Outcome<> sent = send();
  if (!sent) CXLOAD_LOG(debug, "phone", "a call was not refreshed: {}", sent.error().detail);
}

Outcome<> Reinvite::send() {
  const Outcome<std::string_view> offer = session_.media().offer();
  if (!offer) return offer.error();
  UserAgent& agent = session_.agent();
  sip::Message invite = session_.begin_request("INVITE");
  invite.append(HeaderId::contact, agent.factory().contact(agent.local()));
  invite.append(HeaderId::allow, agent.group().profile->allow);
  // RFC 4028 7.4: a re-INVITE that does not name the interval ends the timer.
  if (const auto timer = session_.wanted_timer()) invite.append(HeaderId::session_expires, timer->write());
  agent.factory().finish(invite, agent.group().profile->supported_invite);
  invite.set_body("application/sdp", *offer);
  outcome_.reset();
  invite_.emplace(agent, static_cast<ClientRequestOwner&>(*this));
  invite_->start(std::move(invite));
  return {};
}

void Reinvite::on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) {
  session_.catch_up(request.cseq());
  if (response.status() < 300) {
    acknowledge();
    if (outcome_) return;  // the ACK got lost, nothing else is new
    session_.refresh_target(response);
    session_.agree_on_timer(response, now);
    const Outcome<> agreed = session_.media().accept(response.body());
    if (!agreed) {
      outcome_ = agreed.error();
      changed_.notify();
      return;
    }
    session_.media().renegotiated();
  }
  if (!outcome_) outcome_ = MidCallResult{response.status(), sip::told_reason(response.reason())};
  changed_.notify();
}

void Reinvite::on_request_failed(ClientRequest&, const Failure& failure, TimePoint) {
  if (!outcome_) outcome_ = failure;
  changed_.notify();
}

void Reinvite::on_session_over() {
  if (!outcome_) outcome_ = Failure{"call.over", "the call ended while a re-INVITE was open"};
  changed_.notify();
}

void Reinvite::acknowledge() {
  UserAgent& agent = session_.agent();
  const sip::Dialog& dialog = session_.dialog();
  sip::Message ack =
      agent.factory().begin("ACK", dialog.ack_for(invite_->cseq()), dialog.id().call_id, agent.local());
  agent.factory().finish(ack, {});
  agent.send_ack(ack);
}

}  // namespace cxload::phone
