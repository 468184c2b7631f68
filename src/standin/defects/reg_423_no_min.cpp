
#include "../defect.hpp"

namespace cxload::standin {
namespace {

void spoil(const sip::Message&, sip::Message& response) {
  if (response.status() == 423) response.remove(sip::HeaderId::min_expires);
}

}  // namespace

extern const Defect reg_423_no_min{"reg.423_no_min", "423 comes without Min-Expires",
                                   [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
