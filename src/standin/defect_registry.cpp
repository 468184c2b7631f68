// The table of defects: one line each, sorted by id.
#include <algorithm>
#include <array>

#include <cxload/standin/defects.hpp>

#include "defect.hpp"

#define CXLOAD_DEFECTS(X)   \
  X(auth_any_password)      \
  X(auth_no_qop)            \
  X(auth_no_stale)          \
  X(auth_open_invite)       \
  X(auth_open_register)     \
  X(auth_reject_good)       \
  X(auth_user_swap)         \
  X(dtls_clear_rtp)         \
  X(dtls_other_cert)        \
  X(dtls_role_inverted)     \
  X(feat_no_ack_forward)    \
  X(reg_423_no_min)         \
  X(reg_expires0_ignored)   \
  X(reg_lengthen)           \
  X(reg_no_contact)         \
  X(reg_no_date)            \
  X(reg_no_expires_param)   \
  X(rte_codes_flattened)    \
  X(rte_first_contact_only) \
  X(rte_no_rr)              \
  X(rte_offline_404)        \
  X(rtp_crossed)            \
  X(rtp_drop_5pct)          \
  X(rtp_fixed_port)         \
  X(rtp_garbage)            \
  X(rtp_one_way)            \
  X(rtp_ssrc_flap)          \
  X(sdp_no_crypto)          \
  X(sdp_no_opus)            \
  X(sdp_no_rtcp_mux)        \
  X(sip_change_callid)      \
  X(sip_double_final)       \
  X(sip_drop_via)           \
  X(sip_no_rport)           \
  X(sip_no_to_tag)          \
  X(sip_options_ignored)    \
  X(txn_cancel_lost)        \
  X(txn_no_100)             \
  X(ws_bad_accept)          \
  X(ws_no_crlf_pong)        \
  X(ws_no_subprotocol_echo) \
  X(ws_sip_unoffered)       \
  X(ws_two_in_one)

namespace cxload::standin {

#define X(name) extern const Defect name;
CXLOAD_DEFECTS(X)
#undef X

std::span<const Defect* const> defects() {
#define X(name) &(name),
  static constexpr auto table = std::to_array<const Defect*>({CXLOAD_DEFECTS(X)});
#undef X
  return table;
}

const Defect* find_defect(std::string_view id) {
  const auto all = defects();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Defect* one) { return one->id == id; });
  return found == all.end() ? nullptr : *found;
}

std::span<const std::string_view> defect_ids() {
  static const auto ids = [] {
    std::vector<std::string_view> all;
    for (const Defect* one : defects()) all.push_back(one->id);
    return all;
  }();
  return ids;
}

std::string_view explain_defect(std::string_view id) {
  const Defect* defect = find_defect(id);
  return defect == nullptr ? std::string_view() : defect->shows;
}

}  // namespace cxload::standin
