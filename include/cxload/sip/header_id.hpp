/// HeaderId: every header field the tool knows by name, from one table; all others are HeaderId::other.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

// enumerator, name as written, compact form (0: none), several values may be joined by commas (RFC
// 3261 7.3.1)
#define CXLOAD_SIP_HEADERS(X)                                         \
  X(accept, "Accept", 0, true)                                        \
  X(accept_contact, "Accept-Contact", 'a', true)                      \
  X(accept_encoding, "Accept-Encoding", 0, true)                      \
  X(accept_language, "Accept-Language", 0, true)                      \
  X(alert_info, "Alert-Info", 0, true)                                \
  X(allow, "Allow", 0, true)                                          \
  X(allow_events, "Allow-Events", 'u', true)                          \
  X(authentication_info, "Authentication-Info", 0, false)             \
  X(authorization, "Authorization", 0, false)                         \
  X(call_id, "Call-ID", 'i', false)                                   \
  X(call_info, "Call-Info", 0, true)                                  \
  X(contact, "Contact", 'm', true)                                    \
  X(content_disposition, "Content-Disposition", 0, false)             \
  X(content_encoding, "Content-Encoding", 'e', true)                  \
  X(content_language, "Content-Language", 0, true)                    \
  X(content_length, "Content-Length", 'l', false)                     \
  X(content_type, "Content-Type", 'c', false)                         \
  X(cseq, "CSeq", 0, false)                                           \
  X(date, "Date", 0, false)                                           \
  X(diversion, "Diversion", 0, true)                                  \
  X(error_info, "Error-Info", 0, true)                                \
  X(event, "Event", 'o', false)                                       \
  X(expires, "Expires", 0, false)                                     \
  X(flow_timer, "Flow-Timer", 0, false)                               \
  X(from, "From", 'f', false)                                         \
  X(geolocation, "Geolocation", 0, true)                              \
  X(history_info, "History-Info", 0, true)                            \
  X(identity, "Identity", 'y', true)                                  \
  X(identity_info, "Identity-Info", 'n', false)                       \
  X(in_reply_to, "In-Reply-To", 0, true)                              \
  X(join, "Join", 0, false)                                           \
  X(max_breadth, "Max-Breadth", 0, false)                             \
  X(max_forwards, "Max-Forwards", 0, false)                           \
  X(mime_version, "MIME-Version", 0, false)                           \
  X(min_expires, "Min-Expires", 0, false)                             \
  X(min_se, "Min-SE", 0, false)                                       \
  X(organization, "Organization", 0, false)                           \
  X(p_asserted_identity, "P-Asserted-Identity", 0, true)              \
  X(p_associated_uri, "P-Associated-URI", 0, true)                    \
  X(p_called_party_id, "P-Called-Party-ID", 0, false)                 \
  X(p_preferred_identity, "P-Preferred-Identity", 0, true)            \
  X(path, "Path", 0, true)                                            \
  X(priority, "Priority", 0, false)                                   \
  X(privacy, "Privacy", 0, false)                                     \
  X(proxy_authenticate, "Proxy-Authenticate", 0, false)               \
  X(proxy_authentication_info, "Proxy-Authentication-Info", 0, false) \
  X(proxy_authorization, "Proxy-Authorization", 0, false)             \
  X(proxy_require, "Proxy-Require", 0, true)                          \
  X(rack, "RAck", 0, false)                                           \
  X(reason, "Reason", 0, true)                                        \
  X(record_route, "Record-Route", 0, true)                            \
  X(recv_info, "Recv-Info", 0, true)                                  \
  X(refer_sub, "Refer-Sub", 0, false)                                 \
  X(refer_to, "Refer-To", 'r', false)                                 \
  X(referred_by, "Referred-By", 'b', false)                           \
  X(reject_contact, "Reject-Contact", 'j', true)                      \
  X(replaces, "Replaces", 0, false)                                   \
  X(reply_to, "Reply-To", 0, false)                                   \
  X(request_disposition, "Request-Disposition", 'd', true)            \
  X(require, "Require", 0, true)                                      \
  X(retry_after, "Retry-After", 0, false)                             \
  X(route, "Route", 0, true)                                          \
  X(rseq, "RSeq", 0, false)                                           \
  X(security_client, "Security-Client", 0, true)                      \
  X(security_server, "Security-Server", 0, true)                      \
  X(security_verify, "Security-Verify", 0, true)                      \
  X(server, "Server", 0, false)                                       \
  X(service_route, "Service-Route", 0, true)                          \
  X(session_expires, "Session-Expires", 'x', false)                   \
  X(sip_etag, "SIP-ETag", 0, false)                                   \
  X(sip_if_match, "SIP-If-Match", 0, false)                           \
  X(subject, "Subject", 's', false)                                   \
  X(subscription_state, "Subscription-State", 0, false)               \
  X(supported, "Supported", 'k', true)                                \
  X(timestamp, "Timestamp", 0, false)                                 \
  X(to, "To", 't', false)                                             \
  X(unsupported, "Unsupported", 0, true)                              \
  X(user_agent, "User-Agent", 0, false)                               \
  X(via, "Via", 'v', true)                                            \
  X(warning, "Warning", 0, true)                                      \
  X(www_authenticate, "WWW-Authenticate", 0, false)

namespace cxload::sip {

enum class HeaderId : std::uint8_t {
#define X(enumerator, name, compact, list) enumerator,
  CXLOAD_SIP_HEADERS(X)
#undef X
      other
};

/// Any case, and the compact forms of RFC 3261 7.3.3 and its extensions.
[[nodiscard]] HeaderId find_header(std::string_view name);
[[nodiscard]] std::string_view canonical_name(HeaderId id);  ///< empty for HeaderId::other
[[nodiscard]] char compact_form(HeaderId id);                ///< 0 when there is none
[[nodiscard]] bool is_comma_list(HeaderId id);

}  // namespace cxload::sip
