#include <cxload/base/text.hpp>
#include <cxload/sip/via.hpp>
#include <cxload/sip/way_back.hpp>

namespace cxload::sip {

bool stamp_via(Message& request, const Place& source, bool fills_rport) {
  const auto top = request.first_value(HeaderId::via);
  if (!top) return false;
  Result<Via> via = parse_via(*top);
  if (!via) return false;
  const bool asks_rport = via->asks_rport() && fills_rport;
  // RFC 3581 4: a filled rport never comes without received.
  const bool needs_received = asks_rport || !text::iequals(via->host, source.host);
  if (!needs_received) return true;
  via->set_received(source.host);
  if (asks_rport) via->set_rport(source.port);
  request.remove_first_value(HeaderId::via);
  request.prepend(HeaderId::via, via->write());
  return true;
}

std::optional<Place> way_back(std::string_view top_via) {
  const Result<Via> via = parse_via(top_via);
  if (!via) return std::nullopt;
  constexpr std::uint16_t usual_port = 5060;
  return Place{std::string(via->received().value_or(via->host)),
               via->rport().value_or(via->port.value_or(usual_port))};
}

}  // namespace cxload::sip
