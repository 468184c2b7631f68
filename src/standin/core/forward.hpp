/// What a proxy does to a request on its way (RFC 3261 16.6).
#pragma once
#include "kernel.hpp"

namespace cxload::standin {

/// Where a copy of a request goes.
struct Target {
  std::string uri;
  Flow flow;
  std::vector<std::string> routes = {};  ///< the Path of its registration
};

/// Ready to send: target, Max-Forwards, Record-Route (two of them, RFC 5658 4: each side gets a route with
/// its own transport), our Via on top; credentials for us taken out. Its own routes are popped already.
[[nodiscard]] sip::Message make_forward(const Kernel& kernel, const sip::Message& request, const Flow& from,
                                        const Target& target);
/// 16.3 (4): has the request been here with the same destination? (16.6 (8) marks our branches for this)
[[nodiscard]] bool is_looping(const Kernel& kernel, const sip::Message& request);

}  // namespace cxload::standin
