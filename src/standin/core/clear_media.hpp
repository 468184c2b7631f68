/// Clear media: what a browser's leg must not carry (WP-MEDIA-SRTP-2).
#pragma once
#include <cxload/sip/message.hpp>

#include "flow.hpp"

namespace cxload::standin {

/// Does a request that came by WebSocket offer audio without DTLS-SRTP?
[[nodiscard]] bool offers_clear_media(const Flow& flow, const sip::Message& request);

}  // namespace cxload::standin
