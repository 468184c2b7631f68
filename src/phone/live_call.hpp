/// LiveCall: what both sides of a call have in common: its session, and what a flow may do in it.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include <cxload/phone/call.hpp>

#include "session.hpp"

namespace cxload::phone {

/// Threads: the shard's only. Lifetime: kept by the phone until it is over, and by the flow that watches it.
class LiveCall : public Call {
 public:
  net::Awaitable<CallResult> wait_final() override;
  net::Awaitable<bool> wait_ended(TimePoint deadline) override;
  net::Awaitable<Outcome<>> hang_up() override;
  net::Awaitable<Outcome<MidCallResult>> hold() override;
  net::Awaitable<Outcome<MidCallResult>> resume() override;
  net::Awaitable<Outcome<MidCallResult>> send_dtmf(std::string digits) override;
  net::Awaitable<Outcome<MidCallResult>> transfer(std::string target, std::string replaced) override;
  void set_muted(bool muted) override { media_.set_muted(muted); }
  [[nodiscard]] bool is_answered() const override { return session_ != nullptr; }
  [[nodiscard]] std::optional<Failure> broken() const override;
  [[nodiscard]] MediaCounts media() const override { return media_.counts(); }
  [[nodiscard]] std::string replaces() const override;

  virtual void start_hang_up() = 0;  ///< says what ends the call now, without waiting
  [[nodiscard]] virtual bool is_over() const = 0;
  [[nodiscard]] Session* session() { return session_.get(); }

 protected:
  explicit LiveCall(UserAgent& agent) : agent_(agent), media_(agent), changed_(agent.shard()) {}
  ~LiveCall() override = default;

  // Given.
  UserAgent& agent_;
  // Owned.
  MediaSession media_;
  std::unique_ptr<Session> session_;
  net::Signal changed_;
  // State.
  std::optional<CallResult> result_;
};

}  // namespace cxload::phone
