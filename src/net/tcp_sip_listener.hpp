/// The TCP kind of SipListener.
#pragma once
#include <cxload/net/sip_listener.hpp>

namespace cxload::net {

Outcome<std::unique_ptr<SipListener>> open_tcp_sip_listener(Shard& shard, const Endpoint& local,
                                                            SipListener::Handlers handlers);

}  // namespace cxload::net
