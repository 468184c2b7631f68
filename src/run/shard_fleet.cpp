#include "shard_fleet.hpp"

#include <future>

#include "result_builder.hpp"

namespace cxload::run {
namespace {

/// A loop that does not come round in this time shows in its lag; the page shows its former figures
/// meanwhile.
constexpr Duration report_patience = std::chrono::seconds(2);

}  // namespace

ShardFleet::ShardFleet(unsigned count, const EngineSettings& settings, Bulletin& bulletin) {
  const Random random = Random(settings.scenario.seed).fork("shards");
  for (unsigned i = 0; i < count; ++i) {
    Member member;
    member.shard = std::make_unique<net::Shard>(i, random.fork("shard", settings.first + i));
    member.shard->keep_running();
    member.engine = std::make_unique<ShardEngine>(*member.shard, settings, bulletin);
    members_.push_back(std::move(member));
  }
  for (Member& member : members_)
    member.thread = std::jthread([shard = member.shard.get()] { shard->run(); });
}

ShardFleet::~ShardFleet() { stop(); }

void ShardFleet::stop() {
  for (Member& member : members_) member.shard->stop();
  for (Member& member : members_)
    if (member.thread.joinable()) member.thread.join();
}

void ShardFleet::tell(const std::function<void(ShardEngine&)>& act) {
  for (Member& member : members_) member.shard->post([engine = member.engine.get(), act] { act(*engine); });
}

ShardReport ShardFleet::collect() {
  std::vector<std::future<ShardReport>> coming;
  for (Member& member : members_) {
    const auto promise = std::make_shared<std::promise<ShardReport>>();
    coming.push_back(promise->get_future());
    member.shard->post([engine = member.engine.get(), promise] { promise->set_value(engine->report()); });
  }
  const TimePoint deadline = Clock::now() + report_patience;
  std::vector<ShardReport> reports;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (coming[i].wait_until(deadline) == std::future_status::ready) members_[i].last = coming[i].get();
    reports.push_back(members_[i].last);
  }
  return merge_reports(std::move(reports));
}

std::vector<const CallRecords*> ShardFleet::call_records() const {
  std::vector<const CallRecords*> all;
  all.reserve(members_.size());
  for (const Member& member : members_) all.push_back(&member.engine->call_records());
  return all;
}

std::vector<NamedSample> ShardFleet::samples() const {
  std::vector<NamedSample> all;
  for (const Member& member : members_)
    all.insert(all.end(), member.engine->samples().begin(), member.engine->samples().end());
  return all;
}

}  // namespace cxload::run
