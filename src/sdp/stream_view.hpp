/// StreamView and CodecView: what offer and answer are judged by, as views into a description or its text.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include <boost/container/small_vector.hpp>

#include <cxload/sdp/codec.hpp>
#include <cxload/sdp/direction.hpp>
#include <cxload/sdp/session.hpp>

namespace cxload::sdp {

struct CodecView {
  std::string_view encoding;
  std::uint32_t clock_rate = 8000;
  std::uint32_t channels = 1;
  std::uint8_t payload_type = 0;
  std::string_view parameters;

  [[nodiscard]] bool is_telephone_event() const;
};

using CodecViews = boost::container::small_vector<CodecView, 8>;

[[nodiscard]] bool is_same_encoding(const CodecView& a, const CodecView& b);
[[nodiscard]] CodecViews views_of(std::span<const Codec> codecs);
[[nodiscard]] Codec to_codec(const CodecView& codec);
void add_codecs(Media& media, const CodecViews& codecs);

/// `a=rtpmap` or `a=fmtp` (RFC 8866 6.6, 6.15).
struct FormatAttribute {
  bool is_map = false;  ///< rtpmap
  std::string_view format;
  std::string_view meaning;
};

/// The usual number of formats and their attributes fits without the heap; more is not refused.
struct StreamView {
  std::string_view type, protocol;
  std::uint16_t port = 0;
  std::string_view address;  ///< empty: no c= line counts for it
  Direction direction = Direction::sendrecv;
  std::uint16_t rtcp_port = 0;    ///< of a=rtcp (RFC 3605); 0: the port behind its own
  std::string_view rtcp_address;  ///< likewise; empty: its own
  unsigned packet_time = 0;       ///< of a=ptime, in ms; 0: none is asked for
  unsigned longest_packet = 0;    ///< of a=maxptime, likewise
  boost::container::small_vector<std::string_view, 8> formats;
  boost::container::small_vector<FormatAttribute, 16> format_attributes;

  [[nodiscard]] bool is_rejected() const { return port == 0; }
  [[nodiscard]] bool is_rtp() const { return protocol.find("RTP/") != std::string_view::npos; }
  /// Keeps what tells the meaning of a format, the times of packets and the place of RTCP; other attributes
  /// are passed over.
  void note(std::string_view name, std::string_view value);

 private:
  void note_rtcp(std::string_view value);
};

/// Formats and their meaning only: address and direction depend on the session too.
[[nodiscard]] StreamView view_of(const Media& media);
[[nodiscard]] StreamView view_of(const SessionDescription& session, const Media& media);
[[nodiscard]] CodecViews codecs_of(const StreamView& stream);

/// Of a flag attribute; nothing when it names no direction.
[[nodiscard]] std::optional<Direction> direction_named(std::string_view name);

}  // namespace cxload::sdp
