/// Wire: what the core asks of the doors. Tests give it a virtual one.
#pragma once
#include <map>
#include <string_view>

#include "flow.hpp"

namespace cxload::standin {

class Wire {
 public:
  /// False: the flow is gone. Never calls back into the core.
  virtual bool send(const Flow& flow, std::string_view message) = 0;
  /// Where each door listens: for Via, Record-Route and Contact.
  [[nodiscard]] virtual const std::map<net::Scheme, net::Endpoint>& doors() const = 0;

 protected:
  ~Wire() = default;
};

}  // namespace cxload::standin
