#include "message_factory.hpp"

#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::phone {
namespace {

using sip::HeaderId;

/// RFC 3261 25.1: characters of a user part that may stand unescaped.
bool is_user_character(char c) {
  constexpr std::string_view marks = "-_.!~*'()&=+$,;?/";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         marks.find(c) != marks.npos;
}

std::string escape_user(std::string_view user) {
  std::string out;
  for (const char c : user) {
    if (is_user_character(c)) {
      out += c;
    } else {
      fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string quote(std::string_view display) {
  std::string out = "\"";
  for (const char c : display) {
    if (c == '"' || c == '\\') out += '\\';
    if (c != '\r' && c != '\n') out += c;
  }
  return out + '"';
}

}  // namespace

std::string MessageFactory::aor() const {
  return fmt::format("sip:{}@{}", escape_user(account_.user), group_.domain);
}

std::string MessageFactory::own_name_addr() const {
  if (!group_.from.empty()) return fmt::format("<{}>", group_.from);
  if (account_.display.empty()) return fmt::format("<{}>", aor());
  return fmt::format("{} <{}>", quote(account_.display), aor());
}

std::string MessageFactory::target_uri(std::string_view target) const {
  for (const std::string_view scheme : {"sip:", "sips:", "tel:"})
    if (text::istarts_with(target, scheme)) return std::string(target);
  return fmt::format("sip:{}@{}", escape_user(target), group_.domain);
}

std::string MessageFactory::contact(const net::Endpoint& local) const {
  return fmt::format("<{}{}>", identity_.contact_uri(group_.door.scheme, local),
                     group_.profile->invite_contact_ob ? ";ob" : "");
}

std::string MessageFactory::via(const net::Endpoint& local) const {
  const bool rport = group_.profile->adds_rport || group_.door.scheme == net::Scheme::udp;
  return fmt::format("SIP/2.0/{} {};branch={}{}", net::via_transport(group_.door.scheme),
                     identity_.sent_by(local), identity_.new_branch(), rport ? ";rport" : "");
}

void MessageFactory::append_core(sip::Message& request, std::string_view from, std::string_view to,
                                 std::string_view call_id, std::uint32_t cseq,
                                 const net::Endpoint& local) const {
  const std::string cseq_value = fmt::format("{} {}", cseq, request.method());
  const std::string max_forwards = std::to_string(group_.profile->max_forwards);
  request.append(HeaderId::via, via(local));
  switch (group_.profile->order) {
    case ClientProfile::HeaderOrder::sipjs:
      request.append(HeaderId::to, to);
      request.append(HeaderId::from, from);
      request.append(HeaderId::cseq, cseq_value);
      request.append(HeaderId::call_id, call_id);
      request.append(HeaderId::max_forwards, max_forwards);
      return;
    case ClientProfile::HeaderOrder::jssip:
      request.append(HeaderId::max_forwards, max_forwards);
      request.append(HeaderId::to, to);
      request.append(HeaderId::from, from);
      request.append(HeaderId::call_id, call_id);
      request.append(HeaderId::cseq, cseq_value);
      return;
    case ClientProfile::HeaderOrder::rfc3261:
      request.append(HeaderId::max_forwards, max_forwards);
      request.append(HeaderId::from, from);
      request.append(HeaderId::to, to);
      request.append(HeaderId::call_id, call_id);
      request.append(HeaderId::cseq, cseq_value);
      return;
  }
}

sip::Message MessageFactory::begin(const Outside& request, const net::Endpoint& local) const {
  sip::Message message = sip::Message::make_request(request.method, request.request_uri);
  append_core(message, fmt::format("{};tag={}", own_name_addr(), request.from_tag),
              fmt::format("<{}>", request.to_uri), request.call_id, request.cseq, local);
  return message;
}

sip::Message MessageFactory::begin(std::string_view method, const sip::Dialog::RequestParts& parts,
                                   std::string_view call_id, const net::Endpoint& local) const {
  sip::Message message = sip::Message::make_request(method, parts.request_uri);
  append_core(message, parts.from, parts.to, call_id, parts.cseq, local);
  for (const std::string& route : parts.routes) message.append(HeaderId::route, route);
  return message;
}

void MessageFactory::finish(sip::Message& request, std::string_view supported) const {
  if (!supported.empty()) request.append(HeaderId::supported, supported);
  request.append(HeaderId::user_agent, group_.profile->user_agent);
}

sip::Message MessageFactory::register_request(std::string_view call_id, std::string_view from_tag,
                                              std::uint32_t cseq, std::chrono::seconds expires,
                                              const net::Endpoint& local) const {
  const ClientProfile& profile = *group_.profile;
  const std::string own = aor();
  const std::string registrar = "sip:" + group_.domain;
  sip::Message message = begin({"REGISTER", registrar, own, call_id, from_tag, cseq}, local);
  std::string contact_value = fmt::format("<{}>", identity_.contact_uri(group_.door.scheme, local));
  if (profile.has_instance)
    contact_value += fmt::format(";reg-id=1;+sip.instance=\"{}\"", identity_.instance);
  if (profile.expires_in == ClientProfile::ExpiresIn::contact)
    contact_value += fmt::format(";expires={}", expires.count());
  message.append(HeaderId::contact, contact_value);
  if (profile.expires_in == ClientProfile::ExpiresIn::header)
    message.append(HeaderId::expires, std::to_string(expires.count()));
  if (profile.allow_in_register) message.append(HeaderId::allow, profile.allow);
  finish(message, profile.supported_register);
  return message;
}

sip::Message MessageFactory::resend(const sip::Message& request, std::uint32_t cseq,
                                    const net::Endpoint& local) const {
  sip::Message again = request;
  again.set(HeaderId::via, via(local));
  again.set(HeaderId::cseq, fmt::format("{} {}", cseq, request.method()));
  again.remove(HeaderId::authorization);
  again.remove(HeaderId::proxy_authorization);
  return again;
}

sip::Message MessageFactory::respond(const sip::Message& request, int status, std::string_view to_tag,
                                     const net::Endpoint& local, std::string_view reason) const {
  sip::Message response = sip::Message::make_response_to(request, status, reason);
  const std::string to(response.find(HeaderId::to).value_or(""));
  if (status > 100 && !to_tag.empty() && to.find(";tag=") == std::string::npos)
    response.set(HeaderId::to, fmt::format("{};tag={}", to, to_tag));
  const bool makes_dialog = request.method() == "INVITE" && status > 100 && status < 300;
  if (makes_dialog) {
    for (const std::string_view route : request.values(HeaderId::record_route))
      response.append(HeaderId::record_route, route);
    response.append(HeaderId::contact, contact(local));
  }
  if (makes_dialog || status == 405 || request.method() == "OPTIONS")
    response.append(HeaderId::allow, group_.profile->allow);
  if (request.method() == "OPTIONS" && status == 200) response.append(HeaderId::accept, "application/sdp");
  response.append(HeaderId::user_agent, group_.profile->user_agent);
  return response;
}

}  // namespace cxload::phone
