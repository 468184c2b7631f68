// Candidates of SDP, and priorities.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/ice/address_text.hpp>
#include <cxload/ice/candidate.hpp>

namespace cxload::ice {
namespace {

constexpr std::string_view type_names[] = {"host", "prflx", "srflx", "relay"};
constexpr std::size_t longest_line = 512;

/// The next word, words being parted by single or several spaces.
std::string_view take_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  const std::string_view word = rest.substr(0, rest.find(' '));
  rest.remove_prefix(word.size());
  return word;
}

bool is_foundation(std::string_view word) {
  return !word.empty() && word.size() <= 32 && std::ranges::all_of(word, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '/';
  });
}

std::optional<CandidateType> type_of(std::string_view word) {
  const auto* const found = std::ranges::find(type_names, word);
  if (found == std::end(type_names)) return std::nullopt;
  return static_cast<CandidateType>(found - std::begin(type_names));
}

/// raddr and rport, where both stand and are addresses; extensions come in pairs of words.
std::optional<stun::TransportAddress> read_related(std::string_view rest) {
  std::optional<stun::TransportAddress> related;
  std::optional<std::uint64_t> port;
  for (auto name = take_word(rest); !name.empty(); name = take_word(rest)) {
    const auto value = take_word(rest);
    if (name == "raddr") related = read_host(value);
    if (name == "rport") port = text::parse_unsigned(value);
  }
  if (!related || !port || *port > 0xFFFF) return std::nullopt;
  related->port = static_cast<std::uint16_t>(*port);
  return related;
}

}  // namespace

ReadCandidate read_candidate(std::string_view value) {
  ReadCandidate result;
  std::string_view rest = text::trim(value);
  if (rest.size() > longest_line) return result;
  if (text::istarts_with(rest, "candidate:")) rest.remove_prefix(10);
  const auto foundation = take_word(rest);
  const auto component = text::parse_unsigned(take_word(rest));
  const auto transport = take_word(rest);
  const auto priority = text::parse_unsigned(take_word(rest));
  const auto host = take_word(rest);
  const auto port = text::parse_unsigned(take_word(rest));
  const auto typ = take_word(rest);
  const auto type = type_of(take_word(rest));
  if (!is_foundation(foundation) || !component || *component < 1 || *component > 256 || !priority ||
      *priority < 1 || *priority > 0x7FFFFFFF || !port || *port > 0xFFFF || typ != "typ" || !type)
    return result;
  if (!text::iequals(transport, "udp")) {
    result.reading = Reading::tcp;
    return result;
  }
  auto address = read_host(host);
  if (!address) {
    // Of a name only letters decide here: an address that is no address is malformed.
    const bool name = host.find(':') == std::string_view::npos && std::ranges::any_of(host, [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                      });
    if (name) result.reading = Reading::name;
    return result;
  }
  if (*port == 0) return result;
  address->port = static_cast<std::uint16_t>(*port);
  result.reading = Reading::usable;
  result.candidate = {std::string(foundation),
                      static_cast<std::uint16_t>(*component),
                      static_cast<std::uint32_t>(*priority),
                      *address,
                      *type,
                      read_related(rest)};
  return result;
}

std::string write_candidate(const Candidate& candidate) {
  std::string line = fmt::format("{} {} udp {} {} {} typ {}", candidate.foundation, candidate.component,
                                 candidate.priority, write_host(candidate.address), candidate.address.port,
                                 type_names[static_cast<std::size_t>(candidate.type)]);
  if (candidate.related)
    line += fmt::format(" raddr {} rport {}", write_host(*candidate.related), candidate.related->port);
  return line;
}

std::uint32_t candidate_priority(CandidateType type, std::uint16_t local_preference,
                                 std::uint16_t component) {
  constexpr std::uint32_t type_preferences[] = {126, 110, 100, 0};  // RFC 8445 5.1.2.2
  return type_preferences[static_cast<std::size_t>(type)] << 24 |
         static_cast<std::uint32_t>(local_preference) << 8 | (256U - component);
}

std::uint64_t pair_priority(std::uint32_t controlling, std::uint32_t controlled) {
  const std::uint64_t low = std::min(controlling, controlled);
  const std::uint64_t high = std::max(controlling, controlled);
  return (low << 32) + 2 * high + (controlling > controlled ? 1 : 0);
}

}  // namespace cxload::ice
