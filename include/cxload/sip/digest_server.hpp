/// DigestServer: challenges and their verification, for the stand-in. Nonces carry their own age and
/// authenticity, so only those that were used with success are remembered.
#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <cxload/base/clock.hpp>
#include <cxload/sip/digest.hpp>

namespace cxload::sip {

struct DigestPolicy {
  std::string realm;
  std::vector<DigestAlgorithm> algorithms = {DigestAlgorithm::md5};  ///< offered strongest first
  std::vector<Qop> qops = {Qop::auth};                               ///< offered
  Duration nonce_lifetime = std::chrono::minutes(5);
  bool allow_no_qop = true;  ///< RFC 3261 22.4: answers in the style of RFC 2069
  std::size_t remembered_nonces = 100'000;
};

enum class DigestVerdict : std::uint8_t {
  good,
  wrong,         ///< another password, realm, algorithm or qop
  forged_nonce,  ///< not one of ours
  stale,         ///< right answer, old nonce: challenge again with stale=true
  replayed,      ///< right answer, but its nonce count was there already (RFC 7616 3.4)
};

/// Threads: none. Several may share one secret, so that a nonce of one door is good at another; replays are
/// noticed by the one that saw the first use.
class DigestServer {
 public:
  /// Empty `secret`: a random one.
  explicit DigestServer(DigestPolicy policy, std::string secret = {});

  /// Values for WWW-Authenticate or Proxy-Authenticate, one a header.
  [[nodiscard]] std::vector<std::string> challenge(TimePoint now, bool is_stale = false) const;

  /// `password` is that of credentials.username. For an unknown user pass any text and refuse all the same:
  /// it costs the same time.
  [[nodiscard]] DigestVerdict verify(const DigestCredentials& credentials, std::string_view method,
                                     std::string_view body, std::string_view password, TimePoint now);
  [[nodiscard]] const DigestPolicy& policy() const { return policy_; }

 private:
  enum class NonceAge : std::uint8_t { forged, old, fresh };
  [[nodiscard]] std::string make_nonce(TimePoint now) const;
  [[nodiscard]] NonceAge judge_nonce(std::string_view nonce, TimePoint now) const;
  [[nodiscard]] std::string seal(std::string_view text) const;
  [[nodiscard]] bool note_use(const DigestCredentials& credentials);

  DigestPolicy policy_;
  std::string secret_;
  std::unordered_map<std::string, std::uint32_t> last_count_;  ///< of each nonce used with success
  std::deque<std::string> used_;                               ///< its keys, oldest first
  std::uint64_t oldest_valid_ = 0;  ///< time of the newest nonce forgotten: older ones count as stale
};

}  // namespace cxload::sip
