/// Phone::Impl: joins user agent, registration and calls of one phone.
#pragma once
#include <memory>
#include <vector>

#include <cxload/phone/phone.hpp>

#include "incoming_call.hpp"
#include "outgoing_call.hpp"
#include "registration.hpp"
#include "user_agent.hpp"

namespace cxload::phone {

class Phone::Impl final : private UserAgentOwner {
 public:
  Impl(Phone& phone, net::Shard& shard, const Group& group, Account account, Services& services);
  ~Impl();

  net::Awaitable<Outcome<FinalResponse>> register_binding(RegisterOptions options);
  net::Awaitable<Outcome<FinalResponse>> unregister();
  net::Awaitable<Outcome<FinalResponse>> request(std::string method, std::string target, std::string body);
  net::Awaitable<Outcome<std::shared_ptr<Call>>> dial(DialRequest request);
  net::Awaitable<void> close();
  void hang_up_all();

  [[nodiscard]] const Account& account() const { return account_; }
  [[nodiscard]] bool is_registered() const { return registration_.is_active(); }
  [[nodiscard]] const std::optional<Failure>& lost() const { return registration_.lost(); }
  [[nodiscard]] std::size_t active_calls() const { return outgoing_.size() + incoming_.size(); }
  [[nodiscard]] UserAgent& agent() { return agent_; }

 private:
  void on_user_agent_request(sip::TransactionId id, const sip::Message& request, TimePoint now) override;
  void on_user_agent_ack(const sip::Message& ack, TimePoint now) override;
  void on_user_agent_ack_missing(sip::TransactionId id, TimePoint now) override;
  void on_user_agent_link_lost(const Failure& failure, TimePoint now) override;
  bool on_user_agent_refer(DialRequest request, std::function<void(const CallResult&)> decided) override;
  void on_registered() override;
  void on_registration_lost(const Failure& failure) override;

  void on_new_invite(sip::TransactionId id, const sip::Message& request, TimePoint now);
  void on_cancel(sip::TransactionId id, const sip::Message& request, TimePoint now);
  void on_other_request(sip::TransactionId id, const sip::Message& request);
  Session* find_session(const sip::Message& request);
  void respond(sip::TransactionId id, const sip::Message& request, int status);
  void count_unreachable_call();
  void sweep();  ///< lets go of calls that are over
  [[nodiscard]] bool has_live_calls() const;
  [[nodiscard]] std::shared_ptr<OutgoingCall> find_live_call() const;  ///< null: none

  Phone& phone_;
  const Account account_;
  UserAgent agent_;
  Registration registration_;
  net::Signal incoming_over_;
  std::vector<std::shared_ptr<OutgoingCall>> outgoing_;
  std::vector<std::unique_ptr<IncomingCall>> incoming_;
};

}  // namespace cxload::phone
