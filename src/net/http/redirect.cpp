#include "redirect.hpp"

#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::net {
namespace {

bool keeps_method(int status) { return status == 307 || status == 308; }

}  // namespace

bool is_redirect(const HttpResponse& response) {
  const int status = response.status;
  const bool is_one = status == 301 || status == 302 || status == 303 || keeps_method(status);
  return is_one && response.header("Location") != nullptr;
}

Outcome<HttpUrl> redirect(HttpRequest& request, const HttpUrl& from, const HttpResponse& response,
                          const HttpSite& site) {
  const std::string& location = *response.header("Location");
  const std::optional<HttpUrl> to = resolve_http_url(from, location);
  if (!to)
    return Failure{"http.bad_response", fmt::format("{} leads to something that is no URL: {}",
                                                    response.status, text::printable(location, 80))};
  if (from.is_secure && !to->is_secure)
    return Failure{"http.insecure_redirect",
                   fmt::format("{} leads from https to {}", response.status, to->origin())};
  const bool is_elsewhere = to->origin() != from.origin();
  if (is_elsewhere && !site.places.contains(to->origin()))
    return Failure{"http.other_host", fmt::format("{} leads to {}, which the scenario does not name",
                                                  response.status, to->origin())};
  // As browsers do: what was posted is fetched afterwards.
  const bool is_safe = request.method == "GET" || request.method == "HEAD";
  if (!keeps_method(response.status) && !is_safe) {
    request.method = "GET";
    request.body.clear();
    request.content_type.clear();
    std::erase_if(request.headers,
                  [](const auto& header) { return text::iequals(header.first, "Content-Type"); });
  }
  if (!is_elsewhere) return *to;
  if (!request.body.empty())
    return Failure{"http.other_host",
                   fmt::format("{} would carry the request's body to {}", response.status, to->origin())};
  request.headers.clear();
  return *to;
}

}  // namespace cxload::net
