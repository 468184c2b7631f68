/// UserAgent: one phone's link, transactions and clockwork; who asked for a transaction hears what became of
/// it.
#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include <cxload/net/link.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/phone/call.hpp>
#include <cxload/phone/group.hpp>
#include <cxload/phone/services.hpp>
#include <cxload/sip/digest_client.hpp>
#include <cxload/sip/params.hpp>
#include <cxload/sip/transaction_layer.hpp>

#include "identity.hpp"
#include "labels.hpp"
#include "message_factory.hpp"
#include "trunk.hpp"

namespace cxload::phone {

/// Hears about one client transaction. Calls come from UserAgent's pump, never from inside send_request().
class TransactionUser {
 public:
  virtual void on_transaction_response(sip::TransactionId id, const sip::Message& response,
                                       TimePoint now) = 0;
  virtual void on_transaction_failed(sip::TransactionId id, const Failure& failure, TimePoint now) = 0;

 protected:
  ~TransactionUser() = default;
};

/// Hears what the network starts by itself.
class UserAgentOwner {
 public:
  virtual void on_user_agent_request(sip::TransactionId id, const sip::Message& request, TimePoint now) = 0;
  virtual void on_user_agent_ack(const sip::Message& ack, TimePoint now) = 0;
  virtual void on_user_agent_ack_missing(sip::TransactionId id, TimePoint now) = 0;
  virtual void on_user_agent_link_lost(const Failure& failure, TimePoint now) = 0;
  /// A REFER wants a call made; `decided` hears how it went. False: none is made.
  virtual bool on_user_agent_refer(DialRequest request, std::function<void(const CallResult&)> decided) = 0;
  /// Of a trunk: a call that names nobody may come to this phone.
  [[nodiscard]] virtual bool can_take_call() const { return false; }
  virtual void on_registered() {}  ///< it was not before
  /// The registration was lost while no flow waited for it.
  virtual void on_registration_lost(const Failure& failure) { (void)failure; }

 protected:
  ~UserAgentOwner() = default;
};

/// Threads: the shard's only. Lifetime: owned by a phone; group and account outlive it.
class UserAgent final : private net::LinkHandler {
 public:
  UserAgent(net::Shard& shard, const Group& group, const Account& account, Services& services,
            UserAgentOwner& owner);
  ~UserAgent();

  /// Opens the link when there is none, through the first of the group's doors that lets it in, beginning
  /// with the one that did so last. phase.* are counted here.
  net::Awaitable<Outcome<>> connect();
  /// Of a group with an address of its own: takes its share of it.
  Outcome<> listen();
  void disconnect();
  /// Turns to the next of the group's doors: the one in use is busy. False when there is none other.
  bool leave_door();
  [[nodiscard]] bool is_open() const { return link_ != nullptr && open_; }

  struct Sent {
    sip::TransactionId id;
    TimePoint at;  ///< RFC 6076 t1 of this request
  };
  /// `user` must call forget() before it dies while the transaction lives.
  Sent send_request(const sip::Message& request, TransactionUser& user);
  void send_response(sip::TransactionId id, const sip::Message& response);
  void send_ack(const sip::Message& ack);  ///< of a 2xx: outside any transaction
  void forget(TransactionUser& user);
  /// RFC 3263 4.3, after a request to `from` without an answer: true when there is another place to send it
  /// to.
  [[nodiscard]] bool move_on(const net::Endpoint& from) { return is_open() && link_->move_on(from); }
  [[nodiscard]] std::optional<sip::TransactionId> find_cancelled(sip::TransactionId cancel) const;

  bool dial_for_refer(DialRequest request, std::function<void(const CallResult&)> decided) {
    return owner_.on_user_agent_refer(std::move(request), std::move(decided));
  }

  void begin_activity(std::shared_ptr<Activity> activity);
  void end_activity();
  [[nodiscard]] bool has_activity() const { return activity_ != nullptr; }
  /// The connection goes as if the network had taken it; nothing when there is none.
  void cut(const Failure& failure);
  void tell_registered() { owner_.on_registered(); }
  void tell_lost(const Failure& failure) { owner_.on_registration_lost(failure); }
  /// What a registrar told about the way to and from this phone: Service-Route, GRUU, Flow-Timer.
  void learn(const sip::Message& registered, const sip::Params& own_contact);
  void unlearn();  ///< the registration is gone, and what came with it
  /// A request outside any dialog, along the service route.
  [[nodiscard]] sip::Message begin_outside(const MessageFactory::Outside& request) const;
  void note(std::string event);  ///< an event for the ladder
  /// Whether anybody reads notes: else there is no need to write them.
  [[nodiscard]] bool takes_notes() const;
  [[nodiscard]] std::string journey() const { return activity_ ? activity_->journey : std::string(); }
  /// For the journey that is played, if any; it keeps a few.
  void keep_recording(std::shared_ptr<const Recording> recording) {
    if (activity_ && activity_->recordings.size() < Activity::most_recordings)
      activity_->recordings.push_back(std::move(recording));
  }
  [[nodiscard]] stats::LabelId labels(Aside aside = Aside::none);  ///< of what happens now

  [[nodiscard]] stats::LabelId refine(
      stats::LabelId base, std::initializer_list<std::pair<std::string_view, std::string_view>> labels);
  [[nodiscard]] stats::LabelId group_labels();  ///< for gauges: no journey, no step
  [[nodiscard]] Random& draws();
  [[nodiscard]] sip::DigestClient& digest();
  [[nodiscard]] net::Shard& shard() { return shard_; }
  [[nodiscard]] const Group& group() const { return group_; }
  [[nodiscard]] const Account& account() const { return account_; }
  [[nodiscard]] const Identity& identity() const { return identity_; }
  [[nodiscard]] const MessageFactory& factory() const { return factory_; }
  [[nodiscard]] Telemetry& telemetry() { return services_.telemetry; }
  [[nodiscard]] Services& services() { return services_; }
  [[nodiscard]] net::Endpoint local() const;
  [[nodiscard]] net::Endpoint remote() const;

 private:
  void on_link_open(const net::ConnectTimes& times) override;
  void on_link_message(std::string_view message, TimePoint arrived) override;
  void on_link_moved(const Failure& failure) override;
  void on_link_closed(const Failure& failure) override;

  net::Awaitable<Outcome<>> connect_through(const net::Door& door);
  void heed_flow_timer(const sip::Message& registered);
  net::Awaitable<Outcome<>> connect_trunk();
  void pump(TimePoint now);
  void send_refusal(std::optional<sip::Message> response);
  void flush_output();
  void keep_alive(TimePoint now);
  void dispatch(const sip::Event& event, TimePoint now);
  void arm_timer();
  void trace(bool sent, TimePoint at, std::shared_ptr<const std::string> raw);
  [[nodiscard]] TransactionUser* find_user(sip::TransactionId id) const;

  // Given.
  net::Shard& shard_;
  const Group& group_;
  const Account& account_;
  Services& services_;
  UserAgentOwner& owner_;
  // Owned.
  Identity identity_;
  MessageFactory factory_;
  std::unique_ptr<net::Link> link_;
  TrunkLink* trunk_ = nullptr;  ///< the same, of a group that listens
  sip::TransactionLayer transactions_;
  net::Timer timer_;
  net::Timer keepalive_;
  std::shared_ptr<const std::string> name_;
  // State.
  std::shared_ptr<Activity> activity_;
  std::vector<std::string> service_route_;
  std::chrono::seconds keepalive_every_{};  ///< zero: no keep-alives
  LabelCache labels_;
  std::optional<stats::LabelId> group_labels_;
  std::unique_ptr<sip::DigestClient> digest_;  ///< made at the first challenge
  std::vector<std::pair<sip::TransactionId, TransactionUser*>> users_;
  std::optional<net::Signal> connecting_;  ///< exists while a flow waits in connect()
  std::optional<Failure> connect_failure_;
  net::TlsTicket ticket_;    ///< of the connection that was lost: a browser takes it up again
  std::size_t door_at_ = 0;  ///< 0: the group's door, then its fallbacks
  std::uint64_t links_opened_ = 0;
  TimePoint last_sent_{};
  bool open_ = false;
  bool pumping_ = false;
};

}  // namespace cxload::phone
