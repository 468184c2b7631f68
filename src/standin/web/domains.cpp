#include "domains.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/net/endpoint.hpp>
#include <cxload/standin/config.hpp>

#include "json.hpp"

namespace cxload::standin::web {
namespace {

constexpr std::int64_t usual_ttl = 60;

std::string canonical(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return text::to_lower(name);
}

std::string line_of(const json::object& row) {
  const std::int64_t ttl = store::number_in(row, "ttl");
  return fmt::format("{} {} {} {}", store::text_in(row, "name"), ttl > 0 ? ttl : usual_ttl,
                     store::text_in(row, "type"), store::text_in(row, "value"));
}

bool is_alias(const json::object& row) { return text::iequals(store::text_in(row, "type"), "CNAME"); }

/// "sip.example.com:8443" without its port.
std::string host_in(const std::string& door) {
  const std::string host = text::to_lower(door.substr(0, door.rfind(':')));
  return net::Address::parse(host) ? std::string() : host;
}

bool is_on(const json::object& server) {
  const json::value* installed = server.if_contains("installed");
  const json::object* settings = installed == nullptr ? nullptr : installed->if_object();
  return settings != nullptr && store::flag_in(*settings, "tls") && store::flag_in(*settings, "webrtc");
}

}  // namespace

void Domains::take_over() {
  for (const json::object& row : store_.find(store::certificates))
    if (store::text_in(row, "status") != "Pending" && !certify(store::text_in(row, "domain")))
      store_.update(store::certificates, store::number_in(row, "id"), {{"status", "Failed"}});
  on_names_changed();
}

void Domains::forget() {
  for (const json::object& row : store_.find(store::certificates))
    exchange_.withdraw(store::text_in(row, "domain"));
}

store::Written Domains::certify(const std::string& domain) {
  const auto validity = exchange_.certify(domain);
  if (!validity) return {0, 422, "there is no certificate for such a name, or there are too many"};
  const json::object change = {{"domain", key_of(domain)},
                               {"issued", key_of(to_iso(validity->issued))},
                               {"expires", key_of(to_iso(validity->expires))},
                               {"status", "Valid"}};
  const auto known = store_.find_one(store::certificates, {{"domain", domain}});
  return known ? store_.update(store::certificates, store::number_in(*known, "id"), change)
               : store_.insert(store::certificates, change);
}

/// A name that nobody listed is an alias from now on.
void Domains::lead(const std::string& name, const std::string& target) {
  if (name.empty() || store_.find_one(store::names, {{"name", name}})) return;
  json::object row = {
      {"name", key_of(name)}, {"type", "CNAME"}, {"value", key_of(target)}, {"ttl", usual_ttl}};
  if (judge_name(row, 0).empty()) store_.insert(store::names, row);
}

void Domains::adopt(const json::object& brand) {
  const std::string web = store::text_in(brand, "domain");
  const std::string host = host_in(store::text_in(brand, "webrtcHost"));
  lead(web, "web." + zone_);
  lead(host, "edge.host." + zone_);
  for (const std::string& name : {web, host}) {
    const auto known = store_.find_one(store::certificates, {{"domain", name}});
    if (!name.empty() && (!known || store::text_in(*known, "status") != "Valid")) certify(name);
  }
  on_names_changed();
}

std::string Domains::judge_name(json::object& row, store::Id id) {
  json::object whole = id == 0 ? json::object() : store_.get(store::names, id).value_or(json::object());
  for (const auto& [key, value] : row) whole[key] = value;
  const std::string name = canonical(store::text_in(whole, "name"));
  for (const std::string_view word : {"name", "type"})
    if (store::text_in(whole, word).find_first_of(" \t\"{") != std::string::npos)
      return fmt::format("{} is one word", word);
  if (const auto wrong = record_fault(line_of(whole))) return *wrong;
  if (row.if_contains("name") != nullptr) row["name"] = key_of(name);
  // RFC 1034 3.6.2.
  for (const json::object& other : store_.find(store::names, {{"name", name}}))
    if (store::number_in(other, "id") != id && (is_alias(whole) || is_alias(other)))
      return "an alias has no other records beside it";
  return {};
}

bool Domains::leads_to_any_edge(const json::object& row) const {
  return is_alias(row) && canonical(store::text_in(row, "value")) == any_edge();
}

void Domains::on_name_saved(const json::object& row) {
  if (leads_to_any_edge(row)) certify(store::text_in(row, "name"));
  on_names_changed();
}

void Domains::on_names_changed() {
  on_servers_changed();
  exchange_.on_names();
}

void Domains::on_servers_changed() {
  closed_.clear();
  for (const json::object& server : store_.find(store::servers))
    if (!is_on(server)) closed_.insert(canonical(store::text_in(server, "fqdn")));
  for (const json::object& row : store_.find(store::names))
    if (leads_to_any_edge(row)) closed_.erase(store::text_in(row, "name"));
}

std::vector<std::string> Domains::zone_lines() const {
  std::vector<std::string> lines;
  for (const json::object& row : store_.find(store::names)) lines.push_back(line_of(row));
  return lines;
}

}  // namespace cxload::standin::web
