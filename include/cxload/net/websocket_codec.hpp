/// The client side of WebSocket (RFC 6455) carrying SIP (RFC 7118), as machines without I/O.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/failure.hpp>

namespace cxload::net::websocket {

enum class Opcode : std::uint8_t { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// A SIP message is at most what fits into a UDP datagram; the slack is for what WebSocket servers add.
constexpr std::size_t largest_message = 65'535 + 4'096;

struct UpgradeRequest {
  std::string host;  ///< as in the Host header, port included where it is not the default
  std::string path;
  std::string origin;  ///< empty: no header
  std::string key;     ///< 16 random bytes in base64
};

[[nodiscard]] std::string write_upgrade(const UpgradeRequest& request);
[[nodiscard]] std::string make_key();
/// What the server must answer to `key` (RFC 6455 4.2.2).
[[nodiscard]] std::string accept_for(std::string_view key);

/// Reads the answer to an upgrade. Bounded: 16 KiB of header.
class UpgradeReader {
 public:
  explicit UpgradeReader(std::string key) : key_(std::move(key)) {}
  enum class State : std::uint8_t { reading, accepted, refused };
  /// Takes bytes off the front; what is left after `accepted` are frames.
  State feed(std::string_view& bytes);
  /// ws.http_NNN, ws.upgrade, ws.accept, ws.subprotocol, ws.extension, ws.too_big.
  [[nodiscard]] const Failure& failure() const { return failure_; }

 private:
  State refuse(std::string kind, std::string detail);
  State judge(std::string_view header);

  std::string key_;
  std::string header_;
  Failure failure_;
};

/// Appends one whole masked frame.
void write_frame(std::string& out, Opcode opcode, std::string_view payload, std::array<std::byte, 4> mask);
/// The same with a fresh mask (RFC 6455 5.3: unpredictable).
void write_frame(std::string& out, Opcode opcode, std::string_view payload);
/// Text when the message is valid UTF-8, else binary (RFC 7118 5).
void write_message(std::string& out, std::string_view message);
/// The payload of a close frame; `reason` is cut to what fits.
[[nodiscard]] std::string close_payload(std::uint16_t code, std::string_view reason);

/// One event of the peer. `payload` is valid until the next call of the reader.
struct Event {
  enum class Kind : std::uint8_t { message, ping, pong, close };
  Kind kind;
  std::string_view payload;      ///< of a close: its reason
  std::uint16_t close_code = 0;  ///< 1005 when the peer gave none
};

/// Frames of a server to events. Use: push() some bytes, then next() until it has nothing; when failure() is
/// set, the connection is to be closed with its code. Holds memory only for what is incomplete.
class FrameReader {
 public:
  /// Only after next() has returned nothing for the bytes before. `bytes` must live until it does so again.
  void push(std::string_view bytes);
  [[nodiscard]] std::optional<Event> next();

  struct Error {
    Failure failure;  ///< ws.protocol or ws.too_big
    std::uint16_t close_code;
  };
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  struct Frame {
    Opcode opcode;
    bool is_final;
    std::size_t header_size;
    std::size_t payload_size;
  };
  /// Nothing: more bytes are needed, or error_ is set.
  [[nodiscard]] std::optional<Frame> read_header(std::string_view bytes);
  [[nodiscard]] bool check(const Frame& frame);
  [[nodiscard]] std::optional<Frame> next_frame(std::string_view& payload);
  [[nodiscard]] std::optional<Frame> complete_partial(std::string_view& payload);
  [[nodiscard]] std::optional<Event> take(const Frame& frame, std::string_view payload);
  [[nodiscard]] std::optional<Event> take_data(const Frame& frame, std::string_view payload);
  [[nodiscard]] std::optional<Event> take_close(std::string_view payload);
  std::nullopt_t fail(std::uint16_t code, std::string_view kind, std::string_view detail);

  std::string_view input_;                        ///< not read yet
  std::string partial_;                           ///< an incomplete frame, from its start
  std::string message_;                           ///< fragments so far
  Opcode message_opcode_ = Opcode::continuation;  ///< continuation: no message has begun
  bool is_partial_done_ = false;                  ///< the last event may point into `partial_`
  bool is_message_done_ = false;                  ///< the last event points into `message_`
  std::optional<Error> error_;
};

}  // namespace cxload::net::websocket
