#include <cxload/phone/phone.hpp>

#include "phone_impl.hpp"

namespace cxload::phone {

Phone::Phone(net::Shard& shard, const Group& group, Account account, Services& services)
    : impl_(std::make_unique<Impl>(*this, shard, group, std::move(account), services)) {}
Phone::~Phone() = default;

Outcome<> Phone::listen() { return impl_->agent().listen(); }
net::Awaitable<Outcome<FinalResponse>> Phone::register_binding(RegisterOptions options) {
  return impl_->register_binding(options);
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
void Phone::attend(bool attended) { impl_->attend(attended); }
net::Awaitable<void> Phone::close() { return impl_->close(); }

const Account& Phone::account() const { return impl_->account(); }
const Group& Phone::group() const { return impl_->agent().group(); }
bool Phone::is_registered() const { return impl_->is_registered(); }
bool Phone::is_in_use() const { return impl_->agent().has_activity(); }
const std::optional<Failure>& Phone::lost() const { return impl_->lost(); }
std::size_t Phone::active_calls() const { return impl_->active_calls(); }
void Phone::cut(const Failure& failure) { impl_->agent().cut(failure); }
void Phone::hang_up_all() { impl_->hang_up_all(); }
void Phone::begin_activity(std::shared_ptr<Activity> activity) {
  impl_->agent().begin_activity(std::move(activity));
}
void Phone::end_activity() { impl_->agent().end_activity(); }

}  // namespace cxload::phone
