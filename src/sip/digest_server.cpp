/// Challenges made and answers verified.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/sip/digest_server.hpp>

namespace cxload::sip {
namespace {

// A nonce is 16 hexadecimal digits of milliseconds, 12 random characters, 32 digits of seal.
constexpr std::size_t time_size = 16;
constexpr std::size_t salt_size = 12;
constexpr std::size_t seal_size = 32;

std::uint64_t milliseconds_of(Duration span) {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(span).count());
}

std::optional<std::uint64_t> parse_hex(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// HMAC-SHA-256 (RFC 2104); keys here are shorter than a block.
std::string hmac_hex(std::string_view key, std::string_view text) {
  std::string inner(64, '\x36');
  std::string outer(64, '\x5c');
  for (std::size_t i = 0; i < key.size() && i < 64; ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  inner += text;
  for (const std::byte b : crypto::hash_bytes(crypto::Hash::sha256, inner)) outer += static_cast<char>(b);
  return crypto::hash_hex(crypto::Hash::sha256, outer);
}

std::string offered_qops(const DigestPolicy& policy) {
  std::string out;
  for (const Qop qop : policy.qops) out.append(out.empty() ? "" : ", ").append(to_string(qop));
  return out;
}

/// Takes the same time wherever the texts differ.
bool is_same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  return difference == 0;
}

}  // namespace

DigestServer::DigestServer(DigestPolicy policy, std::string secret)
    : policy_(std::move(policy)), secret_(secret.empty() ? crypto::random_token(48) : std::move(secret)) {
  // RFC 8760 2.3: most preferred first.
  std::sort(policy_.algorithms.begin(), policy_.algorithms.end(), std::greater<>());
}

std::string DigestServer::seal(std::string_view text) const {
  return hmac_hex(secret_, std::string(text).append(1, ':').append(policy_.realm)).substr(0, seal_size);
}

std::string DigestServer::make_nonce(TimePoint now) const {
  std::string nonce =
      fmt::format("{:016x}", milliseconds_of(now.time_since_epoch())) + crypto::random_token(salt_size);
  nonce += seal(nonce);
  return nonce;
}

std::vector<std::string> DigestServer::challenge(TimePoint now, bool is_stale) const {
  std::vector<std::string> values;
  const std::string nonce = make_nonce(now);
  for (const DigestAlgorithm algorithm : policy_.algorithms)
    values.push_back(fmt::format("Digest realm=\"{}\", nonce=\"{}\", {}algorithm={}, qop=\"{}\"",
                                 policy_.realm, nonce, is_stale ? "stale=true, " : "", to_string(algorithm),
                                 offered_qops(policy_)));
  return values;
}

DigestServer::NonceAge DigestServer::judge_nonce(std::string_view nonce, TimePoint now) const {
  if (nonce.size() != time_size + salt_size + seal_size) return NonceAge::forged;
  if (!is_same(nonce.substr(time_size + salt_size), seal(nonce.substr(0, time_size + salt_size))))
    return NonceAge::forged;
  const std::uint64_t made = parse_hex(nonce.substr(0, time_size)).value_or(0);
  const std::uint64_t expires = made + milliseconds_of(policy_.nonce_lifetime);
  return made < oldest_valid_ || expires < milliseconds_of(now.time_since_epoch()) ? NonceAge::old
                                                                                   : NonceAge::fresh;
}

DigestVerdict DigestServer::verify(const DigestCredentials& credentials, std::string_view method,
                                   std::string_view body, std::string_view password, TimePoint now) {
  const NonceAge age = judge_nonce(credentials.nonce, now);
  if (age == NonceAge::forged) return DigestVerdict::forged_nonce;
  const auto algorithm = credentials.algorithm ? parse_digest_algorithm(*credentials.algorithm)
                                               : std::optional(DigestAlgorithm::md5);
  const bool is_offered = algorithm && std::find(policy_.algorithms.begin(), policy_.algorithms.end(),
                                                 *algorithm) != policy_.algorithms.end();
  const bool was_offered =
      std::find(policy_.qops.begin(), policy_.qops.end(), credentials.qop) != policy_.qops.end();
  const bool has_qop = was_offered || (credentials.qop == Qop::none && policy_.allow_no_qop);
  if (!is_offered || !has_qop || credentials.realm != policy_.realm) return DigestVerdict::wrong;
  const std::string secret = digest_secret(*algorithm, credentials.username, credentials.realm, password);
  const std::string expected = digest_response(*algorithm, secret, credentials, method, body);
  if (!is_same(expected, text::to_lower(credentials.response))) return DigestVerdict::wrong;
  if (age == NonceAge::old) return DigestVerdict::stale;
  return note_use(credentials) ? DigestVerdict::good : DigestVerdict::replayed;
}

/// RFC 7616 3.4: counts may leave gaps, but never come again or go back.
bool DigestServer::note_use(const DigestCredentials& credentials) {
  if (credentials.qop == Qop::none) return true;
  const std::optional<std::uint64_t> count = parse_hex(credentials.nonce_count);
  if (!count || credentials.nonce_count.size() != 8 || *count == 0) return false;
  const auto [known, is_new] = last_count_.try_emplace(credentials.nonce, 0U);
  if (*count <= known->second) return false;
  known->second = static_cast<std::uint32_t>(*count);
  if (!is_new) return true;
  used_.push_back(credentials.nonce);
  if (used_.size() > policy_.remembered_nonces) {
    oldest_valid_ = std::max(oldest_valid_, parse_hex(used_.front().substr(0, time_size)).value_or(0) + 1);
    last_count_.erase(used_.front());
    used_.pop_front();
  }
  return true;
}

}  // namespace cxload::sip
