/// Authenticator: who may do what, by digest (RFC 3261 22, RFC 7616, RFC 8760).
#pragma once
#include <optional>
#include <string>
#include <unordered_map>

#include <cxload/sip/digest_server.hpp>
#include <cxload/sip/message.hpp>
#include <cxload/standin/config.hpp>

#include "behaviour.hpp"

namespace cxload::standin {

/// Threads: none.
class Authenticator {
 public:
  explicit Authenticator(const Config& config);

  [[nodiscard]] bool knows(const std::string& user) const { return passwords_.contains(user); }
  [[nodiscard]] const std::string* password_of(const std::string& user) const;  ///< null: nobody's
  void put(const std::string& user, const std::string& password) { passwords_[user] = password; }
  void remove(const std::string& user);
  /// `user` may call as `caller_id`, too; empty: no more.
  void put_caller_id(const std::string& user, const std::string& caller_id);
  [[nodiscard]] std::string caller_id_of(const std::string& user) const;
  /// The refusal to send (401 or 407, or 403), or nothing when `request` may pass as coming from `user`.
  [[nodiscard]] std::optional<sip::Message> refuse(const sip::Message& request, const std::string& user,
                                                   const Behaviour& behaviour, TimePoint now);
  /// AUTH of ours must not reach the next hop.
  void strip_credentials(sip::Message& request) const;

 private:
  [[nodiscard]] sip::Message challenge(const sip::Message& request, bool is_stale, TimePoint now) const;
  [[nodiscard]] std::optional<sip::DigestCredentials> find_credentials(const sip::Message& request) const;
  [[nodiscard]] bool offers(const sip::DigestCredentials& credentials) const;
  [[nodiscard]] bool may_be(const std::string& claimed, const std::string& proven,
                            std::string_view method) const;

  std::string realm_;
  std::vector<sip::DigestAlgorithm> order_;
  sip::DigestServer digest_;
  std::unordered_map<std::string, std::string> passwords_, caller_ids_;
};

}  // namespace cxload::standin
