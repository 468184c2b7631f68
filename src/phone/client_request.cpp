#include "client_request.hpp"

#include <algorithm>

#include <cxload/sip/cseq.hpp>

namespace cxload::phone {
namespace {

using sip::HeaderId;

/// A first challenge and a stale nonce may follow one another; more of them is a server that never agrees.
constexpr int max_challenges = 3;

void replace_address(sip::Message& request, const net::Endpoint& old, const net::Endpoint& now) {
  std::string contact(request.find(HeaderId::contact).value_or(""));
  const std::string before = old.to_string();
  const std::size_t at = contact.find(before);
  if (at == std::string::npos) return;  // none, or one that names no address of ours
  contact.replace(at, before.size(), now.to_string());
  request.set(HeaderId::contact, contact);
}

}  // namespace

bool is_auth_refusal(int status) { return status == 401 || status == 403 || status == 407; }

void ClientRequest::start(sip::Message request) {
  request_ = std::move(request);
  const Result<sip::CSeq> cseq = sip::parse_cseq(request_.find(HeaderId::cseq).value_or(""));
  cseq_ = cseq ? cseq->number : 0;
  challenges_ = 0;
  running_ = true;
  started_ = {};
  if (agent_.account().password && agent_.group().profile->reuses_nonce) agent_.digest().authorize(request_);
  send();
}

void ClientRequest::start_again(const sip::Message& changed) {
  request_ = agent_.factory().resend(changed, ++cseq_, agent_.local());
  if (agent_.account().password && challenges_ > 0) agent_.digest().authorize(request_);
  running_ = true;
  agent_.forget(*this);
  send();
}

void ClientRequest::start_elsewhere(const sip::Message& changed) {
  started_ = {};
  challenges_ = std::min(challenges_, 1);  // a nonce that is known goes along at once
  start_again(changed);
}

void ClientRequest::send() {
  const UserAgent::Sent sent = agent_.send_request(request_, *this);
  transaction_ = sent.id;
  sent_from_ = agent_.local();
  sent_to_ = agent_.remote();
  was_heard_ = false;
  if (started_ == TimePoint{}) started_ = sent.at;
}

void ClientRequest::on_transaction_response(sip::TransactionId id, const sip::Message& response,
                                            TimePoint now) {
  if (id != transaction_) return;  // of an attempt that a challenge ended
  if (response.find(HeaderId::call_id) != request_.find(HeaderId::call_id)) {
    // RFC 3261 8.2.6.2: copied from the request; real clients drop what differs and time out.
    on_transaction_failed(id, {"sip.wrong_call_id", "a response bears another Call-ID than its request"},
                          now);
    return;
  }
  was_heard_ = true;
  if (response.status() < 200) {
    owner_.on_request_provisional(*this, response, now);
    return;
  }
  // RFC 3263 4.3: a server that is busy is passed over like one that is silent.
  was_heard_ = response.status() != 503;
  if (response.status() == 503 && running_ && try_elsewhere({"sip.503", "the server answered 503"})) return;
  was_heard_ = true;
  const bool is_challenge = response.status() == 401 || response.status() == 407;
  if (is_challenge && running_ && answer_challenge(response)) return;
  if (running_ && challenges_ > 0 && is_auth_refusal(response.status())) ++agent_.telemetry().auth_failures;
  note_end(response);
  running_ = false;
  owner_.on_request_final(*this, response, now);
}

void ClientRequest::note_end(const sip::Message& response) {
  Sightings& sightings = agent_.telemetry().sightings;
  if (running_) sightings.requests.note(response.status());
  if (sightings.dates >= Sightings::most_dates) return;
  if (const auto date = response.find(HeaderId::date)) sightings.note_date(*date, WallClock::now());
}

void ClientRequest::on_transaction_failed(sip::TransactionId id, const Failure& failure, TimePoint now) {
  if (id != transaction_ || !running_ || try_elsewhere(failure)) return;
  agent_.telemetry().sightings.requests.note(EndingRun::no_answer);
  running_ = false;
  owner_.on_request_failed(*this, failure, now);
}

/// RFC 3263 4.3: a transport error or a time-out sends the same request to the next server, as a transaction
/// of its own; the attempt goes on.
bool ClientRequest::try_elsewhere(const Failure& failure) {
  const bool is_unanswered =
      failure.kind == "sip.timeout" || failure.kind == "sip.503" || failure.layer() == "udp";
  if (!is_unanswered || was_heard_ || !agent_.move_on(sent_to_)) return false;
  request_ = agent_.factory().resend(request_, cseq_, agent_.local());
  // The way to the next server may begin at another address, to which it must find back.
  if (agent_.local() != sent_from_) replace_address(request_, sent_from_, agent_.local());
  if (agent_.account().password && challenges_ > 0) agent_.digest().authorize(request_);
  agent_.forget(*this);
  send();
  return true;
}

bool ClientRequest::answer_challenge(const sip::Message& response) {
  if (!agent_.account().password || challenges_ >= max_challenges) return false;
  const Result<sip::ChallengeVerdict> verdict = agent_.digest().on_challenge(request_, response);
  if (!verdict || *verdict == sip::ChallengeVerdict::rejected) return false;
  ++challenges_;
  request_ = agent_.factory().resend(request_, ++cseq_, agent_.local());
  agent_.digest().authorize(request_);
  agent_.forget(*this);
  send();
  return true;
}

}  // namespace cxload::phone
