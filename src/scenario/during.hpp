/// During: what the caller does inside an answered call, each thing at its time (`during:` of the step
/// `call`).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/scenario/step_registry.hpp>

#include "target.hpp"

namespace cxload::scenario {

struct CallAction {
  enum class Kind : std::uint8_t { dtmf, hold, transfer };
  Duration at{};  ///< counted from the answer
  Kind kind = Kind::dtmf;
  std::string digits;  ///< a template; of dtmf
  Duration held{};     ///< of hold
};

/// In the order of their times; a transfer is the last, because the far end is gone then.
struct During {
  std::vector<CallAction> actions;
  std::optional<Target> transfer_to;
  std::optional<Duration> consult;  ///< attended, with so long a talk with the target; nothing: blind

  [[nodiscard]] Duration length() const;  ///< when the last of them is over, as planned
};

extern const Shape during_shape;

/// Faults: times that do not rise or do not fit into the shortest talk, digits no phone has, nothing to do.
[[nodiscard]] During parse_during(const Node* node, const phone::DurationRange& talk,
                                  const StepContext& context);

/// The answered call that it happens in.
struct PlayedCall {
  phone::Call& call;  ///< held by whoever plays
  TimePoint answered;
  Duration talk;
  bool has_lease;  ///< the callee is one of our phones
};

/// How far it came. After a failure or a transfer the call is hung up.
struct Played {
  std::optional<Failure> failure;
  bool ended = false;        ///< the far side was gone before everything was done
  bool transferred = false;  ///< the far end talked to somebody else to the end of the talk
};
/// `transfer_to`: the address, when there is a transfer.
net::Awaitable<Played> play(const During& during, std::string transfer_to, PlayedCall stage,
                            JourneyContext& context);

}  // namespace cxload::scenario
