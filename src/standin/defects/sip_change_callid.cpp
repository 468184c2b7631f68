#include <string>

#include "../defect.hpp"

namespace cxload::standin {
namespace {

void spoil(const sip::Message&, sip::Message& response) {
  const std::string other = std::string(response.find(sip::HeaderId::call_id).value_or("")) + "-changed";
  response.set(sip::HeaderId::call_id, other);
}

}  // namespace

extern const Defect sip_change_callid{"sip.change_callid", "responses bear another Call-ID",
                                      [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
