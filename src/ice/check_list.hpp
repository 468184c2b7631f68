/// CheckList: the pairs of an agent and which of them is to be checked next (RFC 8445 6.1.2).
#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include <cxload/ice/candidate.hpp>

namespace cxload::ice {

enum class PairState : std::uint8_t { frozen, waiting, in_progress, succeeded, failed };

struct Pair {
  std::size_t base = 0;
  Candidate remote;
  std::uint64_t priority = 0;
  PairState state = PairState::frozen;
  bool wants_nomination = false;  ///< the controlling side named it before our own check came back
};

/// One stream with one component. Pairs are never removed, so an index stays what it is.
class CheckList {
 public:
  static constexpr std::size_t most_bases = 8;
  static constexpr std::size_t most_remotes = 32;

  [[nodiscard]] std::size_t add_base(const Candidate& candidate);
  /// Pairs it with every base of its family. False when there are too many, or it is known.
  bool add_remote(const Candidate& candidate, bool is_controlling);
  void set_role(bool is_controlling);  ///< priorities are computed anew

  /// The next of the ordinary checks: waiting ones by priority, else a frozen one whose turn has come.
  [[nodiscard]] std::optional<std::size_t> next_ordinary();
  void on_success(std::size_t pair);  ///< unfreezes its like (RFC 8445 7.2.5.3.3)

  [[nodiscard]] std::optional<std::size_t> find(std::size_t base, const stun::TransportAddress& remote) const;
  [[nodiscard]] bool knows(const stun::TransportAddress& remote) const;
  /// The best that works; nothing when none does.
  [[nodiscard]] std::optional<std::size_t> best_valid() const;
  /// Whether a pair that is not yet judged would be better.
  [[nodiscard]] bool may_improve_on(std::size_t pair) const;
  [[nodiscard]] bool is_all_failed() const;
  [[nodiscard]] bool has_open() const;  ///< some pair is frozen or waiting
  [[nodiscard]] std::vector<Pair>& pairs() { return pairs_; }
  [[nodiscard]] const std::vector<Pair>& pairs() const { return pairs_; }
  [[nodiscard]] const Candidate& base(std::size_t index) const { return bases_.at(index); }
  [[nodiscard]] std::size_t base_count() const { return bases_.size(); }

 private:
  [[nodiscard]] std::uint64_t priority_of(const Pair& pair) const;
  [[nodiscard]] bool is_like(const Pair& a, const Pair& b) const;

  std::vector<Candidate> bases_;
  std::vector<stun::TransportAddress> remotes_;
  std::vector<Pair> pairs_;
  bool is_controlling_ = true;
};

}  // namespace cxload::ice
