#include "reply.hpp"

#include <cxload/base/crypto.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/name_addr.hpp>

namespace cxload::standin {

sip::Message make_reply(const sip::Message& request, int status, std::string_view reason) {
  sip::Message reply = sip::Message::make_response_to(request, status, reason);
  const std::string_view to = reply.find(sip::HeaderId::to).value_or(std::string_view());
  if (status > 100 && !sip::tag_of(to))
    reply.set(sip::HeaderId::to, std::string(to) + ";tag=" + crypto::random_token(10));
  reply.append(sip::HeaderId::server, "cxload stand-in");
  return reply;
}

std::optional<sip::Message> refuse_extensions(const sip::Message& request, sip::HeaderId wanted) {
  // No extension is claimed, so none that somebody requires is known.
  const auto names = request.values(wanted);
  if (names.empty()) return std::nullopt;
  sip::Message reply = make_reply(request, 420);
  for (const std::string_view name : names) reply.append(sip::HeaderId::unsupported, name);
  return reply;
}

sip::Message make_capabilities(const sip::Message& request) {
  sip::Message reply = make_reply(request, 200);
  reply.append(sip::HeaderId::allow, allowed_methods);
  reply.append(sip::HeaderId::accept, "application/sdp");
  reply.append(sip::HeaderId::accept_encoding, "identity");
  reply.append(sip::HeaderId::accept_language, "en");
  reply.append(sip::HeaderId::supported, "");
  return reply;
}

std::string user_in(const sip::Message& message, sip::HeaderId id) {
  const Result<sip::NameAddr> address = sip::parse_name_addr(message.find(id).value_or(""));
  if (!address) return {};
  // RFC 4475 3.1.1.9: what follows a semicolon in the user part is no part of the name of an account.
  return sip::unescape(std::string_view(address->uri.user).substr(0, address->uri.user.find(';')));
}

}  // namespace cxload::standin
