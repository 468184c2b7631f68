#include "media_session.hpp"

#include <cxload/stats/standard_metrics.hpp>

#include "user_agent.hpp"

namespace cxload::phone {
namespace {

namespace metric = stats::metric;

}  // namespace

Outcome<sdp::LocalMedia> MediaSession::describe_own_side() {
  const net::Address address = agent_.local().address;
  const std::uint64_t session = own_ ? own_->origin.session_id : agent_.draws().next() >> 2;
  if (agent_.group().media == MediaKind::none) return sdp::no_media(address.to_string(), session);
  if (!stream_) {
    Outcome<std::unique_ptr<RtpStream>> opened = RtpStream::open(agent_.shard(), address, agent_.draws());
    if (!opened) return opened.error();
    stream_ = std::move(*opened);
  }
  sdp::LocalMedia local;
  local.address = address.to_string();
  local.port = stream_->local().port;
  local.session_id = session;
  return local;
}

std::string MediaSession::remember(sdp::SessionDescription description) {
  if (own_) sdp::continue_from(*own_, description);
  own_ = std::move(description);
  return own_->write();
}

Outcome<std::string> MediaSession::offer() {
  const Outcome<sdp::LocalMedia> local = describe_own_side();
  if (!local) return local.error();
  return remember(sdp::make_offer(*local));
}

Outcome<std::string> MediaSession::answer(std::string_view offer) {
  const Result<sdp::SessionDescription> theirs = sdp::parse_session(offer);
  if (!theirs) return Failure{"sip.bad_sdp", "the offer cannot be read: " + theirs.error().message()};
  const Outcome<sdp::LocalMedia> local = describe_own_side();
  if (!local) return local.error();
  Result<sdp::Answer> made = sdp::make_answer(*theirs, *local);
  if (!made) return Failure{"sip.488", "offer and phone have no codec in common"};
  agreed_ = std::move(made->stream);
  if (stream_) stream_->retarget(*agreed_);
  return remember(std::move(made->description));
}

Outcome<> MediaSession::accept(std::string_view answer) {
  const Result<sdp::SessionDescription> theirs = sdp::parse_session(answer);
  if (!theirs) return Failure{"sip.bad_sdp", "the answer cannot be read: " + theirs.error().message()};
  Result<sdp::AgreedStream> agreed = sdp::read_answer(*own_, *theirs);
  if (!agreed)
    return Failure{"sip.bad_answer", "the answer does not fit the offer: " + agreed.error().message()};
  agreed_ = std::move(*agreed);
  return {};
}

void MediaSession::start(TimePoint answered, stats::LabelId labels) {
  if (!stream_ || !agreed_) return;
  stream_->start(*agreed_, [this, answered, labels](TimePoint first) {
    agent_.telemetry().recorder.sample(metric::phase_first_rtp, labels, first - answered);
  });
}

void MediaSession::stop() {
  if (stream_) stream_->stop();
}

void MediaSession::record(stats::LabelId labels) {
  if (!stream_ || !agreed_ || recorded_) return;
  recorded_ = true;
  const bool two_way = agreed_->direction == sdp::Direction::sendrecv;
  const MediaCounts heard = counts();
  stats::Recorder& recorder = agent_.telemetry().recorder;
  if (heard.received > 0) {
    recorder.sample(metric::media_loss, labels, stream_->loss_share());
    recorder.sample(metric::media_jitter, labels, stream_->jitter());
  }
  recorder.add(metric::media_one_way, labels, two_way && heard.sent > 0 && heard.received == 0 ? 1 : 0);
}

MediaCounts MediaSession::counts() const {
  if (!stream_ || !agreed_) return {};
  MediaCounts counts = stream_->counts();
  counts.expected_audio = agreed_->direction == sdp::Direction::sendrecv;
  return counts;
}

}  // namespace cxload::phone
