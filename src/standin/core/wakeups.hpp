/// Wakeups: calls held while the phone of an absent user is woken by a push.
#pragma once
#include <functional>
#include <list>
#include <memory>
#include <string>

#include "kernel.hpp"

namespace cxload::standin {

/// Threads: none. Bounded: beyond that nobody is held.
class Wakeups {
 public:
  static constexpr Duration patience = std::chrono::seconds(20);
  explicit Wakeups(Kernel& kernel) : kernel_(kernel) {}

  using Resume = std::function<void(TimePoint now)>;
  /// If somebody can wake `user`: 180 to the caller, and `resume` once he is back, or is not for too long.
  [[nodiscard]] bool hold(const std::string& user, ServerId server, const sip::Message& invite, Resume resume,
                          TimePoint now);
  void on_registered(const std::string& user, TimePoint now);
  [[nodiscard]] std::size_t held() const { return held_.size(); }

 private:
  static constexpr std::size_t most_held = 1000;
  /// One call; its caller may give up.
  struct Held final : InviteOwner {
    Held(Wakeups& all, std::string of, ServerId id, const sip::Message& request, Resume then)
        : wakeups(all), user(std::move(of)), server(id), invite(request), resume(std::move(then)) {}
    void on_cancel(TimePoint now) override { wakeups.cancel(*this, now); }
    Wakeups& wakeups;
    std::string user;
    ServerId server;
    sip::Message invite;
    Resume resume;
    TimerId timer;
  };
  void cancel(const Held& one, TimePoint now);
  std::shared_ptr<Held> take(const Held& one);

  Kernel& kernel_;
  std::list<std::shared_ptr<Held>> held_;
};

}  // namespace cxload::standin
