/// SimpleRequest: a request outside a dialog that a flow waits for: OPTIONS, MESSAGE.
#pragma once
#include <string_view>

#include <cxload/net/shard.hpp>
#include <cxload/phone/phone.hpp>

#include "client_request.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: of the flow that waits.
class SimpleRequest final : private ClientRequestOwner {
 public:
  explicit SimpleRequest(UserAgent& agent) : request_(agent, *this), done_(agent.shard()) {}
  net::Awaitable<Outcome<FinalResponse>> send(sip::Message request);

 private:
  void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_failed(ClientRequest& request, const Failure& failure, TimePoint now) override;

  ClientRequest request_;
  net::Signal done_;
  std::optional<Outcome<FinalResponse>> outcome_;
};

}  // namespace cxload::phone
