#include <algorithm>
#include <re2/re2.h>

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

/// RE2 takes time in proportion to the name, whatever the pattern.
class Pattern {
 public:
  explicit Pattern(const std::string& text) : text_(text), expression_(text, options()) {}

  [[nodiscard]] bool matches(const sdp::Codec& codec) const {
    if (!expression_.ok()) return text::iequals(codec.encoding, text_);
    return RE2::FullMatch(codec.encoding, expression_);
  }

 private:
  static RE2::Options options() {
    RE2::Options options(RE2::Quiet);
    options.set_case_sensitive(false);
    options.set_max_mem(1 << 20);
    return options;
  }
  const std::string& text_;
  RE2 expression_;
};

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

std::vector<sdp::Codec> codec_list(MediaKind kind, const CodecRules& rules) {
  std::vector<sdp::Codec> codecs = usual_codecs(kind);
  for (const std::string& text : rules.remove) {
    const Pattern pattern(text);
    std::erase_if(codecs, [&](const sdp::Codec& codec) {
      return pattern.matches(codec) && !text::iequals(codec.encoding, "opus");
    });
  }
  std::vector<sdp::Codec> ordered;
  for (const std::string& text : rules.prefer) {
    const Pattern pattern(text);
    std::copy_if(codecs.begin(), codecs.end(), std::back_inserter(ordered),
                 [&](const sdp::Codec& codec) { return pattern.matches(codec); });
    std::erase_if(codecs, [&](const sdp::Codec& codec) { return pattern.matches(codec); });
  }
  ordered.insert(ordered.end(), codecs.begin(), codecs.end());
  return ordered;
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

void set_codecs(Group& group, const CodecRules& rules) {
  if (group.media == MediaKind::none) return;
  group.codecs = codec_list(group.media, rules);
  for (sdp::Codec& codec : group.codecs)
    if (text::iequals(codec.encoding, "opus") && !group.opus_parameters.empty())
      codec.parameters = group.opus_parameters;
  group.prefers_own_codecs = !rules.prefer.empty();
  group.offers = std::make_shared<const sdp::OfferPlans>(group.codecs, group.packet_time);
  for (const sdp::Codec& codec : group.codecs) {
    const media::Codec* known = media::find_codec(codec.encoding);
    if (known != nullptr) prepare_speech(*known, group);
  }
}

}  // namespace cxload::phone
