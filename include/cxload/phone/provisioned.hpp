/// What a portal's provisioning makes of a phone: its account, its door, its realm, its codecs, and whether
/// it answers by itself.
#pragma once
#include <map>
#include <memory>
#include <string>

#include <cxload/base/result.hpp>
#include <cxload/phone/group.hpp>

namespace cxload::webphone {
struct Provisioning;
}

namespace cxload::phone {

/// Groups as portals made them, one for all phones that were told the same. Threads: one shard. Lifetime:
/// that of the shard, as every door. Bounded: 256.
class ProvisionedGroups {
 public:
  /// `home` as `told` changes it. Failure: http.provisioning (a door or realm that cannot be one),
  /// limit.provisioned.
  [[nodiscard]] Outcome<const Group*> find(const Group& home, const webphone::Provisioning& told);

 private:
  std::map<std::string, std::unique_ptr<Group>> groups_;
};

[[nodiscard]] Account account_of(const webphone::Provisioning& told);

}  // namespace cxload::phone
