#include "media_session.hpp"

#include <cmath>

#include <cxload/sdp/errc.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "../user_agent.hpp"

namespace cxload::phone {
namespace {

namespace metric = stats::metric;

}  // namespace

MediaSession::MediaSession(UserAgent& agent)
    : agent_(agent),
      engine_(make_media_engine(agent.group().media, agent.shard(), agent.draws(), agent.group().network)) {}

sdp::Direction MediaSession::wanted() const {
  if (!engine_->carries()) return sdp::Direction::inactive;
  if (!held_) return sdp::Direction::sendrecv;
  // RFC 3264 8.4: a stream that the other side holds already becomes inactive.
  const bool held_by_them = agreed_ && !sdp::sends(agreed_->direction);
  return held_by_them ? sdp::Direction::inactive : sdp::Direction::sendonly;
}

const sdp::OfferPlan& MediaSession::plan() const { return agent_.group().offers->of(wanted()); }

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

sdp::LocalMedia MediaSession::local_media(const sdp::OfferPlan::Blanks& blanks) const {
  sdp::LocalMedia local = sdp::no_media(blanks.address, blanks.session_id);
  local.port = blanks.port;
  local.codecs = agent_.group().codecs;
  local.prefers_own_order = agent_.group().prefers_own_codecs;
  local.is_secure = engine_->is_secure();
  return local;
}

std::string_view MediaSession::offer_securely(const sdp::OfferPlan::Blanks& blanks) {
  sdp::LocalMedia local = local_media(blanks);
  local.direction = wanted();
  offered_ = std::make_unique<sdp::SessionDescription>(sdp::make_offer(local));
  engine_->describe(*offered_, offered_->media.front(), true);
  return remember([&](std::uint64_t version) {
    offered_->origin.version = version;
    return offered_->write();
  });
}

Outcome<std::string_view> MediaSession::offer() {
  Outcome<sdp::OfferPlan::Blanks> blanks = describe_own_side();
  if (!blanks) return blanks.error();
  if (engine_->is_secure()) return offer_securely(*blanks);
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
  sdp::LocalMedia local = local_media(*blanks);
  if (engine_->carries()) local.direction = held_ ? sdp::Direction::sendonly : sdp::Direction::sendrecv;
  Result<sdp::Answer> made = sdp::make_answer(*theirs, local);
  if (!made) return Failure{"sip.488", "offer and phone have no codec in common"};
  if (engine_->is_secure()) {
    const Outcome<> heard = answer_securely(*theirs, made->description);
    if (!heard) return heard.error();
  }
  agreed_ = std::move(made->stream);
  engine_->retarget(*agreed_);
  return remember([&](std::uint64_t version) {
    made->description.origin.version = version;
    return made->description.write();
  });
}

Outcome<> MediaSession::answer_securely(const sdp::SessionDescription& offer,
                                        sdp::SessionDescription& answer) {
  for (std::size_t i = 0; i < answer.media.size(); ++i) {
    if (answer.media[i].is_rejected()) continue;
    Outcome<> heard = engine_->hear(offer, offer.media[i], true);
    if (heard) engine_->describe(answer, answer.media[i], false);
    return heard;
  }
  return {};
}

Outcome<> MediaSession::accept_securely(std::string_view answer) {
  const Result<sdp::SessionDescription> theirs = sdp::parse_session(answer);
  if (!theirs) return Failure{"sip.bad_sdp", "the answer cannot be read: " + theirs.error().message()};
  if (!offered_) return Failure{"sip.bad_answer", "an answer came, and nothing was offered"};
  Result<sdp::AgreedStream> agreed = sdp::read_answer(*offered_, *theirs);
  if (!agreed)
    return Failure{"sip.bad_answer", "the answer does not fit the offer: " + agreed.error().message()};
  Outcome<> heard = engine_->hear(*theirs, theirs->media.front(), false);
  if (!heard) return heard;
  agreed_ = std::move(*agreed);
  return {};
}

Outcome<> MediaSession::accept(std::string_view answer) {
  if (engine_->is_secure()) return accept_securely(answer);
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
  const auto phases = [this, labels](Duration ice, Duration dtls) {
    agent_.telemetry().recorder.sample(metric::phase_ice, labels, ice);
    agent_.telemetry().recorder.sample(metric::phase_dtls, labels, dtls);
  };
  engine_->watch(phases);
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
  if (!heard.received_codec.empty()) labels = agent_.refine(labels, {{"codec", heard.received_codec}});
  if (heard.received > 0) {
    recorder.sample(metric::media_loss, labels, engine_->loss_share());
    recorder.sample(metric::media_jitter, labels, engine_->jitter());
  }
  if (const auto round_trip = engine_->round_trip()) recorder.sample(metric::media_rtt, labels, *round_trip);
  if (const auto rating = engine_->rating()) {
    const stats::LabelId scaled = agent_.refine(labels, {{"scale", media::to_string(rating->scale)}});
    recorder.sample(metric::media_mos, scaled, static_cast<std::int64_t>(std::llround(rating->mos * 1000)));
  }
  recorder.add(metric::media_one_way, labels, two_way && heard.sent > 0 && heard.received == 0 ? 1 : 0);
}

MediaCounts MediaSession::counts() const {
  if (!agreed_) return {};
  MediaCounts counts = engine_->counts();
  if (const auto rating = engine_->rating()) counts.mos = rating->mos;
  counts.expected_audio = agreed_->direction == sdp::Direction::sendrecv;
  return counts;
}

}  // namespace cxload::phone
