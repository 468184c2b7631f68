/// What a media relay makes of a description on its way (RFC 3264): the same codecs and directions, another
/// address and transport.
#pragma once
#include <optional>

#include <cxload/sdp/secure_transport.hpp>
#include <cxload/sdp/session.hpp>

namespace cxload::standin {

/// Index of the stream that is relayed: the first audio stream that is not refused.
[[nodiscard]] std::optional<std::size_t> relayed_stream(const sdp::SessionDescription& said);

struct RelayedAs {
  std::string address;
  std::uint16_t port = 0;
  std::uint16_t rtcp_port = 0;                    ///< of plain RTP, when it is not the port behind; else 0
  std::optional<sdp::SecureTransport> transport;  ///< nothing: plain RTP
  bool without_opus = false;                      ///< a defect
};
/// All other streams get port 0; of attributes only those of codecs and directions stay.
[[nodiscard]] sdp::SessionDescription relay(const sdp::SessionDescription& said, std::size_t stream,
                                            const RelayedAs& as);

}  // namespace cxload::standin
