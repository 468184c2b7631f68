/// Core: registrar, proxy and numbers behind the doors. A machine without I/O: messages and `now` in,
/// messages out through the Wire, deadlines.
#pragma once
#include <optional>
#include <string_view>

#include "call_table.hpp"
#include "forward.hpp"
#include "kernel.hpp"
#include "mailbox_watches.hpp"
#include "outgoing_calls.hpp"
#include "rate_gate.hpp"
#include "registrar.hpp"
#include "wakeups.hpp"

namespace cxload::standin {

/// Threads: none. Bounded: transactions, calls, bindings a user.
class Core {
 public:
  Core(const Config& config, Wire& wire, MediaFactory& media, Standin::Watcher watcher = {});

  /// One SIP message as a door cut it out.
  void on_message(const Flow& flow, std::string_view bytes, TimePoint now, WallTime wall);
  void on_flow_closed(const Flow& flow, TimePoint now);
  void on_deadline(TimePoint now) { kernel_.timers.run_due(now); }
  [[nodiscard]] std::optional<TimePoint> next_deadline() const { return kernel_.timers.next_deadline(); }

  /// How one connection of a door is treated before anybody is known on it.
  [[nodiscard]] const Behaviour& manners(net::Scheme door) const { return kernel_.defects.behaviour(door); }
  /// `plan` null: everybody may call everywhere.
  void use(Mailboxes& mailboxes, Waker& waker, DialPlan* plan = nullptr) {
    kernel_.mailboxes = &mailboxes;
    kernel_.waker = &waker;
    kernel_.dial_plan = plan;
  }
  void on_mailbox(const std::string& user, TimePoint now) { watches_.on_changed(user, now); }
  /// Calls of the stand-in's own.
  [[nodiscard]] OutgoingCalls& own_calls() { return own_calls_; }
  [[nodiscard]] const OutgoingCalls& own_calls() const { return own_calls_; }
  /// Whoever wants to hear of every call that is over.
  void log_calls(CallLog::Tell tell) { kernel_.call_log = std::make_unique<CallLog>(std::move(tell)); }
  /// Users may come and go while it runs.
  [[nodiscard]] Authenticator& users() { return kernel_.authenticator; }
  [[nodiscard]] const Authenticator& users() const { return kernel_.authenticator; }
  [[nodiscard]] bool is_registered(const std::string& user) const {
    return !kernel_.locations.of(user).empty();
  }
  struct Load {
    std::size_t servers, clients, calls, bindings;
  };
  [[nodiscard]] Load load() const;

 private:
  /// A request on its way through.
  struct Incoming {
    Flow flow;
    sip::Message request;
    ServerId server;
    sip::Uri uri;
    std::optional<Flow> routed_to = {};  ///< the flow that our topmost route named
    TimePoint now;
    WallTime wall;
  };
  void on_unreadable(const Flow& flow, std::string_view bytes, TimePoint now);
  void on_request(const Flow& flow, sip::Message request, TimePoint now, WallTime wall);
  void on_ack(const Flow& flow, sip::Message ack, TimePoint now);
  void on_cancel(const Flow& flow, const sip::Message& cancel, ServerId server, TimePoint now);
  void dispatch(Incoming& in);
  void dispatch_inside(Incoming& in);
  void dispatch_outside(Incoming& in);
  void on_register(Incoming& in);
  void on_server_request(Incoming& in);
  void on_number_request(Incoming& in, const Number& number);
  void take_message(ServerId server, const Flow& flow, const sip::Message& invite, const std::string& user,
                    TimePoint now);
  enum class Patience : std::uint8_t { wakes, is_over };
  void relay_to_user(Incoming& in, const std::string& user, Patience patience = Patience::wakes);
  [[nodiscard]] std::optional<sip::Message> refuse_relay(const Incoming& in);
  [[nodiscard]] bool may_call(const Incoming& in, const std::string& from, const std::string& number) const;
  [[nodiscard]] bool is_for_server(const Incoming& in) const;
  /// 404, 480, 482, or 0 when there are targets.
  [[nodiscard]] int find_targets(const Incoming& in, const std::string& user,
                                 std::vector<Target>& targets) const;
  /// A trunk that the settings name: by its own address, or by a number that leads there.
  [[nodiscard]] const TrunkRoute* find_trunk(const Incoming& in, const std::string& user) const;
  [[nodiscard]] bool is_from_trunk(const Flow& flow) const;
  std::optional<Flow> pop_routes(sip::Message& request) const;
  void answer(const Incoming& in, sip::Message response);

  Kernel kernel_;
  Registrar registrar_;
  CallTable calls_;
  OutgoingCalls own_calls_;
  Wakeups wakeups_{kernel_};
  MailboxWatches watches_{kernel_};
  RateGate gate_;
};

}  // namespace cxload::standin
