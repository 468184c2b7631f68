/// Services: what the phones of one shard share.
#pragma once
#include <memory>

#include <cxload/net/udp_hub.hpp>
#include <cxload/phone/label_table.hpp>
#include <cxload/phone/provisioned.hpp>
#include <cxload/phone/tag_book.hpp>
#include <cxload/phone/telemetry.hpp>
#include <cxload/phone/trunks.hpp>

namespace cxload::phone {

/// Contact user and the head of every branch: phones that share a UDP socket are told apart by it.
inline constexpr std::size_t contact_token_size = 8;

/// One object a shard. Threads: the shard's only. Lifetime: outlives the shard's phones.
struct Services {
  Telemetry telemetry;
  net::UdpHubs udp_hubs;
  LabelTable labels = {};
  Trunks trunks = {};
  ProvisionedGroups provisioned = {};
  std::shared_ptr<TagBook> tags = std::make_shared<TagBook>();  ///< of the whole run
};

}  // namespace cxload::phone
