#include "session.hpp"

#include <utility>

#include <fmt/format.h>

#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/redact.hpp>
#include <cxload/stats/standard_metrics.hpp>

namespace cxload::phone {
namespace {

namespace metric = stats::metric;

}  // namespace

Session::Session(UserAgent& agent, sip::Dialog dialog, MediaSession& media, Aside side, TimePoint answered,
                 std::function<void()> on_change)
    : agent_(agent),
      media_(media),
      on_change_(std::move(on_change)),
      dialog_(std::move(dialog)),
      side_(side),
      labels_(agent.labels(side)),
      answered_(answered) {
  if (side_ == Aside::none) {
    ++agent_.telemetry().calls;
    agent_.telemetry().recorder.shift(metric::calls_active, agent_.group_labels(), 1);
  }
}

Session::~Session() {
  if (!over_) end(Failure{"call.abandoned", "the phone went away"}, Clock::now());
}

std::string Session::peer() const {
  const Result<sip::NameAddr> remote = sip::parse_name_addr(dialog_.remote());
  return remote ? remote->uri.user : std::string();
}

void Session::respond(sip::TransactionId id, const sip::Message& request, int status) {
  agent_.send_response(id, agent_.factory().respond(request, status, dialog_.id().local_tag, agent_.local()));
}

void Session::on_request(sip::TransactionId id, const sip::Message& request, TimePoint now) {
  if (!dialog_.accept_request(request)) {
    respond(id, request, 500);  // RFC 3261 12.2.2: CSeq out of order
  } else if (request.method() == "BYE") {
    on_bye(id, request, now);
  } else if (request.method() == "INVITE" || (request.method() == "UPDATE" && !request.body().empty())) {
    on_offer(id, request, now);
  } else if (request.method() == "UPDATE") {
    on_update(id, request, now);
  } else if (request.method() == "REFER") {
    if (!referred_) referred_ = std::make_shared<Referred>(*this);
    referred_->on_refer(id, request);
  } else if (request.method() == "NOTIFY") {
    respond(id, request, transfer_ ? transfer_->on_notify(request) : 481);
  } else if (request.method() == "INFO") {
    media_.hear_info(request);
    respond(id, request, 200);
  } else if (request.method() == "OPTIONS" || request.method() == "MESSAGE") {
    respond(id, request, 200);
  } else {
    respond(id, request, 405);
  }
}

void Session::on_bye(sip::TransactionId id, const sip::Message& request, TimePoint now) {
  respond(id, request, over_ ? 481 : 200);
  if (!over_) end(std::nullopt, bye_sent_ == TimePoint{} ? now : bye_sent_);
}

/// A re-INVITE (RFC 3261 14.2), or an UPDATE that changes media (RFC 3311 5.2).
void Session::on_offer(sip::TransactionId id, const sip::Message& request, TimePoint now) {
  if (reinvite_ && reinvite_->is_open()) return respond(id, request, 491);
  if (refuse_short(id, request)) return;
  dialog_.refresh_target(request);
  const Outcome<std::string_view> answer =
      request.body().empty() ? media_.offer() : media_.answer(request.body());
  if (!answer) {
    respond(id, request, 488);
    return;
  }
  sip::Message response = agent_.factory().respond(request, 200, dialog_.id().local_tag, agent_.local());
  response.set_body("application/sdp", *answer);
  awaits_answer_ = request.body().empty();
  agree_on_timer(request, response, now);
  agent_.send_response(id, response);
}

/// RFC 4028 7.4: without an offer it only says that the call is alive.
void Session::on_update(sip::TransactionId id, const sip::Message& request, TimePoint now) {
  if (refuse_short(id, request)) return;
  dialog_.refresh_target(request);
  sip::Message response = agent_.factory().respond(request, 200, dialog_.id().local_tag, agent_.local());
  agree_on_timer(request, response, now);
  agent_.send_response(id, response);
}

bool Session::refuse_short(sip::TransactionId id, const sip::Message& request) {
  const auto least = too_short_for(*agent_.group().profile, request);
  if (!least) return false;
  sip::Message response = agent_.factory().respond(request, 422, dialog_.id().local_tag, agent_.local());
  response.append(sip::HeaderId::min_se, std::to_string(least->count()));
  agent_.send_response(id, response);
  return true;
}

void Session::agree_on_timer(const sip::Message& response, TimePoint now) {
  if (!response.find(sip::HeaderId::session_expires) && !refresh_) return;
  if (!refresh_) refresh_ = std::make_unique<SessionRefresh>(*this);
  refresh_->on_response(response, now);
}

void Session::agree_on_timer(const sip::Message& request, sip::Message& response, TimePoint now) {
  const bool knows = agent_.group().profile->understands.find("timer") != std::string_view::npos;
  if (!knows || !request.find(sip::HeaderId::session_expires)) return;
  if (!refresh_) refresh_ = std::make_unique<SessionRefresh>(*this);
  refresh_->on_request(request, response, now);
}

std::optional<sip::SessionExpires> Session::wanted_timer() const {
  return refresh_ ? refresh_->wanted() : std::nullopt;
}

void Session::give_up(const Failure& failure) {
  if (over_) return;
  send_bye();
  end(failure, Clock::now());
}

sip::Message Session::begin_request(std::string_view method) {
  const sip::Dialog::RequestParts parts = dialog_.next_request(method);
  cseq_ = parts.cseq;
  return agent_.factory().begin(method, parts, dialog_.id().call_id, agent_.local());
}

void Session::catch_up(std::uint32_t cseq) {
  while (cseq_ < cseq) cseq_ = dialog_.next_request("INFO").cseq;
}

Reinvite& Session::reinvite() {
  if (!reinvite_) reinvite_ = std::make_unique<Reinvite>(*this);
  return *reinvite_;
}

Transfer& Session::transfer() {
  if (!transfer_) transfer_ = std::make_unique<Transfer>(*this);
  return *transfer_;
}

void Session::on_ack(const sip::Message& ack) {
  awaits_ack_ = false;
  // RFC 3261 14.2: a re-INVITE without an offer gets ours, and answers it here. An answer that cannot be read
  // leaves the media as they were.
  if (std::exchange(awaits_answer_, false) && media_.accept(ack.body())) media_.renegotiated();
  if (bye_wanted_) send_bye();
}

void Session::on_ack_missing(TimePoint now) {
  if (over_) return;
  // RFC 3261 13.3.1.4: a 2xx that nobody acknowledges ends in a BYE; the call is over without its answer.
  awaits_ack_ = false;
  send_bye();
  end(Failure{"sip.ack_timeout", "our 200 to INVITE was not acknowledged in 64*T1 (32 s)"}, now);
}

void Session::send_bye() {
  if (over_ || bye_) return;
  if (awaits_ack_) {
    bye_wanted_ = true;
    return;
  }
  sip::Message bye = begin_request("BYE");
  agent_.factory().finish(bye, agent_.group().profile->supported_invite);
  bye_.emplace(agent_, static_cast<ClientRequestOwner&>(*this));
  bye_->start(std::move(bye));
  bye_sent_ = bye_->started();
  media_.stop();
}

void Session::on_request_final(ClientRequest&, const sip::Message& response, TimePoint now) {
  stats::Recorder& recorder = agent_.telemetry().recorder;
  if (response.status() < 300) {
    recorder.sample(metric::sip_sdd, labels_, now - bye_sent_);
    end(std::nullopt, bye_sent_);
    return;
  }
  recorder.failed(metric::sip_sdd, labels_);
  // 481 when both sides hung up at once: the far end has ended the call already.
  const bool crossed = over_ && response.status() == 481;
  if (!crossed)
    end(Failure{fmt::format("sip.bye_{}", response.status()),
                fmt::format("BYE was answered {} {}", response.status(),
                            sip::told_reason(response.reason()))},
        bye_sent_);
}

void Session::on_request_failed(ClientRequest&, const Failure& failure, TimePoint now) {
  agent_.telemetry().recorder.failed(metric::sip_sdd, labels_);
  const bool timed_out = failure.kind == "sip.timeout";
  end(timed_out ? Failure{"sip.bye_timeout", "BYE was not answered in 64*T1 (32 s)"} : failure,
      timed_out ? now : bye_sent_);
}

void Session::on_lost(const Failure& failure, TimePoint now) {
  if (!over_) end(failure, now);
}

void Session::end(std::optional<Failure> broken, TimePoint talk_end) {
  if (over_) return;
  over_ = true;
  broken_ = std::move(broken);
  media_.stop();
  if (reinvite_) reinvite_->on_session_over();
  if (transfer_) transfer_->on_session_over();
  if (refresh_) refresh_->on_session_over();
  stats::Recorder& recorder = agent_.telemetry().recorder;
  recorder.sample(metric::sip_sdt, labels_, talk_end - answered_);
  if (side_ == Aside::none) {
    // RFC 6076 4.9: completed unless a lack of response ended it.
    recorder.attempt(metric::sip_scr, labels_, !broken_);
    --agent_.telemetry().calls;
    recorder.shift(metric::calls_active, agent_.group_labels(), -1);
  }
  media_.record(labels_);
  if (on_change_) on_change_();
}

}  // namespace cxload::phone
