/// DigestClient: one account's answers to challenges; keeps nonce and nonce count of each realm.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/sip/digest.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::sip {

enum class ChallengeVerdict : std::uint8_t {
  try_again,  ///< send the request again with authorize()
  rejected,   ///< these very credentials were refused: the password is wrong, trying again locks accounts
};

/// Threads: none. Small when idle: at most eight realms. The password is kept; nothing of it is ever logged.
class DigestClient {
 public:
  DigestClient(std::string username, std::string password, DigestOrder order = DigestOrder::username_first);

  /// A 401 or 407 came for `request`. The strongest challenge of each realm replaces what was known of it.
  /// Errors: those of challenges_of().
  Result<ChallengeVerdict> on_challenge(const Message& request, const Message& response);

  /// Puts Authorization and Proxy-Authorization of every known realm into `request`, behind its other headers
  /// and instead of old ones; counts nonces up. Does nothing before the first challenge.
  void authorize(Message& request);

  [[nodiscard]] bool knows_realm() const { return !realms_.empty(); }
  void forget() { realms_.clear(); }  ///< the server started anew

 private:
  struct Realm {
    Challenge challenge;
    std::string secret;  ///< H(A1)
    std::string cnonce;
    std::uint32_t count = 0;    ///< last nonce count sent
    std::uint8_t refusals = 0;  ///< challenges in a row
  };
  Realm& realm_of(const Challenge& challenge);
  [[nodiscard]] std::string answer(Realm& realm, const Message& request) const;

  std::string username_, password_;
  std::vector<Realm> realms_;
  DigestOrder order_;
};

}  // namespace cxload::sip
