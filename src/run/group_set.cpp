#include "group_set.hpp"

#include <fmt/format.h>

#include <cxload/net/sip_listener.hpp>
#include <cxload/phone/profile.hpp>

#include "doors.hpp"
#include "standin_process.hpp"
#include "web_side.hpp"

namespace cxload::run {
namespace {

/// CONTRACT 2: who has no account of its own is known by the address that it calls from.
constexpr std::string_view from_nobody = "sip:cxload@{local}";

/// A door belongs to one local address, so a group with several has a copy for each.
void add_variants(GroupSet& set, const scenario::Group& from, std::unique_ptr<phone::Group> group) {
  auto& variants = set.groups[from.name];
  for (const net::Address& local : from.bind) {
    auto copy = std::make_unique<phone::Group>(*group);
    copy->door.bind = local;
    for (net::Door& door : copy->fallbacks) door.bind = local;
    for (net::IceServer& server : copy->ice.servers) server.door.bind = local;
    if (copy->web) copy->web = bound_to(*copy->web, local);
    variants.push_back(std::move(copy));
  }
  if (variants.empty()) variants.push_back(std::move(group));
}

std::string target_text(const std::vector<scenario::DoorUrl>& doors, const StandinProcess* standin) {
  std::string text;
  for (const scenario::DoorUrl& door : doors)
    if (!door.host.empty()) text += (text.empty() ? "" : ", then ") + door.to_text();
  return standin == nullptr ? text : fmt::format("embedded stand-in ({})", text);
}

}  // namespace

std::string domain_of(const scenario::Scenario& scenario) {
  return scenario.deployment.domain.empty() ? std::string(standin_domain) : scenario.deployment.domain;
}

Outcome<> check_listening(const scenario::Scenario& scenario) {
  for (const scenario::Group& group : scenario.groups) {
    if (!group.listen) continue;
    net::Shard shard(0, Random(scenario.seed));
    net::SipListener::Handlers nobody;
    nobody.on_message = [](std::string_view, const net::SipPeer&, TimePoint) {};
    const auto opened =
        net::SipListener::open(shard, group.listen->scheme, group.listen->address, std::move(nobody));
    if (!opened)
      return Failure{opened.error().kind,
                     fmt::format("group \"{}\" cannot listen: {}", group.name, opened.error().detail)};
  }
  return {};
}

Outcome<GroupSet> make_groups(const scenario::Scenario& scenario, const StandinProcess* standin) {
  GroupSet set;
  DoorMaker maker(scenario.deployment, standin);
  const Outcome<std::shared_ptr<phone::WebSide>> web = make_web_side(scenario, standin, maker);
  if (!web) return web.error();
  for (const scenario::Group& from : scenario.groups) {
    const Outcome<std::vector<scenario::DoorUrl>> doors = find_doors(scenario, from, standin);
    if (!doors) return doors.error();
    auto group = std::make_unique<phone::Group>();
    group->name = from.name;
    group->profile = phone::find_client_profile(from.client);
    if (const Outcome<> added = maker.add_to(*group, *doors); !added) return added.error();
    group->domain = domain_of(scenario);
    group->media = from.media;
    group->network = from.network;
    if (const Outcome<> added = maker.add_ice_to(*group, from.ice); !added) return added.error();
    group->address_fault = [deployment = scenario.deployment](const net::Address& address) {
      auto fault = scenario::refusal(deployment, address);
      return fault ? fault : scenario::unexpected(deployment, address);
    };
    group->sound = from.sound;
    group->records_failed = from.records_failed;
    group->encodes_each = from.encodes_each;
    group->packet_time = from.packet_time;
    group->opus_parameters = from.opus_parameters;
    phone::set_codecs(*group, from.codecs);
    group->answer = from.answer;
    group->further_answers = from.further_answers;
    group->stay = from.stay;
    group->expires = from.expires;
    group->registers = from.registers;
    group->from = from.from;
    if (!from.registers && from.accounts.empty() && from.from.empty()) group->from = from_nobody;
    group->listen = from.listen;
    group->auto_answers = from.auto_answers;
    group->socket_each = from.socket_each;
    group->web = *web;
    group->obeys_provisioning = from.obeys_provisioning;
    if (set.target.empty()) set.target = target_text(*doors, standin);
    add_variants(set, from, std::move(group));
  }
  if (scenario.deployment.web)
    set.target = scenario.deployment.web->origin() + (set.target.empty() ? "" : ", " + set.target);
  Outcome<std::vector<net::Endpoint>> servers = find_name_servers(scenario, standin);
  if (!servers) return servers.error();
  set.name_servers = std::move(*servers);
  return set;
}

}  // namespace cxload::run
