#include "relay_sdp.hpp"

#include <algorithm>
#include <array>

#include <cxload/base/text.hpp>
#include <cxload/sdp/codec.hpp>
#include <cxload/sdp/direction.hpp>

namespace cxload::standin {
namespace {

constexpr std::array<std::string_view, 3> kept = {"ptime", "maxptime", "content"};

sdp::Attributes keep_attributes(const sdp::Media& media) {
  sdp::Attributes out;
  for (const sdp::Attribute& one : media.attributes.all())
    if (std::find(kept.begin(), kept.end(), one.name) != kept.end()) out.add(one.name, one.value);
  return out;
}

void refuse(sdp::Media& media) {
  media.port = 0;
  media.attributes = {};
}

std::string protocol_of(const RelayedAs& as) {
  if (!as.transport) return "RTP/AVP";
  return as.transport->crypto.empty() ? std::string(sdp::secure_protocol) : "RTP/SAVP";
}

}  // namespace

std::optional<std::size_t> relayed_stream(const sdp::SessionDescription& said) {
  const auto found = std::find_if(said.media.begin(), said.media.end(), [](const sdp::Media& media) {
    return media.type == "audio" && !media.is_rejected() && media.is_rtp();
  });
  if (found == said.media.end()) return std::nullopt;
  return static_cast<std::size_t>(found - said.media.begin());
}

sdp::SessionDescription relay(const sdp::SessionDescription& said, std::size_t stream, const RelayedAs& as) {
  sdp::SessionDescription out = said;
  const sdp::Direction direction = sdp::direction_of(said, said.media[stream]);
  out.attributes = {};
  for (std::size_t i = 0; i < out.media.size(); ++i)
    if (i != stream) refuse(out.media[i]);
  sdp::Media& media = out.media[stream];
  std::vector<sdp::Codec> codecs = sdp::codecs_of(media);
  if (as.without_opus)
    std::erase_if(codecs, [](const sdp::Codec& codec) { return text::iequals(codec.encoding, "opus"); });
  media.attributes = keep_attributes(media);
  media.formats.clear();
  sdp::add_codecs(media, codecs);
  sdp::set_direction(media, direction);
  media.port = as.port;
  media.connection.reset();
  const bool is_v6 = as.address.find(':') != std::string::npos;
  out.connection = sdp::Connection{"IN", is_v6 ? "IP6" : "IP4", as.address};
  media.protocol = protocol_of(as);
  if (as.rtcp_port != 0) media.attributes.add("rtcp", std::to_string(as.rtcp_port));
  if (as.transport) sdp::write_transport(out, media, *as.transport);
  return out;
}

}  // namespace cxload::standin
