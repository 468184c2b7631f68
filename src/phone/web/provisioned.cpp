#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cxload/base/text.hpp>
#include <cxload/phone/codec_list.hpp>
#include <cxload/phone/portal.hpp>
#include <cxload/phone/provisioned.hpp>
#include <cxload/webphone/provisioning.hpp>

namespace cxload::phone {
namespace {

constexpr std::size_t most_groups = 256;
constexpr std::size_t most_doors = 8;

Failure bad(std::string_view what, std::string_view seen) {
  return {"http.provisioning",
          fmt::format("the provisioning's {} cannot be one: {}", what, text::printable(seen, 80))};
}

/// wss:// and ws:// URLs are those of HTTP by another name (RFC 6455 3).
std::optional<net::HttpUrl> parse_ws_server(std::string_view text) {
  if (text::istarts_with(text, "wss://")) return net::parse_http_url("https" + std::string(text.substr(3)));
  if (text::istarts_with(text, "ws://")) return net::parse_http_url("http" + std::string(text.substr(2)));
  return std::nullopt;
}

/// What all doors of the deployment have in common comes from the portal's own.
net::Door make_door(const net::HttpUrl& url, const Group& home) {
  const WebSide& web = *home.web;
  net::Door door = web.http.places.at(web.http.origin.origin());
  door.scheme = url.is_secure ? net::Scheme::wss : net::Scheme::ws;
  door.host = url.host;
  door.port = url.port;
  door.by_service = false;
  door.path = url.target;
  door.origin = web.http.origin.origin();
  return door;
}

bool is_domain(std::string_view realm) {
  return !realm.empty() && realm.size() <= 253 && std::all_of(realm.begin(), realm.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
  });
}

Outcome<std::unique_ptr<Group>> make_group(const Group& home, const webphone::Provisioning& told) {
  const webphone::SipUser& user = told.sip_user;
  if (!is_domain(user.realm)) return bad("realm", user.realm);
  auto group = std::make_unique<Group>(home);
  group->fallbacks.clear();
  bool is_first = true;
  for (const std::string& server : user.ws_servers) {
    const auto url = parse_ws_server(server);
    const bool is_downgrade = url && !url->is_secure && home.web->http.origin.is_secure;
    if (!url || is_downgrade) return bad("wsServer", server);
    net::Door door = make_door(*url, home);
    if (url->is_secure && !door.tls) return bad("wsServer", server);
    if (is_first) {
      group->door = std::move(door);
    } else if (group->fallbacks.size() < most_doors) {
      group->fallbacks.push_back(std::move(door));
    }
    is_first = false;
  }
  if (is_first) return bad("wsServer", "");
  group->domain = user.realm;
  set_codecs(*group, told.codec, home.web->profile.readings);
  group->answers_by_itself = told.answers_by_itself();
  return group;
}

}  // namespace

Account account_of(const webphone::Provisioning& told) {
  Account account;
  account.user = told.sip_user.username;
  account.password = told.sip_user.password;
  account.display = told.sip_user.display_name;
  account.caller_id = told.sip_user.cli;
  return account;
}

Outcome<const Group*> ProvisionedGroups::find(const Group& home, const webphone::Provisioning& told) {
  const webphone::SipUser& user = told.sip_user;
  const std::string key =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", home.name, static_cast<const void*>(&home),
                  fmt::join(user.ws_servers, ","), user.realm, fmt::join(told.codec.remove, "\t"),
                  fmt::join(told.codec.priority, "\t"), told.answers_by_itself());
  const auto known = groups_.find(key);
  if (known != groups_.end()) return known->second.get();
  if (groups_.size() >= most_groups)
    return Failure{"limit.provisioned",
                   "the portal provisions more kinds of phones than a run can hold (256)"};
  Outcome<std::unique_ptr<Group>> made = make_group(home, told);
  if (!made) return made.error();
  return groups_.emplace(key, std::move(*made)).first->second.get();
}

}  // namespace cxload::phone
