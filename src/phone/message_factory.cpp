#include "message_factory.hpp"

#include <array>
#include <charconv>

#include <cxload/base/text.hpp>

namespace cxload::phone {
namespace {

using sip::HeaderId;

/// RFC 3261 25.1: characters of a user part that may stand unescaped.
constexpr std::array<bool, 256> user_characters = [] {
  std::array<bool, 256> table{};
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = true;
  for (const char c : std::string_view("-_.!~*'()&=+$,;?/")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

void append_user(std::string& out, std::string_view user) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  for (const char c : user) {
    const auto byte = static_cast<unsigned char>(c);
    if (user_characters[byte]) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 15U];
    }
  }
}

void append_quoted(std::string& out, std::string_view display) {
  out += '"';
  for (const char c : display) {
    if (c == '"' || c == '\\') out += '\\';
    if (c != '\r' && c != '\n') out += c;
  }
  out += '"';
}

/// Room for most pairs of From and To, so that they grow in one step.
constexpr std::size_t usual_pair = 160;

/// Where a header value is put together before it is copied into its message. Holds the latest value only.
std::string& desk() {
  thread_local std::string text;
  text.clear();
  return text;
}

/// A number as text, without a string of its own.
class Decimal {
 public:
  explicit Decimal(std::int64_t number)
      : size_(static_cast<std::size_t>(
            std::to_chars(digits_.data(), digits_.data() + digits_.size(), number).ptr - digits_.data())) {}
  [[nodiscard]] std::string_view view() const { return {digits_.data(), size_}; }

 private:
  std::array<char, 20> digits_;
  std::size_t size_;
};

std::string cseq_value(std::uint32_t number, std::string_view method) {
  std::string value(Decimal(number).view());
  value.append(" ").append(method);
  return value;
}

}  // namespace

void MessageFactory::append_own_uri(std::string& out, std::string_view user) const {
  out += "sip:";
  append_user(out, user);
  out.append("@").append(group_.domain);
}

std::string MessageFactory::aor() const {
  std::string out;
  append_own_uri(out, account_.user);
  return out;
}

void MessageFactory::append_own_name_addr(std::string& out, std::string_view user,
                                          const net::Endpoint& local) const {
  const bool has_display = group_.from.empty() && !account_.display.empty();
  if (has_display) append_quoted(out, account_.display);
  out += has_display ? " <" : "<";
  if (group_.from.empty()) {
    append_own_uri(out, user);
  } else {
    append_from(out, local);
  }
  out += '>';
}

/// RFC 3261 8.1.1.3: who has no address-of-record may be known by the host it calls from.
void MessageFactory::append_from(std::string& out, const net::Endpoint& local) const {
  constexpr std::string_view placeholder = "{local}";
  const std::string_view from = group_.from;
  const std::size_t at = from.find(placeholder);
  out += from.substr(0, at);
  if (at == std::string_view::npos) return;
  identity_.append_sent_by(out, local);
  out += from.substr(at + placeholder.size());
}

std::string MessageFactory::target_uri(std::string_view target) const {
  for (const std::string_view scheme : {"sip:", "sips:", "tel:"})
    if (text::istarts_with(target, scheme)) return std::string(target);
  std::string uri = "sip:";
  append_user(uri, target);
  uri.append("@").append(group_.domain);
  return uri;
}

std::string_view MessageFactory::contact(const net::Endpoint& local) const {
  std::string& value = desk();
  value += '<';
  if (!identity_.gruu.empty()) return value.append(identity_.gruu) += '>';
  identity_.append_contact_uri(value, group_.door.scheme, local);
  value += group_.profile->invite_contact_ob ? ";ob>" : ">";
  return value;
}

std::string_view MessageFactory::via(const net::Endpoint& local) const {
  const bool rport = group_.profile->adds_rport || group_.door.scheme == net::Scheme::udp;
  std::string& value = desk();
  value.append("SIP/2.0/").append(net::facts(group_.door.scheme).via) += ' ';
  identity_.append_sent_by(value, local);
  value += ";branch=";
  identity_.append_branch(value);
  if (rport) value += ";rport";
  return value;
}

void MessageFactory::append_core(sip::Message& request, std::string_view from, std::string_view to,
                                 std::string_view call_id, std::uint32_t cseq,
                                 const net::Endpoint& local) const {
  const std::string numbered = cseq_value(cseq, request.method());
  const Decimal hops(group_.profile->max_forwards);
  const std::string_view max_forwards = hops.view();
  request.append(HeaderId::via, via(local));
  switch (group_.profile->order) {
    case ClientProfile::HeaderOrder::sipjs:
      request.append(HeaderId::to, to);
      request.append(HeaderId::from, from);
      request.append(HeaderId::cseq, numbered);
      request.append(HeaderId::call_id, call_id);
      request.append(HeaderId::max_forwards, max_forwards);
      return;
    case ClientProfile::HeaderOrder::jssip:
      request.append(HeaderId::max_forwards, max_forwards);
      request.append(HeaderId::to, to);
      request.append(HeaderId::from, from);
      request.append(HeaderId::call_id, call_id);
      request.append(HeaderId::cseq, numbered);
      return;
    case ClientProfile::HeaderOrder::rfc3261:
      request.append(HeaderId::max_forwards, max_forwards);
      request.append(HeaderId::from, from);
      request.append(HeaderId::to, to);
      request.append(HeaderId::call_id, call_id);
      request.append(HeaderId::cseq, numbered);
      return;
  }
}

sip::Message MessageFactory::begin(const Outside& request, const net::Endpoint& local) const {
  sip::Message message = sip::Message::make_request(request.method, request.request_uri);
  std::string both;  // From, then To
  both.reserve(usual_pair);
  const bool is_known_otherwise = request.method == "INVITE" && !account_.caller_id.empty();
  append_own_name_addr(both, is_known_otherwise ? account_.caller_id : account_.user, local);
  both.append(";tag=").append(request.from_tag);
  const std::size_t from_size = both.size();
  both.append("<").append(request.to_uri) += '>';
  const std::string_view values = both;
  append_core(message, values.substr(0, from_size), values.substr(from_size), request.call_id, request.cseq,
              local);
  return message;
}

sip::Message MessageFactory::begin(std::string_view method, const sip::Dialog::RequestParts& parts,
                                   std::string_view call_id, const net::Endpoint& local) const {
  sip::Message message = sip::Message::make_request(method, parts.request_uri);
  append_core(message, parts.from, parts.to, call_id, parts.cseq, local);
  for (const std::string_view route : parts.routes) message.append(HeaderId::route, route);
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
  const Decimal seconds(expires.count());
  std::string& contact_value = desk();
  contact_value += '<';
  identity_.append_contact_uri(contact_value, group_.door.scheme, local);
  contact_value += '>';
  if (profile.has_instance)
    contact_value.append(";reg-id=1;+sip.instance=\"").append(identity_.instance) += '"';
  if (profile.expires_in == ClientProfile::ExpiresIn::contact)
    contact_value.append(";expires=").append(seconds.view());
  message.append(HeaderId::contact, contact_value);
  if (profile.expires_in == ClientProfile::ExpiresIn::header)
    message.append(HeaderId::expires, seconds.view());
  if (profile.allow_in_register) message.append(HeaderId::allow, profile.allow);
  finish(message, profile.supported_register);
  return message;
}

sip::Message MessageFactory::resend(const sip::Message& request, std::uint32_t cseq,
                                    const net::Endpoint& local) const {
  sip::Message again = request;
  again.set(HeaderId::via, via(local));
  again.set(HeaderId::cseq, cseq_value(cseq, request.method()));
  again.remove(HeaderId::authorization);
  again.remove(HeaderId::proxy_authorization);
  return again;
}

sip::Message MessageFactory::respond(const sip::Message& request, int status, std::string_view to_tag,
                                     const net::Endpoint& local, std::string_view reason) const {
  sip::Message response = sip::Message::make_response_to(request, status, reason);
  const std::string_view to = response.find(HeaderId::to).value_or("");
  if (status > 100 && !to_tag.empty() && to.find(";tag=") == std::string_view::npos) {
    response.set(HeaderId::to, desk().append(to).append(";tag=").append(to_tag));
  }
  const bool makes_dialog = request.method() == "INVITE" && status > 100 && status < 300;
  if (makes_dialog) {
    for (const std::string_view route : request.values(HeaderId::record_route))
      response.append(HeaderId::record_route, route);
    response.append(HeaderId::contact, contact(local));
  } else if (status >= 200 && status < 300 && (request.method() == "UPDATE" || request.method() == "REFER")) {
    response.append(HeaderId::contact, contact(local));  // RFC 3311 5.2, RFC 3515 2.2
  }
  if (makes_dialog || status == 405 || status == 501 || request.method() == "OPTIONS")
    response.append(HeaderId::allow, group_.profile->allow);
  if (request.method() == "OPTIONS" && status == 200) response.append(HeaderId::accept, "application/sdp");
  response.append(HeaderId::user_agent, group_.profile->user_agent);
  return response;
}

}  // namespace cxload::phone
