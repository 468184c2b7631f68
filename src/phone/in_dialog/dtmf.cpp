#include "dtmf.hpp"

#include <cxload/media/codec.hpp>

#include "../session.hpp"
#include "dialog_request.hpp"

namespace cxload::phone {
namespace {

/// For a stream that was held up, or held.
constexpr Duration patience = std::chrono::seconds(5);
/// Pause between two tones; key-pads are not faster.
constexpr Duration tone_gap = std::chrono::milliseconds(70);

sip::Message make_info(Session& session, char digit) {
  sip::Message info = session.begin_request("INFO");
  UserAgent& agent = session.agent();
  agent.factory().finish(info, {});
  info.set_body("application/dtmf-relay", std::string("Signal=") + digit + "\r\nDuration=160\r\n");
  return info;
}

}  // namespace

net::Awaitable<Outcome<MidCallResult>> send_dtmf(Session& session, std::string digits) {
  if (const auto length = session.media().send_digits(digits)) {
    const TimePoint sent = Clock::now() + *length;
    co_await net::sleep_until(session.agent().shard(), sent);
    // Frames that were too late to be sent are digits that end later.
    while (!session.is_over() && session.media().is_sending_digits() && Clock::now() < sent + patience) {
      const TimePoint soon = Clock::now() + media::frame_time;
      co_await net::sleep_until(session.agent().shard(), soon);
    }
    if (session.is_over()) co_return Failure{"call.over", "the call ended before all digits were sent"};
    co_return MidCallResult{200, "sent as telephone events"};
  }
  Outcome<MidCallResult> outcome = MidCallResult{200, "nothing to send"};
  for (const char digit : digits) {
    if (session.is_over()) co_return Failure{"call.over", "the call ended before all digits were sent"};
    DialogRequest request(session.agent());
    outcome = co_await request.send(make_info(session, digit));
    session.catch_up(request.cseq());
    if (!outcome || outcome->status >= 300) co_return outcome;
    const TimePoint next = Clock::now() + tone_gap;
    co_await net::sleep_until(session.agent().shard(), next);
  }
  co_return outcome;
}

}  // namespace cxload::phone
