/// Wire bytes to Message (RFC 3261 7 and 25.1).
#include "message_parser.hpp"

#include <cstring>

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>

namespace cxload::sip {
namespace {

constexpr std::size_t usual_fields = 24;

bool is_version(std::string_view text) { return text::istarts_with(text, "SIP/"); }

}  // namespace

MessageParser::MessageParser(std::string_view bytes, Framing framing, const Limits& limits, Mode mode)
    : bytes_(bytes), framing_(framing), limits_(limits), mode_(mode) {}

bool MessageParser::run() {
  if (bytes_.size() > limits_.message_bytes && !fail(Errc::too_large)) return false;
  // RFC 3261 7.5: line ends before the start line are ignored.
  const std::size_t start = bytes_.find_first_not_of("\r\n");
  if (start == std::string_view::npos) {
    fault_ = Errc::empty_message;
    return false;
  }
  message_.text_.assign(bytes_.substr(start, limits_.message_bytes));
  message_.fields_.reserve(usual_fields);
  return read_start_line() && read_headers() && read_body();
}

bool MessageParser::fail(Errc error) {
  if (!fault_) fault_ = error;
  return mode_ == Mode::lenient;
}

std::optional<MessageParser::Line> MessageParser::next_line() {
  const std::size_t feed = text().find('\n', at_);
  if (feed == std::string_view::npos) return std::nullopt;
  std::size_t end = feed;
  if (end > at_ && text()[end - 1] == '\r') --end;
  const Line line{at_, end};
  at_ = feed + 1;
  return line;
}

bool MessageParser::read_start_line() {
  const std::optional<Line> found = next_line();
  if (!found) {
    fault_ = Errc::malformed_start_line;
    return false;
  }
  const std::string_view line = text().substr(found->begin, found->end - found->begin);
  if (line.size() > limits_.header_bytes && !fail(Errc::too_large)) return false;
  if (line.find('\0') != std::string_view::npos || line.find('\r') != std::string_view::npos) {
    fault_ = Errc::malformed_start_line;
    return false;
  }
  return is_version(line) ? read_status_line(line) : read_request_line(line);
}

bool MessageParser::read_status_line(std::string_view line) {
  const std::size_t space = line.find(' ');
  if (!text::iequals(line.substr(0, space), "SIP/2.0")) {
    fail(Errc::bad_version);
    return false;
  }
  const std::string_view rest = space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
  const std::string_view code = rest.substr(0, rest.find(' '));
  const std::optional<std::uint64_t> status = text::parse_unsigned(code);
  if (!status || code.size() != 3 || *status < 100 || *status > 699) {
    fail(Errc::bad_status);
    return false;
  }
  message_.status_ = static_cast<int>(*status);
  // The space before an empty reason is obligatory, and often forgotten.
  message_.method_or_reason_ = slice_of(rest.size() > 3 ? rest.substr(4) : rest.substr(3));
  return true;
}

bool MessageParser::read_request_line(std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::string_view method = line.substr(0, first);
  if (first == std::string_view::npos || !is_token(method)) {
    fault_ = Errc::malformed_start_line;
    return false;
  }
  const std::size_t last = line.rfind(' ');
  const std::string_view uri = last > first ? line.substr(first + 1, last - first - 1) : std::string_view();
  message_.method_or_reason_ = slice_of(method);
  message_.request_uri_ = slice_of(uri);
  // RFC 3261 7.1: exactly one space between the parts, none inside the Request-URI.
  const std::string_view version = line.substr(last + 1);
  if (uri.empty() || uri.find_first_of(" \t") != std::string_view::npos || !is_version(version))
    return fail(Errc::malformed_start_line);
  return text::iequals(version, "SIP/2.0") || fail(Errc::bad_version);
}

bool MessageParser::read_headers() {
  for (;;) {
    const std::optional<Line> line = next_line();
    if (!line) return fail(Errc::bad_header);  // no empty line behind the headers
    if (line->begin == line->end) return true;
    if (message_.fields_.size() >= limits_.headers) {
      fail(Errc::too_many_headers);
      return false;
    }
    if (!read_field(*line)) return false;
  }
}

bool MessageParser::read_field(Line line) {
  const std::size_t end = at_ < text().size() && is_wsp(text()[at_]) ? unfold(line) : line.end;
  hide_bare_returns(line.begin, end);
  const std::string_view whole = text().substr(line.begin, end - line.begin);
  if (whole.size() > limits_.header_bytes) return fail(Errc::too_large);
  std::size_t colon = 0;
  while (colon < whole.size() && is_token_char(whole[colon])) ++colon;
  const std::string_view name = whole.substr(0, colon);
  while (colon < whole.size() && is_wsp(whole[colon])) ++colon;  // HCOLON = *( SP / HTAB ) ":" SWS
  if (name.empty() || colon == whole.size() || whole[colon] != ':') return fail(Errc::bad_header);
  const std::string_view value = trim_wsp(whole.substr(colon + 1));
  const HeaderId id = find_header(name);
  message_.fields_.push_back({id, slice_of(name), slice_of(value)});
  if (id == HeaderId::content_length && !note_content_length(value)) return false;
  return true;
}

/// A bare CR must not travel on: some peer may take it for a line end. A NUL may: it is legal in a quoted
/// string (RFC 4475 3.1.1.2).
void MessageParser::hide_bare_returns(std::size_t begin, std::size_t end) {
  for (std::string& buffer = message_.text_; begin < end; ++begin) {
    const void* found = std::memchr(buffer.data() + begin, '\r', end - begin);
    if (found == nullptr) return;
    begin = static_cast<std::size_t>(static_cast<const char*>(found) - buffer.data());
    buffer[begin] = ' ';
  }
}

/// RFC 3261 7.3.1: a line end and the blanks around it are one space. Moves the continuation lines together,
/// in place, and returns where the field now ends.
std::size_t MessageParser::unfold(Line line) {
  std::string& buffer = message_.text_;
  std::size_t end = line.end;
  while (at_ < buffer.size() && is_wsp(buffer[at_])) {
    const std::optional<Line> next = next_line();
    if (!next) {
      at_ = buffer.size();
      break;
    }
    const std::string_view more = trim_wsp(text().substr(next->begin, next->end - next->begin));
    while (end > line.begin && is_wsp(buffer[end - 1])) --end;
    if (more.empty()) continue;
    buffer[end++] = ' ';
    std::memmove(buffer.data() + end, more.data(), more.size());
    end += more.size();
  }
  return end;
}

bool MessageParser::note_content_length(std::string_view value) {
  const std::optional<std::uint64_t> length = text::parse_unsigned(value);
  // RFC 4475 3.1.2.3 and 3.3.9: neither a negative length nor one of two different ones can be believed.
  if (!length || (content_length_ && *content_length_ != *length)) return fail(Errc::bad_content_length);
  content_length_ = length;
  return true;
}

bool MessageParser::read_body() {
  const std::size_t rest = text().size() - std::min(at_, text().size());
  if (framing_ == Framing::stream && !content_length_ && !fail(Errc::missing_content_length)) return false;
  const std::size_t length = content_length_.value_or(rest);
  if (length > rest && !fail(Errc::short_body)) return false;
  if (framing_ == Framing::stream && length < rest && !fail(Errc::bad_content_length)) return false;
  message_.body_ = slice_of(text().substr(at_, std::min(length, rest)));
  return true;
}

Message::Slice MessageParser::slice_of(std::string_view part) const {
  return {static_cast<std::uint32_t>(part.data() - text().data()), static_cast<std::uint32_t>(part.size())};
}

Result<Message> parse_message(std::string_view bytes, Framing framing, const Limits& limits) {
  MessageParser parser(bytes, framing, limits, MessageParser::Mode::strict);
  if (!parser.run()) return parser.fault().value_or(Errc::malformed_start_line);
  return parser.take();
}

}  // namespace cxload::sip
