// `ice` of a group: whom its phones ask for addresses.
#include <algorithm>

#include <fmt/format.h>

#include <cxload/net/ice_servers.hpp>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

/// RFC 8489 14.3.
constexpr std::size_t longest_username = 508;
constexpr std::chrono::milliseconds shortest_gathering{50};
constexpr std::chrono::seconds longest_gathering{30};

class IceParser {
 public:
  IceParser(const Node& node, const ParseContext& context)
      : context_(context), reader_(node, ice_shape, context.diagnostics) {}

  IceRules parse() {
    read_credentials(reader_, rules_username_, rules_password_);
    if (const Node* servers = reader_.find("servers")) parse_servers(*servers);
    rules_.relay_only = reader_.word("policy") == "relay";
    const bool relays =
        std::ranges::any_of(rules_.servers, [](const IceServer& server) { return server.url.relays; });
    if (rules_.relay_only && !relays && is_whole_)
      reader_.fail("policy", "with `policy: relay` at least one server must be a turn: or turns: one");
    rules_.gathering = reader_.duration("gathering").value_or(rules_.gathering);
    if (rules_.gathering < shortest_gathering || rules_.gathering > longest_gathering)
      reader_.fail("gathering", "servers are waited for 50ms at least, and 30s at most");
    return std::move(rules_);
  }

 private:
  void read_credentials(MapReader& reader, std::string& username, std::string& password) {
    const auto user = reader.text("username"), word = reader.text("password");
    if (reader.has("username") != reader.has("password"))
      reader.fail(user ? "username" : "password", "`username` and `password` go together");
    if (user && (user->empty() || user->size() > longest_username))
      reader.fail("username", fmt::format("a username has 1 to {} octets", longest_username));
    if (user) username = *user;
    if (!word) return;
    password = *word;
    context_.scenario.secrets.add(*word);
  }

  void parse_servers(const Node& node) {
    if (!node.is_list() || node.items.empty()) {
      is_whole_ = false;
      return context_.diagnostics.add(node.place, "`servers` is a list of stun:, turn: and turns: servers");
    }
    if (node.items.size() > net::IceServers::most)
      context_.diagnostics.add(node.place, fmt::format("at most {} servers", net::IceServers::most));
    for (const Node& item : node.items) parse_server(item);
  }

  void parse_server(const Node& item) {
    IceServer server{{}, rules_username_, rules_password_};
    const Node* url = &item;
    if (item.is_map()) {
      MapReader reader(item, ice_server_shape, context_.diagnostics);
      read_credentials(reader, server.username, server.password);
      url = reader.find("url");
    }
    const auto parsed =
        url == nullptr ? std::nullopt : read_scalar(*url, parse_ice_url, context_.diagnostics);
    if (!parsed) {
      is_whole_ = false;
      return;
    }
    const bool is_known =
        std::ranges::any_of(rules_.servers, [&](const IceServer& other) { return other.url == *parsed; });
    if (is_known)
      return context_.diagnostics.add(url->place, fmt::format("{} is in the list already", url->text));
    tell_refused(*url, {parsed->door}, context_.scenario.deployment, context_.diagnostics);
    server.url = *parsed;
    rules_.servers.push_back(std::move(server));
  }

  const ParseContext& context_;
  MapReader reader_;
  IceRules rules_;
  std::string rules_username_, rules_password_;
  bool is_whole_ = true;  ///< no server was left out for a fault of its own
};

}  // namespace

IceRules parse_ice(const Node& node, const ParseContext& context) { return IceParser(node, context).parse(); }

}  // namespace cxload::scenario
