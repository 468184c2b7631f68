#include "reply_path.hpp"

#include <cxload/base/text.hpp>
#include <cxload/sip/via.hpp>

namespace cxload::standin {

bool stamp_via(sip::Message& request, const Flow& from, bool fills_rport) {
  const auto top = request.first_value(sip::HeaderId::via);
  if (!top) return false;
  Result<sip::Via> via = sip::parse_via(*top);
  if (!via) return false;
  const std::string source = from.remote.address.to_string();
  const bool asks_rport = via->asks_rport() && fills_rport;
  // RFC 3581 4: a filled rport never comes without received.
  const bool needs_received = asks_rport || !text::iequals(via->host, source);
  if (!needs_received) return true;
  via->set_received(source);
  if (asks_rport) via->set_rport(from.remote.port);
  request.remove_first_value(sip::HeaderId::via);
  request.prepend(sip::HeaderId::via, via->write());
  return true;
}

Flow reply_flow(const sip::Message& request, const Flow& from) {
  if (from.is_reliable()) return from;
  const Result<sip::Via> via = sip::parse_via(request.first_value(sip::HeaderId::via).value_or(""));
  if (!via || via->rport()) return from;
  Flow back = from;
  back.remote.port = via->port.value_or(5060);  // RFC 3261 18.2.2: the default of sent-by
  return back;
}

}  // namespace cxload::standin
