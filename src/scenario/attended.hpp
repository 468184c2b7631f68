/// Attended transfer: this side speaks with the target first, then connects the other two (RFC 5589 7).
#pragma once
#include <optional>
#include <string>

#include <cxload/scenario/step_registry.hpp>

namespace cxload::scenario {

/// Holds `call`, calls `target`, speaks with it for `consult`, and makes the far end of `call` take that call
/// over. Nothing when all of it went well; `call` is then still to be hung up. After a failure the target is
/// hung up already.
net::Awaitable<std::optional<Failure>> transfer_attended(phone::Call& call, std::string target,
                                                         Duration consult, JourneyContext& context);

}  // namespace cxload::scenario
