#include "resolver.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <netdb.h>
#include <thread>

#include <fmt/format.h>

#include <cxload/net/shard.hpp>

#include "socket_address.hpp"

namespace cxload::net {
namespace {

Failure lookup_failure(int error, const std::string& host) {
  // EAI_AGAIN: no name server answered in time. Everything else is an answer: there is no such address.
  const bool no_answer = error == EAI_AGAIN;
  return {no_answer ? "dns.timeout" : "dns.not_found",
          fmt::format("looking up {}: {}", host, ::gai_strerror(error))};
}

Outcome<Addresses> ask_system(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* list = nullptr;
  const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &list);
  if (error != 0) return lookup_failure(error, host);
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(list, &::freeaddrinfo);
  Addresses found;
  for (const addrinfo* info = list; info != nullptr && found.size() < 16; info = info->ai_next) {
    const Address address = to_endpoint(info->ai_addr).address;
    if (std::find(found.begin(), found.end(), address) == found.end()) found.push_back(address);
  }
  if (found.empty()) return lookup_failure(EAI_NONAME, host);
  return found;
}

/// Threads: all. The helper thread is never joined: getaddrinfo cannot be interrupted, and a process that
/// wants to end must not wait for a name server. So the object is never destroyed either.
class Resolver {
 public:
  static Resolver& instance() {
    static auto* const resolver = new Resolver;
    return *resolver;
  }

  std::optional<Addresses> find_known(const std::string& host) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(host);
    if (found == known_.end()) return std::nullopt;
    return found->second;
  }

  void ask(Shard& shard, const std::string& host, const std::shared_ptr<Lookup::Callback>& callback) {
    const std::lock_guard lock(mutex_);
    if (!started_) std::thread([this] { serve(); }).detach();
    started_ = true;
    auto& waiters = waiting_[host];
    waiters.push_back(Waiter{&shard, callback});
    if (waiters.size() > 1) return;  // the answer to the first serves all
    queue_.push_back(host);
    wake_.notify_one();
  }

  /// After this the helper does not touch the waiter's shard any more.
  void forget(const std::string& host, const std::shared_ptr<Lookup::Callback>& callback) {
    const std::lock_guard lock(mutex_);
    const auto found = waiting_.find(host);
    if (found == waiting_.end()) return;
    std::erase_if(found->second, [&](const Waiter& waiter) { return waiter.callback.lock() == callback; });
  }

  void use(std::function<Outcome<Addresses>(const std::string&)> lookup) {
    const std::lock_guard lock(mutex_);
    known_.clear();
    lookup_ = lookup ? std::move(lookup) : &ask_system;
  }

 private:
  struct Waiter {
    Shard* shard;
    std::weak_ptr<Lookup::Callback> callback;
  };

  [[noreturn]] void serve() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return !queue_.empty(); });
      const std::string host = std::move(queue_.front());
      queue_.pop_front();
      const auto lookup = lookup_;
      lock.unlock();
      const Outcome<Addresses> found = lookup(host);
      lock.lock();
      // Only good news is kept: a name that failed may be there at the next attempt.
      if (found && known_.size() < 1024) known_.emplace(host, *found);
      answer(host, found);
    }
  }

  void answer(const std::string& host, const Outcome<Addresses>& found) {
    for (const Waiter& waiter : waiting_[host])
      waiter.shard->post([weak = waiter.callback, found] {
        // A copy: the callback may destroy its Lookup.
        if (const auto callback = weak.lock()) (*callback)(found);
      });
    waiting_.erase(host);
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  bool started_ = false;
  std::deque<std::string> queue_;
  std::map<std::string, std::vector<Waiter>> waiting_;
  std::map<std::string, Addresses> known_;
  std::function<Outcome<Addresses>(const std::string&)> lookup_ = &ask_system;
};

}  // namespace

std::optional<Outcome<Addresses>> resolve_at_once(const Door& door) {
  const auto entry = door.resolve.find(door.host);
  const std::string& host = entry == door.resolve.end() ? door.host : entry->second;
  if (const auto literal = Address::parse(host)) return Addresses{*literal};
  if (entry != door.resolve.end())
    return Failure{"dns.not_found",
                   fmt::format("the resolve table gives {} for {}, which is no address", host, door.host)};
  if (auto known = Resolver::instance().find_known(host)) return std::move(*known);
  return std::nullopt;
}

Lookup::Lookup(Shard& shard, const std::string& host, Callback on_found)
    : on_found_(std::make_shared<Callback>(std::move(on_found))), host_(host) {
  Resolver::instance().ask(shard, host_, on_found_);
}

Lookup::~Lookup() { Resolver::instance().forget(host_, on_found_); }

void use_system_lookup(std::function<Outcome<Addresses>(const std::string& host)> lookup) {
  Resolver::instance().use(std::move(lookup));
}

}  // namespace cxload::net
