
#include "../defect.hpp"

namespace cxload::standin {
namespace {

void spoil(const sip::Message& request, sip::Message& response) {
  if (request.method() == "REGISTER") response.remove(sip::HeaderId::date);
}

}  // namespace

extern const Defect reg_no_date{"reg.no_date", "the 200 to REGISTER has no Date",
                                [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
