#include "request_writer.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "unpack.hpp"

namespace cxload::net {
namespace {

/// Within what a stream takes without being read (256 KiB), headers included.
constexpr std::size_t largest_body = 192 * 1024;
constexpr std::size_t largest_headers = 32 * 1024;

/// They say where the message ends, or what the connection does: the client's own business.
constexpr std::array<std::string_view, 6> own_headers = {"Host",       "Content-Length",  "Transfer-Encoding",
                                                         "Connection", "Accept-Encoding", "Expect"};

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 0x7F; });
}

bool is_own(std::string_view name) {
  return std::any_of(own_headers.begin(), own_headers.end(),
                     [&](std::string_view own) { return text::iequals(own, name); });
}

void add_header(std::string& out, std::string_view name, std::string_view value) {
  if (!value.empty()) out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::optional<std::string> request_fault(const HttpRequest& request) {
  if (!is_token(request.method)) return "the method is no token";
  std::size_t size = 0;
  for (const auto& [name, value] : request.headers) {
    size += name.size() + value.size();
    if (!is_token(name) || !is_line(value)) return "a header is not a name and one line of text";
    if (is_own(name)) return fmt::format("header {} is written by the client itself", name);
  }
  if (!is_line(request.content_type)) return "the content type is not one line of text";
  if (size > largest_headers) return fmt::format("more than {} KiB of headers", largest_headers / 1024);
  if (request.body.size() > largest_body)
    return fmt::format("a body of more than {} KiB", largest_body / 1024);
  return std::nullopt;
}

std::string write_request(const HttpRequest& request, const HttpUrl& url, const HttpSessionHeaders& session) {
  const auto has = [&](std::string_view name) { return find_header(request.headers, name) != nullptr; };
  std::string out =
      fmt::format("{} {} HTTP/1.1\r\nHost: {}\r\n", request.method, url.target, url.authority());
  if (!has("User-Agent")) add_header(out, "User-Agent", session.user_agent);
  if (!has("Accept")) out += "Accept: */*\r\n";
  add_header(out, "Accept-Encoding", accepted_codings);
  if (!has("Cookie")) add_header(out, "Cookie", session.cookies);
  if (!has("Authorization") && !session.bearer.empty())
    out.append("Authorization: Bearer ").append(session.bearer).append("\r\n");
  if (!has("Content-Type")) add_header(out, "Content-Type", request.content_type);
  for (const auto& [name, value] : request.headers) add_header(out, name, value);
  const bool expects_body = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (!request.body.empty() || expects_body)
    out += fmt::format("Content-Length: {}\r\n", request.body.size());
  return out.append("\r\n").append(request.body);
}

}  // namespace cxload::net
