/// Text to SDP (RFC 8866 5 and 9).
#include <algorithm>
#include <array>

#include <cxload/base/text.hpp>
#include <cxload/sdp/errc.hpp>
#include <cxload/sdp/session.hpp>

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

class Parser {
 public:
  explicit Parser(const Limits& limits) : limits_(limits) { session_.timings.clear(); }

  Result<SessionDescription> run(std::string_view text);

 private:
  Result<void> read_line(char type, std::string_view value);
  Result<void> read_session_line(char type, std::string_view value);
  Result<void> read_shared_line(char type, std::string_view value);
  Result<void> read_version(std::string_view value);
  Result<void> read_origin(std::string_view value);
  Result<void> read_connection(std::string_view value);
  Result<void> read_timing(std::string_view value);
  Result<void> read_media(std::string_view value);
  void read_attribute(std::string_view value);

  const Limits& limits_;
  SessionDescription session_;
  Media* media_ = nullptr;  ///< the section we are in; null: that of the session
  bool has_version_ = false, has_origin_ = false, has_name_ = false;
};

Result<SessionDescription> Parser::run(std::string_view text) {
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
  if (!has_version_ || !has_origin_ || !has_name_ || session_.timings.empty()) return Errc::missing_line;
  return std::move(session_);
}

Result<void> Parser::read_line(char type, std::string_view value) {
  switch (type) {
    case 'm':
      return read_media(value);
    case 'c':
      return read_connection(value);
    case 'a':
    case 'b':
    case 'i':
      return read_shared_line(type, value);
    default:
      return media_ == nullptr ? read_session_line(type, value) : Result<void>();
  }
}

/// Lines that stand before the first m= only.
Result<void> Parser::read_session_line(char type, std::string_view value) {
  switch (type) {
    case 'v':
      return read_version(value);
    case 'o':
      return read_origin(value);
    case 's':
      if (has_name_) return Errc::repeated_line;
      has_name_ = true;
      session_.name = value;
      return {};
    case 't':
      return read_timing(value);
    case 'u':
      session_.uri = std::string(value);
      return {};
    case 'e':
      session_.email = std::string(value);
      return {};
    case 'p':
      session_.phone = std::string(value);
      return {};
    default:  // r=, z=, k= and what others may invent
      return {};
  }
}

Result<void> Parser::read_shared_line(char type, std::string_view value) {
  if (type == 'a') {
    read_attribute(value);
    return {};
  }
  if (type == 'i') {
    (media_ != nullptr ? media_->title : session_.information) = std::string(value);
    return {};
  }
  const std::size_t colon = value.find(':');
  if (colon == 0 || colon == std::string_view::npos ||
      !text::parse_unsigned(text::trim(value.substr(colon + 1))))
    return Errc::bad_bandwidth;
  (media_ != nullptr ? media_->bandwidths : session_.bandwidths).emplace_back(value);
  return {};
}

Result<void> Parser::read_version(std::string_view value) {
  if (has_version_) return Errc::repeated_line;
  has_version_ = true;
  if (text::trim(value) != "0") return Errc::bad_version;
  return {};
}

Result<void> Parser::read_origin(std::string_view value) {
  if (has_origin_) return Errc::repeated_line;
  has_origin_ = true;
  const auto words = words_of<6>(value);
  const auto id = words ? text::parse_unsigned((*words)[1]) : std::nullopt;
  const auto version = words ? text::parse_unsigned((*words)[2]) : std::nullopt;
  if (!id || !version) return Errc::bad_origin;
  session_.origin = {
      std::string((*words)[0]), *id, *version, std::string((*words)[3]), std::string((*words)[4]),
      std::string((*words)[5])};
  return {};
}

Result<void> Parser::read_connection(std::string_view value) {
  const auto words = words_of<3>(value);
  if (!words) return Errc::bad_connection;
  (media_ != nullptr ? media_->connection : session_.connection) =
      Connection{std::string((*words)[0]), std::string((*words)[1]), std::string((*words)[2])};
  return {};
}

Result<void> Parser::read_timing(std::string_view value) {
  const auto words = words_of<2>(value);
  if (!words || !text::parse_unsigned((*words)[0]) || !text::parse_unsigned((*words)[1]))
    return Errc::bad_timing;
  session_.timings.emplace_back(value);
  return {};
}

Result<void> Parser::read_media(std::string_view value) {
  if (session_.media.size() >= limits_.media) return Errc::too_large;
  Media media;
  std::vector<std::string_view> words;
  for (const std::string_view word : text::split(value, ' '))
    if (!word.empty()) words.push_back(word);
  if (words.size() < 4) return Errc::bad_media;
  const std::size_t slash = words[1].find('/');
  const auto port = text::parse_unsigned(words[1].substr(0, slash));
  if (!port || *port > 65'535) return Errc::bad_media;
  if (slash != std::string_view::npos) {
    const auto count = text::parse_unsigned(words[1].substr(slash + 1));
    if (!count || *count == 0 || *count > 65'535) return Errc::bad_media;
    media.port_count = static_cast<std::uint32_t>(*count);
  }
  media.type = words[0];
  media.port = static_cast<std::uint16_t>(*port);
  media.protocol = words[2];
  media.formats.assign(words.begin() + 3, words.end());
  session_.media.push_back(std::move(media));
  media_ = &session_.media.back();
  return {};
}

void Parser::read_attribute(std::string_view value) {
  const std::size_t colon = value.find(':');
  Attributes& attributes = media_ != nullptr ? media_->attributes : session_.attributes;
  if (colon == std::string_view::npos)
    attributes.add(value);
  else
    attributes.add(value.substr(0, colon), value.substr(colon + 1));
}

}  // namespace

Result<SessionDescription> parse_session(std::string_view text, const Limits& limits) {
  return Parser(limits).run(text);
}

}  // namespace cxload::sdp
