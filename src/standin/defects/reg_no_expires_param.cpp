#include <string>
#include <vector>

#include <cxload/sip/name_addr.hpp>

#include "../defect.hpp"

namespace cxload::standin {
namespace {

void spoil(const sip::Message& request, sip::Message& response) {
  if (request.method() != "REGISTER") return;
  std::vector<std::string> bare;
  for (const std::string_view value : response.values(sip::HeaderId::contact)) {
    Result<sip::NameAddr> contact = sip::parse_name_addr(value);
    if (!contact) continue;
    contact->params.remove("expires");
    bare.push_back(contact->write());
  }
  response.remove(sip::HeaderId::contact);
  for (const std::string& value : bare) response.append(sip::HeaderId::contact, value);
}

}  // namespace

extern const Defect reg_no_expires_param{"reg.no_expires_param",
                                         "the bindings in the 200 to REGISTER have no expires",
                                         [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
