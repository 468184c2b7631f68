/// FaultyPipe: a pipe that breaks rules on purpose, around one that keeps them.
#pragma once
#include <memory>
#include <vector>

#include "faults.hpp"
#include "pipe.hpp"

namespace cxload::standin {

/// The faulty pipes of one stand-in, in the order of their calls. Threads: its shard's. Outlives them.
class FaultyPipes {
 public:
  explicit FaultyPipes(Random& random) : random_(random) {}
  std::unique_ptr<MediaPipe> wrap(std::unique_ptr<MediaPipe> pipe, const MediaFaults& faults, bool is_secure);

 private:
  friend class FaultyPipe;

  Random& random_;
  std::vector<class FaultyPipe*> all_;
};

}  // namespace cxload::standin
