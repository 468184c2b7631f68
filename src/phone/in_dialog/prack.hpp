/// Prack: the caller acknowledges reliable provisional responses, each in its early dialog (RFC 3262 4).
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include <cxload/sip/dialog.hpp>
#include <cxload/sip/reliable.hpp>

#include "../client_request.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: of its call, which makes it at the first such response.
class Prack final : private ClientRequestOwner {
 public:
  explicit Prack(UserAgent& agent) : agent_(agent) {}
  /// True when the response is new and its PRACK is on the way: what it says may be believed.
  bool on_provisional(const sip::Message& invite, const sip::Message& response, std::uint32_t rseq);
  /// The early dialog that `response` confirms; its requests have counted CSeq up.
  [[nodiscard]] std::optional<sip::Dialog> confirm(const sip::Message& response);

 private:
  struct Early {
    sip::Dialog dialog;
    sip::ReliableReceiver received;
  };
  Early* find(const sip::Message& invite, const sip::Message& response);
  void send(Early& early, std::uint32_t rseq, const sip::Message& invite);
  void on_request_final(ClientRequest&, const sip::Message&, TimePoint) override {}
  void on_request_failed(ClientRequest&, const Failure&, TimePoint) override {}

  UserAgent& agent_;
  std::vector<Early> early_;
  std::vector<std::unique_ptr<ClientRequest>> requests_;
};

}  // namespace cxload::phone
