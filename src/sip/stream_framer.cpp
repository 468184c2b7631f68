/// Messages out of a stream.
#include <cxload/base/text.hpp>
#include <cxload/sip/errc.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/stream_framer.hpp>

namespace cxload::sip {

StreamFramer::StreamFramer(StreamSide side, std::size_t message_bytes) : limit_(message_bytes), side_(side) {}

void StreamFramer::feed(std::string_view bytes) {
  if (error_ || bytes.empty()) return;
  if (!rest().empty()) {
    keep_rest();
    kept_ += bytes;
    return;
  }
  kept_ = std::string();
  fed_ = bytes;
  begin_ = 0;
}

std::string_view StreamFramer::rest() const {
  return (kept_.empty() ? fed_ : std::string_view(kept_)).substr(begin_);
}

Result<std::optional<Frame>> StreamFramer::next() {
  if (error_) return error_;
  if (body_at_ == 0) {
    if (std::optional<Frame> keep_alive = take_line_ends()) return keep_alive;
    if (!find_header_end()) {
      if (rest().size() > limit_) return error_ = Errc::too_large;
      keep_rest();
      return std::optional<Frame>();
    }
    const Result<std::size_t> length = read_content_length();
    if (!length) return error_ = length.error();
    if (body_at_ > limit_ || *length > limit_ - body_at_) return error_ = Errc::too_large;
    whole_size_ = body_at_ + *length;
  }
  if (rest().size() < whole_size_) {
    keep_rest();
    return std::optional<Frame>();
  }
  return std::optional(take(Frame::Kind::message, whole_size_));
}

/// Line ends between messages. A server must wait for the second half of a ping; whatever else stands there
/// is skipped (RFC 3261 7.5).
std::optional<Frame> StreamFramer::take_line_ends() {
  for (;;) {
    const std::string_view text = rest();
    if (text.starts_with("\r\n\r\n") && side_ == StreamSide::server) return take(Frame::Kind::ping, 4);
    if (text.starts_with("\r\n") && side_ == StreamSide::client) return take(Frame::Kind::pong, 2);
    const bool may_be_ping = std::string_view("\r\n\r\n").starts_with(text);
    if (text.empty() || may_be_ping || (text.front() != '\r' && text.front() != '\n')) return std::nullopt;
    ++begin_;
    searched_ = 0;
  }
}

/// An empty line; lines may end in a bare LF.
bool StreamFramer::find_header_end() {
  const std::string_view text = rest();
  for (;;) {
    const std::size_t feed = text.find('\n', searched_);
    if (feed == std::string_view::npos) {
      searched_ = text.size();
      return false;
    }
    const std::size_t next = feed + 1;
    const std::size_t blank = next < text.size() && text[next] == '\r' ? next + 1 : next;
    if (blank >= text.size()) {
      searched_ = feed;  // what follows this line end decides
      return false;
    }
    if (text[blank] == '\n') {
      body_at_ = blank + 1;
      return true;
    }
    searched_ = next;
  }
}

Result<std::size_t> StreamFramer::read_content_length() const {
  std::string_view headers = rest().substr(0, body_at_);
  std::optional<std::size_t> length;
  for (std::size_t feed = headers.find('\n'); feed != std::string_view::npos; feed = headers.find('\n')) {
    headers.remove_prefix(feed + 1);
    if (headers.empty() || (headers.front() | 0x20) < 'c' || (headers.front() | 0x20) > 'l') continue;
    const std::size_t colon = headers.find_first_of(":\n");
    if (colon == std::string_view::npos || headers[colon] != ':') continue;
    if (find_header(trim_wsp(headers.substr(0, colon))) != HeaderId::content_length) continue;
    // The value may be folded: it ends at a line end with no blank behind it.
    std::size_t end = headers.find('\n', colon);
    while (end + 1 < headers.size() && is_wsp(headers[end + 1])) end = headers.find('\n', end + 1);
    const auto value = text::parse_unsigned(text::trim(headers.substr(colon + 1, end - colon - 1)));
    if (!value || (length && *length != *value)) return Errc::bad_content_length;
    length = value;
  }
  if (!length) return Errc::missing_content_length;
  return *length;
}

Frame StreamFramer::take(Frame::Kind kind, std::size_t size) {
  const Frame frame{kind, rest().substr(0, size)};
  begin_ += size;
  searched_ = body_at_ = whole_size_ = 0;
  return frame;
}

/// The feed is about to become invalid: what is unfinished moves into our own buffer, what is done is
/// dropped.
void StreamFramer::keep_rest() {
  const std::string_view unfinished = rest();
  if (unfinished.empty())
    kept_ = std::string();
  else if (kept_.empty())
    kept_ = unfinished;
  else
    kept_.erase(0, begin_);
  fed_ = {};
  begin_ = 0;
}

}  // namespace cxload::sip
