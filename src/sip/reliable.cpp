#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/option_tag.hpp>
#include <cxload/sip/reliable.hpp>

namespace cxload::sip {
namespace {

/// 7.1: 1 to 2^31 - 1 at first, and counted up from there.
std::optional<std::uint32_t> parse_rseq(std::string_view text) {
  const auto number = text::parse_unsigned(text::trim(text));
  if (!number || *number == 0 || *number > 0xFFFFFFFFU) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

}  // namespace

std::optional<RAck> parse_rack(std::string_view text) {
  text = text::trim(text);
  const std::size_t space = std::min(text.find_first_of(" \t"), text.size());
  const auto rseq = parse_rseq(text.substr(0, space));
  const Result<CSeq> cseq = parse_cseq(text::trim(text.substr(space)));
  if (!rseq || !cseq) return std::nullopt;
  return RAck{*rseq, *cseq};
}

std::optional<std::uint32_t> reliable_rseq(const Message& response) {
  if (response.status() <= 100 || response.status() >= 200) return std::nullopt;
  if (!has_option(response, HeaderId::require, "100rel")) return std::nullopt;
  return parse_rseq(response.find(HeaderId::rseq).value_or(""));
}

bool ReliableReceiver::take(std::uint32_t rseq) {
  if (last_ && rseq != *last_ + 1) return false;
  last_ = rseq;
  return true;
}

void ReliableSender::start(TimePoint now) {
  open_ = true;
  pause_ = timing_.t1;
  again_at_ = now + pause_;
  give_up_at_ = now + 64 * timing_.t1;
}

bool ReliableSender::acknowledge(const RAck& rack, std::uint32_t invite_cseq) {
  const bool is_ours =
      open_ && rack.rseq == rseq_ && rack.cseq.number == invite_cseq && rack.cseq.method == "INVITE";
  if (!is_ours) return false;
  open_ = false;
  ++rseq_;
  return true;
}

ReliableSender::Due ReliableSender::on_deadline(TimePoint now) {
  if (!open_ || now < again_at_) return Due::nothing;
  if (now >= give_up_at_) {
    open_ = false;
    return Due::never_came;
  }
  pause_ *= 2;
  again_at_ = std::min(now + pause_, give_up_at_);
  return Due::again;
}

std::optional<TimePoint> ReliableSender::next_deadline() const {
  return open_ ? std::optional(again_at_) : std::nullopt;
}

}  // namespace cxload::sip
