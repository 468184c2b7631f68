/// Fork: one request relayed to one or several targets at once, and the one answer made of theirs (RFC
/// 3261 16.7).
#pragma once
#include <functional>
#include <memory>
#include <vector>

#include "forward.hpp"

namespace cxload::standin {

/// Who takes an INVITE that nobody answers; `after`: how long they may ring.
struct Fallback {
  Duration after{};
  std::function<void(TimePoint now)> take = {};
};

/// Kept alive by its client transactions. Threads: none.
class Fork : public RequestOwner, public InviteOwner, public std::enable_shared_from_this<Fork> {
 public:
  static void start(Kernel& kernel, ServerId server, const Flow& from, const sip::Message& request,
                    const std::vector<Target>& targets, TimePoint now, Fallback fallback = {});
  Fork(Kernel& kernel, ServerId server, const sip::Message& request)
      : kernel_(kernel), server_(server), request_(request) {}
  ~Fork() override;
  Fork(const Fork&) = delete;
  Fork& operator=(const Fork&) = delete;

  void on_response(ClientId id, const sip::Message& response, TimePoint now) override;
  void on_no_response(ClientId id, int status, TimePoint now) override;
  void on_cancel(TimePoint now) override;

 private:
  struct Branch {
    ClientId client;
    bool is_done = false;
  };
  void relay(const sip::Message& response, TimePoint now);
  void settle(ClientId id, sip::Message final_response, TimePoint now);
  void cancel_pending(std::string_view reason, TimePoint now);
  void keep_if_better(sip::Message response);
  void finish(TimePoint now);
  void finish_with(const sip::Message& refusal, TimePoint now);
  void watch_silence(TimePoint now);
  void on_timer_c(TimePoint now);
  [[nodiscard]] bool fall_back(TimePoint now);
  [[nodiscard]] bool is_invite() const { return request_.method() == "INVITE"; }

  // Given.
  Kernel& kernel_;
  ServerId server_;
  sip::Message request_;
  // State.
  std::vector<Branch> branches_;
  std::optional<sip::Message> best_;
  std::vector<std::string> challenges_;  ///< of all branches (16.7 (7))
  TimerId timer_c_, no_answer_;
  Fallback fallback_;
  bool is_cancelled_ = false;  ///< by the caller: silence behind it reads 487
  bool has_success_ = false;
};

}  // namespace cxload::standin
