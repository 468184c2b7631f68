/// Payload types and their meaning.
#include <algorithm>
#include <array>

#include <cxload/base/text.hpp>
#include <cxload/sdp/codec.hpp>

namespace cxload::sdp {
namespace {

struct StaticType {
  std::uint8_t payload_type;
  std::string_view encoding;
  std::uint32_t clock_rate;
};

/// RFC 3551 6, mono audio.
constexpr std::array<StaticType, 8> static_types = {{{0, "PCMU", 8000},
                                                     {3, "GSM", 8000},
                                                     {4, "G723", 8000},
                                                     {8, "PCMA", 8000},
                                                     {9, "G722", 8000},
                                                     {13, "CN", 8000},
                                                     {15, "G728", 8000},
                                                     {18, "G729", 8000}}};

/// What stands behind `payload_type SP` in the first attribute `name` of that payload type.
std::optional<std::string_view> value_for(const Media& media, std::string_view name,
                                          std::string_view format) {
  for (const Attribute& attribute : media.attributes.all()) {
    if (attribute.name != name || !attribute.value) continue;
    const std::string_view value = text::trim(*attribute.value);
    const std::size_t space = value.find(' ');
    if (space != std::string_view::npos && value.substr(0, space) == format)
      return text::trim(value.substr(space + 1));
  }
  return std::nullopt;
}

bool read_rtpmap(std::string_view map, Codec& codec) {
  const std::vector<std::string_view> parts = text::split(map, '/');
  const auto rate = parts.size() >= 2 ? text::parse_unsigned(parts[1]) : std::nullopt;
  const auto channels = parts.size() >= 3 ? text::parse_unsigned(parts[2]) : std::optional<std::uint64_t>(1);
  if (!rate || *rate == 0 || *rate > 1'000'000 || !channels || *channels == 0 || *channels > 255 ||
      parts.front().empty())
    return false;
  codec.encoding = parts.front();
  codec.clock_rate = static_cast<std::uint32_t>(*rate);
  codec.channels = static_cast<std::uint32_t>(*channels);
  return true;
}

}  // namespace

bool Codec::is_telephone_event() const { return text::iequals(encoding, "telephone-event"); }

std::string Codec::rtpmap() const {
  std::string out = std::to_string(payload_type) + ' ' + encoding + '/' + std::to_string(clock_rate);
  if (channels != 1) out += '/' + std::to_string(channels);
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
  if (!media.is_rtp()) return codecs;
  for (const std::string& format : media.formats) {
    const auto payload_type = text::parse_unsigned(format);
    if (!payload_type || *payload_type > 127) continue;
    Codec codec;
    codec.payload_type = static_cast<std::uint8_t>(*payload_type);
    if (const auto map = value_for(media, "rtpmap", format)) {
      if (!read_rtpmap(*map, codec)) continue;
    } else {
      const auto known = std::find_if(static_types.begin(), static_types.end(), [&](const StaticType& type) {
        return type.payload_type == codec.payload_type;
      });
      if (known == static_types.end()) continue;
      codec.encoding = known->encoding;
      codec.clock_rate = known->clock_rate;
    }
    codec.parameters = value_for(media, "fmtp", format).value_or("");
    codecs.push_back(std::move(codec));
  }
  return codecs;
}

void add_codecs(Media& media, const std::vector<Codec>& codecs) {
  for (const Codec& codec : codecs) {
    const std::string format = std::to_string(codec.payload_type);
    media.formats.push_back(format);
    media.attributes.add("rtpmap", codec.rtpmap());
    if (!codec.parameters.empty()) media.attributes.add("fmtp", format + ' ' + codec.parameters);
  }
}

}  // namespace cxload::sdp
