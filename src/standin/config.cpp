/// The settings document read.
#include <initializer_list>
#include <limits>
#include <unordered_set>

#include <boost/json.hpp>
#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/sip/uri.hpp>
#include <cxload/standin/config.hpp>
#include <cxload/standin/defects.hpp>

#include "web_settings.hpp"

namespace cxload::standin {
namespace {

namespace json = boost::json;

constexpr std::array schemes = {net::Scheme::udp, net::Scheme::tcp, net::Scheme::tls, net::Scheme::ws,
                                net::Scheme::wss};
constexpr std::array<std::string_view, 24> keys = {"domain",          "accounts",
                                                   "defects",         "latency_ms",
                                                   "calls_per_s",     "listen",
                                                   "ports",           "challenge_invite",
                                                   "algorithms",      "nonce_lifetime_s",
                                                   "min_expires_s",   "default_expires_s",
                                                   "max_expires_s",   "max_contacts",
                                                   "service_route",   "trunks",
                                                   "protects_bodies", "dns",
                                                   "relays_media",    "ice_lite",
                                                   "comment",         "web",
                                                   "reap_after_s",    "clear_media"};
constexpr std::array<std::pair<std::string_view, DnsAnswers>, 5> dns_manners = {{
    {"normal", DnsAnswers::normal},
    {"silent", DnsAnswers::silent},
    {"nxdomain", DnsAnswers::nxdomain},
    {"servfail", DnsAnswers::servfail},
    {"truncated", DnsAnswers::truncated},
}};

/// Thrown inside this file only; parse_config turns it into its failure.
struct Fault {
  std::string text;
};

std::string near(std::string_view word, std::span<const std::string_view> known) {
  const auto meant = text::nearest(word, known);
  return meant ? fmt::format("; did you mean \"{}\"?", *meant) : std::string();
}

std::string text_of(const json::value& value, std::string_view what) {
  if (!value.is_string()) throw Fault{fmt::format("{} must be a text", what)};
  return {value.as_string().data(), value.as_string().size()};
}

std::uint64_t number_of(const json::value& value, std::string_view what, std::uint64_t most) {
  boost::system::error_code error;
  const auto read = value.to_number<std::uint64_t>(error);
  if (error || read > most) throw Fault{fmt::format("{} must be a whole number up to {}", what, most)};
  return read;
}

const json::array& array_of(const json::value& value, std::string_view what) {
  if (!value.is_array()) throw Fault{fmt::format("{} must be a list", what)};
  return value.as_array();
}

const json::object& object_of(const json::value& value, std::string_view what) {
  if (!value.is_object()) throw Fault{fmt::format("{} must be an object", what)};
  return value.as_object();
}

net::Scheme scheme_of(std::string_view word) {
  for (const net::Scheme scheme : schemes)
    if (net::to_string(scheme) == word) return scheme;
  throw Fault{fmt::format("there is no door \"{}\"; doors are udp, tcp, tls, ws, wss", word)};
}

DnsAnswers dns_answers_of(std::string_view word) {
  for (const auto& [name, manner] : dns_manners)
    if (name == word) return manner;
  throw Fault{
      fmt::format("a name server does not answer \"{}\"; normal, silent, nxdomain, servfail, truncated",
                  text::printable(word, 64))};
}

std::vector<std::string> records_of(const json::value& value) {
  std::vector<std::string> lines;
  for (const json::value& one : array_of(value, "dns.records")) {
    lines.push_back(text_of(one, "a record"));
    if (const auto fault = record_fault(lines.back())) throw Fault{"dns.records: " + *fault};
  }
  return lines;
}

DnsSettings dns_of(const json::object& object) {
  DnsSettings settings;
  for (const auto& [key, value] : object) {
    const std::string_view name(key.data(), key.size());
    if (name == "answers") {
      settings.answers = dns_answers_of(text_of(value, "dns.answers"));
    } else if (name == "records") {
      settings.records = records_of(value);
    } else if (name == "port") {
      settings.port = static_cast<std::uint16_t>(number_of(value, "dns.port", 65'535));
    } else {
      throw Fault{fmt::format("dns has no \"{}\"; it has answers, records, port", text::printable(name, 64))};
    }
  }
  return settings;
}

/// 192.0.2.1:6060, [2001:db8::1]:6060
net::Endpoint endpoint_of(const std::string& text) {
  const Result<sip::Uri> uri = sip::parse_uri("sip:" + text);
  const auto address = uri ? net::Address::parse(uri->host) : std::nullopt;
  if (!address || !uri->port || !uri->user.empty())
    throw Fault{fmt::format("\"{}\" is not an address with a port", text::printable(text, 64))};
  return {*address, *uri->port};
}

class Reader {
 public:
  Config read(const json::object& document) {
    for (const auto& [key, value] : document) {
      const std::string_view name(key.data(), key.size());
      if (!read_list(name, value) && !read_scalar(name, value) && name != "comment")
        throw Fault{fmt::format("unknown key \"{}\"{}", name, near(name, keys))};
    }
    if (config_.min_expires > config_.max_expires) throw Fault{"min_expires_s is above max_expires_s"};
    config_.default_expires = std::clamp(config_.default_expires, config_.min_expires, config_.max_expires);
    return std::move(config_);
  }

 private:
  bool read_list(std::string_view name, const json::value& value) {
    if (name == "accounts") {
      for (const json::value& one : array_of(value, name)) add_account(object_of(one, "an account"));
    } else if (name == "defects") {
      for (const json::value& one : array_of(value, name)) add_defect(one);
    } else if (name == "trunks") {
      for (const json::value& one : array_of(value, name)) add_trunk(object_of(one, "a trunk"));
    } else if (name == "ports") {
      for (const auto& [door, port] : object_of(value, name))
        config_.ports[scheme_of({door.data(), door.size()})] =
            static_cast<std::uint16_t>(number_of(port, "a port", 65'535));
    } else if (name == "algorithms") {
      config_.algorithms.clear();
      for (const json::value& one : array_of(value, name)) add_algorithm(text_of(one, "an algorithm"));
      if (config_.algorithms.empty()) throw Fault{"algorithms must name at least one"};
    } else if (name == "service_route") {
      for (const json::value& one : array_of(value, name))
        config_.service_route.push_back(text_of(one, "a route"));
    } else if (name == "dns") {
      if (value.is_object()) config_.dns = dns_of(value.as_object());
      if (value.is_bool() && value.as_bool()) config_.dns.emplace();
      if (!value.is_object() && !value.is_bool()) throw Fault{"dns must be true, false or an object"};
    } else if (name == "web") {
      Outcome<WebSettings> web = read_web_settings(value);
      if (!web) throw Fault{web.error().detail};
      config_.web = std::move(*web);
    } else {
      return false;
    }
    return true;
  }

  bool read_scalar(std::string_view name, const json::value& value) {
    constexpr std::uint64_t day = 86'400;
    using std::chrono::seconds;
    if (name == "domain") {
      set_domain(text_of(value, name));
    } else if (name == "listen") {
      config_.listen = text_of(value, name);
      if (!net::Address::parse(config_.listen)) throw Fault{"listen must be an IP address"};
    } else if (name == "challenge_invite") {
      if (!value.is_bool()) throw Fault{"challenge_invite must be true or false"};
      config_.challenge_invite = value.as_bool();
    } else if (name == "protects_bodies") {
      if (!value.is_bool()) throw Fault{"protects_bodies must be true or false"};
      config_.protects_bodies = value.as_bool();
    } else if (name == "relays_media") {
      if (!value.is_bool()) throw Fault{"relays_media must be true or false"};
      config_.relays_media = value.as_bool();
    } else if (name == "clear_media") {
      if (!value.is_bool()) throw Fault{"clear_media must be true or false"};
      config_.takes_clear_media = value.as_bool();
    } else if (name == "ice_lite") {
      if (!value.is_bool()) throw Fault{"ice_lite must be true or false"};
      config_.ice_lite = value.as_bool();
    } else if (name == "latency_ms") {
      config_.latency = std::chrono::milliseconds(number_of(value, name, 60'000));
    } else if (name == "calls_per_s") {
      config_.calls_per_s = number_of(value, name, 1'000'000);
    } else if (name == "nonce_lifetime_s") {
      config_.nonce_lifetime = seconds(number_of(value, name, day));
    } else if (name == "min_expires_s") {
      config_.min_expires = seconds(number_of(value, name, 3600));
    } else if (name == "default_expires_s") {
      config_.default_expires = seconds(number_of(value, name, day));
    } else if (name == "max_expires_s") {
      config_.max_expires = seconds(number_of(value, name, day));
    } else if (name == "reap_after_s") {
      config_.reap_after = seconds(number_of(value, name, day));
    } else if (name == "max_contacts") {
      config_.max_contacts = number_of(value, name, 100);
    } else {
      return false;
    }
    return true;
  }

  void set_domain(std::string domain) {
    if (domain.empty() || domain.find_first_of(" <>\"@;?/\\{}\t\r\n,") != std::string::npos)
      throw Fault{"domain must be a host name"};
    config_.domain = std::move(domain);
  }

  void add_account(const json::object& object) {
    Account account;
    for (const auto& [key, value] : object) {
      const std::string_view name(key.data(), key.size());
      if (name == "user") account.user = text_of(value, "user");
      if (name == "password") account.password = text_of(value, "password");
      if (name == "cli") account.cli = text_of(value, "cli");
    }
    if (account.user.empty()) throw Fault{"an account has no user"};
    if (!users_.insert(account.user).second)
      throw Fault{fmt::format("user \"{}\" is there twice", text::printable(account.user, 64))};
    config_.accounts.push_back(std::move(account));
  }

  void add_trunk(const json::object& object) {
    TrunkRoute route;
    for (const auto& [key, value] : object) {
      const std::string_view name(key.data(), key.size());
      if (name == "prefix") {
        route.prefix = text_of(value, "a trunk's prefix");
      } else if (name == "address") {
        route.trunk = endpoint_of(text_of(value, "a trunk's address"));
      } else {
        throw Fault{fmt::format("a trunk has no \"{}\"; it has address, prefix", text::printable(name, 64))};
      }
    }
    if (route.trunk.port == 0) throw Fault{"a trunk has no address"};
    config_.trunks.push_back(std::move(route));
  }

  void add_defect(const json::value& value) {
    DefectSwitch one;
    if (value.is_object()) {
      const json::object& object = value.as_object();
      if (const auto* id = object.if_contains("id")) one.id = text_of(*id, "a defect's id");
      if (const auto* door = object.if_contains("door"))
        one.door = scheme_of(text_of(*door, "a defect's door"));
      if (const auto* account = object.if_contains("account"))
        one.account = text_of(*account, "a defect's account");
    } else {
      one.id = text_of(value, "a defect");
    }
    if (explain_defect(one.id).empty())
      throw Fault{fmt::format("there is no defect \"{}\"{}", text::printable(one.id, 64),
                              near(one.id, defect_ids()))};
    config_.defects.push_back(std::move(one));
  }

  void add_algorithm(const std::string& name) {
    const auto algorithm = sip::parse_digest_algorithm(name);
    if (!algorithm)
      throw Fault{fmt::format("there is no digest algorithm \"{}\"", text::printable(name, 64))};
    config_.algorithms.push_back(*algorithm);
  }

  Config config_;
  std::unordered_set<std::string> users_;
};

}  // namespace

Outcome<Config> parse_config(std::string_view document) {
  boost::system::error_code error;
  const json::value value = json::parse(json::string_view(document.data(), document.size()), error);
  if (error) return Failure{"local.standin", "the stand-in's settings are not JSON: " + error.message()};
  try {
    return Reader().read(object_of(value, "the document"));
  } catch (const Fault& fault) {
    return Failure{"local.standin", "the stand-in's settings: " + fault.text};
  }
}

}  // namespace cxload::standin
