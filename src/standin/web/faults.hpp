/// WebFaults: the rules of the web half, each broken by one defect.
#pragma once
#include <string_view>
#include <vector>

namespace cxload::standin::web {

struct WebFaults {
  // HTTP.
  bool no_redirect = false;  ///< the page itself over plain HTTP
  bool no_hsts = false;
  bool insecure_cookie = false;
  bool cache_private_data = false;
  bool ok_on_error = false;  ///< 200 whatever went wrong
  bool no_allow = false;     ///< 405 without Allow
  bool json_text_html = false;
  bool json_bom = false;
  bool cors_reflect = false;
  bool no_framing = false;     ///< X-Frame-Options: DENY
  bool no_microphone = false;  ///< Permissions-Policy forbids it
  bool soft_404 = false;       ///< the page for whatever is not there
  bool html_wrong_type = false;
  bool no_304 = false;
  bool range_wrong = false;
  bool close_each = false;
  bool any_host = false;  ///< none at all, too
  bool head_body = false;
  bool gzip_always = false;
  bool csp_blocks_wss = false;
  bool js_octet_stream = false;
  bool mixed_ws = false;
  bool stack_trace = false;
  bool no_rate_limit = false;
  // The page as an app.
  bool icon_404 = false;
  bool icon_wrong_size = false;
  bool manifest_bad_json = false;
  bool manifest_wrong_mime = false;
  bool start_out_of_scope = false;
  bool precache_404 = false;
  bool worker_cached = false;
  bool worker_text = false;
  // Session.
  bool any_password = false;
  bool ignores_restriction = false;
  bool open_prov = false;      ///< provisioning without a session
  bool shows_account = false;  ///< the account's name instead of the brand's
  bool one_brand = false;      ///< whatever Host says
  bool balance_without_flag = false;
  bool payment_without_flag = false;
  bool menu_shows_disabled = false;
  bool menu_reversed = false;
  bool host_is_address = false;  ///< wsServer by IP address
  // Sign-up.
  bool signup_without_flag = false;
  bool signup_loses_payments = false;
  bool signup_loses_routes = false;
  bool signup_loses_alerts = false;
  bool signup_loses_packages = false;
  bool signup_loses_contracts = false;
  bool signup_loses_fields = false;
  bool signup_late = false;    ///< its payment is dated five minutes after
  bool signup_shares = false;  ///< the template's own records move to the newcomer
  bool signup_twice = false;   ///< duplicates are not seen
  bool signup_escapes_html = false;
  bool signup_no_sip = false;  ///< the new account cannot register
  // Buttons, forms, scripts.
  bool button_missing_field = false;
  bool button_string_id = false;
  bool button_any_placement = false;
  bool button_order = false;
  bool button_foreign = false;
  bool button_select_unchecked = false;
  bool button_no_envelope = false;
  bool button_action_array = false;
  bool script_skipped = false;
  bool script_twice = false;
  bool script_hangs = false;
  bool script_race = false;  ///< 500 while it runs
  bool save_any = false;
  bool form_schema_stored = false;  ///< what a script changes stays changed
  bool form_data_ignored = false;
  bool form_no_chain = false;
  bool form_no_validation = false;
  bool session_mixup = false;  ///< a script's reply is the one before
  // Contacts, voicemail, money, leads, push.
  bool contacts_foreign = false;
  bool contacts_stale = false;
  bool contacts_no_validation = false;
  bool contacts_ghost = false;
  bool voicemail_foreign = false;
  bool voicemail_zero = false;
  bool voicemail_wrong_call_id = false;
  bool voicemail_no_audio = false;
  bool pending_counts = false;
  bool below_minimum = false;
  bool voucher_again = false;
  bool next_stays = false;
  bool history_no_failed = false;
  bool push_while_open = false;
  bool push_twice = false;
  std::vector<std::string_view> quirks;  ///< defects that are the page's: it is told of them
};

}  // namespace cxload::standin::web
