/// Offer/answer for one audio stream.
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

Media refuse(const Media& offered) {
  Media media;
  media.type = offered.type;
  media.protocol = offered.protocol;
  media.formats = offered.formats;  // RFC 3264 6: at least one must be listed, their meaning is moot
  if (const auto mid = offered.attributes.find("mid")) media.attributes.add("mid", mid);
  return media;
}

/// A phone speaks plain RTP or DTLS-SRTP, never both. Without media any profile will do, because nothing is
/// going to be sent.
bool is_acceptable(const Media& offered, const LocalMedia& local) {
  const std::string& protocol = offered.protocol;
  const bool is_plain = protocol == "RTP/AVP" || protocol == "RTP/AVPF";
  const bool is_ours = local.is_secure ? is_secure_profile(protocol) : is_plain;
  return offered.type == "audio" && !offered.is_rejected() && offered.is_rtp() &&
         (is_ours || local.direction == Direction::inactive);
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
  if (local.is_secure) media.protocol = secure_protocol;
  add_codecs(media, local.codecs);
  set_direction(media, local.direction);
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
    add_codecs(media, codecs);
    set_direction(media, direction);
    answer.stream = agree(stream, codecs, direction);
  }
  if (!is_taken) return Errc::no_common_codec;
  return answer;
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
