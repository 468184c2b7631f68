// `deployment`: the target, how it is trusted, and what its owner allows.
#include <algorithm>
#include <array>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include <cxload/base/text.hpp>

#include "json_template.hpp"
#include "parse.hpp"

namespace cxload::scenario {
namespace {

/// What OpenSSL would look for; looked for here, because here the fault has a line.
bool holds_certificates(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string line;
  for (int lines = 0; lines < 100'000 && std::getline(stream, line); ++lines)
    if (line.starts_with("-----BEGIN ") && line.find("CERTIFICATE-----") != std::string::npos) return true;
  return false;
}

class DeploymentParser {
 public:
  DeploymentParser(const Node& node, const ParseContext& context)
      : context_(context),
        diagnostics_(context.diagnostics),
        deployment_(context.scenario.deployment),
        reader_(node, deployment_shape, diagnostics_) {}

  void parse() {
    parse_resolve();
    parse_dns();
    parse_tls();
    parse_limits();
    parse_standin();
    parse_allow();
    deployment_.consent = reader_.text("consent").value_or("");
    parse_expected();
    parse_target();
    parse_web();
    if (const Node* site = reader_.find("site")) deployment_.site = read_site_profile(*site, context_);
  }

 private:
  void parse_target() {
    const Node* url = reader_.find("signalling");
    if (const auto domain = reader_.text("domain")) set_domain(*domain);
    if (url == nullptr) return;
    const auto doors = read_scalar(*url, parse_doors, diagnostics_);
    if (reader_.has("standin")) reader_.fail("standin", "`standin` is only for runs without `signalling`");
    if (!doors) return;
    deployment_.signalling = doors->front();
    deployment_.fallbacks.assign(doors->begin() + 1, doors->end());
    if (deployment_.domain.empty()) deployment_.domain = doors->front().host;
    tell_refused(*url, *doors, deployment_, diagnostics_);
  }

  void parse_web() {
    const Node* node = reader_.find("web");
    if (node == nullptr) return;
    const auto url = node->is_scalar() ? net::parse_http_url(node->text) : std::nullopt;
    if (!url || url->target != "/")
      return reader_.fail("web", "`web` is an https URL without a path: https://phone.example.com");
    if (reader_.has("standin")) reader_.fail("standin", "`standin` is only for runs without `web`");
    deployment_.web = *url;
    if (deployment_.domain.empty()) deployment_.domain = url->host;
    if (!url->is_secure && deployment_.is_foreign(url->host))
      reader_.fail(
          "web", "http without TLS would show every password on the way; only this machine may be asked so");
    tell_refused_web(*node, *url, deployment_, diagnostics_);
  }

  void set_domain(const std::string& domain) {
    const bool fits = !domain.empty() && domain.find_first_of(" <>\"@;?/\\{}\t") == std::string::npos;
    if (fits) {
      deployment_.domain = domain;
    } else {
      reader_.fail("domain", fmt::format("\"{}\" is not a SIP domain", domain));
    }
  }

  void parse_resolve() {
    const Node* node = reader_.find("resolve");
    if (node == nullptr) return;
    if (!node->is_map()) return reader_.fail("resolve", "`resolve` is a map of host names and addresses");
    for (const Member& member : node->members) {
      if (member.value.is_scalar() && net::Address::parse(member.value.text)) {
        deployment_.resolve.emplace(member.key, member.value.text);
      } else {
        const Place place = member.value.is_null() ? member.place : member.value.place;
        diagnostics_.add(place, fmt::format("\"{}\" is not an address", member.value.text));
      }
    }
  }

  void parse_dns() {
    const Node* node = reader_.find("dns");
    if (node == nullptr) return;
    const auto server = read_scalar(*node, parse_name_server, diagnostics_);
    if (server) deployment_.dns = *server;
  }

  void parse_expected() {
    for (const Node* item : reader_.scalars("expect_addresses"))
      if (const auto range = net::AddressRange::parse(item->text))
        deployment_.expect_addresses.push_back(*range);
      else
        diagnostics_.add(item->place,
                         fmt::format("\"{}\" is neither an address nor a prefix (192.0.2.0/24)", item->text));
  }

  void parse_tls() {
    const Node* node = reader_.find("tls");
    if (node == nullptr) return;
    MapReader tls(*node, tls_shape, diagnostics_);
    deployment_.tls.verify = tls.flag("verify").value_or(true);
    const auto ca = tls.text("ca");
    if (!ca) return;
    const std::filesystem::path file = context_.folder / *ca;
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error))
      tls.fail("ca", fmt::format("there is no file {}", *ca));
    else if (!holds_certificates(file))
      tls.fail("ca", fmt::format("{} holds no certificate in PEM", *ca));
    deployment_.tls.ca_file = file.string();
  }

  void parse_limits() {
    const Node* node = reader_.find("limits");
    if (node == nullptr) return;
    constexpr std::uint64_t most = 1'000'000'000;
    MapReader limits(*node, limits_shape, diagnostics_);
    deployment_.limits.calls_per_s = limits.whole("calls_per_s", 1, most);
    deployment_.limits.concurrent = limits.whole("concurrent", 1, most);
    if (const Node* stop = limits.find("stop_on"))
      deployment_.limits.auth_failures =
          MapReader(*stop, stop_on_shape, diagnostics_).whole("auth_failures", 1, most);
  }

  void parse_standin() {
    const Node* node = reader_.find("standin");
    if (node == nullptr) return;
    MapReader standin(*node, standin_shape, diagnostics_);
    deployment_.standin.latency = standin.duration("latency").value_or(Duration::zero());
    if (deployment_.standin.latency > std::chrono::minutes(1))
      standin.fail("latency", "the stand-in waits a minute at most");
    deployment_.standin.calls_per_s = standin.whole("calls_per_s", 1, 1'000'000);
    deployment_.standin.relays_media = standin.flag("relay").value_or(false);
    deployment_.standin.ice_lite = standin.flag("ice_lite").value_or(false);
    const std::span<const std::string_view> known = context_.options.defects;
    for (const Node* item : standin.scalars("defects")) {
      if (!known.empty() && std::find(known.begin(), known.end(), item->text) == known.end()) {
        diagnostics_.add(item->place, fmt::format("the stand-in has no defect \"{}\"{}", item->text,
                                                  hint(item->text, known)));
      } else {
        deployment_.standin.defects.push_back(item->text);
      }
    }
    if (const Node* names = standin.find("dns")) parse_standin_dns(standin, *names);
    if (const Node* routes = standin.find("routes")) parse_standin_routes(*routes);
    if (const Node* web = standin.find("web")) parse_standin_web(*web);
  }

  void parse_standin_routes(const Node& node) {
    if (!node.is_map()) return diagnostics_.add(node.place, "`routes` is a map of prefixes and trunks");
    for (const Member& member : node.members) {
      const std::string& prefix = member.key;
      if (prefix.empty() || prefix.find_first_not_of("+0123456789*#") != std::string::npos)
        diagnostics_.add(member.place, fmt::format("\"{}\" is not the beginning of a number", prefix));
      const auto url = read_scalar(member.value, parse_door, diagnostics_);
      if (!url) continue;
      const auto address = net::Address::parse(url->host);
      if (url->scheme != net::Scheme::udp || !address)
        diagnostics_.add(member.value.place, "the stand-in reaches trunks at udp:// and an address");
      else
        deployment_.standin.routes.push_back({prefix, {*address, url->port}});
    }
  }

  void parse_standin_dns(MapReader& standin, const Node& node) {
    if (node.is_scalar()) {
      if (standin.flag("dns").value_or(false)) deployment_.standin.dns.emplace();
      return;
    }
    StandinDns& dns = deployment_.standin.dns.emplace();
    MapReader reader(node, standin_dns_shape, diagnostics_);
    dns.answers = reader.word("answers").value_or("normal");
    for (const Node* item : reader.scalars("records")) {
      const auto& fault_of = context_.options.record_fault;
      if (const auto fault = fault_of ? fault_of(item->text) : std::nullopt) {
        diagnostics_.add(item->place, *fault);
      } else {
        dns.records.push_back(item->text);
      }
    }
  }

  /// The stand-in's own parser judges; the fault stands at the key that it names.
  void parse_standin_web(const Node& node) {
    deployment_.standin.web = read_json(node).write();
    const auto& fault_of = context_.options.web_fault;
    const auto fault = fault_of ? fault_of(deployment_.standin.web) : std::nullopt;
    if (!fault) return;
    Place place = node.place;
    for (const Member& member : node.members) {
      const bool is_named = fault->starts_with("web." + member.key) ||
                            fault->find("\"" + member.key + "\"") != std::string::npos;
      if (is_named) place = member.place;
    }
    diagnostics_.add(place, *fault);
  }

  void parse_allow() {
    static constexpr std::array<std::pair<std::string_view, Permission>, 4> words{
        {{"signup", Permission::signup},
         {"payment", Permission::payment},
         {"pstn", Permission::pstn},
         {"negative_auth", Permission::negative_auth}}};
    for (const Node* item : reader_.scalars("allow")) {
      const auto known =
          std::find_if(words.begin(), words.end(), [&](const auto& w) { return w.first == item->text; });
      if (known != words.end()) {
        deployment_.allow.insert(known->second);
      } else {
        diagnostics_.add(item->place, fmt::format("\"{}\" is nothing that can be allowed{}", item->text,
                                                  hint(item->text, deployment_shape.find("allow")->words)));
      }
    }
  }

  const ParseContext& context_;
  Diagnostics& diagnostics_;
  Deployment& deployment_;
  MapReader reader_;
};

}  // namespace

void tell_refused(const Node& node, const std::vector<DoorUrl>& doors, const Deployment& deployment,
                  Diagnostics& diagnostics) {
  for (const DoorUrl& door : doors) {
    const auto address = deployment.known_address(door.host);
    if (!address) continue;
    if (const auto why = refusal(deployment, *address)) diagnostics.add(node.place, *why);
    if (const auto why = unexpected(deployment, *address)) diagnostics.add(node.place, *why);
  }
}

void tell_refused_web(const Node& node, const net::HttpUrl& url, const Deployment& deployment,
                      Diagnostics& diagnostics) {
  const auto address = deployment.known_address(url.host);
  if (!address) return;
  if (const auto why = refusal(deployment, *address)) diagnostics.add(node.place, *why);
  if (const auto why = unexpected(deployment, *address)) diagnostics.add(node.place, *why);
}

void parse_deployment(const Node* node, const ParseContext& context) {
  if (node != nullptr) DeploymentParser(*node, context).parse();
}

void check_embedded_keys(const Node* node, const ParseContext& context) {
  const Scenario& scenario = context.scenario;
  const bool knocks_elsewhere =
      std::any_of(scenario.groups.begin(), scenario.groups.end(), [](const Group& group) {
        return std::holds_alternative<DoorUrl>(group.signalling) || !group.ice.servers.empty();
      });
  if (node == nullptr || !scenario.deployment.is_embedded() || node->find("signalling") != nullptr ||
      node->find("web") != nullptr || knocks_elsewhere)
    return;
  for (const std::string_view key : {"tls", "resolve", "dns", "expect_addresses", "consent", "allow"})
    if (const Node* value = node->find(key))
      context.diagnostics.add(
          value->place,
          fmt::format("`{}` needs `signalling`; without it the embedded stand-in is tested", key));
}

}  // namespace cxload::scenario
