/// MediaPort: the RTP side of a number. Behind an interface, so that calls can be tested without sockets.
#pragma once
#include <cstdint>
#include <memory>

#include <cxload/net/endpoint.hpp>

namespace cxload::standin {

enum class MediaKind : std::uint8_t {
  none,  ///< whatever is offered is answered inactive
  echo,  ///< packets go back to their sender
  tone   ///< 1 kHz in G.711
};

/// Where a stream goes, as agreed by SDP.
struct MediaRemote {
  net::Endpoint address;
  std::uint8_t payload_type = 0;
  bool is_pcma = false;
  bool wants_media = true;  ///< false while the peer holds the call
};

class MediaPort {
 public:
  virtual ~MediaPort() = default;
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  virtual void set_remote(const MediaRemote& remote) = 0;
};

class MediaFactory {
 public:
  virtual ~MediaFactory() = default;
  /// Nothing when no port is left: the call is answered 503.
  virtual std::unique_ptr<MediaPort> open(MediaKind kind) = 0;
};

}  // namespace cxload::standin
