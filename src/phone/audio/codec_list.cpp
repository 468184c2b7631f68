#include <cxload/base/text.hpp>
#include <cxload/media/codec.hpp>
#include <cxload/media/repertoire.hpp>
#include <cxload/phone/codec_list.hpp>

namespace cxload::phone {
namespace {

sdp::Codec offered(std::string_view name) {
  const media::Codec& codec = *media::find_codec(name);
  return {std::string(codec.name), codec.clock_rate, codec.channels, codec.payload_type,
          std::string(codec.parameters)};
}

sdp::Codec events(std::uint32_t clock_rate, std::uint8_t payload_type) {
  sdp::Codec codec = sdp::telephone_event(payload_type);
  codec.clock_rate = clock_rate;
  return codec;
}

/// What phones of the group say, as peers like it: those of this run, browsers, and gateways without a=fmtp.
void prepare_speech(const media::Codec& codec, const Group& group) {
  const media::Manner usual;
  (void)media::Repertoire::of(codec, group.sound, usual);
  (void)media::Repertoire::of(codec, {}, usual);  // to recognise what others say
  if (codec.frames_add_up) return;
  media::Manner plain;
  plain.has_fec = false;
  for (const media::Manner& manner : {plain, opus_manner(group)})
    (void)media::Repertoire::of(codec, group.sound, manner);
  (void)media::Repertoire::of(codec, {}, opus_manner(group));
}

/// As a browser lists them; a gateway has G.711 first.
std::vector<sdp::Codec> usual_codecs(MediaKind kind) {
  if (kind == MediaKind::webrtc)
    return {offered("opus"), offered("G722"),     offered("PCMU"),
            offered("PCMA"), events(48'000, 110), events(8000, 126)};
  return {offered("PCMU"), offered("PCMA"),   offered("G722"),
          offered("opus"), events(8000, 101), events(48'000, 110)};
}

}  // namespace

std::vector<sdp::Codec> codec_list(MediaKind kind, const webphone::CodecRules& rules,
                                   const webphone::Readings& readings) {
  webphone::Findings findings;  // told where a portal's provisioning is read
  return webphone::CodecFilter::make(rules, readings, findings).apply(usual_codecs(kind));
}

bool speaks_codec(std::string_view name) { return media::find_codec(name) != nullptr; }

std::string codec_names() {
  std::string names;
  for (const media::Codec* codec : media::all_codecs())
    names.append(names.empty() ? "" : ", ").append(codec->name);
  return names;
}

media::Manner opus_manner(const Group& group) {
  return group.opus_parameters.empty() ? media::Manner() : media::read_opus_parameters(group.opus_parameters);
}

void set_codecs(Group& group, const webphone::CodecRules& rules, const webphone::Readings& readings) {
  if (group.media == MediaKind::none) return;
  group.codecs = codec_list(group.media, rules, readings);
  for (sdp::Codec& codec : group.codecs)
    if (text::iequals(codec.encoding, "opus") && !group.opus_parameters.empty())
      codec.parameters = group.opus_parameters;
  group.prefers_own_codecs = !rules.priority.empty();
  group.offers = std::make_shared<const sdp::OfferPlans>(group.codecs, group.packet_time);
  for (const sdp::Codec& codec : group.codecs) {
    const media::Codec* known = media::find_codec(codec.encoding);
    if (known != nullptr) prepare_speech(*known, group);
  }
}

}  // namespace cxload::phone
