/// Agent: finds a way for the media of one call, and watches it (RFC 8445, RFC 7675), without sockets or
/// clocks.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/base/failure.hpp>
#include <cxload/base/random.hpp>
#include <cxload/ice/candidate.hpp>
#include <cxload/stun/types.hpp>

namespace cxload::ice {

struct Credentials {
  std::string ufrag, password;
  bool operator==(const Credentials&) const = default;
};
/// RFC 8445 5.3: as long as browsers make them, of ice-chars.
[[nodiscard]] Credentials make_credentials();
/// RFC 8839 5.4: 4 to 256 octets of ufrag, 22 to 256 of password.
[[nodiscard]] bool are_credible(const Credentials& credentials);

/// Sends from a base, which is the index that add_base() gave. Called from inside the agent's methods, and
/// must not call back into them.
class AgentSink {
 public:
  virtual void send_stun(std::size_t base, const stun::TransportAddress& to, stun::Bytes message) = 0;

 protected:
  ~AgentSink() = default;
};

struct AgentOptions {
  bool is_controlling = true;  ///< the side that made the offer (RFC 8445 6.1.1)
  bool is_lite = false;        ///< ours: answers and sends nothing by itself (RFC 8445 2.5)
  /// Ours, where a description has named them already; else the agent makes some.
  std::optional<Credentials> own;
  Duration pace = std::chrono::milliseconds(50);         ///< Ta
  Duration first_wait = std::chrono::milliseconds(500);  ///< RTO, doubled at each try
  Duration longest_wait = std::chrono::seconds(1);       ///< browsers go on steadily: a loss costs a second
  unsigned tries = 15;                                   ///< Rc: until give_up
  Duration patience = std::chrono::milliseconds(100);    ///< with nomination, for a better pair
  Duration give_up = std::chrono::seconds(15);           ///< from set_remote() to a selected pair
  Duration consent_every = std::chrono::seconds(5);      ///< ± 20 %; RFC 7675 5.1
  Duration consent_lasts = std::chrono::seconds(30);
};

struct Selected {
  std::size_t base = 0;
  stun::TransportAddress remote;
  CandidateType remote_type = CandidateType::host;
  bool operator==(const Selected&) const = default;
};

/// What is wrong with what came: counted, never answered beyond what the RFC wants.
struct AgentCounts {
  std::uint64_t checks_sent = 0, requests = 0, answers = 0, refused = 0, strange = 0;
};

/// Threads: one at a time. Failures: ice.failed (no pair works), ice.no_candidates (the far end named none
/// that we can use), ice.consent (it worked, and the far end fell silent).
class Agent {
 public:
  Agent(const AgentOptions& options, Random& random, AgentSink& sink);
  ~Agent();
  Agent(const Agent&) = delete;
  Agent& operator=(const Agent&) = delete;

  [[nodiscard]] const Credentials& credentials() const;
  /// A socket and the candidate that stands for it; at most 8. Before set_remote().
  std::size_t add_base(const Candidate& candidate);
  /// What the far end's description says. Checks begin.
  void set_remote(const Credentials& remote, const std::vector<Candidate>& candidates, bool is_lite,
                  TimePoint now);
  void add_remote(const Candidate& candidate, TimePoint now);  ///< trickled; beyond 32 they are left out
  void end_remote(TimePoint now);  ///< no more will be trickled: when all pairs have failed, it is over
  /// A STUN message that came to a base.
  void receive(std::size_t base, const stun::TransportAddress& from, stun::Bytes message, TimePoint now);
  void tick(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

  [[nodiscard]] const std::optional<Selected>& selected() const;
  [[nodiscard]] const std::optional<Failure>& failure() const;
  [[nodiscard]] bool is_controlling() const;
  [[nodiscard]] std::optional<Duration> round_trip() const;  ///< of the last answered check
  [[nodiscard]] const AgentCounts& counts() const;

 private:
  class Body;
  std::unique_ptr<Body> body_;
};

}  // namespace cxload::ice
