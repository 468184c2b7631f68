#include <cxload/phone/phone.hpp>
#include <cxload/phone/portal.hpp>
#include <cxload/phone/provisioned.hpp>

#include "phone_impl.hpp"

namespace cxload::phone {

Phone::Phone(net::Shard& shard, const Group& group, Account account, Services& services)
    : shard_(shard),
      services_(services),
      home_(group),
      impl_(std::make_unique<Impl>(*this, shard, group, std::move(account), services)) {}
Phone::~Phone() = default;

Outcome<> Phone::listen() { return impl_->agent().listen(); }
net::Awaitable<Outcome<FinalResponse>> Phone::register_binding(RegisterOptions options) {
  Outcome<FinalResponse> outcome = co_await impl_->register_binding(options);
  if (portal_ && outcome && outcome->status < 300) portal_->note_registered(Clock::now());
  co_return outcome;
}
net::Awaitable<Outcome<FinalResponse>> Phone::unregister() { return impl_->unregister(); }
net::Awaitable<Outcome<FinalResponse>> Phone::options(std::string target) {
  return impl_->request("OPTIONS", std::move(target), {});
}
net::Awaitable<Outcome<FinalResponse>> Phone::message(std::string target, std::string body) {
  return impl_->request("MESSAGE", std::move(target), std::move(body));
}
net::Awaitable<Outcome<MessageSummary>> Phone::message_summary() { return impl_->message_summary(); }
net::Awaitable<Outcome<std::shared_ptr<Call>>> Phone::dial(DialRequest request) {
  return impl_->dial(std::move(request));
}
net::Awaitable<Outcome<std::shared_ptr<Call>>> Phone::wait_incoming(TimePoint deadline) {
  return impl_->wait_incoming(deadline);
}
void Phone::attend(bool attended) {
  attended_ = attended;
  impl_->attend(attended);
}
net::Awaitable<void> Phone::close() {
  co_await impl_->close();
  if (portal_) portal_->forget();
}

const Account& Phone::account() const { return impl_->account(); }
const Group& Phone::group() const { return impl_->agent().group(); }
bool Phone::is_registered() const { return impl_->is_registered(); }
bool Phone::is_in_use() const { return impl_->agent().has_activity(); }
const std::optional<Failure>& Phone::lost() const { return impl_->lost(); }
std::size_t Phone::active_calls() const { return impl_->active_calls(); }
void Phone::cut(const Failure& failure) { impl_->agent().cut(failure); }
void Phone::hang_up_all() { impl_->hang_up_all(); }
void Phone::begin_activity(std::shared_ptr<Activity> activity) {
  activity_ = activity;
  if (portal_) portal_->begin_activity(activity);
  impl_->agent().begin_activity(std::move(activity));
}
void Phone::end_activity() {
  activity_.reset();
  if (portal_) portal_->end_activity();
  impl_->agent().end_activity();
}

Portal& Phone::portal() {
  if (!portal_) {
    born_as_ = std::make_unique<const Account>(impl_->account());
    portal_ = std::make_unique<Portal>(shard_, home_, services_, *born_as_);
    portal_->begin_activity(activity_);
  }
  return *portal_;
}

/// The same phone with another inside: its flows hold the outer one.
void Phone::turn_into(const Group& group, Account account) {
  impl_->agent().end_activity();
  impl_ = std::make_unique<Impl>(*this, shard_, group, std::move(account), services_);
  impl_->attend(attended_);
  if (activity_) impl_->agent().begin_activity(activity_);
}

net::Awaitable<void> Phone::become(Account account) {
  co_await impl_->close();
  portal().become(account);
  turn_into(home_, std::move(account));
}

net::Awaitable<Outcome<>> Phone::obey(const webphone::Provisioning& told) {
  const Outcome<const Group*> group = services_.provisioned.find(home_, told);
  if (!group) co_return group.error();
  Account account = account_of(told);
  const bool is_as_told = &this->group() == *group && this->account().user == account.user &&
                          this->account().password == account.password &&
                          this->account().caller_id == account.caller_id;
  if (is_as_told) co_return Outcome<>();
  co_await impl_->close();
  turn_into(**group, std::move(account));
  co_return Outcome<>();
}

void Phone::start_afresh() {
  if (!portal_ || is_registered()) return;
  portal_->become(*born_as_);
  if (&group() != &home_ || account().user != born_as_->user) turn_into(home_, *born_as_);
}

}  // namespace cxload::phone
