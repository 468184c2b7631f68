/// What can be read of a broken request.
#include <cxload/sip/salvage.hpp>

#include "message_parser.hpp"

namespace cxload::sip {

std::optional<Salvaged> salvage_request(std::string_view bytes, const Limits& limits) {
  MessageParser parser(bytes, Framing::datagram, limits, MessageParser::Mode::lenient);
  const bool readable = parser.run();
  const Errc fault = parser.fault().value_or(Errc::malformed_start_line);
  Message message = parser.take();
  // Too many headers stop the parser, but what stands before them is good enough for an answer.
  if ((!readable && fault != Errc::too_many_headers) || !message.is_request() || message.method().empty())
    return std::nullopt;
  for (const HeaderId id : {HeaderId::via, HeaderId::from, HeaderId::to, HeaderId::call_id, HeaderId::cseq})
    if (!message.find(id)) return std::nullopt;
  return Salvaged{std::move(message), fault};
}

}  // namespace cxload::sip
