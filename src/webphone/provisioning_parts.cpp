#include "provisioning_parts.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

constexpr std::size_t most_menu_items = 50, most_flags = 100, most_codec_entries = 64, most_methods = 50,
                      most_currencies = 50, most_servers = 8;

constexpr auto flag_names =
    std::to_array<std::string_view>({"HIDE_UUID", "MENU_RIGHT", "BALANCE", "EDIT_SETTINGS", "REGISTER",
                                     "TITLE_USERNAME", "ACCEPT_PAYMENT", "AUTO_ANSWER", "OTP_LOGIN"});

std::string shown(std::string_view text) { return text::printable(text, 60); }

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

bool is_disabled(const Json& item) {
  const Json* order = item.find("order");
  const auto* word = order == nullptr ? nullptr : order->if_text();
  return truth_of(item, "disabled") || (word != nullptr && text::iequals(*word, "disabled"));
}

/// Nothing: the item is not shown, and why is a finding.
std::optional<MenuItem> read_menu_item(const Json& item, Findings& findings) {
  MenuItem entry{text_of(item, "id"), text_of(item, "title"), text_of(item, "url"), text_of(item, "icon"),
                 integer_of(item, "order")};
  const std::string id = shown(entry.id);
  if (is_disabled(item)) {
    findings.add("WP-MENU-POS-2", Level::must, fmt::format("the disabled menu item '{}' was sent", id));
    return std::nullopt;
  }
  if (entry.id.empty() || entry.url.empty()) {
    findings.add("WP-NAV-1", Level::must, fmt::format("menu item '{}' has no id or no url", id));
    return std::nullopt;
  }
  if (text::istarts_with(text::trim(entry.url), "javascript:")) {
    findings.add("WP-NAV-1", Level::must, fmt::format("menu item '{}' leads to code", id));
    return std::nullopt;
  }
  if (text::istarts_with(text::trim(entry.url), "http:"))
    findings.add("WP-SEC-MIX-1", Level::negative, fmt::format("menu item '{}' leads to http", id));
  if (entry.title.empty())
    findings.add("WP-MENU-TITLE-1", Level::must, fmt::format("menu item '{}' has no title", id));
  if (!entry.icon.starts_with("mdi-"))
    findings.add(
        "WP-MENU-ICON-1", Level::must,
        fmt::format("menu item '{}' has the icon '{}', which is no mdi- one", id, shown(entry.icon)));
  return entry;
}

/// A list of texts; a text area that was sent as it stands is split at lines and commas.
std::vector<std::string> read_patterns(const Json* list, Findings& findings) {
  std::vector<std::string> patterns;
  if (list == nullptr || list->is_null()) return patterns;
  const auto add = [&](std::string_view entry) {
    const std::string_view trimmed = text::trim(entry);
    if (!trimmed.empty() && patterns.size() < most_codec_entries && trimmed.size() <= Pattern::most_bytes)
      patterns.emplace_back(trimmed);
  };
  if (const auto* text = list->if_text()) {
    for (const std::string_view line : text::split(*text, '\n'))
      for (const std::string_view entry : text::split(line, ',')) add(entry);
    return patterns;
  }
  const auto* items = list->if_list();
  if (items == nullptr) {
    findings.add("WP-CODEC-DEL-8", Level::must, fmt::format("a codec list is {}", list->type_name()));
    return patterns;
  }
  for (const Json& item : *items) {
    if (const auto* text = item.if_text())
      add(*text);
    else
      findings.add("WP-CODEC-DEL-8", Level::must,
                   fmt::format("an entry of a codec list is {}", item.type_name()));
  }
  return patterns;
}

PaymentMethod read_method(std::string_view gateway, const Json& value) {
  PaymentMethod method;
  method.gateway = gateway;
  method.label = text_of(value, "label");
  method.public_key = text_of(value, "key");
  if (const Json* least = value.find("min_payment"))
    method.min_payment = Money::from(*least).value_or(Money());
  const Json* currencies = value.find("currencies");
  const auto* items = currencies == nullptr ? nullptr : currencies->if_list();
  for (std::size_t i = 0; items != nullptr && i < std::min(items->size(), most_currencies); ++i)
    if (const auto* text = (*items)[i].if_text()) method.currencies.push_back(upper(*text));
  return method;
}

std::vector<std::string> read_servers(std::string_view list, Findings& findings) {
  std::vector<std::string> servers;
  for (const std::string_view url : text::split(list, ',')) {
    if (url.empty() || servers.size() == most_servers) continue;
    if (text::istarts_with(url, "ws://")) {
      findings.add("WP-SIG-WS-4", Level::negative, "wsServer is ws: signalling would be in clear");
    } else if (!text::istarts_with(url, "wss://") || host_of(url).empty()) {
      findings.add("WP-SIG-REG-3", Level::must, fmt::format("wsServer '{}' is no wss URL", shown(url)));
    } else {
      if (is_address(host_of(url)))
        findings.add("WP-DOM-B-4", Level::negative,
                     fmt::format("wsServer '{}' is an address, not a name", shown(url)));
      servers.emplace_back(url);
    }
  }
  return servers;
}

}  // namespace

std::string_view to_string(Flag flag) { return flag_names[static_cast<std::size_t>(flag)]; }

std::vector<MenuItem> read_menu(const Json& menu, Findings& findings) {
  std::vector<MenuItem> items;
  const auto list = list_of(menu, "the menu", most_menu_items);
  if (!list) {
    findings.add("WP-NAV-1", Level::must, list.error().detail);
    return items;
  }
  for (const Json& value : **list)
    if (auto item = read_menu_item(value, findings)) items.push_back(std::move(*item));
  const auto order = [](const MenuItem& item) {
    return item.order.value_or(std::numeric_limits<std::int64_t>::max());
  };
  for (std::size_t i = 1; i < items.size(); ++i) {
    if (order(items[i]) < order(items[i - 1]))
      findings.add("WP-MENU-POS-1", Level::must,
                   fmt::format("'{}' stands behind '{}'", shown(items[i].id), shown(items[i - 1].id)));
    if (items[i].order && items[i].order == items[i - 1].order)
      findings.add(
          "WP-MENU-POS-3", Level::info,
          fmt::format("'{}' and '{}' have one position", shown(items[i - 1].id), shown(items[i].id)));
  }
  std::stable_sort(items.begin(), items.end(),
                   [&](const MenuItem& a, const MenuItem& b) { return order(a) < order(b); });
  return items;
}

Flags read_flags(const Json& flags, Findings& findings) {
  Flags known;
  const auto list = list_of(flags, "the list of flags", most_flags);
  if (!list) {
    findings.add("WP-FLAG-UUID-2", Level::must, list.error().detail);
    return known;
  }
  for (const Json& item : **list) {
    const std::string name = item.scalar_text().value_or("");
    const auto at = std::find_if(flag_names.begin(), flag_names.end(), [&](std::string_view flag) {
      return text::iequals(flag, text::trim(name));
    });
    if (at != flag_names.end())
      known.add(static_cast<Flag>(at - flag_names.begin()));
    else
      findings.add("WP-FLAG-UUID-2", Level::info, fmt::format("the flag '{}' is not known", shown(name)));
  }
  return known;
}

CodecRules read_codec_rules(const Json& codec, Findings& findings) {
  return {read_patterns(codec.find("delete"), findings), read_patterns(codec.find("priority"), findings)};
}

std::vector<PaymentMethod> read_payment_methods(const Json& methods, Findings& findings) {
  std::vector<PaymentMethod> out;
  const auto* members = methods.if_object();
  if (members == nullptr) {
    findings.add("WP-FLAG-PAY-1", Level::must, fmt::format("paymentMethods is {}", methods.type_name()));
    return out;
  }
  for (const Json::Member& member : *members)
    if (out.size() < most_methods && member.value.if_object() != nullptr)
      out.push_back(read_method(member.name, member.value));
  return out;
}

Outcome<SipUser> read_sip_user(const Json& value, Findings& findings) {
  if (value.if_object() == nullptr) return wrong_shape("sipUser", "an object", value);
  SipUser user{text_of(value, "displayName"),
               text_of(value, "cli"),
               text_of(value, "username"),
               text_of(value, "password"),
               read_servers(text_of(value, "wsServer"), findings),
               text_of(value, "realm")};
  if (user.username.empty()) return Failure{"http.shape", "sipUser has no username"};
  if (user.ws_servers.empty()) return Failure{"http.shape", "sipUser has no wsServer that is a wss URL"};
  if (user.password.empty()) findings.add("WP-LOGIN-1", Level::must, "sipUser has no password");
  if (user.realm.empty()) {
    user.realm = host_of(user.ws_servers.front());
    findings.add("WP-SIG-REG-3", Level::info, "sipUser has no realm; the host of wsServer is taken");
  }
  return user;
}

std::string host_of(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return {};
  std::string_view rest = url.substr(slashes + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (rest.find('@') != std::string_view::npos) return {};  // nobody hides a host behind a user name
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    return close == std::string_view::npos ? std::string() : text::to_lower(rest.substr(0, close + 1));
  }
  return text::to_lower(rest.substr(0, rest.find(':')));
}

bool is_address(std::string_view host) {
  if (host.starts_with('[')) return true;
  return !host.empty() && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace cxload::webphone
