#include "clear_media.hpp"

#include <cxload/sdp/offer_answer.hpp>
#include <cxload/sdp/secure_transport.hpp>

namespace cxload::standin {

bool offers_clear_media(const Flow& flow, const sip::Message& request) {
  const bool is_browser = flow.scheme == net::Scheme::ws || flow.scheme == net::Scheme::wss;
  if (!is_browser || (request.method() != "INVITE" && request.method() != "UPDATE")) return false;
  if (!request.find(sip::HeaderId::content_type).value_or("").starts_with("application/sdp")) return false;
  const Result<sdp::SessionDescription> offer = sdp::parse_session(request.body());
  return offer && sdp::keying_of(*offer) != sdp::Keying::dtls;
}

}  // namespace cxload::standin
