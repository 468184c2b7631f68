/// The rules of offer and answer for one stream.
#include "agreement.hpp"

#include <algorithm>
#include <iterator>

#include <cxload/sdp/errc.hpp>

namespace cxload::sdp {
namespace {

template <class Unwanted>
void remove_from(CodecViews& codecs, const Unwanted& unwanted) {
  const auto kept = std::remove_if(codecs.begin(), codecs.end(), unwanted);
  while (codecs.end() != kept) codecs.pop_back();
}

/// Each of `codecs` is known to `order`.
CodecViews ordered_by(const CodecViews& order, const CodecViews& codecs) {
  CodecViews ordered;
  for (const CodecView& own : order)
    std::copy_if(codecs.begin(), codecs.end(), std::back_inserter(ordered),
                 [&](const CodecView& codec) { return is_same_encoding(own, codec); });
  return ordered;
}

}  // namespace

CodecViews usable_codecs(CodecViews codecs, const CodecViews& ours, bool in_our_order) {
  remove_from(codecs, [&](const CodecView& codec) {  // RFC 3264 6.1
    return std::none_of(ours.begin(), ours.end(),
                        [&](const CodecView& own) { return is_same_encoding(own, codec); });
  });
  if (in_our_order) codecs = ordered_by(ours, codecs);
  // RFC 4733 2.1: events run on the clock of the voice they stand beside. Others than the first voice codec's
  // are dropped; without any voice codec nothing is left.
  const auto voice = std::find_if(codecs.begin(), codecs.end(), [](const CodecView& c) {
    return !c.is_telephone_event() && c.encoding != "CN";
  });
  const std::uint32_t rate = voice == codecs.end() ? 0 : voice->clock_rate;  // no codec runs at 0
  remove_from(codecs, [rate](const CodecView& c) {
    return rate == 0 || (c.is_telephone_event() && c.clock_rate != rate);
  });
  return codecs;
}

RtcpPlace rtcp_place(const StreamView& stream) {
  RtcpPlace place{std::string(stream.rtcp_address.empty() ? stream.address : stream.rtcp_address),
                  stream.rtcp_port};
  const bool has_port_behind = stream.port != 0 && stream.port != 65'535;
  if (place.port == 0 && has_port_behind) place.port = static_cast<std::uint16_t>(stream.port + 1U);
  return place;
}

AgreedStream agree(const StreamView& theirs, const CodecViews& codecs, Direction direction) {
  AgreedStream agreed;
  agreed.codecs.reserve(codecs.size());
  for (const CodecView& codec : codecs) {
    agreed.codecs.push_back(to_codec(codec));
    if (codec.is_telephone_event()) {
      if (!agreed.telephone_event) agreed.telephone_event = to_codec(codec);
    } else if (agreed.codec.encoding.empty()) {
      agreed.codec = to_codec(codec);
    }
  }
  agreed.remote_address = theirs.address;
  agreed.remote_port = theirs.port;
  agreed.remote_rtcp = rtcp_place(theirs);
  agreed.packet_time = theirs.packet_time;
  agreed.longest_packet = theirs.longest_packet;
  // RFC 3264 8.4: 0.0.0.0 is the old way to say hold. Port 9 receives nothing either.
  // With ICE neither counts: candidates say where.
  const bool has_ice = theirs.protocol.starts_with("UDP/TLS/");
  const bool is_deaf = !has_ice && (theirs.address.empty() || theirs.address == "0.0.0.0" ||
                                    theirs.address == "::" || theirs.port == discard_port);
  agreed.direction = is_deaf ? answer_direction(Direction::sendonly, direction) : direction;
  return agreed;
}

std::optional<Result<AgreedStream>> judge(const StreamView& offered, const CodecViews& ours,
                                          const StreamView& answered) {
  if (answered.type != offered.type) return Errc::bad_answer;
  if (answered.is_rejected() || offered.is_rejected()) return std::nullopt;
  if (answered.protocol != offered.protocol) return Errc::bad_answer;
  const CodecViews codecs = usable_codecs(codecs_of(answered), ours);
  if (codecs.empty()) return Errc::bad_answer;
  return agree(answered, codecs, answer_direction(answered.direction, offered.direction));
}

}  // namespace cxload::sdp
