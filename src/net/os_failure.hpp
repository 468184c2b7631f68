/// What an errno means for the one who reads the report.
#pragma once
#include <string_view>

#include <cxload/base/failure.hpp>

namespace cxload::net {

/// `layer` is "tcp" or "udp"; `what` completes the sentence: "connect to 192.0.2.1:5060".
[[nodiscard]] Failure os_failure(std::string_view layer, int error, std::string_view what);

}  // namespace cxload::net
