// Any bytes as a SIP message: what parses must survive writing and reading, and nothing may crash on the
// rest.
#include <cstddef>
#include <cstdint>

#include <cxload/sip/digest.hpp>
#include <cxload/sip/message.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/redact.hpp>
#include <cxload/sip/salvage.hpp>
#include <cxload/sip/validate.hpp>
#include <cxload/sip/via.hpp>

namespace {

using namespace cxload::sip;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

void try_values(const Message& message) {
  for (std::size_t i = 0; i < message.field_count(); ++i) {
    const std::string_view value = message.field(i).value;
    if (const auto address = parse_name_addr(value)) {
      const auto again = parse_name_addr(address->write());
      require(again && again->write() == address->write() && is_equivalent(again->uri, address->uri));
    }
    if (const auto via = parse_via(value)) {
      const auto again = parse_via(via->write());
      require(again && again->write() == via->write());
    }
    static_cast<void>(parse_challenges(value));
    static_cast<void>(parse_credentials(value));
    static_cast<void>(message.values(message.field(i).id));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(redact(text));
  const auto salvaged = salvage_request(text);
  if (salvaged) require(parse_message(Message::make_response_to(salvaged->request, 400).write()).has_value());
  const auto message = parse_message(text);
  if (!message) return 0;
  static_cast<void>(message->is_request() ? validate_request(*message) : validate_response(*message));
  try_values(*message);
  // Writing may add a Content-Length and the full name of nothing else: a little more room is enough.
  const Limits room{.message_bytes = 200'000, .headers = 257, .header_bytes = 100'000};
  const std::string written = message->write();
  const auto again = parse_message(written, Framing::stream, room);
  require(again && again->write() == written && again->body() == message->body());
  return 0;
}
