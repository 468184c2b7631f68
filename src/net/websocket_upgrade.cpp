#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/net/websocket_codec.hpp>

namespace cxload::net::websocket {
namespace {

constexpr std::size_t largest_header = 16 * 1024;
constexpr std::string_view subprotocol = "sip";  // RFC 7118 4

struct Header {
  std::string_view name, value;
};

/// The next line without its CRLF; bare LF ends a line too (RFC 9112 2.2).
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::optional<Header> read_header(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  return Header{line.substr(0, colon), text::trim(line.substr(colon + 1))};
}

bool has_token(std::string_view list, std::string_view wanted) {
  const auto tokens = text::split(list, ',');
  return std::any_of(tokens.begin(), tokens.end(), [&](auto token) { return text::iequals(token, wanted); });
}

/// What of an answer matters here.
struct Answer {
  bool upgrades = false, connection_upgrades = false;
  std::string_view accept, protocol, extensions, location;

  void note(const Header& header) {
    const auto is = [&](std::string_view name) { return text::iequals(header.name, name); };
    if (is("Upgrade")) upgrades = text::iequals(header.value, "websocket");
    if (is("Connection")) connection_upgrades |= has_token(header.value, "upgrade");
    if (is("Sec-WebSocket-Accept")) accept = header.value;
    if (is("Sec-WebSocket-Protocol")) protocol = header.value;
    if (is("Sec-WebSocket-Extensions")) extensions = header.value;
    if (is("Location")) location = header.value;
  }
};

}  // namespace

std::string make_key() {
  std::array<std::byte, 16> key;
  crypto::random_bytes(key.data(), key.size());
  return text::to_base64(key);
}

std::string accept_for(std::string_view key) {
  const auto hash =
      crypto::hash_bytes(crypto::Hash::sha1, std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
  return text::to_base64(hash);
}

std::string write_upgrade(const UpgradeRequest& request) {
  std::string out = fmt::format(
      "GET {} HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {}\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {}\r\n",
      request.path.empty() ? "/" : request.path, request.host, request.key, subprotocol);
  if (!request.origin.empty()) out += fmt::format("Origin: {}\r\n", request.origin);
  return out += "\r\n";
}

UpgradeReader::State UpgradeReader::feed(std::string_view& bytes) {
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    const std::size_t length = end == std::string_view::npos ? bytes.size() : end + 1;
    if (header_.size() + length > largest_header)
      return refuse("ws.too_big", "the answer to the upgrade has a header of more than 16 KiB");
    header_ += bytes.substr(0, length);
    bytes.remove_prefix(length);
    if (!header_.ends_with("\n\r\n") && !header_.ends_with("\n\n")) continue;
    const std::string header = std::exchange(header_, {});
    const State state = judge(header);
    if (state != State::reading) return state;
  }
  return State::reading;
}

UpgradeReader::State UpgradeReader::judge(std::string_view header) {
  const std::string_view line = take_line(header);
  const auto status = line.size() >= 12 ? text::parse_unsigned(line.substr(9, 3)) : std::nullopt;
  if (!line.starts_with("HTTP/1.") || !status || *status < 100)
    return refuse("ws.upgrade",
                  fmt::format("the answer to the upgrade is no HTTP/1.1: \"{}\"", text::printable(line, 80)));
  Answer answer;
  while (!header.empty()) {
    const std::string_view field = take_line(header);
    if (field.empty()) break;
    const auto read = read_header(field);
    if (!read)
      return refuse("ws.upgrade", fmt::format("a broken header line: \"{}\"", text::printable(field, 80)));
    answer.note(*read);
  }
  if (*status != 101) {
    if (*status < 200) return State::reading;  // RFC 9110 15.2: an interim answer, the final one follows
    std::string detail = fmt::format("the upgrade was answered \"{}\"", text::printable(line.substr(9), 80));
    if (!answer.location.empty()) detail += fmt::format(", to {}", text::printable(answer.location, 200));
    return refuse(fmt::format("ws.http_{}", *status), std::move(detail));
  }
  if (!answer.upgrades || !answer.connection_upgrades)
    return refuse("ws.upgrade", "the answer 101 lacks Upgrade: websocket or Connection: upgrade");
  if (answer.accept != accept_for(key_))
    return refuse("ws.accept", "Sec-WebSocket-Accept does not fit the key");
  if (answer.protocol != subprotocol)
    return refuse("ws.subprotocol",
                  fmt::format("the server chose the subprotocol \"{}\", not \"sip\" (RFC 7118 4)",
                              text::printable(answer.protocol, 80)));
  if (!answer.extensions.empty())
    return refuse("ws.extension", fmt::format("the server uses an extension nobody offered: \"{}\"",
                                              text::printable(answer.extensions, 80)));
  return State::accepted;
}

UpgradeReader::State UpgradeReader::refuse(std::string kind, std::string detail) {
  failure_ = Failure{std::move(kind), std::move(detail)};
  return State::refused;
}

}  // namespace cxload::net::websocket
