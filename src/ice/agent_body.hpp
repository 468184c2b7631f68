/// Agent::Body: the state of an agent and its three trades: asking, answering, watching.
#pragma once
#include <deque>
#include <vector>

#include <cxload/ice/agent.hpp>

#include "check_list.hpp"
#include "check_messages.hpp"

namespace cxload::ice {

class Agent::Body {
 public:
  Body(const AgentOptions& options, Random& random, AgentSink& sink);

  void set_remote(const Credentials& remote, const std::vector<Candidate>& candidates, bool is_lite,
                  TimePoint now);
  void add_remote(const Candidate& candidate, TimePoint now);
  void end_remote(TimePoint now);
  void receive(std::size_t base, const stun::TransportAddress& from, stun::Bytes bytes, TimePoint now);
  void tick(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

  CheckList list;
  Credentials own;
  std::optional<Selected> selected;
  std::optional<Failure> failure;
  std::optional<Duration> round_trip;
  AgentCounts counts;
  bool is_controlling;

 private:
  /// A request of ours that is under way.
  struct Asked {
    stun::TransactionId id{};
    std::size_t pair = 0;
    bool nominates = false, is_consent = false, was_controlling = false;
    TimePoint sent, last_sent, due;
    Duration wait{};
    unsigned count = 0;
  };
  /// A request that came before the far end's description: its check is made up for then.
  struct Early {
    std::size_t base;
    stun::TransportAddress from;
    std::uint32_t priority;
    bool nominates;
  };

  // Asking.
  void check(std::size_t pair, bool nominates, bool is_consent, TimePoint now);
  void send(Asked& asked, TimePoint now);
  void retry(TimePoint now);
  void check_next(TimePoint now);
  void nominate(TimePoint now);
  void on_answer(std::size_t base, const stun::TransportAddress& from, const stun::Message& message,
                 TimePoint now);
  void on_good_answer(const Asked& asked, TimePoint now);
  void on_role_conflict(const Asked& asked, TimePoint now);
  void fail_pair(const Asked& asked);
  void change_role(bool controls);
  void trigger(std::size_t pair, TimePoint not_before);
  [[nodiscard]] bool is_asking(std::size_t pair) const;
  [[nodiscard]] bool give_up_asking(std::size_t pair, TimePoint now);

  // Answering.
  void on_request(std::size_t base, const stun::TransportAddress& from, const stun::Message& message,
                  TimePoint now);
  [[nodiscard]] bool resolve_roles(const stun::Message& message);
  void on_checked(const Early& seen, TimePoint now);

  // Watching.
  void select(std::size_t pair, TimePoint now);
  void watch(TimePoint now);
  [[nodiscard]] Duration consent_interval();
  void judge_end(TimePoint now);

  AgentOptions options_;
  Random& random_;
  AgentSink& sink_;
  std::uint64_t tie_breaker_;
  std::optional<Credentials> remote_;
  bool remote_is_lite_ = false;
  bool remote_is_complete_ = false;
  std::vector<Asked> asked_;
  std::deque<std::size_t> triggered_;
  std::vector<Early> early_;
  TimePoint begun_, next_check_, consent_due_, consent_until_;
  std::optional<TimePoint> first_valid_;
  std::optional<std::size_t> nominating_;  ///< the pair whose nomination is under way (RFC 8445 8.1.1: one)
  unsigned reflexive_ = 0;                 ///< candidates learned from checks
};

}  // namespace cxload::ice
