#include "simple_request.hpp"

#include <cxload/sip/redact.hpp>

namespace cxload::phone {

net::Awaitable<Outcome<FinalResponse>> SimpleRequest::send(sip::Message request) {
  request_.start(std::move(request));
  co_await done_.wait();
  co_return *outcome_;
}

void SimpleRequest::on_request_final(ClientRequest&, const sip::Message& response, TimePoint) {
  outcome_ = FinalResponse{response.status(), sip::told_reason(response.reason())};
  done_.notify();
}

void SimpleRequest::on_request_failed(ClientRequest&, const Failure& failure, TimePoint) {
  outcome_ = failure;
  done_.notify();
}

}  // namespace cxload::phone
