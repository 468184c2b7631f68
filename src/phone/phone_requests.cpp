// Phone::Impl, the half that answers: requests of the network find their call, begin one, or are refused.
#include <algorithm>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/sip/auto_answer.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/replaces.hpp>

#include "phone_impl.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;

/// A phone rings once at a time for its journey; a flood of INVITEs must not make it hold more.
constexpr std::size_t max_incoming = 8;

bool has_to_tag(const sip::Message& request) {
  return sip::tag_of(request.find(HeaderId::to).value_or("")).has_value();
}

const AnswerPolicy& policy_at_once() {
  static const AnswerPolicy at_once = [] {
    AnswerPolicy policy;
    policy.no_180 = true;
    return policy;
  }();
  return at_once;
}

}  // namespace

void Phone::Impl::respond(sip::TransactionId id, const sip::Message& request, int status) {
  agent_.send_response(id,
                       agent_.factory().respond(request, status, crypto::random_token(10), agent_.local()));
}

void Phone::Impl::refuse(sip::TransactionId id, const sip::Message& request, const Refusal& refusal) {
  sip::Message response =
      agent_.factory().respond(request, refusal.status, crypto::random_token(10), agent_.local());
  if (!refusal.value.empty()) response.append(refusal.header, refusal.value);
  agent_.send_response(id, response);
}

Session* Phone::Impl::find_session(const sip::Message& request) {
  const auto id = sip::dialog_id_of(request, true);
  return id ? find_session(*id) : nullptr;
}

Session* Phone::Impl::find_session(const sip::DialogId& id) {
  for (const auto& call : outgoing_)
    if (call->session() != nullptr && call->session()->id() == id) return call->session();
  for (const auto& call : incoming_)
    if (call->session() != nullptr && call->session()->id() == id) return call->session();
  return nullptr;
}

void Phone::Impl::on_user_agent_request(sip::TransactionId id, const sip::Message& request, TimePoint now) {
  if (request.method() == "CANCEL") {
    on_cancel(id, request, now);
  } else if (has_to_tag(request)) {
    on_dialog_request(id, request, now);
  } else if (const auto refusal = check_request(request, agent_.group().profile->understands)) {
    refuse(id, request, *refusal);
  } else if (request.method() == "INVITE") {
    on_new_invite(id, request, now);
  } else {
    on_other_request(id, request);
  }
}

void Phone::Impl::on_dialog_request(sip::TransactionId id, const sip::Message& request, TimePoint now) {
  if (Session* session = find_session(request)) return session->on_request(id, request, now);
  if (request.method() == "NOTIFY" && mailbox_ != nullptr && mailbox_->owns(request))
    return respond(id, request, mailbox_->on_notify(request));
  const auto dialog = sip::dialog_id_of(request, true);
  const auto early = std::find_if(incoming_.begin(), incoming_.end(),
                                  [&](const auto& call) { return dialog && call->is_early_dialog(*dialog); });
  if (early == incoming_.end()) return respond(id, request, 481);
  // It outlives its place in the list. NOLINTNEXTLINE(performance-unnecessary-copy-initialization)
  const std::shared_ptr<IncomingCall> call = *early;
  call->on_early_request(id, request, now);
}

void Phone::Impl::on_new_invite(sip::TransactionId id, const sip::Message& request, TimePoint now) {
  sweep();
  if (incoming_.size() >= max_incoming) {
    respond(id, request, 486);
    return;
  }
  if (const auto least = too_short_for(*agent_.group().profile, request)) {
    sip::Message response = agent_.factory().respond(request, 422, crypto::random_token(10), agent_.local());
    response.append(HeaderId::min_se, std::to_string(least->count()));
    return agent_.send_response(id, response);
  }
  if (const auto replaces = request.find(HeaderId::replaces))
    return on_replacing_invite(id, request, *replaces, now);
  const AnswerPolicy* automatic = policy_of_auto_answer(request);
  take_invite(id, request, automatic != nullptr ? automatic : policy_for_call(), now);
  if (attended_) incoming_changed_.notify();
}

void Phone::Impl::take_invite(sip::TransactionId id, const sip::Message& request, const AnswerPolicy* policy,
                              TimePoint now) {
  incoming_.push_back(std::make_shared<IncomingCall>(agent_, policy, id, request, now,
                                                     [this] { incoming_changed_.notify(); }));
}

/// RFC 3891 3: a call that takes the place of another is answered at once, and the other one ends.
void Phone::Impl::on_replacing_invite(sip::TransactionId id, const sip::Message& request,
                                      std::string_view replaces, TimePoint now) {
  const std::optional<sip::Replaces> replaced = sip::parse_replaces(replaces);
  if (!replaced) return respond(id, request, 400);
  Session* former = find_session(replaced->dialog);
  if (former == nullptr) return respond(id, request, 481);
  if (former->is_over()) return respond(id, request, 603);
  if (replaced->early_only) return respond(id, request, 486);
  take_invite(id, request, &policy_at_once(), now);
  incoming_.back()->take();  // no flow awaits it: it goes on where the other ended
  incoming_.back()->when_answered([this, id_of_former = replaced->dialog] {
    if (Session* const replaced_call = find_session(id_of_former)) replaced_call->send_bye();
  });
}

/// A phone that a journey attends to rings until it is answered, one call at a time; others do what their
/// group says. A Web Phone is on somebody's desk, attended or not: it rings, or answers by itself.
const AnswerPolicy* Phone::Impl::policy_for_call() {
  const Group& group = agent_.group();
  const bool answers_as_told = group.answer && !attended_;
  if (answers_as_told) return group.draw_answer(agent_.draws());
  if (has_live_calls()) return nullptr;
  if (group.answers_by_itself) return &policy_at_once();
  static const AnswerPolicy rings = [] {
    AnswerPolicy policy;
    policy.never = true;
    return policy;
  }();
  return attended_ || group.obeys_provisioning ? &rings : nullptr;
}

/// Clients do so only while they have no other call (F-65); a phone that a journey attends to waits for its
/// journey.
const AnswerPolicy* Phone::Impl::policy_of_auto_answer(const sip::Message& invite) {
  if (!agent_.group().auto_answers || attended_ || has_live_calls()) return nullptr;
  const auto after = sip::auto_answer_after(invite);
  if (!after) return nullptr;
  AnswerPolicy& policy = automatic_.emplace();
  policy.no_180 = true;
  policy.after = {*after, *after};
  return &policy;
}

std::shared_ptr<IncomingCall> Phone::Impl::find_untaken() const {
  const auto waiting = std::find_if(incoming_.begin(), incoming_.end(),
                                    [](const auto& call) { return !call->is_taken() && !call->is_over(); });
  return waiting == incoming_.end() ? nullptr : *waiting;
}

net::Awaitable<Outcome<std::shared_ptr<Call>>> Phone::Impl::wait_incoming(TimePoint deadline) {
  std::shared_ptr<IncomingCall> call = find_untaken();
  while (!call) {
    const bool in_time = co_await incoming_changed_.wait_until(deadline);
    call = find_untaken();
    if (!in_time && !call) co_return Failure{"call.none_came", "nobody called this phone in time"};
  }
  call->take();
  co_return std::shared_ptr<Call>(std::move(call));
}

void Phone::Impl::on_cancel(sip::TransactionId id, const sip::Message& request, TimePoint now) {
  const auto invite = agent_.find_cancelled(id);
  for (const auto& call : incoming_) {
    if (invite && call->invite() == *invite) {
      respond(id, request, 200);
      call->on_cancel(now);
      return;
    }
  }
  respond(id, request, 481);
}

void Phone::Impl::on_other_request(sip::TransactionId id, const sip::Message& request) {
  const std::string_view method = request.method();
  // Many servers tell of new messages unasked.
  const bool is_summary =
      method == "NOTIFY" && text::istarts_with(request.find(HeaderId::event).value_or(""), "message-summary");
  if (method == "OPTIONS" || method == "MESSAGE" || is_summary) {
    respond(id, request, 200);
  } else if (method == "NOTIFY" || method == "INFO" || method == "BYE" || method == "UPDATE" ||
             method == "PRACK") {
    respond(id, request, 481);  // of a dialog or subscription that is not ours
  } else {
    respond(id, request, 405);
  }
}

}  // namespace cxload::phone
