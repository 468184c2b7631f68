#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/sip/session_timer.hpp>

namespace cxload::sip {
namespace {

/// 10: the BYE leaves before the other side has forgotten the call.
TimePoint giving_up(std::chrono::seconds interval, TimePoint now) {
  const Duration whole = interval;
  return now + whole - std::min<Duration>(std::chrono::seconds(32), whole / 3);
}

/// A peer that names a century must not overflow a clock.
constexpr std::uint64_t longest = 365ULL * 86'400;

}  // namespace

std::string SessionExpires::write() const {
  std::string out = fmt::format("{}", interval.count());
  if (refresher == Refresher::uac) out += ";refresher=uac";
  if (refresher == Refresher::uas) out += ";refresher=uas";
  return out;
}

std::optional<SessionExpires> parse_session_expires(std::string_view text) {
  const std::vector<std::string_view> parts = text::split(text, ';');
  const auto seconds = parts.empty() ? std::nullopt : text::parse_unsigned(parts.front());
  if (!seconds || *seconds == 0) return std::nullopt;
  SessionExpires out;
  out.interval = std::chrono::seconds(static_cast<std::int64_t>(std::min<std::uint64_t>(*seconds, longest)));
  for (const std::string_view part : parts) {
    if (text::iequals(part, "refresher=uac")) out.refresher = SessionExpires::Refresher::uac;
    if (text::iequals(part, "refresher=uas")) out.refresher = SessionExpires::Refresher::uas;
  }
  return out;
}

void SessionTimer::agree(std::chrono::seconds interval, bool refreshes, TimePoint now) {
  refreshes_ = refreshes;
  end_ = giving_up(interval, now);
  due_ = refreshes ? now + Duration(interval) / 2 : end_;
}

SessionTimer::Due SessionTimer::on_deadline(TimePoint now) {
  if (!due_ || now < *due_) return Due::nothing;
  if (now >= end_) {
    due_.reset();
    return Due::expired;
  }
  due_ = end_;
  return Due::refresh;
}

}  // namespace cxload::sip
