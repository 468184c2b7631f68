/// CallTable: the calls with test numbers, found again by their dialog.
#pragma once
#include <map>
#include <memory>

#include "call.hpp"

namespace cxload::standin {

/// Threads: none. Bounded: beyond `most` calls an INVITE gets 503.
class CallTable {
 public:
  CallTable(Kernel& kernel, MediaFactory& media, std::size_t most = 20'000)
      : kernel_(kernel), media_(media), most_(most) {}

  void start(const Number& number, ServerId server, const Flow& flow, const sip::Message& invite,
             TimePoint now);
  /// The call that a request with To tag belongs to; nothing: not ours.
  [[nodiscard]] std::shared_ptr<Call> find(const sip::Message& request) const;
  [[nodiscard]] std::size_t live() const { return calls_.size(); }

 private:
  Kernel& kernel_;
  MediaFactory& media_;
  std::size_t most_;
  std::map<sip::DialogId, std::shared_ptr<Call>> calls_;
};

}  // namespace cxload::standin
