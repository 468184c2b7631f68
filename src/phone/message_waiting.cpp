#include "message_waiting.hpp"

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/sip/redact.hpp>

namespace cxload::phone {
namespace {

using sip::HeaderId;

constexpr std::chrono::seconds wanted_expires{600};
/// RFC 6665 4.1.2.4, Timer N: 64*T1 for the NOTIFY that follows each SUBSCRIBE.
constexpr Duration patience = std::chrono::seconds(32);

/// "2/8 (0/2)": new and old ones.
void read_counts(std::string_view value, MessageSummary& summary) {
  const std::size_t slash = value.find('/');
  if (slash == std::string_view::npos) return;
  const std::string_view rest = value.substr(slash + 1);
  const auto fresh = text::parse_unsigned(text::trim(value.substr(0, slash)));
  const auto old = text::parse_unsigned(text::trim(rest.substr(0, rest.find_first_of(" ("))));
  if (!fresh || !old) return;
  summary.fresh = fresh;
  summary.old = old;
}

}  // namespace

std::optional<MessageSummary> parse_message_summary(std::string_view body) {
  MessageSummary summary;
  bool is_told = false;
  for (const std::string_view line : text::split(body, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = text::trim(line.substr(0, colon));
    const std::string_view value = text::trim(line.substr(colon + 1));
    if (text::iequals(name, "Messages-Waiting")) {
      is_told = text::iequals(value, "yes") || text::iequals(value, "no");
      summary.waiting = text::iequals(value, "yes");
    } else if (text::iequals(name, "Voice-Message")) {
      read_counts(value, summary);
    }
  }
  return is_told ? std::optional(summary) : std::nullopt;
}

MessageWaiting::MessageWaiting(UserAgent& agent)
    : agent_(agent),
      changed_(agent.shard()),
      call_id_(crypto::random_token(22)),
      from_tag_(crypto::random_token(10)) {}

bool MessageWaiting::owns(const sip::Message& request) const {
  const auto id = sip::dialog_id_of(request, true);
  return id && id->call_id == call_id_ && id->local_tag == from_tag_;
}

sip::Message MessageWaiting::make_subscribe(std::chrono::seconds expires) {
  const MessageFactory& factory = agent_.factory();
  const std::string own = factory.aor();
  sip::Message subscribe =
      dialog_ ? factory.begin("SUBSCRIBE", dialog_->next_request("SUBSCRIBE"), call_id_, agent_.local())
              : agent_.begin_outside({"SUBSCRIBE", own, own, call_id_, from_tag_, 1});
  subscribe.append(HeaderId::contact, factory.contact(agent_.local()));
  subscribe.append(HeaderId::event, "message-summary");
  subscribe.append(HeaderId::accept, "application/simple-message-summary");
  subscribe.append(HeaderId::expires, std::to_string(expires.count()));
  factory.finish(subscribe, {});
  return subscribe;
}

net::Awaitable<void> MessageWaiting::subscribe(sip::Message request) {
  answer_.reset();
  request_.emplace(agent_, static_cast<ClientRequestOwner&>(*this));
  request_->start(std::move(request));
  while (!answer_) co_await changed_.wait();
}

net::Awaitable<Outcome<MessageSummary>> MessageWaiting::ask() {
  sip::Message first = make_subscribe(wanted_expires);
  co_await subscribe(std::move(first));
  if (!*answer_) co_return answer_->error();
  if ((*answer_)->status >= 300) {
    MessageSummary refused;
    refused.status = (*answer_)->status;
    refused.reason = (*answer_)->reason;
    co_return refused;
  }
  const TimePoint deadline = Clock::now() + patience;
  bool in_time = true;
  while (!summary_ && in_time) in_time = co_await changed_.wait_until(deadline);
  const Outcome<MessageSummary> told =
      summary_ ? *summary_
               : Outcome<MessageSummary>(
                     Failure{"sip.mwi_timeout", "the SUBSCRIBE was accepted, and no NOTIFY came"});
  if (dialog_ && agent_.is_open()) {
    sip::Message last = make_subscribe(std::chrono::seconds(0));
    co_await subscribe(std::move(last));
  }
  co_return told;
}

int MessageWaiting::on_notify(const sip::Message& notify) {
  const std::string_view event = notify.find(HeaderId::event).value_or("");
  if (!text::istarts_with(event, "message-summary")) return 489;
  std::optional<MessageSummary> summary = parse_message_summary(notify.body());
  const bool is_last = text::istarts_with(notify.find("Subscription-State").value_or(""), "terminated") &&
                       notify.body().empty();
  if (summary) summary->status = 200;
  if (!summary_ && !is_last)
    summary_ = summary ? Outcome<MessageSummary>(std::move(*summary))
                       : Outcome<MessageSummary>(
                             Failure{"sip.bad_mwi", "the NOTIFY does not say whether messages wait"});
  changed_.notify();
  return 200;
}

void MessageWaiting::on_request_final(ClientRequest&, const sip::Message& response, TimePoint) {
  if (!dialog_ && response.status() < 300)
    if (Result<sip::Dialog> dialog = sip::Dialog::make_uac(request_->request(), response))
      dialog_ = std::move(*dialog);
  answer_ = FinalResponse{response.status(), sip::told_reason(response.reason())};
  changed_.notify();
}

void MessageWaiting::on_request_failed(ClientRequest&, const Failure& failure, TimePoint) {
  answer_ = failure;
  changed_.notify();
}

}  // namespace cxload::phone
