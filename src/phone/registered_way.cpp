// UserAgent, what a registrar told it: Service-Route (RFC 3608), GRUU (RFC 5627), Flow-Timer (RFC 5626).
#include <algorithm>

#include <cxload/base/text.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/uri.hpp>

#include "user_agent.hpp"

namespace cxload::phone {
namespace {

constexpr std::size_t most_service_routes = 8;
constexpr std::size_t longest_route = 512;

}  // namespace

void UserAgent::learn(const sip::Message& registered, const sip::Params& own_contact) {
  const ClientProfile& profile = *group_.profile;
  service_route_.clear();
  if (profile.uses_service_route)
    for (const std::string_view route : registered.values(sip::HeaderId::service_route))
      if (service_route_.size() < most_service_routes && route.size() <= longest_route)
        service_route_.emplace_back(route);
  identity_.gruu.clear();
  if (const auto gruu = own_contact.find("pub-gruu"); gruu && profile.uses_gruu) {
    std::string uri = sip::unquote(*gruu);
    if (sip::parse_uri(uri)) identity_.gruu = std::move(uri);
    if (takes_notes()) note("known as " + identity_.gruu);
  }
  heed_flow_timer(registered);
}

/// RFC 5626 4.4.1: at 80 to 100 % of what the server waits; a client without keep-alives stays without.
void UserAgent::heed_flow_timer(const sip::Message& registered) {
  const auto wait = text::parse_unsigned(registered.find(sip::HeaderId::flow_timer).value_or(""));
  if (!wait || keepalive_every_.count() == 0 || *wait < 2) return;
  const std::chrono::seconds most(static_cast<std::int64_t>(std::min<std::uint64_t>(*wait, 86'400) * 9 / 10));
  if (most >= keepalive_every_) return;
  keepalive_every_ = std::max(most, std::chrono::seconds(1));
  keepalive_.arm(Clock::now() + keepalive_every_);
}

void UserAgent::unlearn() {
  service_route_.clear();
  identity_.gruu.clear();
}

sip::Message UserAgent::begin_outside(const MessageFactory::Outside& request) const {
  sip::Message message = factory_.begin(request, local());
  for (const std::string& route : service_route_) message.append(sip::HeaderId::route, route);
  return message;
}

}  // namespace cxload::phone
