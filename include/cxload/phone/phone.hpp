/// Phone: one simulated phone: its link, registration, calls and media (DESIGN 2, layer `phone`).
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/net/link.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/phone/call.hpp>
#include <cxload/phone/group.hpp>
#include <cxload/phone/services.hpp>

namespace cxload::webphone {
struct Provisioning;
}

namespace cxload::phone {

class Portal;

struct RegisterOptions {
  RegisterOptions() = default;
  explicit RegisterOptions(std::chrono::seconds wanted) : expires(wanted) {}

  std::chrono::seconds expires{600};
};

/// What a final response said; a refusal is a value, not an error.
struct FinalResponse {
  int status = 0;
  std::string reason;
};

/// What waits in a mailbox; `status` is that of the SUBSCRIBE, and a refusal tells nothing else.
struct MessageSummary {
  int status = 0;
  std::string reason;
  bool waiting = false;
  std::optional<std::uint64_t> fresh, old;  ///< voice messages, when they were counted
};

/// Threads: its shard's only. Lifetime: outlives every flow that uses it (the runner joins them first).
/// Errors: Outcome's Failure, classified where it happened. Cancellation: terminal; the flow that owns the
/// phone then awaits close(), which hangs up and unregisters.
class Phone {
 public:
  Phone(net::Shard& shard, const Group& group, Account account, Services& services);
  ~Phone();
  Phone(const Phone&) = delete;
  Phone& operator=(const Phone&) = delete;

  /// Of a group with `listen`: opens its address when it is the first phone there, and takes calls from then
  /// on. Failure: local.bind, local.forbidden, local.descriptors.
  Outcome<> listen();
  /// Connects when there is no link yet, then registers; when registered already this is a refresh.
  net::Awaitable<Outcome<FinalResponse>> register_binding(RegisterOptions options);
  net::Awaitable<Outcome<FinalResponse>> unregister();
  /// OPTIONS or MESSAGE outside a dialog. `target`: a user of the domain, a number, or a sip: URI.
  net::Awaitable<Outcome<FinalResponse>> options(std::string target);
  net::Awaitable<Outcome<FinalResponse>> message(std::string target, std::string body);
  /// Subscribes to the phone's own mailbox, hears what is in it, and ends the subscription. Failure:
  /// sip.mwi_timeout, sip.bad_mwi.
  net::Awaitable<Outcome<MessageSummary>> message_summary();
  /// Sends an INVITE (connecting first if need be); the call is watched through the returned object, never
  /// null.
  net::Awaitable<Outcome<std::shared_ptr<Call>>> dial(DialRequest request);
  /// From now on its calls ring until a flow answers them, whatever its group says; or no longer so.
  void attend(bool attended);
  /// The next call that came to this phone and no flow has taken: it rings, or was answered by itself. Never
  /// null. Failure: call.none_came.
  net::Awaitable<Outcome<std::shared_ptr<Call>>> wait_incoming(TimePoint deadline);
  /// Ends calls, unregisters unless told to stay, closes the link. Never fails: what fails is counted.
  net::Awaitable<void> close();

  /// Its web session, made when first asked for.
  [[nodiscard]] Portal& portal();
  /// After a sign-up it is another person's, its web session too. Calls are over; what was registered is
  /// removed.
  net::Awaitable<void> become(Account account);
  /// Takes on what the portal told (credentials, door, realm, codecs, answering by itself); what was
  /// registered otherwise is removed. Failure: http.provisioning, limit.provisioned.
  net::Awaitable<Outcome<>> obey(const webphone::Provisioning& told);
  /// Forgets the session, and who it became; while it is registered it stays as it is.
  void start_afresh();

  [[nodiscard]] const Account& account() const;
  [[nodiscard]] const Group& group() const;
  [[nodiscard]] bool is_registered() const;
  /// Why it is not registered any more; nothing while it is, before it ever was, and after unregister().
  [[nodiscard]] const std::optional<Failure>& lost() const;
  [[nodiscard]] bool is_in_use() const;  ///< between begin_activity() and end_activity()
  [[nodiscard]] std::size_t active_calls() const;
  /// Ends every call of this phone from its side, answered or not; does not wait for the far end.
  void hang_up_all();
  /// Takes the connection away as the network would: nothing is said to the far end, what is under way fails
  /// with `failure`.
  void cut(const Failure& failure);
  /// Labels of what happens from now on (journey, step), and the recorder of its messages; see Activity.
  void begin_activity(std::shared_ptr<Activity> activity);
  void end_activity();

 private:
  class Impl;
  void turn_into(const Group& group, Account account);

  // Given.
  net::Shard& shard_;
  Services& services_;
  const Group& home_;  ///< as the scenario made it
  // State.
  std::unique_ptr<const Account> born_as_;  ///< with the portal: only there it may become somebody else
  std::unique_ptr<Portal> portal_;
  std::shared_ptr<Activity> activity_;
  bool attended_ = false;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cxload::phone
