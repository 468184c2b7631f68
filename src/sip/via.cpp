/// Via read and written.
#include <cxload/base/text.hpp>
#include <cxload/sip/errc.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/uri.hpp>
#include <cxload/sip/via.hpp>

namespace cxload::sip {
namespace {

std::optional<std::uint64_t> number_up_to(std::optional<std::string_view> text, std::uint64_t limit) {
  const std::optional<std::uint64_t> value = text ? text::parse_unsigned(*text) : std::nullopt;
  return value && *value <= limit ? value : std::nullopt;
}

/// Cuts a token and the slash behind it, blanks around both allowed (RFC 3261 25.1: SLASH = SWS "/" SWS).
std::optional<std::string_view> take_until_slash(std::string_view& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::string_view token = trim_wsp(text.substr(0, slash));
  text = trim_wsp(text.substr(slash + 1));
  return is_token(token) ? std::optional(token) : std::nullopt;
}

}  // namespace

std::optional<std::string_view> Via::received() const {
  std::optional<std::string_view> value = params.find("received");
  if (value && value->size() > 2 && value->front() == '[' && value->back() == ']')
    value = value->substr(1, value->size() - 2);
  return value;
}

std::optional<std::uint16_t> Via::rport() const {
  const auto value = number_up_to(params.find("rport"), 65'535);
  return value ? std::optional(static_cast<std::uint16_t>(*value)) : std::nullopt;
}

std::optional<std::uint8_t> Via::ttl() const {
  const auto value = number_up_to(params.find("ttl"), 255);
  return value ? std::optional(static_cast<std::uint8_t>(*value)) : std::nullopt;
}

void Via::set_received(std::string_view address) { params.set("received", address); }

void Via::set_rport(std::uint16_t port_seen) { params.set("rport", std::to_string(port_seen)); }

std::string Via::write() const {
  std::string out;
  out.reserve(96);
  out.append(protocol).append(1, '/').append(transport).append(1, ' ');
  write_host(host, out);
  if (port) text::append_unsigned(out.append(1, ':'), *port);
  params.write_to(out);
  return out;
}

Result<Via> parse_via(std::string_view text) {
  text = trim_wsp(text);
  const std::optional<std::string_view> name = take_until_slash(text);
  const std::optional<std::string_view> version = name ? take_until_slash(text) : std::nullopt;
  const std::size_t blank = text.find_first_of(" \t");
  if (!version || blank == std::string_view::npos || !is_token(text.substr(0, blank))) return Errc::bad_via;
  Via via;
  via.protocol.assign(*name).append(1, '/').append(*version);
  via.transport = text.substr(0, blank);
  text = trim_wsp(text.substr(blank));
  const std::size_t semicolon = text.find(';');
  const std::optional<HostPort> sent_by = parse_host_port(trim_wsp(text.substr(0, semicolon)));
  if (!sent_by) return Errc::bad_via;
  via.host = sent_by->host;
  via.port = sent_by->port;
  if (semicolon != std::string_view::npos && !parse_params(text.substr(semicolon), via.params))
    return Errc::bad_via;
  return via;
}

std::optional<std::string_view> branch_of(std::string_view value) {
  std::optional<std::string_view> rest = value;
  return header_param(*next_list_element(rest), "branch");
}

}  // namespace cxload::sip
