/// DialPlan: who may call where. Kept by whoever runs the core.
#pragma once
#include <string>

namespace cxload::standin {

class DialPlan {
 public:
  virtual ~DialPlan() = default;
  /// `user` is one of ours.
  [[nodiscard]] virtual bool may_call(const std::string& user, const std::string& number) const = 0;
};

}  // namespace cxload::standin
