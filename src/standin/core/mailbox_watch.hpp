/// Mailbox watch: SUBSCRIBE to message-summary answered, and what is in the mailbox told (RFC 3842, 6665).
#pragma once
#include "kernel.hpp"

namespace cxload::standin {

/// A SUBSCRIBE of `user`, credentials already checked: to his own mailbox, or inside such a subscription. The
/// state is told once after each; nothing is kept, so who wants to know of a change asks again.
void answer_subscribe(Kernel& kernel, const Flow& flow, ServerId server, const sip::Message& request,
                      const std::string& user, TimePoint now);

}  // namespace cxload::standin
