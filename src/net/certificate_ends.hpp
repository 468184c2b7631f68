/// Where the verification of a chain tells when it ends; read by net::certificate_ends().
#pragma once
#include <ctime>
#include <string>

namespace cxload::net {

/// Called when a chain is seen for the first time. Threads: any.
void note_certificate_end(const std::string& host, std::time_t not_after);

}  // namespace cxload::net
