// The table of defects: one line each, sorted by id.
#include <algorithm>
#include <array>

#include <cxload/standin/defects.hpp>

#include "defect.hpp"

#define CXLOAD_DEFECTS(X)        \
  X(app_opus_deleted)            \
  X(app_regex_unanchored)        \
  X(auth_any_password)           \
  X(auth_no_qop)                 \
  X(auth_no_stale)               \
  X(auth_open_invite)            \
  X(auth_open_register)          \
  X(auth_reject_good)            \
  X(auth_user_swap)              \
  X(auth_wrong_realm)            \
  X(balance_without_flag)        \
  X(brand_account_name)          \
  X(brand_one_for_all)           \
  X(btn_action_array)            \
  X(btn_fn_and_sandbox_both)     \
  X(btn_fn_case)                 \
  X(btn_fn_quotes)               \
  X(btn_form_name_wins)          \
  X(btn_hang)                    \
  X(btn_idor)                    \
  X(btn_missing_field)           \
  X(btn_no_envelope)             \
  X(btn_order)                   \
  X(btn_race_500)                \
  X(btn_sandbox_skipped)         \
  X(btn_sandbox_twice)           \
  X(btn_save_any)                \
  X(btn_select_unchecked)        \
  X(btn_string_id)               \
  X(btn_two_actions)             \
  X(btn_wrong_placement)         \
  X(dtls_clear_rtp)              \
  X(dtls_other_cert)             \
  X(dtls_role_inverted)          \
  X(dtls_silent)                 \
  X(dtls_stalled)                \
  X(feat_no_ack_forward)         \
  X(form_client_only_validation) \
  X(form_data_ignored)           \
  X(form_eval_executed)          \
  X(form_ghost_form)             \
  X(form_id_opens)               \
  X(form_no_chain)               \
  X(form_replace_field)          \
  X(form_schema_stored)          \
  X(form_session_mixup)          \
  X(form_starts_chain)           \
  X(hist_missing_failed)         \
  X(http_200_on_error)           \
  X(http_405_no_allow)           \
  X(http_accept_no_host)         \
  X(http_cache_private_data)     \
  X(http_close_each)             \
  X(http_cookie_insecure)        \
  X(http_cors_reflect)           \
  X(http_csp_blocks_wss)         \
  X(http_gzip_always)            \
  X(http_head_body)              \
  X(http_html_wrong_type)        \
  X(http_js_octet_stream)        \
  X(http_json_bom)               \
  X(http_json_text_html)         \
  X(http_mixed_ws)               \
  X(http_no_304)                 \
  X(http_no_framing)             \
  X(http_no_hsts)                \
  X(http_no_ratelimit)           \
  X(http_no_redirect)            \
  X(http_pp_mic_none)            \
  X(http_range_wrong)            \
  X(http_soft_404)               \
  X(http_stacktrace)             \
  X(lead_next_stays)             \
  X(login_any_password)          \
  X(login_restriction_ignored)   \
  X(menu_reversed)               \
  X(menu_shows_disabled)         \
  X(payment_below_minimum)       \
  X(payment_pending_counts)      \
  X(payment_voucher_again)       \
  X(payment_without_flag)        \
  X(pb_ghost)                    \
  X(pb_idor)                     \
  X(pb_no_validation)            \
  X(pb_not_synced)               \
  X(prov_host_is_address)        \
  X(prov_open)                   \
  X(push_twice)                  \
  X(push_while_open)             \
  X(pwa_icon_404)                \
  X(pwa_icon_wrong_size)         \
  X(pwa_manifest_bad_json)       \
  X(pwa_manifest_wrong_mime)     \
  X(pwa_precache_404)            \
  X(pwa_start_url_out_of_scope)  \
  X(pwa_sw_cached_year)          \
  X(pwa_sw_text_plain)           \
  X(reg_423_no_min)              \
  X(reg_expires0_ignored)        \
  X(reg_lengthen)                \
  X(reg_no_contact)              \
  X(reg_no_date)                 \
  X(reg_no_expires_param)        \
  X(routes_ignored)              \
  X(rte_codes_flattened)         \
  X(rte_first_contact_only)      \
  X(rte_no_rr)                   \
  X(rte_offline_404)             \
  X(rtp_crossed)                 \
  X(rtp_drop_5pct)               \
  X(rtp_fixed_port)              \
  X(rtp_garbage)                 \
  X(rtp_one_way)                 \
  X(rtp_replay)                  \
  X(rtp_ssrc_flap)               \
  X(sdp_no_crypto)               \
  X(sdp_no_opus)                 \
  X(sdp_no_rtcp_mux)             \
  X(sdp_payload_left)            \
  X(settings_shows_password)     \
  X(signup_duplicates)           \
  X(signup_escapes_html)         \
  X(signup_late_credit)          \
  X(signup_no_alerts)            \
  X(signup_no_contracts)         \
  X(signup_no_fields)            \
  X(signup_no_packages)          \
  X(signup_no_payments)          \
  X(signup_no_routes)            \
  X(signup_no_sip)               \
  X(signup_shares_template)      \
  X(signup_without_flag)         \
  X(sip_change_callid)           \
  X(sip_double_final)            \
  X(sip_drop_via)                \
  X(sip_late_200)                \
  X(sip_no_rport)                \
  X(sip_no_to_tag)               \
  X(sip_options_ignored)         \
  X(tls_allow_legacy_versions)   \
  X(tls_cert_client_eku)         \
  X(tls_cert_expired)            \
  X(tls_cert_not_yet)            \
  X(tls_cert_wrong_name)         \
  X(tls_no_13)                   \
  X(tls_only_10)                 \
  X(tls_only_13)                 \
  X(tls_self_signed)             \
  X(tls_sni_ignored)             \
  X(txn_cancel_lost)             \
  X(txn_no_100)                  \
  X(vm_audio_404)                \
  X(vm_duration_zero)            \
  X(vm_idor)                     \
  X(vm_wrong_callid)             \
  X(ws_bad_accept)               \
  X(ws_no_crlf_pong)             \
  X(ws_no_reassembly)            \
  X(ws_no_subprotocol_echo)      \
  X(ws_plain_on_80)              \
  X(ws_reap_early)               \
  X(ws_sip_unoffered)            \
  X(ws_split_message)            \
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
