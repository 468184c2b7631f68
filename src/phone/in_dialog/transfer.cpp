#include "transfer.hpp"

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/redact.hpp>

#include "../session.hpp"
#include "dialog_request.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;

/// The target may ring as long as any call of ours would.
constexpr Duration patience = std::chrono::seconds(180);

}  // namespace

std::optional<MidCallResult> parse_sipfrag(std::string_view body) {
  constexpr std::string_view version = "SIP/2.0 ";
  if (!body.starts_with(version)) return std::nullopt;
  body.remove_prefix(version.size());
  const std::string_view line = body.substr(0, body.find_first_of("\r\n"));
  const auto status = text::parse_unsigned(line.substr(0, 3));
  const bool has_three = line.size() == 3 || (line.size() > 3 && line[3] == ' ');
  if (!status || !has_three || *status < 100 || *status > 699) return std::nullopt;
  const std::string_view reason = line.size() > 4 ? line.substr(4) : std::string_view();
  return MidCallResult{static_cast<int>(*status), sip::told_reason(reason)};
}

Transfer::Transfer(Session& session) : session_(session), changed_(session.agent().shard()) {}

net::Awaitable<Outcome<MidCallResult>> Transfer::send(std::string target, std::string replaced) {
  if (subscribed_) co_return Failure{"call.busy", "another transfer of this call is still open"};
  UserAgent& agent = session_.agent();
  sip::Message refer = session_.begin_request("REFER");
  refer.append(HeaderId::contact, agent.factory().contact(agent.local()));
  // RFC 5589 7.1: by the address of record, which finds the target through any proxy.
  std::string refer_to = "<" + agent.factory().target_uri(target);
  if (!replaced.empty()) refer_to += "?Replaces=" + sip::escape_header(replaced);
  refer.append("Refer-To", refer_to + ">");
  refer.append("Referred-By", "<" + agent.factory().aor() + ">");  // RFC 3892
  agent.factory().finish(refer, {});
  // 3515 2.4.4: the first NOTIFY may overtake the 202.
  subscribed_ = true;
  told_.reset();
  DialogRequest request(agent);
  Outcome<MidCallResult> outcome = co_await request.send(std::move(refer));
  session_.catch_up(request.cseq());
  if (outcome && outcome->status < 300) {
    const TimePoint deadline = Clock::now() + patience;
    bool in_time = true;
    while (!told_ && in_time) in_time = co_await changed_.wait_until(deadline);
    outcome = told_ ? *told_ : Failure{"sip.transfer_timeout", "no NOTIFY told how the transfer ended"};
  }
  subscribed_ = false;
  co_return outcome;
}

int Transfer::on_notify(const sip::Message& notify) {
  const std::string_view event = notify.find("Event").value_or("");
  if (!subscribed_ || !text::istarts_with(event, "refer")) return 481;
  const std::optional<MidCallResult> fragment = parse_sipfrag(notify.body());
  const bool terminated = text::istarts_with(notify.find("Subscription-State").value_or(""), "terminated");
  if (!fragment && !terminated) return 400;
  if (fragment && fragment->status >= 200) {
    told_ = *fragment;
  } else if (terminated) {
    told_ = Failure{"sip.transfer_timeout", "the far end ended its reports without saying how it went"};
  }
  changed_.notify();
  return 200;
}

void Transfer::on_session_over() {
  // 3515 2.4.6: the subscription may outlive the call, but whoever hung up first is gone for us.
  if (subscribed_ && !told_) told_ = Failure{"call.over", "the call ended before the transfer was decided"};
  changed_.notify();
}

}  // namespace cxload::phone
