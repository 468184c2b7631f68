/// DialogRequest: a request inside a call that a flow waits for: INFO, REFER (RFC 3261 12.2.1).
#pragma once
#include <optional>

#include <cxload/net/shard.hpp>
#include <cxload/phone/call.hpp>

#include "../client_request.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: of the flow that waits; the call outlives it.
class DialogRequest final : private ClientRequestOwner {
 public:
  explicit DialogRequest(UserAgent& agent) : request_(agent, *this), done_(agent.shard()) {}
  net::Awaitable<Outcome<MidCallResult>> send(sip::Message request);
  /// CSeq of the last copy sent: an answered challenge counts it up.
  [[nodiscard]] std::uint32_t cseq() const { return request_.cseq(); }

 private:
  void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_failed(ClientRequest& request, const Failure& failure, TimePoint now) override;

  ClientRequest request_;
  net::Signal done_;
  std::optional<Outcome<MidCallResult>> outcome_;
};

}  // namespace cxload::phone
