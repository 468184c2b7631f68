#include <algorithm>

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/srtp/sdes.hpp>

namespace cxload::srtp {
namespace {

constexpr std::string_view method = "inline:";
constexpr std::uint64_t largest_tag = 999'999'999;  // RFC 4568 9.1: nine digits

/// RFC 4568 6.2 and RFC 7714 14.1.
constexpr std::array<std::pair<std::string_view, Profile>, 3> suites = {
    {{"AES_CM_128_HMAC_SHA1_80", Profile::aes_cm_128_hmac_sha1_80},
     {"AEAD_AES_128_GCM", Profile::aead_aes_128_gcm},
     {"AEAD_AES_256_GCM", Profile::aead_aes_256_gcm}}};

std::optional<Profile> suite_named(std::string_view name) {
  const auto found =
      std::find_if(suites.begin(), suites.end(), [&](const auto& s) { return s.first == name; });
  return found == suites.end() ? std::nullopt : std::optional(found->second);
}

std::string_view name_of(Profile profile) {
  return std::find_if(suites.begin(), suites.end(), [&](const auto& s) { return s.second == profile; })
      ->first;
}

std::string_view take_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
  rest.remove_prefix(word.size());
  return word;
}

/// Of key and salt, one behind the other; what follows is not looked at.
MasterKey key_of(Profile profile, std::span<const std::byte> bytes) {
  const ProfileFacts& sizes = facts(profile);
  const std::span<const std::uint8_t> whole(reinterpret_cast<const std::uint8_t*>(bytes.data()),
                                            bytes.size());
  return {profile, whole.first(sizes.key_size), whole.subspan(sizes.key_size, sizes.salt_size)};
}

std::optional<MasterKey> key_from(Profile profile, std::string_view base64) {
  const ProfileFacts& sizes = facts(profile);
  const std::size_t wanted = sizes.key_size + sizes.salt_size;
  // RFC 4568 6.1: padded to whole groups of four; some leave the padding out.
  while (base64.ends_with('=')) base64.remove_suffix(1);
  if (base64.size() != (wanted * 8 + 5) / 6) return std::nullopt;
  std::string padded(base64);
  padded.resize((wanted + 2) / 3 * 4, '=');
  const auto decoded = text::from_base64(padded);
  if (!decoded || decoded->size() != wanted) return std::nullopt;
  return key_of(profile, *decoded);
}

/// What may be passed over: advice about windows, and what says of itself that it may (RFC 4568 6.3).
bool is_harmless(std::string_view parameter) {
  return parameter.starts_with('-') || parameter.starts_with("WSH=");
}

MasterKey make_key(Profile profile) {
  std::array<std::byte, most_key_bytes> random;
  crypto::random_bytes(random.data(), random.size());
  MasterKey key = key_of(profile, random);
  OPENSSL_cleanse(random.data(), random.size());
  return key;
}

bool is_same(const MasterKey& a, const MasterKey& b) {
  return a.profile() == b.profile() && std::equal(a.bytes().begin(), a.bytes().end(), b.bytes().begin());
}

}  // namespace

std::optional<CryptoLine> read_crypto_line(std::string_view value) {
  const auto tag = text::parse_unsigned(take_word(value));
  const auto profile = suite_named(take_word(value));
  std::string_view key = take_word(value);
  if (!tag || *tag > largest_tag || !profile || !text::istarts_with(key, method)) return std::nullopt;
  key.remove_prefix(method.size());
  // Behind the key: lifetime and MKI, which has a colon; behind a semicolon another key.
  if (key.find_first_of(":;") != std::string_view::npos) return std::nullopt;
  for (std::string_view word = take_word(value); !word.empty(); word = take_word(value))
    if (!is_harmless(word)) return std::nullopt;
  auto master = key_from(*profile, key.substr(0, key.find('|')));
  if (!master) return std::nullopt;
  return CryptoLine{static_cast<unsigned>(*tag), *master};
}

std::string write_crypto_line(const CryptoLine& line) {
  return fmt::format("{} {} {}{}", line.tag, name_of(line.key.profile()), method,
                     text::to_base64(std::as_bytes(line.key.bytes())));
}

const MasterKey& Sdes::own_key(Profile profile) {
  const auto found =
      std::find_if(own_.begin(), own_.end(), [&](const MasterKey& key) { return key.profile() == profile; });
  return found == own_.end() ? own_.emplace_back(make_key(profile)) : *found;
}

std::vector<std::string> Sdes::describe(bool is_offer) {
  if (!is_offer) {
    if (!theirs_) return {};
    return {write_crypto_line({theirs_->tag, own_key(theirs_->key.profile())})};
  }
  std::vector<std::string> lines;
  for (const ProfileFacts& each : profiles())
    lines.push_back(write_crypto_line({static_cast<unsigned>(lines.size() + 1), own_key(each.profile)}));
  return lines;
}

Outcome<> Sdes::hear(std::span<const std::string> lines, bool is_offer) {
  for (const std::string& text : lines) {
    const auto line = read_crypto_line(text);
    if (!line) continue;
    // RFC 4568 5.1.3: an answer takes one line of the offer by its tag, with the suite that stands there.
    const bool is_of_ours = is_offer || (line->tag >= 1 && line->tag <= profiles().size() &&
                                         profiles()[line->tag - 1].profile == line->key.profile());
    if (is_of_ours) return use(*line);
  }
  return Failure{"srtp.no_key", lines.empty() ? "the description has no a=crypto"
                                              : "no line of a=crypto in the description is one we can use"};
}

Outcome<> Sdes::use(const CryptoLine& theirs) {
  const bool is_known = session_ && theirs_ && is_same(theirs_->key, theirs.key);
  if (is_known) {
    theirs_ = theirs;
    return {};
  }
  const bool goes_on = session_ && theirs_->key.profile() == theirs.key.profile();
  // A key that has served is not taken up again later: see heard_.
  if (session_ && !goes_on)
    std::erase_if(own_, [&](const MasterKey& key) { return key.profile() == theirs_->key.profile(); });
  auto session = Session::make({own_key(theirs.key.profile()), theirs.key});
  if (!session) return session.error();
  theirs_ = theirs;
  (goes_on ? heard_ : session_) = std::move(*session);
  if (!goes_on) heard_.reset();
  return {};
}

std::span<const std::byte> Sdes::open(std::span<const std::byte> packet, bool is_rtcp) {
  if (!session_ || packet.size() > opened_.size()) return {};
  std::copy(packet.begin(), packet.end(), opened_.begin());
  const std::span<std::byte> whole = std::span(opened_).first(packet.size());
  Session& from = heard_ ? *heard_ : *session_;
  const Session::Opened opened = is_rtcp ? from.unprotect_rtcp(whole) : from.unprotect_rtp(whole);
  if (opened.verdict == Verdict::forged || opened.verdict == Verdict::unfit) ++forged_;
  return opened.verdict == Verdict::good ? whole.first(opened.size) : std::span<std::byte>();
}

}  // namespace cxload::srtp
