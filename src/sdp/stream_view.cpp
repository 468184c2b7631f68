/// Views of streams, and the meaning of their payload types.
#include "stream_view.hpp"

#include <algorithm>
#include <array>
#include <bitset>

#include <cxload/base/text.hpp>

#include "session_reader.hpp"

namespace cxload::sdp {
namespace {

constexpr std::uint64_t longest_ptime = 1'000;  // ms; nobody means more

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

/// The first of its kind for `format` counts.
const FormatAttribute* find(const StreamView& stream, bool is_map, std::string_view format) {
  const auto found = std::find_if(
      stream.format_attributes.begin(), stream.format_attributes.end(),
      [&](const FormatAttribute& each) { return each.is_map == is_map && each.format == format; });
  return found == stream.format_attributes.end() ? nullptr : &*found;
}

/// The piece of `rest` up to the next slash; nothing when `rest` has ended.
std::optional<std::string_view> take_piece(std::optional<std::string_view>& rest) {
  if (!rest) return std::nullopt;
  const std::size_t slash = rest->find('/');
  const std::string_view piece = text::trim(rest->substr(0, slash));
  if (slash == std::string_view::npos)
    rest.reset();
  else
    rest->remove_prefix(slash + 1);
  return piece;
}

/// `encoding/clock rate[/channels]`; what may follow is ignored.
bool read_rtpmap(std::string_view map, CodecView& codec) {
  std::optional<std::string_view> rest = map;
  codec.encoding = take_piece(rest).value_or("");
  const auto rate = text::parse_unsigned(take_piece(rest).value_or(""));
  const auto channels = text::parse_unsigned(take_piece(rest).value_or("1"));
  if (!rate || *rate == 0 || *rate > 1'000'000 || !channels || *channels == 0 || *channels > 255 ||
      codec.encoding.empty())
    return false;
  codec.clock_rate = static_cast<std::uint32_t>(*rate);
  codec.channels = static_cast<std::uint32_t>(*channels);
  return true;
}

bool read_static_type(CodecView& codec) {
  for (const StaticType& type : static_types) {
    if (type.payload_type != codec.payload_type) continue;
    codec.encoding = type.encoding;
    codec.clock_rate = type.clock_rate;
    return true;
  }
  return false;
}

CodecView view_of(const Codec& codec) {
  return {codec.encoding, codec.clock_rate, codec.channels, codec.payload_type, codec.parameters};
}

}  // namespace

bool CodecView::is_telephone_event() const { return text::iequals(encoding, "telephone-event"); }

bool is_same_encoding(const CodecView& a, const CodecView& b) {
  return text::iequals(a.encoding, b.encoding) && a.clock_rate == b.clock_rate && a.channels == b.channels;
}

CodecViews views_of(std::span<const Codec> codecs) {
  CodecViews views;
  for (const Codec& codec : codecs) views.push_back(view_of(codec));
  return views;
}

Codec to_codec(const CodecView& codec) {
  return {std::string(codec.encoding), codec.clock_rate, codec.channels, codec.payload_type,
          std::string(codec.parameters)};
}

/// `port [IN IP4 address]`; what is none leaves the usual place.
void StreamView::note_rtcp(std::string_view value) {
  const auto number = text::parse_unsigned(take_word(value));
  if (!number || *number == 0 || *number > 65'535) return;
  rtcp_port = static_cast<std::uint16_t>(*number);
  if (!take_word(value).empty() && !take_word(value).empty()) rtcp_address = take_word(value);
}

void StreamView::note(std::string_view name, std::string_view value) {
  if (name == "rtcp") return note_rtcp(value);
  if (name == "ptime" || name == "maxptime") {
    const auto milliseconds = text::parse_unsigned(text::trim(value));
    if (milliseconds && *milliseconds <= longest_ptime)
      (name == "ptime" ? packet_time : longest_packet) = static_cast<unsigned>(*milliseconds);
    return;
  }
  const bool is_map = name == "rtpmap";
  if (!is_map && name != "fmtp") return;
  value = text::trim(value);
  const std::size_t space = value.find(' ');
  if (space == std::string_view::npos) return;
  format_attributes.push_back({is_map, value.substr(0, space), text::trim(value.substr(space + 1))});
}

StreamView view_of(const Media& media) {
  StreamView stream;
  stream.type = media.type;
  stream.protocol = media.protocol;
  stream.port = media.port;
  stream.formats.assign(media.formats.begin(), media.formats.end());
  for (const Attribute& attribute : media.attributes.all())
    if (attribute.value) stream.note(attribute.name, *attribute.value);
  return stream;
}

StreamView view_of(const SessionDescription& session, const Media& media) {
  StreamView stream = view_of(media);
  if (const Connection* connection = session.connection_of(media)) stream.address = connection->address;
  stream.direction = direction_of(session, media);
  return stream;
}

CodecViews codecs_of(const StreamView& stream) {
  CodecViews codecs;
  if (!stream.is_rtp()) return codecs;
  std::bitset<128> seen;  // a number stands for one format (RFC 3264 5.1), however often it is listed
  for (const std::string_view format : stream.formats) {
    const auto payload_type = text::parse_unsigned(format);
    if (!payload_type || *payload_type >= seen.size() || seen[*payload_type]) continue;
    seen.set(*payload_type);
    CodecView codec;
    codec.payload_type = static_cast<std::uint8_t>(*payload_type);
    const FormatAttribute* map = find(stream, true, format);
    if (map != nullptr ? !read_rtpmap(map->meaning, codec) : !read_static_type(codec)) continue;
    if (const FormatAttribute* parameters = find(stream, false, format))
      codec.parameters = parameters->meaning;
    codecs.push_back(codec);
  }
  return codecs;
}

}  // namespace cxload::sdp
