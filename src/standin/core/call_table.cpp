#include "call_table.hpp"

#include <algorithm>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>

#include "reply.hpp"

namespace cxload::standin {
namespace {

bool is_optional(const sip::Message& request) {
  const auto disposition = request.find(sip::HeaderId::content_disposition);
  return disposition && sip::header_param(*disposition, "handling") == "optional";
}

bool is_sdp(std::string_view content_type) {
  return text::iequals(text::trim(content_type.substr(0, content_type.find(';'))), "application/sdp");
}

/// RFC 3261 8.2.3, 21.4.7: bodies and wishes that a number cannot serve.
std::optional<sip::Message> refuse_body(const sip::Message& invite) {
  const auto accept = invite.values(sip::HeaderId::accept);
  const bool takes_sdp = std::any_of(accept.begin(), accept.end(), [](std::string_view range) {
    return is_sdp(range) || range.starts_with("application/*") || range.starts_with("*/*");
  });
  if (!accept.empty() && !takes_sdp) return make_reply(invite, 406);
  if (invite.body().empty() || is_optional(invite)) return std::nullopt;
  const auto encodings = invite.values(sip::HeaderId::content_encoding);
  const bool is_plain = std::all_of(encodings.begin(), encodings.end(),
                                    [](std::string_view one) { return text::iequals(one, "identity"); });
  if (is_plain && is_sdp(invite.find(sip::HeaderId::content_type).value_or("application/sdp")))
    return std::nullopt;
  sip::Message reply = make_reply(invite, 415);
  reply.append(sip::HeaderId::accept, "application/sdp");
  reply.append(sip::HeaderId::accept_encoding, "identity");
  return reply;
}

}  // namespace

void CallTable::start(const Number& number, ServerId server, const Flow& flow, const sip::Message& invite,
                      TimePoint now) {
  auto refusal = refuse_extensions(invite, sip::HeaderId::require);
  if (!refusal) refusal = refuse_body(invite);
  if (!refusal && calls_.size() >= most_) refusal = make_reply(invite, 503);
  Result<sip::Dialog> dialog = sip::Dialog::make_uas(invite, crypto::random_token(12));
  if (!refusal && !dialog) refusal = make_reply(invite, 400, "Contact Missing");
  if (refusal) return kernel_.servers.respond(server, std::move(*refusal), now);
  const sip::DialogId id = dialog->id();
  const auto call = std::make_shared<Call>(kernel_, media_, number, std::move(*dialog), flow,
                                           kernel_.behaviour(flow, invite).media,
                                           [this](const sip::DialogId& over) { calls_.erase(over); });
  calls_.emplace(id, call);
  call->start(server, invite, now);
}

std::shared_ptr<Call> CallTable::find(const sip::Message& request) const {
  const auto id = sip::dialog_id_of(request, true);
  const auto found = id ? calls_.find(*id) : calls_.end();
  return found == calls_.end() ? nullptr : found->second;
}

}  // namespace cxload::standin
