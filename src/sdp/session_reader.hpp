/// read_session: walks over a session description line by line; the one grammar behind every reading of SDP.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/sdp/session.hpp>

namespace cxload::sdp {

struct OriginView {
  std::string_view username;
  std::uint64_t session_id = 0;
  std::uint64_t version = 0;
  std::string_view network, address_type, address;
};

struct ConnectionView {
  std::string_view network, address_type, address;
};

struct MediaView {
  std::string_view type;
  std::uint16_t port = 0;
  std::optional<std::uint32_t> port_count;
  std::string_view protocol;
  std::string_view formats;  ///< at least one; read them with take_word()
};

/// Hears the lines of one description that are well formed, in their order. All views point into the text.
class SessionSink {
 public:
  virtual void on_origin(const OriginView& origin) = 0;
  virtual void on_connection(const ConnectionView& connection) = 0;
  virtual void on_media(const MediaView& media) = 0;  ///< what follows belongs to it
  virtual void on_attribute(std::string_view name, std::optional<std::string_view> value) = 0;
  virtual void on_text(char type, std::string_view value) = 0;  ///< s, i, u, e, p, b, t: kept as they are

 protected:
  ~SessionSink() = default;
};

/// When it fails, what `sink` has heard by then means nothing.
[[nodiscard]] Result<void> read_session(std::string_view text, const Limits& limits, SessionSink& sink);

/// The next of the words at the start of `rest`, which then begins behind it; empty: there is none.
[[nodiscard]] std::string_view take_word(std::string_view& rest);

}  // namespace cxload::sdp
