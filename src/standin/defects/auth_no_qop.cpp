#include <string>
#include <vector>

#include "../defect.hpp"

namespace cxload::standin {
namespace {

std::string without_qop(std::string_view challenge) {
  constexpr std::string_view qop = ", qop=\"auth\"";
  std::string bare(challenge);
  if (const std::size_t at = bare.find(qop); at != std::string::npos) bare.erase(at, qop.size());
  return bare;
}

void spoil(const sip::Message&, sip::Message& response) {
  for (const sip::HeaderId id : {sip::HeaderId::www_authenticate, sip::HeaderId::proxy_authenticate}) {
    std::vector<std::string> bare;
    for (const std::string_view value : response.values(id)) bare.push_back(without_qop(value));
    response.remove(id);
    for (const std::string& value : bare) response.append(id, value);
  }
}

}  // namespace

extern const Defect auth_no_qop{"auth.no_qop", "challenges offer no qop",
                                [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
