/// WebSettings: the web half of a stand-in: phone, portal and API on HTTPS, as Domain A of a deployment.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <cxload/base/clock.hpp>

namespace cxload::standin {

struct WebSettings {
  bool is_on = true;
  std::string host;                         ///< Domain A; empty: "phone." before the SIP domain
  std::uint16_t port = 0;                   ///< 0: the system chooses
  std::optional<std::uint16_t> plain_port;  ///< where plain HTTP is sent on to HTTPS; none: nowhere
  std::uint16_t admin_port = 0;             ///< on the loopback address only
  std::string admin_token;                  ///< empty: made, and written beside the CA
  std::string app;                          ///< folder of the browser's phone; empty: a page that says so
  std::string database;                     ///< file; empty: in memory
  std::string push_ca;                      ///< PEM of who signs push services; empty: the system's
  std::string brand;                        ///< JSON object: over the settings of the first brand
  std::string rows;                         ///< JSON object of lists by table: over the fixtures' rows
  std::uint64_t most_auth_failures = 100;   ///< of one source before it is shut out
  Duration ban = std::chrono::seconds(60);
  Duration login_delay = std::chrono::milliseconds(100);  ///< after the first failure; it doubles
  std::optional<Duration> voicemail_after;                ///< every account has a mailbox, which answers then
};

/// What is wrong with the `web` of a settings document, in one sentence; nothing: it would start.
[[nodiscard]] std::optional<std::string> web_settings_fault(std::string_view json);

}  // namespace cxload::standin
