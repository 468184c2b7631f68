/// Digest header values and arithmetic.
#include <algorithm>
#include <array>

#include <cxload/base/crypto.hpp>
#include <cxload/base/text.hpp>
#include <cxload/sip/digest.hpp>
#include <cxload/sip/errc.hpp>
#include <cxload/sip/grammar.hpp>

#include "auth_params.hpp"

namespace cxload::sip {
namespace {

constexpr std::array<std::string_view, 3> algorithm_names = {"MD5", "SHA-256", "SHA-512-256"};

crypto::Hash hash_of(DigestAlgorithm algorithm) {
  switch (algorithm) {
    case DigestAlgorithm::sha256:
      return crypto::Hash::sha256;
    case DigestAlgorithm::sha512_256:
      return crypto::Hash::sha512_256;
    case DigestAlgorithm::md5:
      break;
  }
  return crypto::Hash::md5;
}

/// Nothing when qops were offered, but none of ours.
std::optional<Qop> best_qop(std::optional<std::string_view> offered) {
  if (!offered || text::trim(*offered).empty()) return Qop::none;
  std::optional<Qop> best;
  for (const std::string_view name : text::split(*offered, ',')) {
    if (text::iequals(name, "auth")) return Qop::auth;
    if (text::iequals(name, "auth-int")) best = Qop::auth_int;
  }
  return best;
}

std::optional<Challenge> to_challenge(const AuthScheme& scheme) {
  const auto realm = scheme.find("realm");
  const auto nonce = scheme.find("nonce");
  const auto algorithm = scheme.find("algorithm");
  const auto known = algorithm ? parse_digest_algorithm(*algorithm) : DigestAlgorithm::md5;
  const std::optional<Qop> qop = best_qop(scheme.find("qop"));
  if (!text::iequals(scheme.scheme, "Digest") || !realm || !nonce || !known || !qop) return std::nullopt;
  Challenge challenge;
  challenge.realm = *realm;
  challenge.nonce = *nonce;
  challenge.domain = scheme.find("domain").value_or("");
  if (const auto opaque = scheme.find("opaque")) challenge.opaque = std::string(*opaque);
  challenge.algorithm = *known;
  challenge.names_algorithm = algorithm.has_value();
  challenge.qop = *qop;
  challenge.stale = text::iequals(scheme.find("stale").value_or(""), "true");
  return challenge;
}

void keep_strongest(std::vector<Challenge>& kept, Challenge candidate) {
  const auto same = std::find_if(kept.begin(), kept.end(), [&](const Challenge& other) {
    return other.realm == candidate.realm && other.is_proxy == candidate.is_proxy;
  });
  if (same == kept.end())
    kept.push_back(std::move(candidate));
  else if (candidate.algorithm > same->algorithm)
    *same = std::move(candidate);
}

}  // namespace

std::string_view to_string(DigestAlgorithm algorithm) {
  return algorithm_names.at(static_cast<std::size_t>(algorithm));
}

std::optional<DigestAlgorithm> parse_digest_algorithm(std::string_view name) {
  for (std::size_t i = 0; i < algorithm_names.size(); ++i)
    if (text::iequals(name, algorithm_names[i])) return static_cast<DigestAlgorithm>(i);
  return std::nullopt;
}

std::string_view to_string(Qop qop) {
  constexpr std::array<std::string_view, 3> names = {"", "auth", "auth-int"};
  return names.at(static_cast<std::size_t>(qop));
}

Result<std::vector<Challenge>> parse_challenges(std::string_view value) {
  const std::vector<AuthScheme> schemes = parse_auth_schemes(value);
  if (schemes.empty()) return Errc::bad_challenge;
  std::vector<Challenge> usable;
  for (const AuthScheme& scheme : schemes)
    if (std::optional<Challenge> challenge = to_challenge(scheme)) usable.push_back(std::move(*challenge));
  if (usable.empty()) return Errc::no_usable_challenge;
  return usable;
}

Result<std::vector<Challenge>> challenges_of(const Message& response) {
  std::vector<Challenge> kept;
  Errc fault = Errc::missing_header;
  for (std::size_t i = 0; i < response.field_count(); ++i) {
    const Message::Field field = response.field(i);
    const bool is_proxy = field.id == HeaderId::proxy_authenticate;
    if (!is_proxy && field.id != HeaderId::www_authenticate) continue;
    Result<std::vector<Challenge>> parsed = parse_challenges(field.value);
    if (!parsed) {
      fault = parsed.error() == Errc::bad_challenge ? Errc::bad_challenge : Errc::no_usable_challenge;
      continue;
    }
    for (Challenge& challenge : *parsed) {
      challenge.is_proxy = is_proxy;
      keep_strongest(kept, std::move(challenge));
    }
  }
  if (kept.empty()) return fault;
  return kept;
}

Result<DigestCredentials> parse_credentials(std::string_view value) {
  const std::vector<AuthScheme> schemes = parse_auth_schemes(value);
  if (schemes.size() != 1 || !text::iequals(schemes.front().scheme, "Digest")) return Errc::bad_credentials;
  const AuthScheme& scheme = schemes.front();
  DigestCredentials credentials;
  const auto take = [&scheme](std::string_view name, std::string& to) {
    const auto found = scheme.find(name);
    to = found.value_or("");
    return found.has_value();
  };
  if (!take("username", credentials.username) || !take("realm", credentials.realm) ||
      !take("nonce", credentials.nonce) || !take("uri", credentials.uri) ||
      !take("response", credentials.response))
    return Errc::bad_credentials;
  credentials.username = unquote('"' + credentials.username + '"');
  if (const auto opaque = scheme.find("opaque")) credentials.opaque = std::string(*opaque);
  if (const auto algorithm = scheme.find("algorithm")) credentials.algorithm = std::string(*algorithm);
  if (const auto qop = scheme.find("qop")) {
    if (!text::iequals(*qop, "auth") && !text::iequals(*qop, "auth-int")) return Errc::bad_credentials;
    credentials.qop = text::iequals(*qop, "auth") ? Qop::auth : Qop::auth_int;
    // RFC 7616 3.4: with qop, both must be there.
    if (!take("cnonce", credentials.cnonce) || !take("nc", credentials.nonce_count))
      return Errc::bad_credentials;
  }
  return credentials;
}

std::string write_credentials(const DigestCredentials& c, DigestOrder order) {
  std::string out = "Digest ";
  out.reserve(320);
  const auto add = [&out](std::string_view name, std::string_view value, bool is_quoted) {
    if (out.back() != ' ') out += ", ";
    out.append(name).append(is_quoted ? "=\"" : "=").append(value);
    if (is_quoted) out += '"';
  };
  if (c.algorithm && order == DigestOrder::algorithm_first) add("algorithm", *c.algorithm, false);
  const std::string quoted_username = quote(c.username);
  add("username", quoted_username, false);
  add("realm", c.realm, true);
  add("nonce", c.nonce, true);
  add("uri", c.uri, true);
  add("response", c.response, true);
  if (c.algorithm && order == DigestOrder::username_first) add("algorithm", *c.algorithm, false);
  if (c.opaque) add("opaque", *c.opaque, true);
  if (c.qop != Qop::none) {
    add("qop", to_string(c.qop), false);
    add("cnonce", c.cnonce, true);
    add("nc", c.nonce_count, false);
  }
  return out;
}

std::string digest_secret(DigestAlgorithm algorithm, std::string_view username, std::string_view realm,
                          std::string_view password) {
  std::string a1;
  a1.reserve(username.size() + realm.size() + password.size() + 2);
  a1.append(username).append(1, ':').append(realm).append(1, ':').append(password);
  return crypto::hash_hex(hash_of(algorithm), a1);
}

std::string digest_response(DigestAlgorithm algorithm, std::string_view secret, const DigestCredentials& c,
                            std::string_view method, std::string_view body) {
  const crypto::Hash hash = hash_of(algorithm);
  std::string a2;
  a2.reserve(method.size() + c.uri.size() + 66);
  a2.append(method).append(1, ':').append(c.uri);
  if (c.qop == Qop::auth_int) a2.append(1, ':').append(crypto::hash_hex(hash, body));
  std::string all;
  all.reserve(320);
  all.append(secret).append(1, ':').append(c.nonce).append(1, ':');
  if (c.qop != Qop::none)
    all.append(c.nonce_count)
        .append(1, ':')
        .append(c.cnonce)
        .append(1, ':')
        .append(to_string(c.qop))
        .append(1, ':');
  all.append(crypto::hash_hex(hash, a2));
  return crypto::hash_hex(hash, all);
}

}  // namespace cxload::sip
