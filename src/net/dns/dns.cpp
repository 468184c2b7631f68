#include <map>

#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/net/dns.hpp>

#include "../shard_impl.hpp"
#include "dns_cache.hpp"
#include "dns_channel.hpp"

namespace cxload::net {

struct Dns::Impl {
  using Waiter = std::weak_ptr<DnsLookup::Callback>;

  explicit Impl(Shard& its_shard) : shard(its_shard), random(its_shard.random().fork("dns")) { use({}); }

  void use(const DnsOptions& options) {
    channel.reset();
    cache.clear();
    channel = std::make_unique<DnsChannel>(
        shard, options,
        [this](const DnsQuestion& question, const DnsReply& reply) { on_reply(question, reply); });
  }

  void ask(const DnsQuestion& question, Waiter waiter) {
    auto& waiters = waiting[question];
    waiters.push_back(std::move(waiter));
    if (waiters.size() > 1) return;  // the answer to the first serves all
    ++queries;
    channel->ask(question);
  }

  /// Handed on from the loop: c-ares may answer while it is being asked.
  void on_reply(const DnsQuestion& question, const DnsReply& reply) {
    cache.put(question, reply.answer, reply.ttl, Clock::now());
    auto waiters = waiting.extract(question);
    if (waiters.empty() || shard.impl().is_dying()) return;
    asio::post(shard.impl().context, [hearing = std::move(waiters.mapped()), answer = reply.answer] {
      for (const Waiter& waiter : hearing)
        if (const auto callback = waiter.lock()) (*callback)(answer);  // a copy: it may destroy its lookup
    });
  }

  Shard& shard;
  Random random;
  DnsCache cache;
  std::map<DnsQuestion, std::vector<Waiter>> waiting;
  std::uint64_t queries = 0;
  std::unique_ptr<DnsChannel>
      channel;  ///< answers what is under way when it goes: the others are still there
};

namespace {

/// Names are the same in capitals (RFC 4343).
DnsQuestion canonical(const DnsQuestion& question) { return {question.kind, text::to_lower(question.name)}; }

}  // namespace

Dns& Dns::of(Shard& shard) {
  std::unique_ptr<Dns>& dns = shard.impl().dns;
  if (!dns) dns = std::make_unique<Dns>(shard);
  return *dns;
}

Dns::Dns(Shard& shard) : impl_(std::make_unique<Impl>(shard)) {}
Dns::~Dns() = default;
void Dns::use(const DnsOptions& options) { impl_->use(options); }
Random& Dns::random() { return impl_->random; }
std::uint64_t Dns::queries() const { return impl_->queries; }

std::optional<DnsAnswer> Dns::find_known(const DnsQuestion& question) {
  return impl_->cache.find(canonical(question), Clock::now());
}

DnsLookup::DnsLookup(Shard& shard, const DnsQuestion& question, Callback on_answer)
    : on_answer_(std::make_shared<Callback>(std::move(on_answer))) {
  Dns::of(shard).impl().ask(canonical(question), on_answer_);
}

DnsLookup::~DnsLookup() = default;

Awaitable<DnsAnswer> look_up(Shard& shard, DnsQuestion question, TimePoint deadline) {
  std::optional<DnsAnswer> answer = Dns::of(shard).find_known(question);
  if (!answer) {
    Signal answered(shard);
    const DnsLookup lookup(shard, question, [&](const DnsAnswer& its_answer) {
      answer = its_answer;
      answered.notify();
    });
    const bool in_time = co_await answered.wait_until(deadline);
    if (!in_time) co_return Failure("dns.timeout", fmt::format("looking up {} took too long", question.name));
  }
  co_return *answer;
}

}  // namespace cxload::net
