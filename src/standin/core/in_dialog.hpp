/// Requests of ours inside a dialog (RFC 3261 12.2.1.1).
#pragma once
#include <cxload/sip/dialog.hpp>

#include "kernel.hpp"

namespace cxload::standin {

/// With a branch of its own; Contact and whatever else the method wants is the caller's.
[[nodiscard]] sip::Message make_in_dialog(const Kernel& kernel, net::Scheme scheme, std::string_view method,
                                          const sip::Dialog& dialog, const sip::Dialog::RequestParts& parts);

}  // namespace cxload::standin
