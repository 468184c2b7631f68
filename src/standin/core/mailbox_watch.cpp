#include "mailbox_watch.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/dialog.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/via.hpp>

#include "reply.hpp"

namespace cxload::standin {
namespace {

using sip::HeaderId;

constexpr std::uint64_t longest = 3600;

/// What comes of a NOTIFY is of no interest: nothing is kept that it could end.
class NobodyCares final : public RequestOwner {
 public:
  void on_response(ClientId, const sip::Message&, TimePoint) override {}
  void on_no_response(ClientId, int, TimePoint) override {}
};

bool is_message_summary(const sip::Message& request) {
  const std::string_view event = request.find(HeaderId::event).value_or("");
  return text::iequals(text::trim(event.substr(0, event.find(';'))), "message-summary");
}

std::uint64_t wanted_seconds(const sip::Message& request) {
  const auto wanted = text::parse_unsigned(text::trim(request.find(HeaderId::expires).value_or("")));
  return std::min(wanted.value_or(longest), longest);
}

/// In the subscription's dialog; its CSeq follows that of the SUBSCRIBE, which rises too.
sip::Message make_notify(const Kernel& kernel, const Flow& flow, const sip::Message& subscribe,
                         const sip::Dialog& dialog, std::uint64_t expires) {
  const sip::Dialog::RequestParts parts = dialog.ack_for(0);
  const auto cseq = sip::parse_cseq(subscribe.find(HeaderId::cseq).value_or(""));
  const std::string user = user_in(subscribe, HeaderId::to);
  sip::Message notify = sip::Message::make_request("NOTIFY", parts.request_uri);
  notify.append(HeaderId::via, kernel.self.make_via(
                                   flow.scheme, std::string(sip::branch_cookie) + crypto::random_token(14)));
  notify.append(HeaderId::max_forwards, "70");
  for (const std::string_view route : parts.routes) notify.append(HeaderId::route, route);
  notify.append(HeaderId::from, parts.from);
  notify.append(HeaderId::to, parts.to);
  notify.append(HeaderId::call_id, dialog.id().call_id);
  notify.append(HeaderId::cseq, sip::CSeq{cseq ? cseq->number : 1, "NOTIFY"}.write());
  notify.append(HeaderId::contact, kernel.self.make_contact(flow.scheme, user));
  notify.append(HeaderId::event, "message-summary");
  notify.append("Subscription-State", expires == 0 ? std::string("terminated;reason=timeout")
                                                   : fmt::format("active;expires={}", expires));
  const Mailboxes::Count count =
      kernel.mailboxes != nullptr ? kernel.mailboxes->count(user) : Mailboxes::Count();
  notify.set_body(
      "application/simple-message-summary",
      fmt::format("Messages-Waiting: {}\r\nMessage-Account: sip:{}@{}\r\nVoice-Message: {}/{} (0/0)\r\n",
                  count.unheard > 0 ? "yes" : "no", user, kernel.config.domain, count.unheard, count.heard));
  return notify;
}

}  // namespace

void answer_subscribe(Kernel& kernel, const Flow& flow, ServerId server, const sip::Message& request,
                      const std::string& user, TimePoint now) {
  if (!is_message_summary(request)) {
    sip::Message refusal = make_reply(request, 489);
    refusal.append(HeaderId::allow_events, "message-summary");
    return kernel.servers.respond(server, std::move(refusal), now);
  }
  if (user != user_in(request, HeaderId::to))
    return kernel.servers.respond(server, make_reply(request, 403), now);
  sip::Message reply = make_reply(request, 200);
  const std::uint64_t expires = wanted_seconds(request);
  reply.append(HeaderId::expires, std::to_string(expires));
  reply.append(HeaderId::contact, kernel.self.make_contact(flow.scheme, user));
  const auto tag = sip::tag_of(reply.find(HeaderId::to).value_or(""));
  const Result<sip::Dialog> dialog = sip::Dialog::make_uas(request, tag.value_or(""));
  if (!dialog) return kernel.servers.respond(server, make_reply(request, 400), now);
  kernel.servers.respond(server, std::move(reply), now);
  kernel.clients.send(flow, make_notify(kernel, flow, request, *dialog, expires),
                      std::make_shared<NobodyCares>(), now);
}

}  // namespace cxload::standin
