/// Registration: one phone's binding: first registration, refresh on time, removal (RFC 3261 10.2).
#pragma once
#include <memory>
#include <string>

#include <cxload/net/shard.hpp>
#include <cxload/phone/phone.hpp>

#include "client_request.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: the user agent outlives it.
class Registration final : private ClientRequestOwner {
 public:
  explicit Registration(UserAgent& agent);
  ~Registration();

  /// The link is open. First registration, refresh, or (expires 0) removal.
  net::Awaitable<Outcome<FinalResponse>> send(std::chrono::seconds expires);
  [[nodiscard]] bool is_active() const { return active_; }
  /// The link is gone, and the binding with it (flow-bound transports) or not of use.
  void on_link_lost(const Failure& failure);
  /// Why the phone is no longer registered, when nobody removed its binding.
  [[nodiscard]] const std::optional<Failure>& lost() const { return lost_; }
  /// Attempts made without a link count like time-outs: the deployment did not take them (standards 1.1).
  void count_unreachable(const Failure& failure);

 private:
  void on_request_final(ClientRequest& request, const sip::Message& response, TimePoint now) override;
  void on_request_failed(ClientRequest& request, const Failure& failure, TimePoint now) override;
  void start(std::chrono::seconds expires);
  void accept(const sip::Message& response, TimePoint now);
  void retry_with_min_expires(const sip::Message& response, TimePoint now);
  void finish(Outcome<FinalResponse> outcome);
  void count(bool effective, TimePoint now);
  void set_active(bool active);
  void schedule_refresh(std::chrono::seconds granted, TimePoint now);
  [[nodiscard]] Aside aside() const;

  UserAgent& agent_;
  net::Timer refresh_;
  std::unique_ptr<ClientRequest> request_;
  std::unique_ptr<ClientRequest> retired_;  ///< the one whose callback may still be running
  std::unique_ptr<net::Signal> waiting_;    ///< exists while a flow waits in send()
  std::optional<Outcome<FinalResponse>> outcome_;
  std::optional<Failure> lost_;
  std::string call_id_;
  std::string from_tag_;
  std::uint32_t cseq_ = 0;
  std::chrono::seconds wanted_{600};
  TimePoint first_sent_{};  ///< t1 of the attempt, a 423 and its repetition included
  bool active_ = false;
  bool was_active_ = false;  ///< when the running request was started
  bool retried_423_ = false;
};

}  // namespace cxload::phone
