/// ClientRequest: one user-level attempt: a request, answered challenges included (RFC 3261 22, RFC 8760).
#pragma once
#include <optional>

#include <cxload/base/result.hpp>
#include <cxload/sip/message.hpp>

#include "user_agent.hpp"

namespace cxload::phone {

class ClientRequest;

/// Hears about an attempt. `final` never sees a challenge that could be answered.
class ClientRequestOwner {
 public:
  virtual void on_request_provisional(ClientRequest&, const sip::Message&, TimePoint) {}
  /// For INVITE more than once: 2xx repeats and 2xx of further forks are told too.
  virtual void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) = 0;
  virtual void on_request_failed(ClientRequest& request, const Failure& failure, TimePoint now) = 0;

 protected:
  ~ClientRequestOwner() = default;
};

/// Threads: the shard's only. Lifetime: the user agent and the owner outlive it.
class ClientRequest final : private TransactionUser {
 public:
  ClientRequest(UserAgent& agent, ClientRequestOwner& owner) : agent_(agent), owner_(owner) {}
  ~ClientRequest() { agent_.forget(*this); }
  ClientRequest(const ClientRequest&) = delete;
  ClientRequest& operator=(const ClientRequest&) = delete;

  /// Sends; credentials go along at once where the client does so and a nonce is known.
  void start(sip::Message request);
  /// The same attempt again after its final response, with what that response asked for in `changed` (a copy
  /// of request()): a new transaction with the next CSeq.
  void start_again(const sip::Message& changed);
  /// The same, counted as an attempt of its own: to another place.
  void start_elsewhere(const sip::Message& changed);
  [[nodiscard]] bool is_running() const { return running_; }
  /// RFC 6076 t1: when the first request of this attempt left.
  [[nodiscard]] TimePoint started() const { return started_; }
  [[nodiscard]] std::uint32_t cseq() const { return cseq_; }
  /// The request as last sent: what CANCEL and ACK refer to.
  [[nodiscard]] const sip::Message& request() const { return request_; }

 private:
  void on_transaction_response(sip::TransactionId id, const sip::Message& response, TimePoint now) override;
  void on_transaction_failed(sip::TransactionId id, const Failure& failure, TimePoint now) override;
  void note_end(const sip::Message& response);
  bool answer_challenge(const sip::Message& response);
  bool try_elsewhere(const Failure& failure);
  void send();

  UserAgent& agent_;
  ClientRequestOwner& owner_;
  sip::Message request_;
  std::optional<sip::TransactionId> transaction_;  ///< the newest
  net::Endpoint sent_from_, sent_to_;
  TimePoint started_{};
  std::uint32_t cseq_ = 0;
  int challenges_ = 0;
  bool running_ = false;
  bool was_heard_ = false;  ///< the place it was sent to has answered something
};

/// Does a final response count against authentication although credentials were sent?
[[nodiscard]] bool is_auth_refusal(int status);

}  // namespace cxload::phone
