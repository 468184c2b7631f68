#include "../defect.hpp"
#include "challenges.hpp"

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

void spoil(const sip::Message&, sip::Message& response) { edit_challenges(response, &with_other_realm); }

}  // namespace

extern const Defect auth_wrong_realm{"auth.wrong_realm", "challenges name a realm that is not the domain",
                                     [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
