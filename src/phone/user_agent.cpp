#include "user_agent.hpp"

#include <algorithm>

#include <cxload/base/log.hpp>
#include <cxload/base/text.hpp>
#include <cxload/net/udp.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/uri.hpp>
#include <cxload/sip/way_back.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "request_check.hpp"

namespace cxload::phone {
namespace {

namespace metric = stats::metric;

/// Over UDP an INVITE lingers for 32 s (RFC 3261 timer D, RFC 6026 timer M): room for eight calls a second.
constexpr std::size_t max_transactions = 256;

sip::Reliability reliability_of(net::Scheme scheme) {
  return net::is_reliable(scheme) ? sip::Reliability::reliable : sip::Reliability::unreliable;
}

/// A request without a Via that can be read is refused by the transaction layer.
void stamp_source(sip::Message& request, const net::Endpoint& from) {
  const bool stamped = sip::stamp_via(request, {from.address.to_string(), from.port});
  if (!stamped) CXLOAD_LOG(debug, "phone", "a request from {} has no Via", from.to_string());
}

}  // namespace

UserAgent::UserAgent(net::Shard& shard, const Group& group, const Account& account, Services& services,
                     UserAgentOwner& owner)
    : shard_(shard),
      group_(group),
      account_(account),
      services_(services),
      owner_(owner),
      identity_(*group.profile, group.door.scheme),
      factory_(group, account, identity_),
      transactions_(reliability_of(group.door.scheme), {}, max_transactions),
      timer_(shard,
             [this](TimePoint now) {
               transactions_.on_deadline(now);
               pump(now);
             }),
      keepalive_(shard, [this](TimePoint now) { keep_alive(now); }),
      name_(std::make_shared<const std::string>(account.user)) {}

UserAgent::~UserAgent() = default;

net::Awaitable<Outcome<>> UserAgent::connect() {
  if (group_.listen) co_return co_await connect_trunk();
  if (is_open()) co_return Outcome<>();
  const std::size_t doors = 1 + group_.fallbacks.size();
  for (std::size_t tried = 1;; ++tried) {
    const net::Door& door = door_at_ == 0 ? group_.door : group_.fallbacks[door_at_ - 1];
    const Outcome<> connected = co_await connect_through(door);
    if (connected || connected.error().is_local()) co_return connected;
    door_at_ = (door_at_ + 1) % doors;
    ticket_ = nullptr;
    if (tried == doors) co_return connected;
  }
}

net::Awaitable<Outcome<>> UserAgent::connect_through(const net::Door& door) {
  connect_failure_.reset();
  const bool shares_socket = door.scheme == net::Scheme::udp && !group_.socket_each;
  link_ = shares_socket ? services_.udp_hubs.open(door, identity_.contact_token, *this)
                        : net::open_link(shard_, door, *this);
  if (!group_.network.is_clear())
    link_->impair({group_.network, draws().fork("network of " + account_.user, ++links_opened_)});
  link_->resume(std::exchange(ticket_, nullptr));
  if (link_->was_open_at_once()) {
    on_link_open({});
    co_return Outcome<>();
  }
  connecting_.emplace(shard_);
  co_await connecting_->wait();
  connecting_.reset();
  if (connect_failure_) co_return *connect_failure_;
  co_return Outcome<>();
}

Outcome<> UserAgent::listen() {
  if (is_open()) return {};
  Outcome<std::unique_ptr<TrunkLink>> link =
      services_.trunks.open(shard_, group_, {identity_.contact_token, account_.user}, *this,
                            [this] { return owner_.can_take_call(); });
  if (!link) return link.error();
  trunk_ = link->get();
  link_ = std::move(*link);
  open_ = true;
  return {};
}

/// What it calls by itself goes to the deployment's door, from its own address.
net::Awaitable<Outcome<>> UserAgent::connect_trunk() {
  const Outcome<> listening = listen();
  if (!listening) co_return listening;
  if (trunk_->has_way_out()) co_return Outcome<>();
  const TimePoint asked = Clock::now();
  const TimePoint deadline = asked + group_.door.connect_timeout;
  const Outcome<std::vector<net::Endpoint>> targets =
      co_await net::find_targets(shard_, group_.door, deadline);
  if (!targets) co_return targets.error();
  trunk_->set_way_out(targets->front());
  note("calls " + targets->front().to_string() + " from " + local().to_string());
  co_return Outcome<>();
}

void UserAgent::disconnect() {
  open_ = false;
  trunk_ = nullptr;
  ticket_ = nullptr;
  if (link_) link_->close();
  link_.reset();
  timer_.disarm();
  keepalive_.disarm();
}

bool UserAgent::leave_door() {
  if (group_.fallbacks.empty()) return false;
  door_at_ = (door_at_ + 1) % (1 + group_.fallbacks.size());
  disconnect();
  return true;
}

void UserAgent::cut(const Failure& failure) {
  if (link_) on_link_closed(failure);
}

net::Endpoint UserAgent::local() const { return link_ ? link_->local() : net::Endpoint(); }

net::Endpoint UserAgent::remote() const { return link_ ? link_->remote() : net::Endpoint(); }

void UserAgent::on_link_open(const net::ConnectTimes& times) {
  open_ = true;
  if (times.dns) telemetry().recorder.sample(metric::phase_dns, labels(), *times.dns);
  if (times.tcp) telemetry().recorder.sample(metric::phase_tcp, labels(), *times.tcp);
  if (times.tls) telemetry().recorder.sample(metric::phase_tls, labels(), *times.tls);
  if (times.ws) telemetry().recorder.sample(metric::phase_ws, labels(), *times.ws);
  if (takes_notes()) note("connected to " + link_->remote().to_string());
  keepalive_every_ = group_.profile->keepalive;
  if (keepalive_every_.count() > 0) keepalive_.arm(Clock::now() + keepalive_every_);
  if (connecting_) connecting_->notify();
}

void UserAgent::keep_alive(TimePoint now) {
  if (!is_open()) return;
  if (net::is_websocket(group_.door.scheme)) {
    link_->send_ping();
  } else {
    link_->send_keepalive();
  }
  keepalive_.arm(now + keepalive_every_);
}

void UserAgent::on_link_moved(const Failure& failure) {
  const TimePoint now = Clock::now();
  note("on to " + link_->remote().to_string() + ": " + failure.detail);
  transactions_.on_transport_failed(failure, now);
  pump(now);
}

void UserAgent::on_link_closed(const Failure& failure) {
  const TimePoint now = Clock::now();
  const bool was_open = open_;
  open_ = false;
  trunk_ = nullptr;
  keepalive_.disarm();
  ticket_ = was_open ? link_->take_ticket() : nullptr;
  link_.reset();
  if (takes_notes())
    note((was_open ? "connection lost: " : "no connection: ") + failure.kind + " (" + failure.detail + ")");
  if (connecting_) {
    connect_failure_ = failure;
    connecting_->notify();
  }
  transactions_.on_transport_failed(failure, now);
  pump(now);
  if (was_open) owner_.on_user_agent_link_lost(failure, now);
}

void UserAgent::on_link_message(std::string_view message, TimePoint arrived) {
  if (message == "\r\n") return;  // RFC 5626 4.4.1: the pong of our keep-alive
  if (activity_) trace(false, arrived, std::make_shared<const std::string>(message));
  Result<sip::Message> parsed = sip::parse_message(message);
  if (!parsed) {
    note("what arrived is no SIP message: " + parsed.error().message());
    return send_refusal(refuse_unreadable(message));
  }
  if (parsed->is_request())
    if (std::optional<sip::Message> refusal = refuse_malformed(*parsed))
      return send_refusal(std::move(refusal));
  if (parsed->is_response()) ++telemetry().responses;
  // Where a trunk answers is told by the Via alone, as for any server (RFC 3261 18.2).
  if (trunk_ != nullptr && parsed->is_request()) stamp_source(*parsed, trunk_->remote());
  transactions_.on_message(std::move(*parsed), arrived);
  pump(arrived);
}

/// RFC 3261 8.2.7: without a transaction; the same bytes again get the like.
void UserAgent::send_refusal(std::optional<sip::Message> response) {
  if (!response || !is_open()) return;
  if (trunk_ != nullptr) stamp_source(*response, trunk_->remote());
  const auto bytes = std::make_shared<const std::string>(response->write());
  const TimePoint at = link_->send(*bytes);
  if (activity_) trace(true, at, bytes);
}

UserAgent::Sent UserAgent::send_request(const sip::Message& request, TransactionUser& user) {
  const TimePoint now = Clock::now();
  const sip::TransactionId id = transactions_.send_request(request, now);
  if (telemetry().on_register && request.method() == "REGISTER") telemetry().on_register(now);
  users_.emplace_back(id, &user);
  last_sent_ = now;
  if (is_open()) {
    flush_output();
  } else {
    // The answer must not come from inside this call: the timer delivers it.
    transactions_.on_transport_failed(Failure{"tcp.closed", "the connection is gone"}, now);
  }
  timer_.arm(is_open() ? transactions_.next_deadline().value_or(now + sip::Timing{}.timer_d) : now);
  return {id, last_sent_};
}

void UserAgent::send_response(sip::TransactionId id, const sip::Message& response) {
  const TimePoint now = Clock::now();
  transactions_.send_response(id, response, now);
  flush_output();
  if (!pumping_) arm_timer();
}

void UserAgent::send_ack(const sip::Message& ack) {
  if (!is_open()) return;
  const auto bytes = std::make_shared<const std::string>(ack.write());
  const TimePoint at = link_->send(*bytes);
  if (activity_) trace(true, at, bytes);
}

void UserAgent::forget(TransactionUser& user) {
  for (const auto& [id, owner] : users_)
    if (owner == &user) transactions_.forget(id);
  std::erase_if(users_, [&](const auto& entry) { return entry.second == &user; });
}

std::optional<sip::TransactionId> UserAgent::find_cancelled(sip::TransactionId cancel) const {
  return transactions_.find_cancelled(cancel);
}

void UserAgent::flush_output() {
  while (const std::optional<sip::Output> output = transactions_.poll_output()) {
    if (!is_open()) continue;
    last_sent_ = link_->send(*output->bytes);
    if (output->is_retransmission) telemetry().recorder.add(metric::sip_retransmissions, labels());
    if (activity_) trace(true, last_sent_, output->bytes);
  }
}

void UserAgent::pump(TimePoint now) {
  if (pumping_) return;  // a callback sent something: the loop below picks up what follows
  pumping_ = true;
  for (;;) {
    flush_output();
    const std::optional<sip::Event> event = transactions_.poll_event();
    if (!event) break;
    dispatch(*event, now);
  }
  pumping_ = false;
  arm_timer();
}

void UserAgent::arm_timer() {
  if (const std::optional<TimePoint> due = transactions_.next_deadline()) {
    timer_.arm(*due);
  } else {
    timer_.disarm();
  }
}

TransactionUser* UserAgent::find_user(sip::TransactionId id) const {
  const auto found =
      std::find_if(users_.begin(), users_.end(), [&](const auto& entry) { return entry.first == id; });
  return found == users_.end() ? nullptr : found->second;
}

void UserAgent::dispatch(const sip::Event& event, TimePoint now) {
  if (const auto* response = std::get_if<sip::ResponseReceived>(&event)) {
    if (TransactionUser* user = find_user(response->transaction))
      user->on_transaction_response(response->transaction, response->response, now);
  } else if (const auto* timed_out = std::get_if<sip::RequestTimedOut>(&event)) {
    if (TransactionUser* user = find_user(timed_out->transaction))
      user->on_transaction_failed(timed_out->transaction,
                                  {"sip.timeout", "no final response in 64*T1 (32 s)"}, now);
  } else if (const auto* failed = std::get_if<sip::TransportFailed>(&event)) {
    if (TransactionUser* user = find_user(failed->transaction))
      user->on_transaction_failed(failed->transaction, failed->failure, now);
  } else if (const auto* request = std::get_if<sip::RequestReceived>(&event)) {
    owner_.on_user_agent_request(request->transaction, request->request, now);
  } else if (const auto* ack = std::get_if<sip::AckReceived>(&event)) {
    owner_.on_user_agent_ack(ack->ack, now);
  } else if (const auto* missing = std::get_if<sip::AckTimedOut>(&event)) {
    owner_.on_user_agent_ack_missing(missing->transaction, now);
  }
}

void UserAgent::begin_activity(std::shared_ptr<Activity> activity) {
  activity_ = std::move(activity);
  labels_.clear();
}

void UserAgent::end_activity() {
  activity_.reset();
  labels_.clear();
}

stats::LabelId UserAgent::labels(Aside aside) {
  return labels_.find(services_, group_, activity_.get(), aside);
}

stats::LabelId UserAgent::refine(
    stats::LabelId base, std::initializer_list<std::pair<std::string_view, std::string_view>> labels) {
  return services_.labels.refine(telemetry().recorder, base, labels);
}

stats::LabelId UserAgent::group_labels() {
  if (!group_labels_)
    group_labels_ = services_.labels.find(telemetry().recorder, group_, nullptr, Aside::none);
  return *group_labels_;
}

Random& UserAgent::draws() { return activity_ ? activity_->random : shard_.random(); }

sip::DigestClient& UserAgent::digest() {
  if (!digest_) {
    const bool is_plain = group_.profile->order == ClientProfile::HeaderOrder::rfc3261;
    digest_ = std::make_unique<sip::DigestClient>(
        account_.auth_user.empty() ? account_.user : account_.auth_user, account_.password.value_or(""),
        is_plain ? sip::DigestOrder::username_first : sip::DigestOrder::algorithm_first);
  }
  return *digest_;
}

bool UserAgent::takes_notes() const { return activity_ != nullptr || log::is_on(log::Level::debug); }

void UserAgent::note(std::string event) {
  CXLOAD_LOG(debug, "phone", "{}: {}", account_.user, event);
  if (activity_) activity_->trace.add({Clock::now(), false, name_, nullptr, std::move(event)});
}

void UserAgent::trace(bool sent, TimePoint at, std::shared_ptr<const std::string> raw) {
  activity_->trace.add({at, sent, name_, std::move(raw), {}});
}

}  // namespace cxload::phone
