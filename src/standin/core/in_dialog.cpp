#include "in_dialog.hpp"

#include <cxload/base/crypto.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/via.hpp>

namespace cxload::standin {

sip::Message make_in_dialog(const Kernel& kernel, net::Scheme scheme, std::string_view method,
                            const sip::Dialog& dialog, const sip::Dialog::RequestParts& parts) {
  sip::Message request = sip::Message::make_request(method, parts.request_uri);
  request.append(sip::HeaderId::via,
                 kernel.self.make_via(scheme, std::string(sip::branch_cookie) + crypto::random_token(14)));
  request.append(sip::HeaderId::max_forwards, "70");
  for (const std::string_view route : parts.routes) request.append(sip::HeaderId::route, route);
  request.append(sip::HeaderId::from, parts.from);
  request.append(sip::HeaderId::to, parts.to);
  request.append(sip::HeaderId::call_id, dialog.id().call_id);
  request.append(sip::HeaderId::cseq, sip::CSeq{parts.cseq, std::string(method)}.write());
  return request;
}

}  // namespace cxload::standin
