/// Offer/answer for one audio stream.
#include <algorithm>

#include <cxload/sdp/errc.hpp>
#include <cxload/sdp/offer_answer.hpp>

namespace cxload::sdp {
namespace {

constexpr std::uint16_t discard_port = 9;

std::string_view address_type_of(std::string_view address) {
  return address.find(':') == std::string_view::npos ? "IP4" : "IP6";
}

SessionDescription make_frame(const LocalMedia& local) {
  SessionDescription session;
  const std::string type(address_type_of(local.address));
  session.origin = {"-", local.session_id, local.version, "IN", type, local.address};
  session.connection = Connection{"IN", type, local.address};
  return session;
}

/// The codecs of `offered` that `ours` knows too, in the offerer's order and numbering (RFC 3264 6.1).
std::vector<Codec> common_codecs(const std::vector<Codec>& offered, const std::vector<Codec>& ours) {
  std::vector<Codec> common;
  for (const Codec& codec : offered)
    if (std::any_of(ours.begin(), ours.end(), [&](const Codec& own) { return is_same_encoding(own, codec); }))
      common.push_back(codec);
  return common;
}

/// RFC 4733 2.1: events run on the clock of the voice they stand beside. Others than the first voice codec's
/// are dropped; without any voice codec nothing is left.
std::vector<Codec> usable_codecs(std::vector<Codec> codecs) {
  const auto voice = std::find_if(codecs.begin(), codecs.end(), [](const Codec& c) {
    return !c.is_telephone_event() && c.encoding != "CN";
  });
  if (voice == codecs.end()) return {};
  const std::uint32_t rate = voice->clock_rate;
  std::erase_if(codecs, [rate](const Codec& c) { return c.is_telephone_event() && c.clock_rate != rate; });
  return codecs;
}

Media refuse(const Media& offered) {
  Media media;
  media.type = offered.type;
  media.protocol = offered.protocol;
  media.formats = offered.formats;  // RFC 3264 6: at least one must be listed, their meaning is moot
  if (const auto mid = offered.attributes.find("mid")) media.attributes.add("mid", *mid);
  return media;
}

/// Plain RTP only for now: a secured profile needs keys we do not have. Without media any profile will do,
/// because nothing is going to be sent.
bool is_acceptable(const Media& offered, const LocalMedia& local) {
  const bool is_plain = offered.protocol == "RTP/AVP" || offered.protocol == "RTP/AVPF";
  return offered.type == "audio" && !offered.is_rejected() && offered.is_rtp() &&
         (is_plain || local.direction == Direction::inactive);
}

AgreedStream agree(const SessionDescription& theirs, const Media& stream, const std::vector<Codec>& codecs,
                   Direction direction) {
  AgreedStream agreed;
  for (const Codec& codec : codecs) {
    agreed.receivable.push_back(codec.payload_type);
    if (codec.is_telephone_event())
      agreed.telephone_event = agreed.telephone_event.value_or(codec);
    else if (agreed.codec.encoding.empty())
      agreed.codec = codec;
  }
  if (const Connection* connection = theirs.connection_of(stream))
    agreed.remote_address = connection->address;
  agreed.remote_port = stream.port;
  // RFC 3264 8.4: 0.0.0.0 is the old way to say hold. Port 9 receives nothing either.
  const bool is_deaf = agreed.remote_address.empty() || agreed.remote_address == "0.0.0.0" ||
                       agreed.remote_address == "::" || stream.port == discard_port;
  agreed.direction = is_deaf ? answer_direction(Direction::sendonly, direction) : direction;
  return agreed;
}

}  // namespace

LocalMedia no_media(std::string address, std::uint64_t session_id) {
  LocalMedia local;
  local.address = std::move(address);
  local.port = discard_port;
  local.direction = Direction::inactive;
  local.session_id = session_id;
  return local;
}

SessionDescription make_offer(const LocalMedia& local) {
  SessionDescription offer = make_frame(local);
  Media& media = offer.media.emplace_back();
  media.port = local.port;
  add_codecs(media, local.codecs);
  set_direction(media, local.direction);
  return offer;
}

Result<Answer> make_answer(const SessionDescription& offer, const LocalMedia& local) {
  Answer answer{make_frame(local), {}};
  bool is_taken = false;
  for (const Media& offered : offer.media) {
    std::vector<Codec> codecs;
    if (!is_taken && is_acceptable(offered, local))
      codecs = usable_codecs(common_codecs(codecs_of(offered), local.codecs));
    if (codecs.empty()) {
      answer.description.media.push_back(refuse(offered));
      continue;
    }
    is_taken = true;
    const Direction direction = answer_direction(direction_of(offer, offered), local.direction);
    Media& media = answer.description.media.emplace_back();
    media.protocol = offered.protocol;  // RFC 3264 6.1: the same, to the letter
    media.port = local.port;
    if (const auto mid = offered.attributes.find("mid")) media.attributes.add("mid", *mid);
    add_codecs(media, codecs);
    set_direction(media, direction);
    answer.stream = agree(offer, offered, codecs, direction);
  }
  if (!is_taken) return Errc::no_common_codec;
  return answer;
}

Result<AgreedStream> read_answer(const SessionDescription& offer, const SessionDescription& answer) {
  if (answer.media.size() != offer.media.size()) return Errc::bad_answer;
  for (std::size_t i = 0; i < offer.media.size(); ++i) {
    const Media& offered = offer.media[i];
    const Media& answered = answer.media[i];
    if (answered.type != offered.type) return Errc::bad_answer;
    if (answered.is_rejected() || offered.is_rejected()) continue;
    if (answered.protocol != offered.protocol) return Errc::bad_answer;
    const std::vector<Codec> codecs = usable_codecs(common_codecs(codecs_of(answered), codecs_of(offered)));
    if (codecs.empty()) return Errc::bad_answer;
    const Direction direction =
        answer_direction(direction_of(answer, answered), direction_of(offer, offered));
    return agree(answer, answered, codecs, direction);
  }
  return Errc::no_common_codec;
}

void continue_from(const SessionDescription& previous, SessionDescription& next) {
  next.origin.session_id = previous.origin.session_id;
  next.origin.version = previous.origin.version;
  if (next.write() != previous.write()) ++next.origin.version;
}

}  // namespace cxload::sdp
