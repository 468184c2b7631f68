#include "request_check.hpp"

#include <algorithm>
#include <array>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/option_tag.hpp>
#include <cxload/sip/salvage.hpp>
#include <cxload/sip/uri.hpp>
#include <cxload/sip/validate.hpp>

namespace cxload::phone {
namespace {

using sip::HeaderId;

constexpr std::string_view session_description = "application/sdp";

/// 8.2.1, 21.5.2: 501 is for methods that nobody here has heard of, 405 for those that are merely not done.
bool is_known_method(std::string_view method) {
  static constexpr auto known = std::to_array<std::string_view>(
      {"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "PRACK", "SUBSCRIBE", "NOTIFY", "PUBLISH",
       "INFO", "REFER", "MESSAGE", "UPDATE"});
  return std::find(known.begin(), known.end(), method) != known.end();
}

bool is_type(std::string_view value, std::string_view wanted) {
  return text::iequals(text::trim(value.substr(0, value.find(';'))), wanted);
}

/// 20.1: without an Accept a session description is what everybody takes.
bool takes_session_description(const sip::Message& invite) {
  const auto accepted = invite.values(HeaderId::accept);
  return accepted.empty() || std::any_of(accepted.begin(), accepted.end(), [](std::string_view value) {
           return is_type(value, session_description) || is_type(value, "*/*") ||
                  is_type(value, "application/*");
         });
}

std::optional<Refusal> check_bodies(const sip::Message& invite) {
  const std::string_view type = invite.find(HeaderId::content_type).value_or(session_description);
  // 8.2.3; a multipart body may hold one, and is answered by whoever looks into it.
  if (!is_type(type, session_description) && !text::istarts_with(type, "multipart/"))
    return Refusal{415, HeaderId::accept, std::string(session_description)};
  if (!takes_session_description(invite)) return Refusal{406};
  return std::nullopt;
}

sip::Message refusal_to(const sip::Message& request, int status) {
  sip::Message response = sip::Message::make_response_to(request, status);
  const std::string to(response.find(HeaderId::to).value_or(""));
  if (!to.empty() && !sip::tag_of(to)) response.set(HeaderId::to, to + ";tag=" + crypto::random_token(10));
  return response;
}

}  // namespace

std::optional<Refusal> check_request(const sip::Message& request, std::string_view understood) {
  if (!is_known_method(request.method())) return Refusal{501};
  const Result<sip::Uri> uri = sip::parse_uri(request.request_uri());
  if (!uri) return Refusal{400};
  if (!uri->is_sip() && uri->scheme != "tel") return Refusal{416};  // 8.2.2.1
  std::string unknown = sip::unknown_options(request, understood);
  if (!unknown.empty()) return Refusal{420, HeaderId::unsupported, std::move(unknown)};  // 8.2.2.3
  if (request.method() == "INVITE") return check_bodies(request);
  return std::nullopt;
}

std::optional<sip::Message> refuse_unreadable(std::string_view bytes) {
  const std::optional<sip::Salvaged> salvaged = sip::salvage_request(bytes);
  if (!salvaged || salvaged->request.method() == "ACK") return std::nullopt;
  return refusal_to(salvaged->request, sip::status_for(sip::make_error_code(salvaged->fault)));
}

std::optional<sip::Message> refuse_malformed(const sip::Message& request) {
  const Result<void> valid = sip::validate_request(request);
  if (valid || request.method() == "ACK" || !request.find(HeaderId::via)) return std::nullopt;
  return refusal_to(request, sip::status_for(valid.error()));
}

}  // namespace cxload::phone
