#include "upgrade.hpp"

#include <algorithm>
#include <memory>

#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <cxload/base/text.hpp>

namespace cxload::standin {
namespace {

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

std::unique_ptr<UpgradeRefusal> refuse(http::status status, std::string_view why) {
  auto refusal = std::make_unique<UpgradeRefusal>(status, 11);
  refusal->set(http::field::server, "cxload stand-in");
  refusal->set(http::field::content_type, "text/plain");
  refusal->body() = std::string(why) + "\n";
  refusal->keep_alive(false);
  if (status == http::status::upgrade_required) refusal->set(http::field::sec_websocket_version, "13");
  refusal->prepare_payload();
  return refusal;
}

}  // namespace

bool offers_sip(const UpgradeRequest& request) {
  const auto offers = request.equal_range(http::field::sec_websocket_protocol);
  for (auto at = offers.first; at != offers.second; ++at)
    for (const std::string_view offer : text::split(view(at->value()), ','))
      if (text::iequals(offer, "sip")) return true;
  return false;
}

std::unique_ptr<UpgradeRefusal> refuse_upgrade(const UpgradeRequest& request, const Behaviour& rules) {
  if (request.method() != http::verb::get)
    return refuse(http::status::method_not_allowed, "an upgrade is a GET");
  if (request.version() < 11) return refuse(http::status::bad_request, "an upgrade needs HTTP/1.1");
  if (request[http::field::host].empty()) return refuse(http::status::bad_request, "Host is missing");
  if (!http::token_list(request[http::field::connection]).exists("upgrade") ||
      !http::token_list(request[http::field::upgrade]).exists("websocket"))
    return refuse(http::status::bad_request, "this is a WebSocket door");
  if (request[http::field::sec_websocket_version] != "13")
    return refuse(http::status::upgrade_required, "version 13 is spoken here");
  const auto key = text::from_base64(text::trim(view(request[http::field::sec_websocket_key])));
  if (!key || key->size() != 16) return refuse(http::status::bad_request, "Sec-WebSocket-Key is no 16 bytes");
  if (rules.wants_subprotocol && !offers_sip(request))
    return refuse(http::status::bad_request, "the subprotocol sip was not offered");
  return nullptr;
}

std::unique_ptr<UpgradeRefusal> refuse_host() {
  return refuse(http::status::service_unavailable, "WebRTC is not enabled on this server");
}

std::string host_of(const UpgradeRequest& request) {
  const std::string_view host = text::trim(view(request[http::field::host]));
  if (host.starts_with('[')) return text::to_lower(host.substr(1, host.find(']') - 1));
  return text::to_lower(host.substr(0, host.rfind(':')));
}

void decorate_upgrade(http::fields& response, bool has_sip, const Behaviour& rules) {
  response.set(http::field::server, "cxload stand-in");
  if (rules.echoes_subprotocol && (has_sip || !rules.wants_subprotocol))
    response.set(http::field::sec_websocket_protocol, "sip");
  if (!rules.proves_key) response.set(http::field::sec_websocket_accept, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=");
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    if (lead < 0x80) continue;
    const std::size_t more = lead >= 0xC2 && lead <= 0xDF   ? 1
                             : (lead >> 4) == 14            ? 2
                             : lead >= 0xF0 && lead <= 0xF4 ? 3
                                                            : 0;
    if (more == 0 || text.size() - i < more) return false;
    const auto second = static_cast<unsigned char>(text[i]);
    // Overlong forms, surrogates, and beyond U+10FFFF.
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
      return false;
    for (std::size_t k = 0; k < more; ++k, ++i)
      if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return false;
  }
  return true;
}

}  // namespace cxload::standin
