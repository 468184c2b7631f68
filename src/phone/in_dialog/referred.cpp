#include "referred.hpp"

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/replaces.hpp>

#include "../session.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;

/// A far end that refers again and again gets no more than this out of one call.
constexpr std::size_t most_notifies = 16;

}  // namespace

void Referred::on_refer(sip::TransactionId id, const sip::Message& request) {
  const Result<sip::NameAddr> target = sip::parse_name_addr(request.find("Refer-To").value_or(""));
  const Result<sip::CSeq> cseq = sip::parse_cseq(request.find(HeaderId::cseq).value_or(""));
  if (!target || !cseq) return session_.respond(id, request, 400);
  UserAgent& agent = session_.agent();
  // Whoever calls us must not make us call the world: only users of our own domain.
  if (!target->uri.is_sip() || !text::iequals(target->uri.host, agent.group().domain))
    return session_.respond(id, request, 403);
  if (calling_ || notifies_.size() + 2 > most_notifies) return session_.respond(id, request, 486);
  calling_ = true;
  refer_cseq_ = cseq->number;
  session_.respond(id, request, 202);
  notify(100, "Trying");
  const sip::Uri& uri = target->uri;
  DialRequest dial;
  dial.target =
      "sip:" + uri.user + "@" + uri.host;  // `method` and headers of the URI are not obeyed, but one
  if (auto replaced = sip::replaces_of_uri(uri.headers))
    dial.headers.emplace_back("Replaces", std::move(*replaced));
  if (const auto by = request.find("Referred-By")) dial.headers.emplace_back("Referred-By", std::string(*by));
  const bool dialled =
      agent.dial_for_refer(std::move(dial), [weak = weak_from_this()](const CallResult& result) {
        const std::shared_ptr<Referred> self = weak.lock();
        if (!self) return;
        self->calling_ = false;
        // RFC 3261 8.1.3.1: no answer at all counts as 408, a lost transport as 503.
        const bool silent = result.failure && (result.failure->kind == "sip.timeout" ||
                                               result.failure->kind == "sip.no_answer");
        if (result.status != 0) return self->notify(result.status, result.reason);
        self->notify(silent ? 408 : 503, silent ? "Request Timeout" : "Service Unavailable");
      });
  if (dialled) return;
  calling_ = false;
  notify(503, "Service Unavailable");
}

void Referred::notify(int status, std::string_view reason) {
  if (session_.is_over()) return;
  UserAgent& agent = session_.agent();
  sip::Message request = session_.begin_request("NOTIFY");
  request.append(HeaderId::contact, agent.factory().contact(agent.local()));
  request.append("Event", fmt::format("refer;id={}", *refer_cseq_));
  request.append("Subscription-State", status < 200 ? "active;expires=180" : "terminated;reason=noresource");
  agent.factory().finish(request, {});
  request.set_body("message/sipfrag;version=2.0", fmt::format("SIP/2.0 {} {}\r\n", status, reason));
  notifies_.push_back(std::make_unique<ClientRequest>(agent, static_cast<ClientRequestOwner&>(*this)));
  notifies_.back()->start(std::move(request));
}

void Referred::on_request_final(ClientRequest& request, const sip::Message&, TimePoint) {
  session_.catch_up(request.cseq());
}

}  // namespace cxload::phone
