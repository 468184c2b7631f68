/// Dtmf: digits as telephone events in RTP (RFC 4733), or as INFO requests with application/dtmf-relay bodies
/// where the call has no such events.
#pragma once
#include <string>
#include <string_view>

#include <cxload/net/shard.hpp>
#include <cxload/phone/call.hpp>

namespace cxload::phone {

class Session;

/// Without events one INFO a digit, each after the answer to the one before. The first refusal ends it and is
/// the result.
net::Awaitable<Outcome<MidCallResult>> send_dtmf(Session& session, std::string digits);

}  // namespace cxload::phone
