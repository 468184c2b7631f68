// Which attributes are understood.
#include <cxload/stun/types.hpp>

namespace cxload::stun {

bool is_known(std::uint16_t type) {
  switch (static_cast<Attr>(type)) {
    case Attr::mapped_address:
    case Attr::username:
    case Attr::message_integrity:
    case Attr::error_code:
    case Attr::unknown_attributes:
    case Attr::channel_number:
    case Attr::lifetime:
    case Attr::xor_peer_address:
    case Attr::data:
    case Attr::realm:
    case Attr::nonce:
    case Attr::xor_relayed_address:
    case Attr::requested_transport:
    case Attr::xor_mapped_address:
    case Attr::priority:
    case Attr::use_candidate:
    case Attr::software:
    case Attr::fingerprint:
    case Attr::ice_controlled:
    case Attr::ice_controlling:
      return true;
  }
  return false;
}

}  // namespace cxload::stun
