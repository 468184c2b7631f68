#include "web_settings.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cxload/base/text.hpp>

namespace cxload::standin {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 14> keys = {
    "host",     "port",  "plain_port",        "admin_port", "admin_token",    "app",
    "database", "brand", "max_auth_failures", "ban_s",      "login_delay_ms", "voicemail_after_ms",
    "push_ca",  "rows"};

Failure fault(std::string text) { return {"local.standin", std::move(text)}; }

std::optional<std::uint64_t> number_of(const json::value& value, std::uint64_t most) {
  boost::system::error_code error;
  const auto read = value.to_number<std::uint64_t>(error);
  if (error || read > most) return std::nullopt;
  return read;
}

bool is_host(std::string_view host) {
  return !host.empty() && host.find_first_of(" <>\"@;?/\\{}\t\r\n,:") == std::string_view::npos;
}

/// Nothing when the key is no text, or the text no good.
Outcome<> read_text(WebSettings& settings, std::string_view name, std::string text) {
  if (name == "host") {
    if (!is_host(text)) return fault("web.host must be a host name");
    settings.host = text::to_lower(text);
  } else if (name == "admin_token") {
    if (text.size() < 8) return fault("web.admin_token must have eight characters at least");
    settings.admin_token = std::move(text);
  } else if (name == "push_ca") {
    settings.push_ca = std::move(text);
  } else if (name == "app") {
    settings.app = std::move(text);
  } else {
    settings.database = std::move(text);
  }
  return {};
}

Outcome<> read_number(WebSettings& settings, std::string_view name, const json::value& value) {
  constexpr std::uint64_t highest_port = 65'535;
  constexpr std::uint64_t hour_ms = 3'600'000;
  const bool is_port = name.ends_with("port");
  const auto number = number_of(value, is_port ? highest_port : hour_ms);
  if (!number)
    return fault(
        fmt::format("web.{} must be a whole number up to {}", name, is_port ? highest_port : hour_ms));
  const auto port = static_cast<std::uint16_t>(is_port ? *number : 0);
  if (name == "port") settings.port = port;
  if (name == "plain_port") settings.plain_port = port;
  if (name == "admin_port") settings.admin_port = port;
  if (name == "max_auth_failures") settings.most_auth_failures = *number;
  if (name == "ban_s") settings.ban = std::chrono::seconds(*number);
  if (name == "login_delay_ms") settings.login_delay = std::chrono::milliseconds(*number);
  if (name == "voicemail_after_ms") settings.voicemail_after = std::chrono::milliseconds(*number);
  return {};
}

Outcome<> read_key(WebSettings& settings, std::string_view name, const json::value& value) {
  if (name == "host" || name == "admin_token" || name == "app" || name == "database" || name == "push_ca") {
    if (!value.is_string()) return fault(fmt::format("web.{} must be a text", name));
    return read_text(settings, name, {value.as_string().data(), value.as_string().size()});
  }
  if (name == "brand" || name == "rows") {
    if (!value.is_object()) return fault(fmt::format("web.{} must be an object", name));
    (name == "brand" ? settings.brand : settings.rows) = json::serialize(value);
    return {};
  }
  if (std::find(keys.begin(), keys.end(), name) != keys.end()) return read_number(settings, name, value);
  const auto meant = text::nearest(name, keys);
  return fault(fmt::format("web has no \"{}\"{}", text::printable(name, 64),
                           meant ? fmt::format("; did you mean \"{}\"?", *meant) : std::string()));
}

}  // namespace

Outcome<WebSettings> read_web_settings(const json::value& value) {
  WebSettings settings;
  if (value.is_bool()) {
    settings.is_on = value.as_bool();
    return settings;
  }
  if (!value.is_object()) return fault("web must be true, false or an object");
  for (const auto& [key, one] : value.as_object())
    if (const Outcome<> read = read_key(settings, {key.data(), key.size()}, one); !read) return read.error();
  return settings;
}

}  // namespace cxload::standin
