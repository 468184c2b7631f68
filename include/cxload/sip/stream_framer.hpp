/// StreamFramer: cuts whole SIP messages and keep-alives out of the bytes of a TCP or TLS stream
/// (RFC 3261 18.3, RFC 5626 4.4.1).
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::sip {

/// Who we are on the stream: one CRLF means a pong to a client, and nothing to a server, whose pings are two.
enum class StreamSide : std::uint8_t { client, server };

struct Frame {
  enum class Kind : std::uint8_t {
    message,
    ping,  ///< CRLFCRLF: answer one CRLF
    pong,  ///< CRLF
  };
  Kind kind;
  std::string_view bytes;  ///< valid until the next call
};

/// Feed, then call next() until it has nothing. What was fed is used where it lies and only an unfinished
/// rest is copied, so it must stay valid until then. Each byte is looked at a fixed number of times however
/// they drip in. Holds no memory between messages. Bounded by `message_bytes` and one feed. Errors:
/// too_large, missing_content_length, bad_content_length; they are final, the stream must be closed. Threads:
/// none.
class StreamFramer {
 public:
  explicit StreamFramer(StreamSide side, std::size_t message_bytes = Limits{}.message_bytes);

  void feed(std::string_view bytes);
  [[nodiscard]] Result<std::optional<Frame>> next();

  /// A message has begun and is not complete: an end of the stream now would cut it short.
  [[nodiscard]] bool is_mid_message() const { return !rest().empty(); }
  /// After an error: what was read of the message at fault, for salvage_request().
  [[nodiscard]] std::string_view offending() const { return rest(); }

 private:
  [[nodiscard]] std::string_view rest() const;
  std::optional<Frame> take_line_ends();
  bool find_header_end();
  Result<std::size_t> read_content_length() const;
  Frame take(Frame::Kind kind, std::size_t size);
  void keep_rest();

  std::string kept_;          ///< an unfinished message, moved out of the feed
  std::string_view fed_;      ///< used instead of kept_ while kept_ is empty
  std::size_t begin_ = 0;     ///< of the current message
  std::size_t searched_ = 0;  ///< behind begin_: no end of the headers up to here
  std::size_t body_at_ = 0;   ///< behind begin_; 0: headers not complete
  std::size_t whole_size_ = 0;
  std::size_t limit_;
  boost::system::error_code error_;
  StreamSide side_;
};

}  // namespace cxload::sip
