/// The lines of SDP (RFC 8866 5 and 9).
#include "session_reader.hpp"

#include <array>

#include <cxload/base/text.hpp>
#include <cxload/sdp/errc.hpp>

namespace cxload::sdp {
namespace {

/// One value into exactly N words at single spaces (several are tolerated); nothing when the count differs.
template <std::size_t N>
std::optional<std::array<std::string_view, N>> words_of(std::string_view value) {
  std::array<std::string_view, N> words;
  std::size_t count = 0;
  while (!(value = text::trim(value)).empty()) {
    if (count == N) return std::nullopt;
    words[count++] = value.substr(0, value.find(' '));
    value.remove_prefix(words[count - 1].size());
  }
  return count == N ? std::optional(words) : std::nullopt;
}

class Reader {
 public:
  Reader(const Limits& limits, SessionSink& sink) : limits_(limits), sink_(sink) {}

  Result<void> run(std::string_view text);

 private:
  Result<void> read_line(char type, std::string_view value);
  Result<void> read_session_line(char type, std::string_view value);
  Result<void> read_version(std::string_view value);
  Result<void> read_origin(std::string_view value);
  Result<void> read_connection(std::string_view value);
  Result<void> read_bandwidth(std::string_view value);
  Result<void> read_timing(std::string_view value);
  Result<void> read_media(std::string_view value);
  void read_attribute(std::string_view value);

  const Limits& limits_;
  SessionSink& sink_;
  std::size_t media_ = 0;  ///< m= lines so far; 0: we are in the section of the session
  bool has_version_ = false, has_origin_ = false, has_name_ = false, has_timing_ = false;
};

Result<void> Reader::run(std::string_view text) {
  if (text::trim(text).empty()) return Errc::empty;
  if (text.size() > limits_.bytes) return Errc::too_large;
  if (text.find('\0') != std::string_view::npos) return Errc::bad_line;
  for (std::size_t count = 0; !text.empty(); ++count) {
    if (count >= limits_.lines) return Errc::too_large;
    const std::size_t feed = text.find('\n');
    std::string_view current = text.substr(0, feed);
    text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
    while (!current.empty() && current.back() == '\r') current.remove_suffix(1);
    if (current.empty()) continue;
    if (current.size() < 2 || current[1] != '=' || current.find('\r') != std::string_view::npos)
      return Errc::bad_line;
    if (!has_version_ && current.front() != 'v') return Errc::missing_line;
    if (const Result<void> read = read_line(current.front(), current.substr(2)); !read) return read.error();
  }
  if (!has_version_ || !has_origin_ || !has_name_ || !has_timing_) return Errc::missing_line;
  return {};
}

Result<void> Reader::read_line(char type, std::string_view value) {
  switch (type) {
    case 'm':
      return read_media(value);
    case 'c':
      return read_connection(value);
    case 'a':
      read_attribute(value);
      return {};
    case 'b':
      return read_bandwidth(value);
    case 'i':
      sink_.on_text(type, value);
      return {};
    default:
      return media_ == 0 ? read_session_line(type, value) : Result<void>();
  }
}

/// Lines that stand before the first m= only.
Result<void> Reader::read_session_line(char type, std::string_view value) {
  switch (type) {
    case 'v':
      return read_version(value);
    case 'o':
      return read_origin(value);
    case 't':
      return read_timing(value);
    case 's':
      if (has_name_) return Errc::repeated_line;
      has_name_ = true;
      sink_.on_text(type, value);
      return {};
    case 'u':
    case 'e':
    case 'p':
      sink_.on_text(type, value);
      return {};
    default:  // r=, z=, k= and what others may invent
      return {};
  }
}

Result<void> Reader::read_version(std::string_view value) {
  if (has_version_) return Errc::repeated_line;
  has_version_ = true;
  if (text::trim(value) != "0") return Errc::bad_version;
  return {};
}

Result<void> Reader::read_origin(std::string_view value) {
  if (has_origin_) return Errc::repeated_line;
  has_origin_ = true;
  const auto words = words_of<6>(value);
  const auto id = words ? text::parse_unsigned((*words)[1]) : std::nullopt;
  const auto version = words ? text::parse_unsigned((*words)[2]) : std::nullopt;
  if (!id || !version) return Errc::bad_origin;
  sink_.on_origin({(*words)[0], *id, *version, (*words)[3], (*words)[4], (*words)[5]});
  return {};
}

Result<void> Reader::read_connection(std::string_view value) {
  const auto words = words_of<3>(value);
  if (!words) return Errc::bad_connection;
  sink_.on_connection({(*words)[0], (*words)[1], (*words)[2]});
  return {};
}

Result<void> Reader::read_bandwidth(std::string_view value) {
  const std::size_t colon = value.find(':');
  if (colon == 0 || colon == std::string_view::npos ||
      !text::parse_unsigned(text::trim(value.substr(colon + 1))))
    return Errc::bad_bandwidth;
  sink_.on_text('b', value);
  return {};
}

Result<void> Reader::read_timing(std::string_view value) {
  const auto words = words_of<2>(value);
  if (!words || !text::parse_unsigned((*words)[0]) || !text::parse_unsigned((*words)[1]))
    return Errc::bad_timing;
  has_timing_ = true;
  sink_.on_text('t', value);
  return {};
}

Result<void> Reader::read_media(std::string_view value) {
  if (media_ >= limits_.media) return Errc::too_large;
  MediaView media;
  media.type = take_word(value);
  const std::string_view ports = take_word(value);
  media.protocol = take_word(value);
  media.formats = value;
  if (take_word(value).empty()) return Errc::bad_media;
  const std::size_t slash = ports.find('/');
  const auto port = text::parse_unsigned(ports.substr(0, slash));
  if (!port || *port > 65'535) return Errc::bad_media;
  media.port = static_cast<std::uint16_t>(*port);
  if (slash != std::string_view::npos) {
    const auto count = text::parse_unsigned(ports.substr(slash + 1));
    if (!count || *count == 0 || *count > 65'535) return Errc::bad_media;
    media.port_count = static_cast<std::uint32_t>(*count);
  }
  ++media_;
  sink_.on_media(media);
  return {};
}

void Reader::read_attribute(std::string_view value) {
  const std::size_t colon = value.find(':');
  if (colon == std::string_view::npos)
    sink_.on_attribute(value, std::nullopt);
  else
    sink_.on_attribute(value.substr(0, colon), value.substr(colon + 1));
}

}  // namespace

Result<void> read_session(std::string_view text, const Limits& limits, SessionSink& sink) {
  return Reader(limits, sink).run(text);
}

std::string_view take_word(std::string_view& rest) {
  while (!rest.empty()) {
    const std::size_t space = rest.find(' ');
    const std::string_view word = text::trim(rest.substr(0, space));
    rest.remove_prefix(space == std::string_view::npos ? rest.size() : space + 1);
    if (!word.empty()) return word;
  }
  return {};
}

}  // namespace cxload::sdp
