/// Redirects: where else a call may go when it was answered 3xx (RFC 3261 8.1.3.4, 19.1.5).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <cxload/sip/message.hpp>
#include <cxload/sip/uri.hpp>

namespace cxload::phone {

/// Each place is tried once, the preferred ones first; a redirect met on the way goes before what is left of
/// the former one. Bounded: five tries behind the first, ten places of a response. Threads: none.
class Redirects {
 public:
  explicit Redirects(std::string_view first_target);

  /// The places of a 300, 301 or 302; other 3xx name no place to call (305: a proxy, 380: another service).
  void add(const sip::Message& response);
  /// The Request-URI of the next try; empty when there is none.
  [[nodiscard]] std::string next();

 private:
  [[nodiscard]] bool is_known(const sip::Uri& uri) const;

  std::vector<sip::Uri> waiting_;  ///< the next one last
  std::vector<sip::Uri> tried_;
  int tries_ = 0;
};

}  // namespace cxload::phone
