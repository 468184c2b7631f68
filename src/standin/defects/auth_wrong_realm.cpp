#include <string>
#include <vector>

#include "../defect.hpp"

namespace cxload::standin {
namespace {

std::string with_other_realm(std::string_view challenge) {
  constexpr std::string_view realm = "realm=\"";
  std::string other(challenge);
  const std::size_t at = other.find(realm);
  const std::size_t end = at == std::string::npos ? at : other.find('"', at + realm.size());
  if (end != std::string::npos)
    other.replace(at + realm.size(), end - at - realm.size(), "elsewhere.invalid");
  return other;
}

void spoil(const sip::Message&, sip::Message& response) {
  for (const sip::HeaderId id : {sip::HeaderId::www_authenticate, sip::HeaderId::proxy_authenticate}) {
    std::vector<std::string> others;
    for (const std::string_view value : response.values(id)) others.push_back(with_other_realm(value));
    response.remove(id);
    for (const std::string& value : others) response.append(id, value);
  }
}

}  // namespace

extern const Defect auth_wrong_realm{"auth.wrong_realm", "challenges name a realm that is not the domain",
                                     [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
