#include "authenticator.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reply.hpp"

namespace cxload::standin {
namespace {

sip::DigestPolicy policy_of(const Config& config) {
  sip::DigestPolicy policy;
  policy.realm = config.domain;
  policy.algorithms = config.algorithms;
  policy.qops = {config.protects_bodies ? sip::Qop::auth_int : sip::Qop::auth};
  policy.nonce_lifetime = config.nonce_lifetime;
  return policy;
}

sip::HeaderId credentials_header(const sip::Message& request) {
  return request.method() == "REGISTER" ? sip::HeaderId::authorization : sip::HeaderId::proxy_authorization;
}

}  // namespace

Authenticator::Authenticator(const Config& config)
    : realm_(config.domain), order_(config.algorithms), digest_(policy_of(config)) {
  passwords_.reserve(config.accounts.size());
  for (const Account& account : config.accounts) {
    passwords_.emplace(account.user, account.password);
    put_caller_id(account.user, account.cli);
  }
}

sip::Message Authenticator::challenge(const sip::Message& request, bool is_stale, TimePoint now) const {
  const bool is_register = request.method() == "REGISTER";
  sip::Message reply = make_reply(request, is_register ? 401 : 407);
  const auto header = is_register ? sip::HeaderId::www_authenticate : sip::HeaderId::proxy_authenticate;
  const std::vector<std::string> values = digest_.challenge(now, is_stale);
  for (const sip::DigestAlgorithm algorithm : order_) {
    const std::string named = fmt::format("algorithm={},", sip::to_string(algorithm));
    for (const std::string& value : values)
      if (value.find(named) != std::string::npos) reply.append(header, value);
  }
  return reply;
}

std::optional<sip::DigestCredentials> Authenticator::find_credentials(const sip::Message& request) const {
  const sip::HeaderId header = credentials_header(request);
  for (std::size_t i = 0; i < request.field_count(); ++i) {
    if (request.field(i).id != header) continue;
    Result<sip::DigestCredentials> credentials = sip::parse_credentials(request.field(i).value);
    if (credentials && credentials->realm == realm_) return std::move(*credentials);
  }
  return std::nullopt;
}

bool Authenticator::offers(const sip::DigestCredentials& credentials) const {
  const auto algorithm = sip::parse_digest_algorithm(credentials.algorithm.value_or("MD5"));
  return algorithm && std::find(order_.begin(), order_.end(), *algorithm) != order_.end();
}

const std::string* Authenticator::password_of(const std::string& user) const {
  const auto found = passwords_.find(user);
  return found == passwords_.end() ? nullptr : &found->second;
}

void Authenticator::remove(const std::string& user) {
  passwords_.erase(user);
  caller_ids_.erase(user);
}

void Authenticator::put_caller_id(const std::string& user, const std::string& caller_id) {
  if (caller_id.empty())
    caller_ids_.erase(user);
  else
    caller_ids_[user] = caller_id;
}

std::string Authenticator::caller_id_of(const std::string& user) const {
  const auto found = caller_ids_.find(user);
  return found == caller_ids_.end() ? std::string() : found->second;
}

/// A call may come from the number that was given to its caller; nothing else may.
bool Authenticator::may_be(const std::string& claimed, const std::string& proven,
                           std::string_view method) const {
  if (claimed == proven) return true;
  return method == "INVITE" && !claimed.empty() && caller_id_of(proven) == claimed;
}

std::optional<sip::Message> Authenticator::refuse(const sip::Message& request, const std::string& user,
                                                  const Behaviour& behaviour, TimePoint now) {
  const auto claimed = passwords_.find(user);
  if (claimed != passwords_.end() && claimed->second.empty()) return std::nullopt;
  const auto credentials = find_credentials(request);
  if (!credentials || !offers(*credentials)) return challenge(request, false, now);
  const auto known = passwords_.find(credentials->username);
  const bool is_known = known != passwords_.end();
  const std::string_view password =
      is_known ? std::string_view(known->second) : std::string_view("no such user");
  switch (digest_.verify(*credentials, request.method(), request.body(), password, now)) {
    case sip::DigestVerdict::forged_nonce:
      return challenge(request, false, now);
    case sip::DigestVerdict::stale:
      return challenge(request, behaviour.says_stale, now);
    case sip::DigestVerdict::replayed:
      return challenge(request, true, now);
    case sip::DigestVerdict::wrong:
      if (behaviour.checks_password || !is_known) return make_reply(request, 403);
      break;
    case sip::DigestVerdict::good:
      if (!is_known || !behaviour.believes_digest) return make_reply(request, 403);
      break;
  }
  if (behaviour.checks_identity && !may_be(user, credentials->username, request.method()))
    return make_reply(request, 403);
  return std::nullopt;
}

void Authenticator::strip_credentials(sip::Message& request) const {
  std::vector<std::string> foreign;
  for (std::size_t i = 0; i < request.field_count(); ++i) {
    if (request.field(i).id != sip::HeaderId::proxy_authorization) continue;
    const Result<sip::DigestCredentials> credentials = sip::parse_credentials(request.field(i).value);
    if (!credentials || credentials->realm != realm_) foreign.emplace_back(request.field(i).value);
  }
  request.remove(sip::HeaderId::proxy_authorization);
  for (const std::string& value : foreign) request.append(sip::HeaderId::proxy_authorization, value);
}

}  // namespace cxload::standin
