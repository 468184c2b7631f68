/// Trunks: the addresses on which groups of one shard are called (`listen`).
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <cxload/base/result.hpp>
#include <cxload/net/link.hpp>
#include <cxload/net/shard.hpp>
#include <cxload/phone/group.hpp>

namespace cxload::phone {

class Trunk;
class TrunkLink;

/// One phone of a trunk.
struct TrunkSeat {
  std::string token;  ///< user of its Contact and head of its branches
  std::string user;   ///< by which it is called where the trunk's phones have accounts
};

/// Threads: the shard's only. Lifetime: outlives the phones.
class Trunks {
 public:
  Trunks();
  ~Trunks();
  Trunks(const Trunks&) = delete;
  Trunks& operator=(const Trunks&) = delete;

  /// A share of the group's address, which the first one opens. `is_free`: a call that names nobody may come
  /// here. Failure: local.bind, local.forbidden, local.descriptors.
  [[nodiscard]] Outcome<std::unique_ptr<TrunkLink>> open(net::Shard& shard, const Group& group,
                                                         TrunkSeat seat, net::LinkHandler& handler,
                                                         std::function<bool()> is_free);

 private:
  std::map<const Group*, std::unique_ptr<Trunk>> trunks_;
};

}  // namespace cxload::phone
