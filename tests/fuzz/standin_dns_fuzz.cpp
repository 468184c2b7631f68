// Arbitrary bytes as DNS questions and as lines of records: whatever is answered is a well-formed answer in
// its bounds.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dns/responder.hpp"

namespace {

using namespace cxload::standin;

constexpr std::size_t header_size = 12;

const dns::Responder& responder() {
  static const dns::Responder instance(DnsAnswers::normal,
                                       {
                                           *dns::parse_record("a.test A 192.0.2.1"),
                                           *dns::parse_record("b.test CNAME a.test"),
                                           *dns::parse_record("c.test CNAME c.test"),
                                           *dns::parse_record("_sip._udp.test SRV 1 2 3 a.test"),
                                       });
  return instance;
}

void check_answer(std::string_view question, std::string_view answer, std::size_t largest) {
  if (answer.size() < header_size || answer.size() > largest) __builtin_trap();
  if (answer.substr(0, 2) != question.substr(0, 2)) __builtin_trap();         // the same id
  if ((static_cast<unsigned char>(answer[2]) & 0x80) == 0) __builtin_trap();  // a response
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto bytes = std::as_bytes(std::span(data, size));
  if (const auto answer = responder().on_message(bytes, dns::Carrier::udp)) check_answer(text, *answer, 512);
  if (const auto answer = responder().on_message(bytes, dns::Carrier::tcp))
    check_answer(text, *answer, 65'535);
  if (const auto record = dns::parse_record(text)) {
    if (dns::canonical_name(record->owner) != record->owner || record->data.empty()) __builtin_trap();
  }
  return 0;
}
