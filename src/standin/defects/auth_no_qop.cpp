#include "../defect.hpp"
#include "challenges.hpp"

namespace cxload::standin {
namespace {

std::string without_qop(std::string_view challenge) {
  constexpr std::string_view qop = ", qop=\"auth\"";
  std::string bare(challenge);
  if (const std::size_t at = bare.find(qop); at != std::string::npos) bare.erase(at, qop.size());
  return bare;
}

void spoil(const sip::Message&, sip::Message& response) { edit_challenges(response, &without_qop); }

}  // namespace

extern const Defect auth_no_qop{"auth.no_qop", "challenges offer no qop",
                                [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
