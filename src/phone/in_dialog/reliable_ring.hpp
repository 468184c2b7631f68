/// ReliableRing: the callee's ringing, sent until the caller acknowledges it (RFC 3262 3).
#pragma once
#include <functional>
#include <memory>

#include <cxload/net/shard.hpp>
#include <cxload/sip/message.hpp>
#include <cxload/sip/reliable.hpp>

#include "../user_agent.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: of its call, which makes it when the caller requires 100rel.
class ReliableRing {
 public:
  /// `never_came`: 64*T1 went by without a PRACK.
  ReliableRing(UserAgent& agent, sip::TransactionId invite, std::uint32_t invite_cseq,
               std::function<void()> never_came);
  void send(sip::Message response);  ///< a 101-199, once
  /// The status of the answer to a PRACK: 200, or 481 when it acknowledges nothing.
  [[nodiscard]] int on_prack(const sip::Message& prack);
  void stop();  ///< the final response is sent

 private:
  void on_due(TimePoint now);

  UserAgent& agent_;
  sip::TransactionId invite_;
  std::uint32_t invite_cseq_;
  std::function<void()> never_came_;
  sip::ReliableSender sender_;
  sip::Message response_;
  net::Timer timer_;
};

}  // namespace cxload::phone
