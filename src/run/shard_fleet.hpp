/// ShardFleet: the shards of a run with their threads and engines, driven from the main thread.
#pragma once
#include <memory>
#include <thread>
#include <vector>

#include "shard_engine.hpp"

namespace cxload::run {

/// Threads: the main thread. The destructor stops the loops and joins the threads.
class ShardFleet {
 public:
  ShardFleet(unsigned count, const EngineSettings& settings, Bulletin& bulletin);
  ~ShardFleet();
  ShardFleet(const ShardFleet&) = delete;
  ShardFleet& operator=(const ShardFleet&) = delete;

  /// Runs `act` on every shard's own thread.
  void tell(const std::function<void(ShardEngine&)>& act);
  /// Reports of all shards, merged; a shard that does not answer in time is left out of this one.
  [[nodiscard]] ShardReport collect();
  /// After the load: stops the loops, so that samples may be read.
  void stop();
  [[nodiscard]] std::vector<NamedSample> samples() const;
  [[nodiscard]] std::vector<const CallRecords*> call_records() const;
  [[nodiscard]] unsigned size() const { return static_cast<unsigned>(members_.size()); }

 private:
  struct Member {
    std::unique_ptr<net::Shard> shard;
    std::unique_ptr<ShardEngine> engine;
    std::jthread thread;
    ShardReport last;
  };
  std::vector<Member> members_;
};

}  // namespace cxload::run
