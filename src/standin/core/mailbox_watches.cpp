#include "mailbox_watches.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/sip/name_addr.hpp>

#include "in_dialog.hpp"
#include "reply.hpp"

namespace cxload::standin {
namespace {

using sip::HeaderId;

constexpr std::uint64_t longest = 3600;

bool is_message_summary(const sip::Message& request) {
  const std::string_view event = request.find(HeaderId::event).value_or("");
  return text::iequals(text::trim(event.substr(0, event.find(';'))), "message-summary");
}

Duration wanted_time(const sip::Message& request) {
  const auto wanted = text::parse_unsigned(text::trim(request.find(HeaderId::expires).value_or("")));
  return std::chrono::seconds(std::min(wanted.value_or(longest), longest));
}

std::int64_t seconds_of(Duration time) { return std::chrono::ceil<std::chrono::seconds>(time).count(); }

}  // namespace

/// A phone that does not know its subscription any more has ended it (RFC 6665 4.2.2).
class MailboxWatches::Answers final : public RequestOwner {
 public:
  Answers(MailboxWatches& all, sip::DialogId id) : all_(all), id_(std::move(id)) {}
  void on_response(ClientId, const sip::Message& response, TimePoint now) override {
    if (response.status() >= 300) on_no_response({}, response.status(), now);
  }
  void on_no_response(ClientId, int, TimePoint) override {
    const auto found = all_.watches_.find(id_);
    if (found == all_.watches_.end()) return;
    all_.kernel_.timers.cancel(found->second.timer);
    all_.watches_.erase(found);
  }

 private:
  MailboxWatches& all_;
  sip::DialogId id_;
};

void MailboxWatches::on_subscribe(const Flow& flow, ServerId server, const sip::Message& request,
                                  const std::string& user, TimePoint now) {
  if (!is_message_summary(request)) {
    sip::Message refusal = make_reply(request, 489);
    refusal.append(HeaderId::allow_events, "message-summary");
    return kernel_.servers.respond(server, std::move(refusal), now);
  }
  if (!sip::tag_of(request.find(HeaderId::to).value_or(""))) return begin(flow, server, request, user, now);
  const auto id = sip::dialog_id_of(request, true);
  const auto found = id ? watches_.find(*id) : watches_.end();
  if (found == watches_.end() || found->second.user != user)
    return kernel_.servers.respond(server, make_reply(request, 481), now);
  Watch& watch = found->second;
  if (!watch.dialog.accept_request(request))
    return kernel_.servers.respond(server, make_reply(request, 500), now);
  sip::Message reply = make_reply(request, 200);
  reply.append(HeaderId::expires, std::to_string(seconds_of(wanted_time(request))));
  reply.append(HeaderId::contact, kernel_.self.make_contact(flow.scheme, user));
  kernel_.servers.respond(server, std::move(reply), now);
  kernel_.timers.cancel(watch.timer);
  watch.flow = flow;
  keep(watch, request, now);
}

void MailboxWatches::begin(const Flow& flow, ServerId server, const sip::Message& request,
                           const std::string& user, TimePoint now) {
  if (user != user_in(request, HeaderId::to))
    return kernel_.servers.respond(server, make_reply(request, 403), now);
  sip::Message reply = make_reply(request, 200);
  reply.append(HeaderId::expires, std::to_string(seconds_of(wanted_time(request))));
  reply.append(HeaderId::contact, kernel_.self.make_contact(flow.scheme, user));
  const auto tag = sip::tag_of(reply.find(HeaderId::to).value_or(""));
  Result<sip::Dialog> dialog = sip::Dialog::make_uas(request, tag.value_or(""));
  if (!dialog) return kernel_.servers.respond(server, make_reply(request, 400), now);
  kernel_.servers.respond(server, std::move(reply), now);
  keep({user, flow, std::move(*dialog), now}, request, now);
}

/// From now on for as long as the request wants; the state is told, whatever it wants (RFC 6665 4.2.1.2).
void MailboxWatches::keep(Watch watch, const sip::Message& request, TimePoint now) {
  const sip::DialogId id = watch.dialog.id();
  const Duration time = wanted_time(request);
  watch.expires = now + time;
  const bool is_kept = time > Duration::zero() && (watches_.size() < most || watches_.contains(id));
  notify(watch, is_kept ? "active" : "terminated;reason=timeout", now);
  if (!is_kept) {
    watches_.erase(id);
    return;
  }
  watch.timer = kernel_.timers.set(watch.expires, [this, id](TimePoint then) { end(id, then); });
  watches_.insert_or_assign(id, std::move(watch));
}

void MailboxWatches::end(const sip::DialogId& id, TimePoint now) {
  const auto found = watches_.find(id);
  if (found == watches_.end()) return;
  Watch over = std::move(found->second);
  watches_.erase(found);
  notify(over, "terminated;reason=timeout", now);
}

void MailboxWatches::on_changed(const std::string& user, TimePoint now) {
  for (auto& [id, watch] : watches_)
    if (watch.user == user) notify(watch, "active", now);
}

void MailboxWatches::on_flow_closed(const Flow& flow) {
  if (!flow.is_reliable()) return;
  for (auto watch = watches_.begin(); watch != watches_.end();) {
    const bool is_gone = watch->second.flow.connection == flow.connection;
    if (is_gone) kernel_.timers.cancel(watch->second.timer);
    watch = is_gone ? watches_.erase(watch) : std::next(watch);
  }
}

void MailboxWatches::notify(Watch& watch, std::string_view state, TimePoint now) {
  const sip::Dialog::RequestParts parts = watch.dialog.next_request("NOTIFY");
  sip::Message request = make_in_dialog(kernel_, watch.flow.scheme, "NOTIFY", watch.dialog, parts);
  request.append(HeaderId::contact, kernel_.self.make_contact(watch.flow.scheme, watch.user));
  request.append(HeaderId::event, "message-summary");
  request.append("Subscription-State", state == "active"
                                           ? fmt::format("active;expires={}", seconds_of(watch.expires - now))
                                           : std::string(state));
  const Mailboxes::Count count =
      kernel_.mailboxes != nullptr ? kernel_.mailboxes->count(watch.user) : Mailboxes::Count();
  request.set_body(
      "application/simple-message-summary",
      fmt::format("Messages-Waiting: {}\r\nMessage-Account: sip:{}@{}\r\nVoice-Message: {}/{} (0/0)\r\n",
                  count.unheard > 0 ? "yes" : "no", watch.user, kernel_.config.domain, count.unheard,
                  count.heard));
  kernel_.clients.send(watch.flow, request, std::make_shared<Answers>(*this, watch.dialog.id()), now);
}

}  // namespace cxload::standin
