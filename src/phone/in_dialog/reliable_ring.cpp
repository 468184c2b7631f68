#include "reliable_ring.hpp"

#include <string>

namespace cxload::phone {

using sip::HeaderId;

ReliableRing::ReliableRing(UserAgent& agent, sip::TransactionId invite, std::uint32_t invite_cseq,
                           std::function<void()> never_came)
    : agent_(agent),
      invite_(invite),
      invite_cseq_(invite_cseq),
      never_came_(std::move(never_came)),
      // 7.1: anywhere in the lower half, so that two calls do not look alike.
      sender_(static_cast<std::uint32_t>(agent.draws().next() % 0x7FFFFFFFU) + 1),
      timer_(agent.shard(), [this](TimePoint now) { on_due(now); }) {}

void ReliableRing::send(sip::Message response) {
  response.append(HeaderId::require, "100rel");
  response.append(HeaderId::rseq, std::to_string(sender_.rseq()));
  response_ = std::move(response);
  sender_.start(Clock::now());
  agent_.send_response(invite_, response_);
  if (const auto due = sender_.next_deadline()) timer_.arm(*due);
}

int ReliableRing::on_prack(const sip::Message& prack) {
  const auto rack = sip::parse_rack(prack.find(HeaderId::rack).value_or(""));
  if (!rack) return 400;
  if (!sender_.acknowledge(*rack, invite_cseq_)) return 481;
  timer_.disarm();
  return 200;
}

void ReliableRing::stop() {
  sender_.stop();
  timer_.disarm();
}

void ReliableRing::on_due(TimePoint now) {
  const sip::ReliableSender::Due due = sender_.on_deadline(now);
  if (due == sip::ReliableSender::Due::again) agent_.send_response(invite_, response_);
  if (due == sip::ReliableSender::Due::never_came) return never_came_();
  if (const auto next = sender_.next_deadline()) timer_.arm(*next);
}

}  // namespace cxload::phone
