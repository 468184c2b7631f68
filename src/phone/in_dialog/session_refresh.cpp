#include "session_refresh.hpp"

#include <cxload/sip/option_tag.hpp>

#include "../session.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;
using Refresher = sip::SessionExpires::Refresher;

std::optional<sip::SessionExpires> interval_in(const sip::Message& message) {
  const auto value = message.find(HeaderId::session_expires);
  return value ? sip::parse_session_expires(*value) : std::nullopt;
}

}  // namespace

std::optional<std::chrono::seconds> too_short_for(const ClientProfile& profile, const sip::Message& request) {
  if (!profile.refuses_short_sessions) return std::nullopt;
  const auto wanted = interval_in(request);
  const bool is_short = wanted && wanted->interval < profile.least_session;
  return is_short ? std::optional(profile.least_session) : std::nullopt;
}

SessionRefresh::SessionRefresh(Session& session)
    : session_(session), timer_(session.agent().shard(), [this](TimePoint now) { on_due(now); }) {}

void SessionRefresh::agree(std::chrono::seconds interval, bool refreshes, TimePoint now) {
  interval_ = interval;
  machine_.agree(interval, refreshes, now);
  if (const auto due = machine_.next_deadline()) timer_.arm(*due);
}

/// 7.2: the 2xx decides; without a word in it the far end keeps no timer, and nor do we.
void SessionRefresh::on_response(const sip::Message& response, TimePoint now) {
  if (response.find(HeaderId::allow)) peer_updates_ = sip::has_option(response, HeaderId::allow, "UPDATE");
  const auto agreed = interval_in(response);
  if (!agreed) {
    machine_.stop();
    timer_.disarm();
    return;
  }
  agree(agreed->interval, agreed->refresher != Refresher::uas, now);
}

/// 9: who was asked decides who refreshes, when the caller left it open: he, if he can.
void SessionRefresh::on_request(const sip::Message& request, sip::Message& response, TimePoint now) {
  if (request.find(HeaderId::allow)) peer_updates_ = sip::has_option(request, HeaderId::allow, "UPDATE");
  auto wanted = interval_in(request);
  if (!wanted) return;
  const bool caller_can = sip::has_option(request, HeaderId::supported, "timer");
  if (wanted->refresher == Refresher::unset || !caller_can)
    wanted->refresher = caller_can ? Refresher::uac : Refresher::uas;
  response.append(HeaderId::session_expires, wanted->write());
  if (wanted->refresher == Refresher::uac) response.append(HeaderId::require, "timer");
  agree(wanted->interval, wanted->refresher == Refresher::uas, now);
}

void SessionRefresh::on_session_over() {
  machine_.stop();
  timer_.disarm();
}

std::optional<sip::SessionExpires> SessionRefresh::wanted() const {
  if (!machine_.next_deadline()) return std::nullopt;
  return sip::SessionExpires{interval_, machine_.refreshes() ? Refresher::uac : Refresher::uas};
}

void SessionRefresh::on_due(TimePoint now) {
  switch (machine_.on_deadline(now)) {
    case sip::SessionTimer::Due::nothing:
      break;
    case sip::SessionTimer::Due::refresh:
      refresh();
      break;
    case sip::SessionTimer::Due::expired:
      session_.give_up({"sip.session_expired", "nobody refreshed the call before its session timer ran out"});
      return;
  }
  if (const auto due = machine_.next_deadline()) timer_.arm(*due);
}

/// 7.4: UPDATE where the far end knows it, without an offer; else a re-INVITE with what is agreed already.
void SessionRefresh::refresh() {
  if (!peer_updates_) return session_.reinvite().refresh();
  if (update_ && update_->is_running()) return;
  UserAgent& agent = session_.agent();
  sip::Message update = session_.begin_request("UPDATE");
  update.append(HeaderId::contact, agent.factory().contact(agent.local()));
  update.append(HeaderId::session_expires, sip::SessionExpires{interval_, Refresher::uac}.write());
  agent.factory().finish(update, agent.group().profile->supported_invite);
  update_.emplace(agent, static_cast<ClientRequestOwner&>(*this));
  update_->start(std::move(update));
}

void SessionRefresh::on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) {
  session_.catch_up(request.cseq());
  if (response.status() < 300) {
    session_.refresh_target(response);
    on_response(response, now);
  } else if (response.status() == 408 || response.status() == 481) {
    session_.give_up({"sip.session_expired", "the far end knows the call no more: a refresh was refused"});
  }
  // Any other refusal leaves the timer running: it ends the call if nothing better comes (10).
}

void SessionRefresh::on_request_failed(ClientRequest&, const Failure& failure, TimePoint) {
  session_.give_up({"sip.session_expired", "a refresh of the call was not answered: " + failure.kind});
}

}  // namespace cxload::phone
