// What a web server sends: answers in any pieces, cookies, places that redirects lead to, packed bodies.
// Nothing may crash, and nothing may hold more than its limits.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include <cxload/net/cookie_jar.hpp>

#include "http/response_parser.hpp"
#include "http/unpack.hpp"

namespace {

using namespace cxload;

net::HttpLimits small_limits() {
  net::HttpLimits limits;
  limits.header = 4096;
  limits.body = 8192;
  return limits;
}

void follow(const net::HttpResponse& response) {
  const net::HttpLimits limits = small_limits();
  const net::HttpUrl base = *net::parse_http_url("https://a.example.com/b/c?d");
  net::CookieJar jar;
  for (const auto& [name, value] : response.headers)
    jar.take(value, base, WallTime(std::chrono::seconds(1'800'000'000)));
  if (jar.size() > 50) std::abort();
  if (const std::string* location = response.header("Location"))
    if (const auto url = net::resolve_http_url(base, *location))
      if (net::parse_http_url(url->origin() + url->target) != url) std::abort();
  if (const std::string* coding = response.header("Content-Encoding")) {
    const auto body = net::unpack(response.body, *coding, limits.body);
    if (body && body->size() > std::max(limits.body, response.body.size())) std::abort();
  }
}

void read(std::string_view bytes, std::size_t piece) {
  const net::HttpLimits limits = small_limits();
  net::ResponseParser parser(limits, false);
  bool is_fine = true;
  while (!bytes.empty() && is_fine && !parser.is_done()) {
    is_fine = static_cast<bool>(parser.feed(bytes.substr(0, piece)));
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  if (is_fine && !parser.is_done()) is_fine = static_cast<bool>(parser.finish());
  if (!is_fine || !parser.is_done()) return;
  const net::HttpResponse response = parser.take();
  if (response.body.size() > limits.body) std::abort();
  follow(response);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  read(bytes, std::max<std::size_t>(1, size));
  read(bytes, 7);
  return 0;
}
