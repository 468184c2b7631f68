/// MailboxWatches: subscriptions to message-summary: what is in the mailbox is told at once, and whenever it
/// changes (RFC 3842, RFC 6665).
#pragma once
#include <map>

#include <cxload/sip/dialog.hpp>

#include "kernel.hpp"

namespace cxload::standin {

/// Threads: none. Bounded: beyond `most` a subscription is told once and not kept.
class MailboxWatches {
 public:
  explicit MailboxWatches(Kernel& kernel) : kernel_(kernel) {}

  /// A SUBSCRIBE of `user`, credentials already checked: to his own mailbox, or inside such a subscription.
  void on_subscribe(const Flow& flow, ServerId server, const sip::Message& request, const std::string& user,
                    TimePoint now);
  void on_changed(const std::string& user, TimePoint now);
  void on_flow_closed(const Flow& flow);
  [[nodiscard]] std::size_t live() const { return watches_.size(); }

 private:
  static constexpr std::size_t most = 20'000;
  struct Watch {
    std::string user;
    Flow flow;
    sip::Dialog dialog;
    TimePoint expires;
    TimerId timer = {};
  };
  class Answers;
  void begin(const Flow& flow, ServerId server, const sip::Message& request, const std::string& user,
             TimePoint now);
  void keep(Watch watch, const sip::Message& request, TimePoint now);
  void notify(Watch& watch, std::string_view state, TimePoint now);
  void end(const sip::DialogId& id, TimePoint now);

  Kernel& kernel_;
  std::map<sip::DialogId, Watch> watches_;
};

}  // namespace cxload::standin
