/// Where an answer of 3xx leads, and what goes along (RFC 9110 15.4).
#pragma once
#include <cxload/base/result.hpp>
#include <cxload/net/http_client.hpp>

namespace cxload::net {

[[nodiscard]] bool is_redirect(const HttpResponse& response);

/// The next place; `request` becomes what is asked there. To another origin it takes no header and no body
/// along. Failure: http.insecure_redirect, http.other_host, http.bad_response.
[[nodiscard]] Outcome<HttpUrl> redirect(HttpRequest& request, const HttpUrl& from,
                                        const HttpResponse& response, const HttpSite& site);

}  // namespace cxload::net
