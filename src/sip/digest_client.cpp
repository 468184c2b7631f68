/// Answers to challenges.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/sip/digest_client.hpp>

namespace cxload::sip {
namespace {

constexpr std::size_t max_realms = 8;
/// A server that calls each new nonce stale at its first use would keep us busy for ever.
constexpr std::uint8_t max_refusals = 3;

bool has_answered(const Message& request, const Challenge& challenge) {
  const HeaderId id = challenge.is_proxy ? HeaderId::proxy_authorization : HeaderId::authorization;
  for (const std::string_view value : request.values(id)) {
    const Result<DigestCredentials> sent = parse_credentials(value);
    if (sent && sent->realm == challenge.realm) return true;
  }
  return false;
}

}  // namespace

DigestClient::DigestClient(std::string username, std::string password, DigestOrder order)
    : username_(std::move(username)), password_(std::move(password)), order_(order) {}

Result<ChallengeVerdict> DigestClient::on_challenge(const Message& request, const Message& response) {
  Result<std::vector<Challenge>> challenges = challenges_of(response);
  if (!challenges) return challenges.error();
  ChallengeVerdict verdict = ChallengeVerdict::try_again;
  for (Challenge& challenge : *challenges) {
    Realm& realm = realm_of(challenge);
    const bool answered = has_answered(request, challenge);
    // A nonce that served before may have expired without a word of `stale`; a fresh one cannot.
    if (answered && realm.count <= 1 && !challenge.stale) verdict = ChallengeVerdict::rejected;
    if (answered && ++realm.refusals >= max_refusals) verdict = ChallengeVerdict::rejected;
    const bool same_secret = !realm.secret.empty() && realm.challenge.algorithm == challenge.algorithm;
    if (!same_secret)
      realm.secret = digest_secret(challenge.algorithm, username_, challenge.realm, password_);
    realm.challenge = std::move(challenge);
    realm.cnonce.clear();
    realm.count = 0;
  }
  return verdict;
}

DigestClient::Realm& DigestClient::realm_of(const Challenge& challenge) {
  const auto known = std::find_if(realms_.begin(), realms_.end(), [&](const Realm& realm) {
    return realm.challenge.realm == challenge.realm && realm.challenge.is_proxy == challenge.is_proxy;
  });
  if (known != realms_.end()) return *known;
  if (realms_.size() >= max_realms) realms_.erase(realms_.begin());
  return realms_.emplace_back();
}

void DigestClient::authorize(Message& request) {
  if (realms_.empty()) return;
  request.remove(HeaderId::authorization);
  request.remove(HeaderId::proxy_authorization);
  for (Realm& realm : realms_) {
    // The nonce is used a second time, so its first use was accepted.
    if (realm.count > 0) realm.refusals = 0;
    request.append(realm.challenge.is_proxy ? HeaderId::proxy_authorization : HeaderId::authorization,
                   answer(realm, request));
  }
}

std::string DigestClient::answer(Realm& realm, const Message& request) const {
  const Challenge& challenge = realm.challenge;
  DigestCredentials credentials;
  credentials.username = username_;
  credentials.realm = challenge.realm;
  credentials.nonce = challenge.nonce;
  credentials.uri = request.request_uri();
  credentials.opaque = challenge.opaque;
  if (challenge.names_algorithm || order_ == DigestOrder::algorithm_first)
    credentials.algorithm = std::string(to_string(challenge.algorithm));
  credentials.qop = challenge.qop;
  ++realm.count;
  if (challenge.qop != Qop::none) {
    if (realm.cnonce.empty()) realm.cnonce = crypto::random_token(12);
    credentials.cnonce = realm.cnonce;
    credentials.nonce_count = fmt::format("{:08x}", realm.count);
  }
  credentials.response =
      digest_response(challenge.algorithm, realm.secret, credentials, request.method(), request.body());
  return write_credentials(credentials, order_);
}

}  // namespace cxload::sip
