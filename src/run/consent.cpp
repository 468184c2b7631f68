#include "consent.hpp"

#include <algorithm>
#include <memory>
#include <netdb.h>
#include <sys/socket.h>
#include <vector>

namespace cxload::run {
namespace {

std::vector<net::Address> look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_DGRAM;
  addrinfo* raw = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &raw) != 0) return {};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> found(raw, &freeaddrinfo);
  std::vector<net::Address> addresses;
  for (const addrinfo* entry = found.get(); entry != nullptr; entry = entry->ai_next) {
    char text[NI_MAXHOST];
    if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) != 0)
      continue;
    if (const auto address = net::Address::parse(text)) addresses.push_back(*address);
  }
  return addresses;
}

}  // namespace

Outcome<> check_consent(const scenario::Scenario& scenario) {
  if (scenario.deployment.is_embedded()) return {};
  for (const scenario::Group& group : scenario.groups) {
    const auto door = scenario.door_of(group);
    if (!door) continue;
    const auto known = scenario.deployment.known_address(door->host);
    const std::vector<net::Address> addresses = known ? std::vector{*known} : look_up(door->host);
    for (const net::Address& address : addresses)
      if (const auto refused = scenario::refusal(scenario.deployment, address))
        return Failure{"refused.consent", *refused};
  }
  return {};
}

}  // namespace cxload::run
