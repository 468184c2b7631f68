
#include "../defect.hpp"

namespace cxload::standin {
namespace {

void spoil(const sip::Message& request, sip::Message& response) {
  if (request.method() == "REGISTER" && response.status() == 200) response.remove(sip::HeaderId::contact);
}

}  // namespace

extern const Defect reg_no_contact{"reg.no_contact", "the 200 to REGISTER lists no Contact",
                                   [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
