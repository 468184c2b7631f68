/// SessionDescription: SDP as plain data, read and written (RFC 8866).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>

namespace cxload::sdp {

struct Origin {
  std::string username = "-";
  std::uint64_t session_id = 0;
  std::uint64_t version = 0;
  std::string network = "IN";
  std::string address_type = "IP4";
  std::string address = "0.0.0.0";
  bool operator==(const Origin&) const = default;
};

struct Connection {
  std::string network = "IN";
  std::string address_type = "IP4";
  std::string address;  ///< as written: IPv6 without brackets, a multicast TTL still behind its slash
  bool operator==(const Connection&) const = default;
};

/// `a=name` or `a=name:value`. All are kept as received, ICE and DTLS ones too; who speaks those reads and
/// writes them here.
struct Attribute {
  std::string name;
  std::optional<std::string> value;
  bool operator==(const Attribute&) const = default;
};

/// Threads: none; a value type.
class Attributes {
 public:
  [[nodiscard]] bool has(std::string_view name) const { return find_attribute(name) != nullptr; }
  /// Value of the first; empty for a flag.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> values(std::string_view name) const;
  void add(std::string_view name, std::optional<std::string_view> value = std::nullopt);
  void remove(std::string_view name);
  [[nodiscard]] const std::vector<Attribute>& all() const { return all_; }
  bool operator==(const Attributes&) const = default;

 private:
  [[nodiscard]] const Attribute* find_attribute(std::string_view name) const;
  std::vector<Attribute> all_;
};

struct Media {
  std::string type = "audio";
  std::uint16_t port = 0;
  std::optional<std::uint32_t> port_count;
  std::string protocol = "RTP/AVP";
  std::vector<std::string> formats;  ///< payload types of an RTP profile
  std::optional<std::string> title;
  std::optional<Connection> connection;
  std::vector<std::string> bandwidths;  ///< "AS:64"
  Attributes attributes;

  [[nodiscard]] bool is_rejected() const { return port == 0; }
  [[nodiscard]] bool is_rtp() const { return protocol.find("RTP/") != std::string::npos; }
  bool operator==(const Media&) const = default;
};

/// `k=` (obsolete, and a key) is dropped; unknown line types are ignored (RFC 8866 5).
struct SessionDescription {
  Origin origin;
  std::string name = "-";
  std::optional<std::string> information, uri, email, phone;
  std::optional<Connection> connection;
  std::vector<std::string> bandwidths;
  std::vector<std::string> timings = {"0 0"};  ///< t= values
  Attributes attributes;
  std::vector<Media> media;

  [[nodiscard]] std::string write() const;
  /// The connection that counts for `stream`: its own, else that of the session.
  [[nodiscard]] const Connection* connection_of(const Media& stream) const;
  bool operator==(const SessionDescription&) const = default;
};

struct Limits {
  std::size_t bytes = 32'768;
  std::size_t lines = 1'000;
  std::size_t media = 32;
};

/// Lines may end in CRLF or LF; order inside a section is not judged. Errors: sdp::Errc.
[[nodiscard]] Result<SessionDescription> parse_session(std::string_view text, const Limits& limits = {});

}  // namespace cxload::sdp
