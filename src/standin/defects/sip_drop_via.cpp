
#include "../defect.hpp"

namespace cxload::standin {
namespace {

void spoil(const sip::Message&, sip::Message& response) { response.remove(sip::HeaderId::via); }

}  // namespace

extern const Defect sip_drop_via{"sip.drop_via", "responses have no Via",
                                 [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
