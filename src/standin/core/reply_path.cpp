#include "reply_path.hpp"

#include <cxload/sip/way_back.hpp>

namespace cxload::standin {

bool stamp_via(sip::Message& request, const Flow& from, bool fills_rport) {
  return sip::stamp_via(request, {from.remote.address.to_string(), from.remote.port}, fills_rport);
}

Flow reply_flow(const sip::Message& request, const Flow& from) {
  if (from.is_reliable()) return from;
  const auto place = sip::way_back(request.first_value(sip::HeaderId::via).value_or(""));
  Flow back = from;
  // The address is the one that the request came from, whatever stands in sent-by.
  if (place) back.remote.port = place->port;
  return back;
}

}  // namespace cxload::standin
