#include "media_session.hpp"

#include <cmath>

#include <cxload/base/text.hpp>
#include <cxload/phone/codec_list.hpp>
#include <cxload/sdp/errc.hpp>
#include <cxload/sdp/trickle.hpp>
#include <cxload/stats/standard_metrics.hpp>

#include "../audio/audio_stream.hpp"
#include "../user_agent.hpp"

namespace cxload::phone {
namespace {

namespace metric = stats::metric;

}  // namespace

MediaSession::MediaSession(UserAgent& agent)
    : agent_(agent),
      engine_(make_media_engine(agent.group().media, agent.shard(), agent.draws(), agent.group().network)) {
  AudioStream* audio = engine_->audio();
  if (audio == nullptr) return;
  engine_->guard([&group = agent.group()](const net::Address& address) {
    return !group.address_fault || !group.address_fault(address);
  });
  audio->use_sound(agent.group().sound);
  if (agent.group().encodes_each) audio->encode_alone();
  audio->expect(opus_manner(agent.group()));
}

bool MediaSession::prepare(std::function<void()> ready) {
  return engine_->gather(agent_.local().address, agent_.group().ice,
                         [this, ready = std::move(ready)](const std::vector<net::IceServerReport>& reports) {
                           note_servers(reports);
                           ready();
                         });
}

void MediaSession::note_servers(const std::vector<net::IceServerReport>& reports) {
  stats::Recorder& recorder = agent_.telemetry().recorder;
  IceSightings& seen = agent_.telemetry().sightings.ice;
  for (const net::IceServerReport& report : reports) {
    const auto metric = report.relays ? metric::phase_turn : metric::phase_stun;
    const stats::LabelId labels = agent_.refine(agent_.labels(), {{"kind", net::to_string(report.scheme)}});
    ++seen.asked;
    if (!report.failure) {
      recorder.sample(metric, labels, report.took);
      continue;
    }
    recorder.failed(metric, labels);
    if (seen.failed++ == 0) seen.first = *report.failure;
    agent_.note(report.failure->kind + ": " + report.failure->detail);
  }
}

void MediaSession::hear_info(const sip::Message& info) {
  const std::string_view type = info.find(sip::HeaderId::content_type).value_or("");
  if (engine_->keying() != sdp::Keying::dtls || !text::istarts_with(type, sdp::trickle_type)) return;
  // It may come before we have described ourselves; what it says is kept.
  if (engine_->open(agent_.local().address)) engine_->trickle(info.body());
}

sdp::Direction MediaSession::wanted() const {
  if (engine_->audio() == nullptr) return sdp::Direction::inactive;
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
  blanks.rtcp_port = engine_->rtcp_port();
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
  local.rtcp_port = blanks.rtcp_port;
  local.codecs = agent_.group().codecs;
  local.prefers_own_order = agent_.group().prefers_own_codecs;
  local.packet_time = agent_.group().packet_time;
  local.keying = engine_->keying();
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
  if (is_secure()) return offer_securely(*blanks);
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
  if (engine_->audio() != nullptr)
    local.direction = held_ ? sdp::Direction::sendonly : sdp::Direction::sendrecv;
  Result<sdp::Answer> made = sdp::make_answer(*theirs, local);
  if (!made) return Failure{"sip.488", "offer and phone have no codec in common"};
  if (is_secure()) {
    const Outcome<> heard = answer_securely(*theirs, made->description);
    if (!heard) return heard.error();
  }
  const Outcome<> placed = judge_place(made->stream);
  if (!placed) return placed.error();
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
  if (heard) heard = judge_place(*agreed);
  if (!heard) return heard;
  agreed_ = std::move(*agreed);
  return {};
}

Outcome<> MediaSession::accept(std::string_view answer) {
  if (is_secure()) return accept_securely(answer);
  Result<sdp::AgreedStream> agreed = plan().read_answer(answer);
  if (agreed) {
    Outcome<> placed = judge_place(*agreed);
    if (placed) agreed_ = std::move(*agreed);
    return placed;
  }
  if (agreed.error() == sdp::Errc::bad_answer || agreed.error() == sdp::Errc::no_common_codec)
    return Failure{"sip.bad_answer", "the answer does not fit the offer: " + agreed.error().message()};
  return Failure{"sip.bad_sdp", "the answer cannot be read: " + agreed.error().message()};
}

/// Of plain RTP and SDES: where their description wants our packets. With ICE the way is found.
Outcome<> MediaSession::judge_place(const sdp::AgreedStream& stream) const {
  const bool is_plain = engine_->audio() != nullptr && engine_->keying() != sdp::Keying::dtls;
  if (!is_plain || stream.remote_port == 0) return {};
  const auto address = net::Address::parse(stream.remote_address);
  const bool is_missing = stream.remote_address.empty();  // RFC 8866 5.7: of each stream, or of the session
  if (is_missing || (!address && sdp::sends(stream.direction)))
    return Failure{"sip.bad_sdp", "the description names no address (c=) that media could be sent to"};
  if (!sdp::sends(stream.direction)) return {};
  const auto& fault = agent_.group().address_fault;
  const bool is_held = *address == *net::Address::parse("0.0.0.0") || *address == net::Address();  // RFC 2543
  if (fault == nullptr || is_held) return {};
  const auto of_reports = net::Address::parse(stream.remote_rtcp.address);
  for (const net::Address& each : {*address, of_reports.value_or(*address)})
    if (const auto why = fault(each))
      return Failure{"media.unexpected_address", "the far end wants media elsewhere: " + *why};
  return {};
}

void MediaSession::set_muted(bool muted) {
  if (AudioStream* audio = engine_->audio()) audio->set_muted(muted);
}

bool MediaSession::is_sending_digits() const {
  const AudioStream* audio = engine_->audio();
  return audio != nullptr && audio->is_sending_digits();
}

std::optional<Duration> MediaSession::send_digits(std::string_view digits) {
  AudioStream* audio = engine_->audio();
  return audio == nullptr ? std::nullopt : audio->send_digits(digits);
}

void MediaSession::start(Talk talk, stats::LabelId labels) {
  if (engine_->audio() == nullptr || !agreed_) return;
  talk_ = std::move(talk);
  if (agent_.group().records_failed) record_sound();
  const auto phases = [this, labels](Duration ice, Duration dtls) {
    agent_.telemetry().recorder.sample(metric::phase_ice, labels, ice);
    agent_.telemetry().recorder.sample(metric::phase_dtls, labels, dtls);
  };
  engine_->watch(phases);
  carry_tag();
  engine_->audio()->watch_pace([this, plain = agent_.group_labels()](Duration late) {
    agent_.telemetry().recorder.sample(metric::media_pacing, plain, late);
  });
  const TimePoint begun = engine_->start(*agreed_, [this, labels](TimePoint first) {
    first_packet_ = first - talk_.answered;
    agent_.telemetry().recorder.sample(metric::phase_first_rtp, labels, *first_packet_);
  });
  tags_->note_begun(begun);
}

/// For the journey that the phone plays a part in now: should it fail, the sound is there.
void MediaSession::record_sound() {
  auto recording = std::make_shared<Recording>(agent_.account().user);
  agent_.keep_recording(recording);
  engine_->audio()->record(std::move(recording));
}

void MediaSession::carry_tag() {
  tags_ = std::make_unique<TagWatch>(agent_.services().tags, TaggedStream{agent_.account().user, talk_.peer,
                                                                          talk_.call_id, talk_.is_callee});
  const auto on_tag = [this](const media::TagReader::Read& read) {
    if (tags_->on_read(read)) agent_.note("hears another call: " + tags_->stranger());
  };
  engine_->audio()->carry_tag(tags_->tag(), TagBook::is_sampled(tags_->tag()), on_tag);
}

void MediaSession::renegotiated() {
  if (agreed_) engine_->retarget(*agreed_);
}

void MediaSession::stop() { engine_->stop(); }

void MediaSession::record(stats::LabelId labels) {
  if (engine_->audio() == nullptr || !agreed_ || recorded_) return;
  recorded_ = true;
  const MediaCounts heard = counts();
  stats::Recorder& recorder = agent_.telemetry().recorder;
  if (!heard.received_codec.empty()) labels = agent_.refine(labels, {{"codec", heard.received_codec}});
  if (heard.received > 0) record_quality(heard, labels);
  recorder.add(metric::media_one_way, labels,
               heard.expected_audio && heard.sent > 0 && heard.received == 0 ? 1 : 0);
  recorder.add(metric::media_crossed, labels, heard.voice == Voice::stranger ? 1 : 0);
  recorder.add(metric::media_stopped, labels, heard.silence > Duration::zero() ? 1 : 0);
  recorder.add(metric::media_skipped, labels, static_cast<std::int64_t>(heard.skipped));
  if (heard.silence > Duration::zero())
    agent_.telemetry().sightings.note_silence(talk_.call_id, heard.silence);
  if (const auto& tell = agent_.telemetry().on_call_record) {
    const std::string journey = agent_.journey();
    tell(CallRecord{talk_.call_id, journey, agent_.group().name, agent_.account().user, talk_.peer,
                    talk_.is_callee ? "callee" : "caller", talk_.answered, Clock::now(), heard});
  }
}

/// What the far end says of ours; where it is a phone of this run, that one tells it itself.
void MediaSession::record_told(const MediaCounts& heard, stats::LabelId labels) {
  if (heard.voice == Voice::far_end || !heard.told_loss) return;
  stats::Recorder& recorder = agent_.telemetry().recorder;
  labels = agent_.refine(labels, {{"direction", "sent"}});
  recorder.sample(metric::media_loss, labels, static_cast<std::int64_t>(*heard.told_loss * 1e6));
  if (heard.told_jitter) recorder.sample(metric::media_jitter, labels, *heard.told_jitter);
}

void MediaSession::record_quality(const MediaCounts& heard, stats::LabelId labels) {
  stats::Recorder& recorder = agent_.telemetry().recorder;
  const auto share = [](std::uint64_t part, std::uint64_t all) {
    return all == 0 ? 0 : static_cast<std::int64_t>(part * 1'000'000 / all);
  };
  const std::uint64_t expected = heard.received - heard.duplicates + heard.lost;
  if (heard.round_trip) recorder.sample(metric::media_rtt, labels, *heard.round_trip);
  record_told(heard, labels);
  labels = agent_.refine(labels, {{"direction", "received"}});
  recorder.sample(metric::media_loss, labels, share(heard.lost, expected));
  recorder.sample(metric::media_discarded, labels, share(heard.discarded, expected));
  recorder.sample(metric::media_jitter, labels, heard.jitter);
  recorder.sample(metric::media_gap, labels, heard.longest_gap);
  if (heard.mouth_to_ear) recorder.sample(metric::media_mouth_to_ear, labels, *heard.mouth_to_ear);
  if (!heard.rating) return;
  const stats::LabelId scaled = agent_.refine(labels, {{"scale", media::to_string(heard.rating->scale)}});
  recorder.sample(metric::media_mos, scaled,
                  static_cast<std::int64_t>(std::llround(heard.rating->mos * 1000)));
}

MediaCounts MediaSession::counts() const {
  if (!agreed_ || engine_->audio() == nullptr) return {};
  MediaCounts counts = engine_->audio()->counts();
  counts.expected_audio = agreed_->direction == sdp::Direction::sendrecv;
  counts.failure = engine_->failure();
  if (!counts.failure) counts.failure = engine_->audio()->failure();
  counts.first_packet = first_packet_;
  if (const auto sent = engine_->audio()->first_sent()) counts.first_sent = *sent - talk_.answered;
  if (!tags_) return counts;
  counts.voice = tags_->voice();
  counts.tags = tags_->tags();
  counts.stranger = tags_->stranger();
  if (const auto way = tags_->way()) counts.mouth_to_ear = engine_->audio()->mouth_to_ear(*way);
  if (counts.voice == Voice::stranger && !counts.failure)
    counts.failure = Failure{"media.crossed", "it hears another call: " + counts.stranger};
  return counts;
}

}  // namespace cxload::phone
