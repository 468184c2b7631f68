/// Failure: why something did not work, classified where it happened.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <boost/assert/source_location.hpp>

namespace cxload {

/// `kind` is a stable dotted class, its first word the layer: dns tcp tls ws sip http ice dtls rtp expect
/// limit local ("sip.486", "sip.timeout", "tls.verify", "ws.http_403", "tcp.refused", "local.descriptors").
/// `local.*` is our own machine's fault and never the deployment's. `detail` is one sentence for a person;
/// it holds no secrets.
/// Constructors on purpose: as an aggregate it could be made from a text alone, and Outcome<std::string>
/// would not know which of the two it was given.
struct Failure {
  Failure() = default;
  Failure(std::string failure_kind, std::string sentence)
      : kind(std::move(failure_kind)), detail(std::move(sentence)) {}

  std::string kind;
  std::string detail;

  [[nodiscard]] std::string_view layer() const { return std::string_view(kind).substr(0, kind.find('.')); }
  [[nodiscard]] bool is_local() const { return layer() == "local"; }
  bool operator==(const Failure&) const = default;
};

/// Lets `Outcome<T>::value()` compile; the house reads outcomes with `if (!outcome)` instead.
[[noreturn]] inline void throw_exception_from_error(const Failure& failure, const boost::source_location&) {
  throw std::runtime_error(failure.kind + ": " + failure.detail);
}

}  // namespace cxload
