#include <string>

#include "../defect.hpp"

namespace cxload::standin {
namespace {

/// A payload type stays in the m= line when all that was said of it is gone.
void spoil(const sip::Message& request, sip::Message& response) {
  if (request.method() != "INVITE" || response.status() != 200 || response.body().empty()) return;
  std::string body(response.body());
  const std::size_t line = body.find("m=audio ");
  const std::size_t end = line == std::string::npos ? line : body.find_first_of("\r\n", line);
  if (end == std::string::npos) return;
  body.insert(end, " 118");
  response.set_body("application/sdp", body);
}

}  // namespace

extern const Defect sdp_payload_left{"sdp.payload_left",
                                     "answers name a payload type that nothing is said of",
                                     [](Behaviour& behaviour) { behaviour.edits.push_back(&spoil); }};

}  // namespace cxload::standin
