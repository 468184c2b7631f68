#include "media_session.hpp"

#include <cxload/sdp/errc.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "../user_agent.hpp"

namespace cxload::phone {
namespace {

namespace metric = stats::metric;

const sdp::OfferPlan& plan_of(sdp::Direction direction) {
  static const sdp::OfferPlan silent(sdp::LocalMedia().codecs, sdp::Direction::inactive);
  static const sdp::OfferPlan holding(sdp::LocalMedia().codecs, sdp::Direction::sendonly);
  static const sdp::OfferPlan talking(sdp::LocalMedia().codecs, sdp::Direction::sendrecv);
  if (direction == sdp::Direction::inactive) return silent;
  return direction == sdp::Direction::sendonly ? holding : talking;
}

}  // namespace

MediaSession::MediaSession(UserAgent& agent)
    : agent_(agent), engine_(make_media_engine(agent.group().media, agent.shard(), agent.draws())) {}

sdp::Direction MediaSession::wanted() const {
  if (!engine_->carries()) return sdp::Direction::inactive;
  if (!held_) return sdp::Direction::sendrecv;
  // RFC 3264 8.4: a stream that the other side holds already becomes inactive.
  const bool held_by_them = agreed_ && !sdp::sends(agreed_->direction);
  return held_by_them ? sdp::Direction::inactive : sdp::Direction::sendonly;
}

const sdp::OfferPlan& MediaSession::plan() const { return plan_of(wanted()); }

Outcome<sdp::OfferPlan::Blanks> MediaSession::describe_own_side() {
  const net::Address address = agent_.local().address;
  if (!session_id_) session_id_ = agent_.draws().next() >> 2;
  sdp::OfferPlan::Blanks blanks;
  const Outcome<std::uint16_t> port = engine_->open(address);
  if (!port) return port.error();
  blanks.port = *port;
  blanks.address = address.to_string();
  blanks.session_id = *session_id_;
  return blanks;
}

template <class Write>
std::string_view MediaSession::remember(Write write) {
  std::string text = write(version_);
  // RFC 3264 8: the version counts up by one when anything else changed.
  if (!own_.empty() && text != own_) text = write(++version_);
  own_ = std::move(text);
  return own_;
}

Outcome<std::string_view> MediaSession::offer() {
  Outcome<sdp::OfferPlan::Blanks> blanks = describe_own_side();
  if (!blanks) return blanks.error();
  return remember([&](std::uint64_t version) {
    blanks->version = version;
    return plan().write(*blanks);
  });
}

Outcome<std::string_view> MediaSession::answer(std::string_view offer) {
  const Result<sdp::SessionDescription> theirs = sdp::parse_session(offer);
  if (!theirs) return Failure{"sip.bad_sdp", "the offer cannot be read: " + theirs.error().message()};
  Outcome<sdp::OfferPlan::Blanks> blanks = describe_own_side();
  if (!blanks) return blanks.error();
  sdp::LocalMedia local = sdp::no_media(std::move(blanks->address), blanks->session_id);
  local.port = blanks->port;
  if (engine_->carries()) local.direction = held_ ? sdp::Direction::sendonly : sdp::Direction::sendrecv;
  Result<sdp::Answer> made = sdp::make_answer(*theirs, local);
  if (!made) return Failure{"sip.488", "offer and phone have no codec in common"};
  agreed_ = std::move(made->stream);
  engine_->retarget(*agreed_);
  return remember([&](std::uint64_t version) {
    made->description.origin.version = version;
    return made->description.write();
  });
}

Outcome<> MediaSession::accept(std::string_view answer) {
  Result<sdp::AgreedStream> agreed = plan().read_answer(answer);
  if (agreed) {
    agreed_ = std::move(*agreed);
    return {};
  }
  if (agreed.error() == sdp::Errc::bad_answer || agreed.error() == sdp::Errc::no_common_codec)
    return Failure{"sip.bad_answer", "the answer does not fit the offer: " + agreed.error().message()};
  return Failure{"sip.bad_sdp", "the answer cannot be read: " + agreed.error().message()};
}

void MediaSession::start(TimePoint answered, stats::LabelId labels) {
  if (!engine_->carries() || !agreed_) return;
  engine_->start(*agreed_, [this, answered, labels](TimePoint first) {
    agent_.telemetry().recorder.sample(metric::phase_first_rtp, labels, first - answered);
  });
}

void MediaSession::renegotiated() {
  if (agreed_) engine_->retarget(*agreed_);
}

void MediaSession::stop() { engine_->stop(); }

void MediaSession::record(stats::LabelId labels) {
  if (!engine_->carries() || !agreed_ || recorded_) return;
  recorded_ = true;
  const bool two_way = agreed_->direction == sdp::Direction::sendrecv;
  const MediaCounts heard = counts();
  stats::Recorder& recorder = agent_.telemetry().recorder;
  if (heard.received > 0) {
    recorder.sample(metric::media_loss, labels, engine_->loss_share());
    recorder.sample(metric::media_jitter, labels, engine_->jitter());
  }
  recorder.add(metric::media_one_way, labels, two_way && heard.sent > 0 && heard.received == 0 ? 1 : 0);
}

MediaCounts MediaSession::counts() const {
  if (!agreed_) return {};
  MediaCounts counts = engine_->counts();
  counts.expected_audio = agreed_->direction == sdp::Direction::sendrecv;
  return counts;
}

}  // namespace cxload::phone
