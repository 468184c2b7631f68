#include <cxload/sip/name_addr.hpp>

#include "../defect.hpp"

namespace cxload::standin {
namespace {

void spoil(const sip::Message& request, sip::Message& response) {
  // Inside a dialog the tag is the request's own.
  if (sip::tag_of(request.find(sip::HeaderId::to).value_or(""))) return;
  Result<sip::NameAddr> to = sip::parse_name_addr(response.find(sip::HeaderId::to).value_or(""));
  if (!to) return;
  to->params.remove("tag");
  response.set(sip::HeaderId::to, to->write());
}

}  // namespace

extern const Defect sip_no_to_tag{"sip.no_to_tag", "responses have no To tag",
                                  [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
