#include "phone_impl.hpp"

#include <algorithm>

#include <cxload/base/crypto.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "simple_request.hpp"

namespace cxload::phone {
namespace {

namespace metric = stats::metric;
using sip::HeaderId;

/// Calls that others made us make; none of them is swept away while its REFER is answered.
constexpr std::size_t max_outgoing_by_refer = 8;
/// How long an orderly end may take: Timer F of a BYE or a REGISTER, and a little.
constexpr Duration close_patience = std::chrono::seconds(34);

}  // namespace

Phone::Impl::Impl(Phone& phone, net::Shard& shard, const Group& group, Account account, Services& services)
    : phone_(phone),
      account_(std::move(account)),
      agent_(shard, group, account_, services, *this),
      registration_(agent_),
      incoming_changed_(shard),
      sweeper_(shard, [this](TimePoint) { sweep(); }) {}

Phone::Impl::~Impl() = default;

net::Awaitable<Outcome<FinalResponse>> Phone::Impl::register_binding(RegisterOptions options) {
  const std::size_t doors = 1 + agent_.group().fallbacks.size();
  for (std::size_t tried = 1;; ++tried) {
    const Outcome<> connected = co_await agent_.connect();
    if (!connected) {
      registration_.count_unreachable(connected.error());
      co_return connected.error();
    }
    Outcome<FinalResponse> outcome = co_await registration_.send(options.expires);
    // RFC 3263 4.3: a busy door is left for the next one, unless calls would go with it.
    const bool is_busy = outcome && outcome->status == 503 && active_calls() == 0;
    if (!is_busy || tried == doors || !agent_.leave_door()) co_return outcome;
  }
}

net::Awaitable<Outcome<FinalResponse>> Phone::Impl::unregister() {
  if (!agent_.is_open()) co_return Failure{"call.not_registered", "unregister without a connection"};
  co_return co_await registration_.send(std::chrono::seconds(0));
}

net::Awaitable<Outcome<FinalResponse>> Phone::Impl::request(std::string method, std::string target,
                                                            std::string body) {
  const Outcome<> connected = co_await agent_.connect();
  if (!connected) co_return connected.error();
  const MessageFactory& factory = agent_.factory();
  const std::string uri = factory.target_uri(target);
  const std::string call_id = crypto::random_token(22);
  const std::string from_tag = crypto::random_token(10);
  sip::Message message = agent_.begin_outside({method, uri, uri, call_id, from_tag, 1});
  if (method == "OPTIONS") message.append(HeaderId::accept, "application/sdp");
  factory.finish(message, {});
  if (!body.empty()) message.set_body("text/plain", body);
  SimpleRequest waiting(agent_);
  Outcome<FinalResponse> outcome = co_await waiting.send(std::move(message));
  co_return outcome;
}

net::Awaitable<Outcome<MessageSummary>> Phone::Impl::message_summary() {
  const Outcome<> connected = co_await agent_.connect();
  if (!connected) co_return connected.error();
  MessageWaiting mailbox(agent_);
  mailbox_ = &mailbox;
  struct Forget {
    MessageWaiting*& place;
    ~Forget() { place = nullptr; }
  } forget{mailbox_};
  Outcome<MessageSummary> summary = co_await mailbox.ask();
  co_return summary;
}

net::Awaitable<Outcome<std::shared_ptr<Call>>> Phone::Impl::dial(DialRequest request) {
  const Outcome<> connected = co_await agent_.connect();
  if (!connected) {
    if (!connected.error().is_local()) count_unreachable_call();
    co_return connected.error();
  }
  sweep();
  const auto call = std::make_shared<OutgoingCall>(agent_, std::move(request));
  const Outcome<> started = call->start();
  if (!started) co_return started.error();
  outgoing_.push_back(call);
  co_return std::shared_ptr<Call>(call);
}

bool Phone::Impl::on_user_agent_refer(DialRequest request, std::function<void(const CallResult&)> decided) {
  if (outgoing_.size() >= max_outgoing_by_refer) return false;
  const auto call = std::make_shared<OutgoingCall>(agent_, std::move(request));
  call->tell(std::move(decided));
  if (!call->start()) return false;
  outgoing_.push_back(call);
  return true;
}

void Phone::Impl::count_unreachable_call() {
  // Failures of dns, tcp, tls and ws are the deployment's: they enter the ratios as time-outs do
  // (standards 1.1).
  stats::Recorder& recorder = agent_.telemetry().recorder;
  const stats::LabelId labels = agent_.labels();
  recorder.attempt(metric::sip_ser, labels, false);
  recorder.attempt(metric::sip_seer, labels, false);
  recorder.attempt(metric::sip_isa, labels, true);
  recorder.attempt(metric::sip_scr, labels, false);
  recorder.failed(metric::sip_srd, labels);
}

void Phone::Impl::hang_up_all() {
  for (const auto& call : outgoing_) call->start_hang_up();
  for (const auto& call : incoming_) call->start_hang_up();
}

bool Phone::Impl::has_live_calls() const {
  return find_live_call() != nullptr ||
         std::any_of(incoming_.begin(), incoming_.end(), [](const auto& call) { return !call->is_over(); });
}

std::shared_ptr<OutgoingCall> Phone::Impl::find_live_call() const {
  const auto live =
      std::find_if(outgoing_.begin(), outgoing_.end(), [](const auto& call) { return !call->is_over(); });
  return live == outgoing_.end() ? nullptr : *live;
}

net::Awaitable<void> Phone::Impl::close() {
  const TimePoint give_up = Clock::now() + close_patience;
  hang_up_all();
  // Held while waiting: an INVITE that comes meanwhile sweeps away what is over.
  while (const std::shared_ptr<OutgoingCall> call = find_live_call()) {
    const bool ended = co_await call->wait_ended(give_up);
    if (!ended) break;
  }
  while (agent_.is_open() && has_live_calls()) {
    const bool in_time = co_await incoming_changed_.wait_until(give_up);
    if (!in_time) break;
  }
  const std::chrono::seconds remove(0);
  if (agent_.is_open() && registration_.is_active()) co_await registration_.send(remove);
  outgoing_.clear();
  incoming_.clear();
  agent_.disconnect();
}

void Phone::Impl::sweep() {
  std::erase_if(outgoing_, [](const auto& call) { return call->is_over(); });
  std::erase_if(incoming_, [](const auto& call) { return call->is_over(); });
}

void Phone::Impl::on_user_agent_ack(const sip::Message& ack, TimePoint) {
  if (Session* session = find_session(ack)) session->on_ack(ack);
}

void Phone::Impl::on_user_agent_ack_missing(sip::TransactionId id, TimePoint now) {
  for (const auto& call : incoming_)
    if (call->invite() == id) call->on_ack_missing(now);
}

void Phone::Impl::on_user_agent_link_lost(const Failure& failure, TimePoint now) {
  registration_.on_link_lost(failure);
  for (const auto& call : outgoing_) call->on_link_lost(failure, now);
  for (const auto& call : incoming_) call->on_link_lost(failure, now);
}

/// A phone that plays a journey is there for that journey alone, unless it waits for a call.
bool Phone::Impl::can_take_call() const { return (attended_ || !agent_.has_activity()) && !has_live_calls(); }

void Phone::Impl::on_registered() {
  const auto& tell = agent_.telemetry().on_registered;
  if (tell) tell(phone_);
}

void Phone::Impl::on_registration_lost(const Failure& failure) {
  const auto& on_lost = agent_.telemetry().on_lost;
  if (on_lost) on_lost(phone_, failure);
}

}  // namespace cxload::phone
