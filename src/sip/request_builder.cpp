#include <cxload/sip/cseq.hpp>
#include <cxload/sip/request_builder.hpp>

namespace cxload::sip {
namespace {

constexpr std::string_view max_forwards = "70";  // RFC 3261 8.1.1.6

/// What CANCEL and the ACK to a refusal take over from the INVITE; both have its branch and nothing else of
/// it.
Message make_shadow(const Message& invite, std::string_view method) {
  Message message = Message::make_request(method, invite.request_uri());
  if (const auto via = invite.first_value(HeaderId::via)) message.append(HeaderId::via, *via);
  message.append(HeaderId::max_forwards, max_forwards);
  for (std::size_t i = 0; i < invite.field_count(); ++i) {
    const Message::Field field = invite.field(i);
    const bool copied = field.id == HeaderId::route || field.id == HeaderId::from ||
                        field.id == HeaderId::to || field.id == HeaderId::call_id;
    if (copied) message.append(field.id, field.value);
  }
  const auto cseq = parse_cseq(invite.find(HeaderId::cseq).value_or(std::string_view()));
  message.append(HeaderId::cseq, CSeq{cseq ? cseq->number : 0, method}.write());
  return message;
}

}  // namespace

Message make_cancel(const Message& invite) { return make_shadow(invite, "CANCEL"); }

Message make_ack_draft(const Message& invite) { return make_shadow(invite, "ACK"); }

Message make_ack_2xx(const DialogId& dialog, const Dialog::RequestParts& parts, std::string_view via) {
  Message ack = Message::make_request("ACK", parts.request_uri);
  ack.append(HeaderId::via, via);
  ack.append(HeaderId::max_forwards, max_forwards);
  for (const std::string_view route : parts.routes) ack.append(HeaderId::route, route);
  ack.append(HeaderId::from, parts.from);
  ack.append(HeaderId::to, parts.to);
  ack.append(HeaderId::call_id, dialog.call_id);
  ack.append(HeaderId::cseq, CSeq{parts.cseq, "ACK"}.write());
  return ack;
}

}  // namespace cxload::sip
