/// Payload types and their meaning.
#include <cxload/base/text.hpp>
#include <cxload/sdp/codec.hpp>

#include "stream_view.hpp"

namespace cxload::sdp {
namespace {

/// "0 PCMU/8000"
void append_rtpmap(std::string& out, const CodecView& codec) {
  text::append_unsigned(out, codec.payload_type);
  out.append(1, ' ').append(codec.encoding).append(1, '/');
  text::append_unsigned(out, codec.clock_rate);
  if (codec.channels == 1) return;
  out += '/';
  text::append_unsigned(out, codec.channels);
}

}  // namespace

bool Codec::is_telephone_event() const { return text::iequals(encoding, "telephone-event"); }

std::string Codec::rtpmap() const {
  std::string out;
  append_rtpmap(out, {encoding, clock_rate, channels, payload_type, {}});
  return out;
}

bool is_same_encoding(const Codec& a, const Codec& b) {
  return text::iequals(a.encoding, b.encoding) && a.clock_rate == b.clock_rate && a.channels == b.channels;
}

Codec pcmu() { return {"PCMU", 8000, 1, 0, {}}; }
Codec pcma() { return {"PCMA", 8000, 1, 8, {}}; }
Codec telephone_event(std::uint8_t payload_type) {
  return {"telephone-event", 8000, 1, payload_type, "0-16"};
}

std::vector<Codec> codecs_of(const Media& media) {
  std::vector<Codec> codecs;
  for (const CodecView& codec : codecs_of(view_of(media))) codecs.push_back(to_codec(codec));
  return codecs;
}

void add_codecs(Media& media, const std::vector<Codec>& codecs) { add_codecs(media, views_of(codecs)); }

void add_codecs(Media& media, const CodecViews& codecs) {
  for (const CodecView& codec : codecs) {
    const std::string format = std::to_string(codec.payload_type);
    std::string map;
    append_rtpmap(map, codec);
    media.formats.push_back(format);
    media.attributes.add("rtpmap", map);
    if (!codec.parameters.empty())
      media.attributes.add("fmtp", std::string(format).append(1, ' ').append(codec.parameters));
  }
}

}  // namespace cxload::sdp
