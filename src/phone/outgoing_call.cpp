#include "outgoing_call.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/sip/redact.hpp>
#include <cxload/sip/request_builder.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::phone {
namespace {

namespace metric = stats::metric;
using sip::HeaderId;

bool is_one_of(int status, std::initializer_list<int> set) {
  return std::find(set.begin(), set.end(), status) != set.end();
}

}  // namespace

struct OutgoingCall::CancelRequest final : ClientRequestOwner {
  explicit CancelRequest(UserAgent& agent) : request(agent, *this) {}
  void on_request_final(ClientRequest&, const sip::Message&, TimePoint) override {}
  void on_request_failed(ClientRequest&, const Failure&, TimePoint) override {}
  ClientRequest request;
};

OutgoingCall::OutgoingCall(UserAgent& agent, DialRequest request)
    : LiveCall(agent),
      dial_(std::move(request)),
      call_id_(crypto::random_token(22)),
      from_tag_(crypto::random_token(10)),
      invite_(agent, *this),
      ring_timer_(agent.shard(),
                  [this](TimePoint now) {
                    if (!result_)
                      decide({0, {}, Failure{"sip.no_answer", "nobody answered within the ring time"}}, now);
                    start_hang_up();
                  }),
      labels_(agent.labels()) {}

// An unfinished session tells its end to what is still whole then.
OutgoingCall::~OutgoingCall() { session_.reset(); }

Outcome<> OutgoingCall::start() {
  is_gathering_ = !media_.prepare([this] { on_gathered(); });
  return is_gathering_ ? Outcome<>() : invite();
}

void OutgoingCall::on_gathered() {
  is_gathering_ = false;
  if (result_) return;  // hung up meanwhile
  const Outcome<> invited = invite();
  if (!invited) decide({0, {}, invited.error()}, Clock::now());
}

Outcome<> OutgoingCall::invite() {
  const Outcome<std::string_view> offer = media_.offer();
  if (!offer) return offer.error();
  const MessageFactory& factory = agent_.factory();
  const std::string target = factory.target_uri(dial_.target);
  sip::Message invite = agent_.begin_outside({"INVITE", target, target, call_id_, from_tag_, 1});
  invite.append(HeaderId::contact, factory.contact(agent_.local()));
  for (const auto& [name, value] : dial_.headers) invite.append(name, value);
  invite.append(HeaderId::allow, agent_.group().profile->allow);
  const sip::SessionExpires wanted{agent_.group().profile->session_interval};
  if (wanted.interval.count() > 0 && !invite.find(HeaderId::session_expires))
    invite.append(HeaderId::session_expires, wanted.write());
  factory.finish(invite, agent_.group().profile->supported_invite);
  invite.set_body("application/sdp", *offer);
  invite_.start(std::move(invite));
  ring_timer_.arm(invite_.started() + dial_.ring_timeout);
  return {};
}

void OutgoingCall::on_request_provisional(ClientRequest&, const sip::Message& response, TimePoint now) {
  provisional_seen_ = true;
  if (response.status() > 100 && !first_provisional_) first_provisional_ = now;
  if (const auto rseq = sip::reliable_rseq(response)) on_reliable(response, *rseq);
  if (ringing_) ringing_->notify();
  // RFC 3261 9.1: CANCEL waits for the first provisional response.
  if (cancel_wanted_) send_cancel();
}

void OutgoingCall::on_reliable(const sip::Message& response, std::uint32_t rseq) {
  const bool does_prack = agent_.group().profile->understands.find("100rel") != std::string_view::npos;
  if (!does_prack || session_) return;
  if (!prack_) prack_ = std::make_unique<Prack>(agent_);
  const bool is_new = prack_->on_provisional(invite_.request(), response, rseq);
  if (is_new && !response.body().empty() && media_.accept(response.body())) answered_early_ = true;
}

void OutgoingCall::on_request_final(ClientRequest&, const sip::Message& response, TimePoint now) {
  if (response.status() < 300) {
    on_answered(response, now);
  } else if (!result_ && ask_for_longer_session(response)) {
    return;
  } else if (!result_) {
    const CallResult outcome{response.status(), sip::told_reason(response.reason()), std::nullopt};
    note_places(response);
    if (try_next_place(outcome, now)) return;
    decide(outcome, now);
  }
  ring_timer_.disarm();
  changed_.notify();
}

/// RFC 4028 7.1, 7.3: once more with the interval that the 422 names.
bool OutgoingCall::ask_for_longer_session(const sip::Message& response) {
  const bool can =
      response.status() == 422 && agent_.group().profile->retries_short_sessions && !cancel_wanted_;
  const auto least = sip::parse_session_expires(response.find(HeaderId::min_se).value_or(""));
  if (!can || !least || std::exchange(asked_longer_, true)) return false;
  sip::Message again = invite_.request();
  again.set(HeaderId::session_expires, least->write());
  again.set(HeaderId::min_se, least->write());
  invite_.start_again(again);
  return true;
}

void OutgoingCall::note_places(const sip::Message& response) {
  if (response.status() >= 400 || !dial_.follows_redirects || !agent_.group().profile->follows_redirects)
    return;
  if (!redirects_) redirects_ = std::make_unique<Redirects>(invite_.request().request_uri());
  redirects_->add(response);
}

/// RFC 3261 8.1.3.4: To, From and Call-ID stay. A 6xx speaks for all places (21.6).
bool OutgoingCall::try_next_place(const CallResult& outcome, TimePoint now) {
  if (!redirects_ || cancel_wanted_ || outcome.status >= 600) return false;
  const std::string place = redirects_->next();
  if (place.empty()) return false;
  count_attempt(outcome, now);
  first_provisional_.reset();
  provisional_seen_ = false;
  answered_early_ = false;
  prack_.reset();
  agent_.note("on to " + place);
  sip::Message again = invite_.request();
  again.set_request_uri(place);
  invite_.start_elsewhere(again);
  return true;
}

void OutgoingCall::on_request_failed(ClientRequest&, const Failure& failure, TimePoint now) {
  const bool is_silent = failure.kind == "sip.timeout" && !result_;
  if (is_silent && try_next_place({0, {}, failure}, now)) return;
  ring_timer_.disarm();
  if (!result_) decide({0, {}, failure}, now);
  changed_.notify();
}

void OutgoingCall::on_answered(const sip::Message& response, TimePoint now) {
  if (session_) {
    on_answered_again(response);
    return;
  }
  Result<sip::Dialog> dialog = dialog_of(response);
  if (!dialog) {
    if (!result_)
      decide({0, {}, Failure{"sip.bad_200", "200 to INVITE makes no dialog: " + dialog.error().message()}},
             now);
    return;
  }
  acknowledge(*dialog);
  const bool too_late = result_.has_value();  // our CANCEL or the ring time crossed the 200 (RFC 3261 9.1)
  const Outcome<> agreed = agree(response);
  if (!too_late) decide({response.status(), sip::told_reason(response.reason()), std::nullopt}, now);
  session_ = std::make_unique<Session>(agent_, std::move(*dialog), media_, Aside::none, now,
                                       [this] { changed_.notify(); });
  session_->agree_on_timer(response, now);
  if (too_late || cancel_wanted_) {
    session_->send_bye();
  } else if (!agreed) {
    result_->failure = agreed.error();
    session_->send_bye();
  } else {
    media_.start({now, session_->id().call_id, session_->peer(), false}, labels_);
  }
}

Result<sip::Dialog> OutgoingCall::dialog_of(const sip::Message& response) {
  if (prack_)
    if (auto confirmed = prack_->confirm(response)) return std::move(*confirmed);
  return sip::Dialog::make_uac(invite_.request(), response);
}

Outcome<> OutgoingCall::agree(const sip::Message& response) {
  if (!response.body().empty()) return media_.accept(response.body());
  if (answered_early_) return {};
  return Failure{"sip.no_sdp", "200 to INVITE holds no SDP answer"};
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
  count_attempt(*result_, now);
  if (const auto decided = std::exchange(decided_, nullptr)) decided(*result_);
  if (ringing_) ringing_->notify();
  changed_.notify();
}

/// RFC 6076 4.3, 4.6-4.9; an attempt with its challenges counts once, a redirected one once for each place.
void OutgoingCall::count_attempt(const CallResult& result, TimePoint now) {
  stats::Recorder& recorder = agent_.telemetry().recorder;
  const int status = result.status;
  const bool local = result.failure && result.failure->is_local();
  if (local) return;
  const bool established = status >= 200 && status < 300;
  const bool redirected = status >= 300 && status < 400;
  if (!redirected) {
    recorder.attempt(metric::sip_ser, labels_, established);
    recorder.attempt(metric::sip_seer, labels_, established || is_one_of(status, {480, 486, 600, 603}));
  }
  const bool unanswered = result.failure && result.failure->kind != "sip.no_answer";
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
  } else if (is_gathering_ && !result_) {
    // Nobody was asked, so there is no attempt to count.
    result_ = CallResult{0, {}, Failure{"call.over", "it was given up before anything was sent"}};
    changed_.notify();
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

void OutgoingCall::on_link_lost(const Failure& failure, TimePoint now) {
  if (session_) session_->on_lost(failure, now);
}

net::Awaitable<bool> OutgoingCall::wait_ringing() {
  if (!ringing_) ringing_.emplace(agent_.shard());
  while (!first_provisional_ && !result_) co_await ringing_->wait();
  co_return first_provisional_.has_value();
}

Outcome<> OutgoingCall::answer(int) {
  return Failure{"call.not_incoming", "this phone made the call; the far end answers it"};
}

}  // namespace cxload::phone
