/// Offer/answer for one audio stream.
#include <algorithm>

#include <cxload/sdp/errc.hpp>
#include <cxload/sdp/offer_answer.hpp>
#include <cxload/sdp/secure_transport.hpp>

#include "agreement.hpp"

namespace cxload::sdp {
namespace {

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

/// A wish about what we are sent (RFC 8866 6.4).
void add_packet_time(Media& media, const LocalMedia& local) {
  if (local.packet_time != 0) media.attributes.add("ptime", std::to_string(local.packet_time));
}

void add_rtcp(Media& media, const LocalMedia& local) {
  if (local.rtcp_port != 0) media.attributes.add("rtcp", std::to_string(local.rtcp_port));
}

Media refuse(const Media& offered) {
  Media media;
  media.type = offered.type;
  media.protocol = offered.protocol;
  media.formats = offered.formats;  // RFC 3264 6: at least one must be listed, their meaning is moot
  if (const auto mid = offered.attributes.find("mid")) media.attributes.add("mid", mid);
  return media;
}

bool is_spoken(const Media& offered, Keying keying) {
  if (keying == Keying::dtls) return is_secure_profile(offered.protocol);
  if (keying == Keying::sdes) return is_keyed_by_sdes(offered);
  return offered.protocol == "RTP/AVP" || offered.protocol == "RTP/AVPF";
}

/// A phone speaks plain RTP or SRTP of one kind, never both. Without media any profile will do, because
/// nothing is going to be sent.
bool is_acceptable(const Media& offered, const LocalMedia& local) {
  return offered.type == "audio" && !offered.is_rejected() && offered.is_rtp() &&
         (is_spoken(offered, local.keying) || local.direction == Direction::inactive);
}

/// Parameters of a voice codec say what their side receives (RFC 7587 7.1): an answer has our own. Those of
/// events are the ones that both know.
CodecViews with_own_parameters(CodecViews codecs, const CodecViews& ours) {
  for (CodecView& codec : codecs) {
    if (codec.is_telephone_event()) continue;
    const auto own = std::find_if(ours.begin(), ours.end(),
                                  [&](const CodecView& each) { return is_same_encoding(each, codec); });
    if (own != ours.end()) codec.parameters = own->parameters;
  }
  return codecs;
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
  if (local.keying == Keying::dtls) media.protocol = secure_protocol;
  if (local.keying == Keying::sdes) media.protocol = "RTP/SAVP";
  add_codecs(media, local.codecs);
  add_packet_time(media, local);
  set_direction(media, local.direction);
  add_rtcp(media, local);
  return offer;
}

Result<Answer> make_answer(const SessionDescription& offer, const LocalMedia& local) {
  Answer answer{make_frame(local), {}};
  bool is_taken = false;
  for (const Media& offered : offer.media) {
    StreamView stream;
    CodecViews codecs;
    if (!is_taken && is_acceptable(offered, local)) {
      stream = view_of(offer, offered);
      codecs = usable_codecs(codecs_of(stream), views_of(local.codecs), local.prefers_own_order);
    }
    if (codecs.empty()) {
      answer.description.media.push_back(refuse(offered));
      continue;
    }
    is_taken = true;
    const Direction direction = answer_direction(stream.direction, local.direction);
    Media& media = answer.description.media.emplace_back();
    media.protocol = offered.protocol;  // RFC 3264 6.1: the same, to the letter
    media.port = local.port;
    if (const auto mid = offered.attributes.find("mid")) media.attributes.add("mid", mid);
    add_codecs(media, with_own_parameters(codecs, views_of(local.codecs)));
    add_packet_time(media, local);
    set_direction(media, direction);
    add_rtcp(media, local);
    answer.stream = agree(stream, codecs, direction);
  }
  if (!is_taken) return Errc::no_common_codec;
  return answer;
}

RtcpPlace rtcp_place(const SessionDescription& session, const Media& media) {
  return rtcp_place(view_of(session, media));
}

Result<AgreedStream> read_answer(const SessionDescription& offer, const SessionDescription& answer) {
  if (answer.media.size() != offer.media.size()) return Errc::bad_answer;
  for (std::size_t i = 0; i < offer.media.size(); ++i) {
    const StreamView offered = view_of(offer, offer.media[i]);
    if (auto judged = judge(offered, codecs_of(offered), view_of(answer, answer.media[i])))
      return std::move(*judged);
  }
  return Errc::no_common_codec;
}

void continue_from(const SessionDescription& previous, SessionDescription& next) {
  next.origin.session_id = previous.origin.session_id;
  next.origin.version = previous.origin.version;
  if (next.write() != previous.write()) ++next.origin.version;
}

}  // namespace cxload::sdp
