#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/sdp/secure_transport.hpp>

namespace cxload::sdp {
namespace {

constexpr std::array<std::pair<std::string_view, Setup>, 3> setups = {
    {{"actpass", Setup::actpass}, {"active", Setup::active}, {"passive", Setup::passive}}};

/// No description has more that matter; each costs checks.
constexpr std::size_t most_candidates = 64;
constexpr std::size_t most_crypto = 16;

std::optional<Setup> setup_named(std::string_view word) {
  const auto found =
      std::find_if(setups.begin(), setups.end(), [&](const auto& s) { return s.first == word; });
  return found == setups.end() ? std::nullopt : std::optional(found->second);
}

/// Candidates stand before the attributes they belong to, rtcp-mux and the rest behind, as browsers write it.
void put_in_front(Media& media, const Attributes& first) {
  Attributes all = first;
  for (const Attribute& attribute : media.attributes.all()) all.add(attribute.name, attribute.value);
  media.attributes = std::move(all);
}

SecureTransport read_crypto(const Media& media) {
  SecureTransport transport;
  for (const std::string_view line : media.attributes.values("crypto"))
    if (transport.crypto.size() < most_crypto) transport.crypto.emplace_back(line);
  return transport;
}

void write_crypto(Media& media, const std::vector<std::string>& lines) {
  Attributes first;
  for (const std::string& line : lines) first.add("crypto", line);
  put_in_front(media, first);
}

}  // namespace

bool is_secure_profile(std::string_view protocol) {
  return protocol == secure_protocol || protocol == "UDP/TLS/RTP/SAVP" || protocol == "RTP/SAVPF";
}

bool is_keyed_by_sdes(const Media& media) {
  const bool is_fit = media.protocol == "RTP/SAVP" || media.protocol == "RTP/SAVPF";
  return is_fit && media.attributes.has("crypto") && !media.attributes.has("fingerprint");
}

Keying keying_of(const SessionDescription& offer) {
  for (const Media& media : offer.media) {
    if (media.type != "audio" || media.is_rejected()) continue;
    if (is_keyed_by_sdes(media)) return Keying::sdes;
    if (is_secure_profile(media.protocol)) return Keying::dtls;
  }
  return Keying::none;
}

/// RFC 8122 5: there may be several, by other hashes; those that nobody uses are passed over.
std::optional<std::string_view> read_fingerprint(const SessionDescription& session, const Media& media) {
  const Attributes& from = media.attributes.has("fingerprint") ? media.attributes : session.attributes;
  for (const std::string_view value : from.values("fingerprint"))
    if (text::istarts_with(value, "sha-")) return value;
  return from.find("fingerprint");
}

std::optional<SecureTransport> read_transport(const SessionDescription& session, const Media& media) {
  if (is_keyed_by_sdes(media)) return read_crypto(media);
  const auto find = [&](std::string_view name) {
    const auto own = media.attributes.find(name);
    return own ? own : session.attributes.find(name);
  };
  const auto ufrag = find("ice-ufrag"), password = find("ice-pwd");
  const auto fingerprint = read_fingerprint(session, media);
  // RFC 5763 5: an offer or answer without a=setup is active's, RFC 4145 4.1.
  const auto setup = setup_named(find("setup").value_or("active"));
  if (!ufrag || !password || !fingerprint || !setup) return std::nullopt;
  SecureTransport transport;
  transport.ufrag = *ufrag;
  transport.password = *password;
  transport.fingerprint = *fingerprint;
  transport.setup = *setup;
  transport.is_lite = session.attributes.has("ice-lite");
  transport.is_complete = find("end-of-candidates").has_value();
  transport.has_rtcp_mux = media.attributes.has("rtcp-mux");
  transport.mid = media.attributes.find("mid").value_or("");
  for (const std::string_view candidate : media.attributes.values("candidate"))
    if (transport.candidates.size() < most_candidates) transport.candidates.emplace_back(candidate);
  const auto group = session.attributes.find("group");
  transport.is_bundled = group && group->starts_with("BUNDLE");
  return transport;
}

void write_transport(SessionDescription& session, Media& media, const SecureTransport& transport) {
  // Without credentials of ICE it is SDES, be it without a key.
  if (!transport.crypto.empty() || transport.ufrag.empty()) return write_crypto(media, transport.crypto);
  if (transport.is_lite) session.attributes.add("ice-lite");
  if (transport.is_bundled && !transport.mid.empty())
    session.attributes.add("group", "BUNDLE " + transport.mid);
  session.attributes.add("msid-semantic", " WMS *");
  Attributes first;
  for (const std::string& candidate : transport.candidates) first.add("candidate", candidate);
  first.add("ice-ufrag", transport.ufrag);
  first.add("ice-pwd", transport.password);
  first.add("ice-options", "trickle");
  first.add("fingerprint", transport.fingerprint);
  first.add("setup", setups.at(static_cast<std::size_t>(transport.setup)).first);
  if (!transport.mid.empty() && !media.attributes.has("mid")) first.add("mid", transport.mid);
  put_in_front(media, first);
  if (transport.has_rtcp_mux) media.attributes.add("rtcp-mux");
  if (!transport.cname.empty())
    media.attributes.add("ssrc", fmt::format("{} cname:{}", transport.ssrc, transport.cname));
}

Setup answer_setup(Setup offered) { return offered == Setup::active ? Setup::passive : Setup::active; }

}  // namespace cxload::sdp
