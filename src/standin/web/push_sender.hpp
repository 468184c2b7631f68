/// PushSender: messages on their way to push services (RFC 8030).
#pragma once
#include <functional>
#include <memory>
#include <string>

#include <cxload/base/result.hpp>
#include <cxload/net/shard.hpp>

#include "exchange.hpp"

namespace cxload::standin::web {

/// Threads: its shard's. Bounded: beyond that posts fail at once.
class PushSender {
 public:
  /// The status of the answer; 0: none came.
  using OnDone = std::function<void(const std::string& endpoint, int status)>;
  /// `ca_file` empty: the system's. Failure: local.standin.
  static Outcome<std::unique_ptr<PushSender>> make(net::Shard& shard, const std::string& ca_file,
                                                   OnDone on_done);
  ~PushSender();
  PushSender(const PushSender&) = delete;
  PushSender& operator=(const PushSender&) = delete;
  void send(const PushPost& post);

 private:
  struct Body;
  explicit PushSender(std::shared_ptr<Body> body) : body_(std::move(body)) {}
  std::shared_ptr<Body> body_;  ///< shared with the posts under way
};

}  // namespace cxload::standin::web
