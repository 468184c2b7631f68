#include "registration.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/redact.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::phone {
namespace {

namespace metric = stats::metric;
using sip::HeaderId;

/// RFC 6076 4.2: 4xx but 401, 402, 407; 5xx; 6xx. A 401 that credentials did not cure is counted too: nothing
/// recovered it, and the phone has no registration.
bool is_ineffective(int status, bool was_final_challenge) {
  if (status == 401 || status == 407) return was_final_challenge;
  return status >= 400 && status != 402;
}

/// What the registrar granted to our own Contact; nothing when it does not list it.
struct Granted {
  std::optional<std::chrono::seconds> in_contact;
  sip::Params params = {};
};

std::optional<Granted> find_own_contact(const sip::Message& response, std::string_view token) {
  for (const std::string_view value : response.values(HeaderId::contact)) {
    const Result<sip::NameAddr> contact = sip::parse_name_addr(value);
    if (!contact || contact->uri.user != token) continue;
    Granted granted;
    granted.params = contact->params;
    if (const auto expires = contact->params.find("expires"))
      if (const auto seconds = text::parse_unsigned(*expires); seconds && *seconds <= 0xFFFFFFFFU)
        granted.in_contact = std::chrono::seconds(*seconds);
    return granted;
  }
  return std::nullopt;
}

std::optional<std::chrono::seconds> seconds_in(const sip::Message& response, HeaderId id) {
  const auto value = response.find(id);
  const auto seconds = value ? text::parse_unsigned(*value) : std::nullopt;
  if (!seconds || *seconds > 0xFFFFFFFFU) return std::nullopt;
  return std::chrono::seconds(*seconds);
}

/// Why a 200 to a REGISTER is no registration.
std::optional<Failure> why_useless(const std::optional<Granted>& own,
                                   std::optional<std::chrono::seconds> granted, bool needs_contact_expires) {
  if (!own)
    return Failure{"sip.no_contact", "200 to REGISTER does not list our Contact (RFC 3261 10.3 step 8)"};
  if (!own->in_contact && needs_contact_expires)
    return Failure{"sip.no_expires",
                   "200 to REGISTER lists our Contact without expires (RFC 3261 10.3 step 8)"};
  if (granted == std::chrono::seconds(0))
    return Failure{"sip.expires_zero", "200 to REGISTER grants our Contact no time: expires is 0"};
  return std::nullopt;
}

/// A registrar that grants a second must not be asked without pause.
constexpr Duration shortest_refresh = std::chrono::seconds(1);

}  // namespace

Registration::Registration(UserAgent& agent)
    : agent_(agent), refresh_(agent.shard(), [this](TimePoint) {
        if (agent_.is_open() && !request_) start(wanted_);
      }) {}

Registration::~Registration() = default;

net::Awaitable<Outcome<FinalResponse>> Registration::send(std::chrono::seconds expires) {
  if (expires.count() > 0) wanted_ = expires;
  waiting_ = std::make_unique<net::Signal>(agent_.shard());
  outcome_.reset();
  request_.reset();  // a refresh of its own that is under way: this one replaces it
  refresh_.disarm();
  start(expires);
  co_await waiting_->wait();
  waiting_.reset();
  Outcome<FinalResponse> outcome = std::move(*outcome_);
  outcome_.reset();
  co_return outcome;
}

void Registration::start(std::chrono::seconds expires) {
  if (call_id_.empty()) {
    call_id_ = crypto::random_token(22);
    from_tag_ = crypto::random_token(10);
  }
  was_active_ = active_;
  retried_423_ = false;
  request_ = std::make_unique<ClientRequest>(agent_, static_cast<ClientRequestOwner&>(*this));
  request_->start(agent_.factory().register_request(call_id_, from_tag_, ++cseq_, expires, agent_.local()));
  first_sent_ = request_->started();
}

Aside Registration::aside() const {
  const bool removes = request_ && request_->request().find(HeaderId::expires).value_or("") == "0";
  const std::string_view contact = request_ ? request_->request().find(HeaderId::contact).value_or("") : "";
  if (removes || contact.ends_with(";expires=0")) return Aside::remove;
  return was_active_ ? Aside::refresh : Aside::none;
}

void Registration::count(bool effective, TimePoint now) {
  stats::Recorder& recorder = agent_.telemetry().recorder;
  const stats::LabelId labels = agent_.labels(aside());
  recorder.attempt(metric::sip_ira, labels, !effective);
  if (!effective) {
    recorder.failed(metric::sip_rrd, labels);
    return;
  }
  const Duration delay = now - first_sent_;
  recorder.sample(metric::sip_rrd, labels, delay);
  if (agent_.telemetry().on_sample && aside() == Aside::none)
    agent_.telemetry().on_sample("sip.rrd", call_id_, delay);
}

void Registration::count_unreachable(const Failure& failure) {
  if (failure.is_local()) return;
  was_active_ = active_;
  count(false, Clock::now());
}

void Registration::on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) {
  cseq_ = request.cseq();
  const int status = response.status();
  if (status < 300) {
    accept(response, now);
  } else if (status == 423 && !retried_423_ && seconds_in(response, HeaderId::min_expires)) {
    retry_with_min_expires(response, now);
  } else {
    count(!is_ineffective(status, true), now);
    set_active(false);
    finish(FinalResponse{status, sip::told_reason(response.reason())});
  }
}

void Registration::accept(const sip::Message& response, TimePoint now) {
  if (aside() == Aside::remove) {
    const std::optional<Granted> left = find_own_contact(response, agent_.identity().contact_token);
    const bool is_gone = !left || left->in_contact == std::chrono::seconds(0);
    count(is_gone, now);
    set_active(false);
    if (!is_gone) {
      finish(Failure{"sip.still_registered",
                     "200 to the removal of our Contact still lists it (RFC 3261 10.2.2)"});
      return;
    }
    finish(FinalResponse{response.status(), sip::told_reason(response.reason())});
    return;
  }
  const std::optional<Granted> own = find_own_contact(response, agent_.identity().contact_token);
  const auto granted = own && own->in_contact ? own->in_contact : seconds_in(response, HeaderId::expires);
  if (auto useless = why_useless(own, granted, agent_.group().profile->needs_contact_expires)) {
    count(false, now);
    set_active(false);
    finish(std::move(*useless));
    return;
  }
  count(true, now);
  agent_.learn(response, own->params);
  set_active(true);
  schedule_refresh(granted.value_or(wanted_), now);
  finish(FinalResponse{response.status(), sip::told_reason(response.reason())});
}

void Registration::retry_with_min_expires(const sip::Message& response, TimePoint) {
  retried_423_ = true;
  wanted_ = std::min(*seconds_in(response, HeaderId::min_expires), std::chrono::seconds(86'400));
  const TimePoint first = first_sent_;
  // The old request must stay until its callback returns: it is this call's caller.
  auto again = std::make_unique<ClientRequest>(agent_, static_cast<ClientRequestOwner&>(*this));
  again->start(agent_.factory().register_request(call_id_, from_tag_, ++cseq_, wanted_, agent_.local()));
  retired_ = std::move(request_);
  request_ = std::move(again);
  first_sent_ = first;
}

void Registration::on_request_failed(ClientRequest&, const Failure& failure, TimePoint now) {
  if (!failure.is_local()) count(false, now);
  set_active(false);
  finish(failure);
}

void Registration::finish(Outcome<FinalResponse> outcome) {
  if (!outcome) lost_ = outcome.error();
  if (outcome && outcome->status >= 300)
    lost_ =
        Failure{fmt::format("sip.{}", outcome->status), "the registration was refused: " + outcome->reason};
  outcome_ = std::move(outcome);
  retired_ = std::move(request_);
  if (waiting_) {
    waiting_->notify();
  } else if (lost_) {
    agent_.tell_lost(*lost_);
  }
}

void Registration::set_active(bool active) {
  const bool has_changed = active != active_;
  if (has_changed) {
    const std::int64_t change = active ? 1 : -1;
    agent_.telemetry().registered += change;
    agent_.telemetry().recorder.shift(metric::phones_registered, agent_.group_labels(), change);
  }
  active_ = active;
  if (active) lost_.reset();
  if (!active) {
    refresh_.disarm();
    agent_.unlearn();
  }
  if (active && has_changed) agent_.tell_registered();
}

void Registration::schedule_refresh(std::chrono::seconds granted, TimePoint now) {
  const ClientProfile& profile = *agent_.group().profile;
  const double share =
      profile.refresh_low + (profile.refresh_high - profile.refresh_low) * agent_.shard().random().unit();
  const auto wait = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(granted) * share);
  refresh_.arm(now + std::max(wait, shortest_refresh));
}

void Registration::on_link_lost(const Failure& failure) {
  const bool was_active = active_;
  set_active(false);
  if (!was_active) return;
  lost_ = failure;
  if (!waiting_) agent_.tell_lost(failure);
}

}  // namespace cxload::phone
