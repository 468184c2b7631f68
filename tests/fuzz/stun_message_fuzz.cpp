// Any bytes as a STUN message: every value must lie inside them, and no look-up may trip over a length.
#include <cstddef>
#include <cstdint>

#include <cxload/stun/demux.hpp>
#include <cxload/stun/integrity.hpp>
#include <cxload/stun/message.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload::stun;
  const Bytes bytes(reinterpret_cast<const std::byte*>(data), size);
  const Kind kind = kind_of(bytes);
  const auto message = Message::parse(bytes);
  if (!message) return 0;
  if (kind != Kind::stun) __builtin_trap();
  for (unsigned type = 0; type < 0x10000; type += type == 0x40 ? 0x7FC0 : 1) {
    if (type > 0x8040) break;
    const auto value = message->find(Attr{static_cast<std::uint16_t>(type)});
    if (value && !value->empty() &&
        (value->data() < bytes.data() || value->data() + value->size() > bytes.data() + bytes.size()))
      __builtin_trap();
    static_cast<void>(message->xor_address(Attr{static_cast<std::uint16_t>(type)}));
  }
  static_cast<void>(message->error());
  static_cast<void>(message->integrity_is(short_term_key("password")));
  static_cast<void>(message->fingerprint_is_right());
  return 0;
}
