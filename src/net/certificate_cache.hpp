/// Certificate chains this thread has already judged, and their X509 objects, shared by all connections.
#pragma once
#include <cstddef>
#include <ctime>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <openssl/x509.h>

namespace cxload::net {

/// A deployment shows thousands of connections the same chain; judging it once saves a fifth of a handshake,
/// and sharing the objects 5 KB a connection. One cache belongs to one trust store. An entry holds for the
/// exact bytes of the whole chain and the exact host name; its expiry is looked at on every use.
/// Threads: one.
class CertificateCache {
 public:
  struct Entry {
    std::string host;
    std::vector<std::string> chain;  ///< DER, leaf first
    std::vector<std::shared_ptr<X509>> certificates;
    std::time_t not_before = 0;
    std::time_t not_after =
        std::numeric_limits<std::time_t>::max();  ///< when all of them and the trust anchor are valid
  };

  /// Null when these bytes were not seen for this host.
  [[nodiscard]] const Entry* find(std::string_view host, STACK_OF(X509) * chain);
  /// `judged`: the path up to the trust anchor, null when nothing was verified.
  const Entry& add(std::string_view host, STACK_OF(X509) * chain, STACK_OF(X509) * judged);
  /// Puts the entry's own objects in the place of the equal ones that this handshake has parsed.
  static void share(const Entry& entry, STACK_OF(X509) * chain);
  /// Lets every entry end in the past, as waiting would.
  void expire_all_for_test();

 private:
  std::vector<Entry> entries_;
  std::size_t next_to_replace_ = 0;
};

}  // namespace cxload::net
