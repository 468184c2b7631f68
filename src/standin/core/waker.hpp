/// Waker: who can bring back a user whose phone is closed.
#pragma once
#include <string>

namespace cxload::standin {

class Waker {
 public:
  virtual ~Waker() = default;
  /// A call has come. False: nothing can be done.
  virtual bool wake(const std::string& user, const std::string& caller, const std::string& call_id) = 0;
};

}  // namespace cxload::standin
