// Feeds arbitrary text to the base helpers; whatever they accept must survive a round trip.
#include <cstddef>
#include <cstdint>

#include <cxload/base/text.hpp>
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto bytes = cxload::text::from_base64(text);
  if (bytes) {
    auto again = cxload::text::from_base64(cxload::text::to_base64(*bytes));
    if (!again || *again != *bytes) __builtin_trap();
  }
  (void)cxload::text::printable(text);
  (void)cxload::text::escape_html(text);
  (void)cxload::text::parse_unsigned(text);
  return 0;
}
