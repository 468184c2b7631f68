/// Phone::Impl: joins user agent, registration and calls of one phone.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include <cxload/phone/phone.hpp>

#include "incoming_call.hpp"
#include "message_waiting.hpp"
#include "outgoing_call.hpp"
#include "registration.hpp"
#include "request_check.hpp"
#include "user_agent.hpp"

namespace cxload::phone {

class Phone::Impl final : private UserAgentOwner {
 public:
  Impl(Phone& phone, net::Shard& shard, const Group& group, Account account, Services& services);
  ~Impl();

  net::Awaitable<Outcome<FinalResponse>> register_binding(RegisterOptions options);
  net::Awaitable<Outcome<FinalResponse>> unregister();
  net::Awaitable<Outcome<FinalResponse>> request(std::string method, std::string target, std::string body);
  net::Awaitable<Outcome<MessageSummary>> message_summary();
  net::Awaitable<Outcome<std::shared_ptr<Call>>> dial(DialRequest request);
  net::Awaitable<Outcome<std::shared_ptr<Call>>> wait_incoming(TimePoint deadline);
  net::Awaitable<void> close();
  void attend(bool attended) { attended_ = attended; }
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
  [[nodiscard]] bool can_take_call() const override;
  void on_registered() override;
  void on_registration_lost(const Failure& failure) override;

  void on_new_invite(sip::TransactionId id, const sip::Message& request, TimePoint now);
  void on_cancel(sip::TransactionId id, const sip::Message& request, TimePoint now);
  void on_other_request(sip::TransactionId id, const sip::Message& request);
  void on_dialog_request(sip::TransactionId id, const sip::Message& request, TimePoint now);
  void refuse(sip::TransactionId id, const sip::Message& request, const Refusal& refusal);
  void on_replacing_invite(sip::TransactionId id, const sip::Message& request, std::string_view replaces,
                           TimePoint now);
  void take_invite(sip::TransactionId id, const sip::Message& request, const AnswerPolicy* policy,
                   TimePoint now);
  [[nodiscard]] const AnswerPolicy* policy_for_call();
  /// Null: the INVITE does not ask for it, or the phone does not do it now.
  [[nodiscard]] const AnswerPolicy* policy_of_auto_answer(const sip::Message& invite);
  [[nodiscard]] std::shared_ptr<IncomingCall> find_untaken() const;  ///< null: none
  Session* find_session(const sip::Message& request);
  Session* find_session(const sip::DialogId& id);
  void respond(sip::TransactionId id, const sip::Message& request, int status);
  void count_unreachable_call();
  void sweep();  ///< lets go of calls that are over
  [[nodiscard]] bool has_live_calls() const;
  [[nodiscard]] std::shared_ptr<OutgoingCall> find_live_call() const;  ///< null: none

  Phone& phone_;
  const Account account_;
  UserAgent agent_;
  Registration registration_;
  net::Signal incoming_changed_;
  net::Timer sweeper_;  ///< a call that is over is let go of in the loop's next turn, with its sockets
  std::vector<std::shared_ptr<OutgoingCall>> outgoing_;
  std::vector<std::shared_ptr<IncomingCall>> incoming_;
  MessageWaiting* mailbox_ = nullptr;      ///< while a flow asks
  bool attended_ = false;                  ///< a flow answers its calls
  std::optional<AnswerPolicy> automatic_;  ///< of the latest call that asked for it
};

}  // namespace cxload::phone
