/// Digest authentication, the arithmetic and the header values (RFC 7616, RFC 8760; RFC 2617 peers).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/sip/message.hpp>

namespace cxload::sip {

enum class DigestAlgorithm : std::uint8_t { md5, sha256, sha512_256 };  ///< weakest first

[[nodiscard]] std::string_view to_string(DigestAlgorithm algorithm);  ///< "MD5", "SHA-256", "SHA-512-256"
/// Any case; nothing for names we do not speak ("-sess" variants among them).
[[nodiscard]] std::optional<DigestAlgorithm> parse_digest_algorithm(std::string_view name);

enum class Qop : std::uint8_t { none, auth, auth_int };
[[nodiscard]] std::string_view to_string(Qop qop);

/// One challenge of a 401 or 407, of scheme Digest and an algorithm we speak. Values stay as they stood
/// between their quotes, so that what is hashed and what is sent back are the same bytes.
struct Challenge {
  std::string realm, nonce, domain;
  std::optional<std::string> opaque;
  DigestAlgorithm algorithm = DigestAlgorithm::md5;
  bool names_algorithm = false;
  Qop qop = Qop::none;  ///< the best of those offered: auth before auth-int; none: no qop was offered
  bool stale = false;
  bool is_proxy = false;  ///< Proxy-Authenticate
};

/// All usable challenges in one header value. Other schemes, algorithms and qops are skipped.
/// Errors: bad_challenge when nothing in it could be read, no_usable_challenge.
[[nodiscard]] Result<std::vector<Challenge>> parse_challenges(std::string_view value);

/// The strongest challenge of each realm, from both headers of a response (RFC 8760 2.4).
/// Errors: missing_header, bad_challenge, no_usable_challenge.
[[nodiscard]] Result<std::vector<Challenge>> challenges_of(const Message& response);

/// What an Authorization or Proxy-Authorization holds.
struct DigestCredentials {
  std::string username, realm, nonce, uri, response;
  std::optional<std::string> opaque;
  std::optional<std::string> algorithm;  ///< as sent
  std::string cnonce, nonce_count;       ///< as sent: eight hexadecimal digits
  Qop qop = Qop::none;
};

/// Errors: bad_credentials, also for other schemes.
[[nodiscard]] Result<DigestCredentials> parse_credentials(std::string_view value);

/// Where `algorithm` stands in what we send: SIP.js and JsSIP write it first, others behind the response.
enum class DigestOrder : std::uint8_t { algorithm_first, username_first };
[[nodiscard]] std::string write_credentials(const DigestCredentials& credentials, DigestOrder order);

/// H(username ":" realm ":" password).
[[nodiscard]] std::string digest_secret(DigestAlgorithm algorithm, std::string_view username,
                                        std::string_view realm, std::string_view password);
/// RFC 7616 3.4.1 from H(A1); nonce, cnonce, nc, qop and uri are those of `credentials`.
[[nodiscard]] std::string digest_response(DigestAlgorithm algorithm, std::string_view secret,
                                          const DigestCredentials& credentials, std::string_view method,
                                          std::string_view body);

}  // namespace cxload::sip
