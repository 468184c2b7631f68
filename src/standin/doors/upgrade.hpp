/// The WebSocket upgrade judged (RFC 6455 4.2, RFC 7118 4).
#pragma once
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "../core/behaviour.hpp"

namespace cxload::standin {

namespace http = boost::beast::http;
using UpgradeRequest = http::request<http::empty_body>;
using UpgradeRefusal = http::response<http::string_body>;

/// The refusal to send, or nothing: upgrade.
[[nodiscard]] std::unique_ptr<UpgradeRefusal> refuse_upgrade(const UpgradeRequest& request,
                                                             const Behaviour& rules);
[[nodiscard]] std::unique_ptr<UpgradeRefusal> refuse_host();  ///< 503: WebRTC is off where the name leads
/// Host of a request, small letters, without the port.
[[nodiscard]] std::string host_of(const UpgradeRequest& request);
/// What is added to the 101; `has_sip`: the client offered the subprotocol.
void decorate_upgrade(http::fields& response, bool has_sip, const Behaviour& rules);
[[nodiscard]] bool offers_sip(const UpgradeRequest& request);
/// RFC 3629: does a message go as text, or must it go as binary?
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace cxload::standin
