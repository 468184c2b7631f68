/// Referred: the far end asked us by REFER to call somebody: we do, and tell how it goes (RFC 3515, 3420).
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <cxload/phone/call.hpp>

#include "../client_request.hpp"

namespace cxload::phone {

class Session;

/// Threads: the shard's only. Lifetime: of its session; what it started may outlive it.
class Referred final : public std::enable_shared_from_this<Referred>, private ClientRequestOwner {
 public:
  explicit Referred(Session& session) : session_(session) {}
  void on_refer(sip::TransactionId id, const sip::Message& request);

 private:
  void notify(int status, std::string_view reason);
  void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_failed(ClientRequest&, const Failure&, TimePoint) override {}

  Session& session_;
  std::optional<std::uint32_t> refer_cseq_;  ///< names the subscription (RFC 3515 2.4.6)
  std::vector<std::unique_ptr<ClientRequest>> notifies_;
  bool calling_ = false;
};

}  // namespace cxload::phone
