// Any bytes as lines of a=crypto, and the rest of them as packets: a line that is read says the same when it
// is written and read again, and nothing that comes before the keys are there is opened.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <cxload/srtp/sdes.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload::srtp;
  std::vector<std::string> lines(1);
  for (std::size_t i = 0; i < size && lines.size() < 32; ++i) {
    if (data[i] == '\n')
      lines.emplace_back();
    else
      lines.back() += static_cast<char>(data[i]);
  }
  for (const std::string& text : lines) {
    const auto line = read_crypto_line(text);
    if (!line) continue;
    const auto again = read_crypto_line(write_crypto_line(*line));
    if (!again || again->tag != line->tag || again->key.profile() != line->key.profile()) __builtin_trap();
  }
  const std::span<const std::byte> packet(reinterpret_cast<const std::byte*>(data), size);
  for (const bool is_offer : {true, false}) {
    Sdes sdes;
    const bool is_heard = sdes.hear(lines, is_offer).has_value();
    if (is_heard != sdes.has_keys() || sdes.describe(false).size() != (is_heard ? 1 : 0)) __builtin_trap();
    if (!sdes.open(packet, !is_offer).empty())
      __builtin_trap();  // who guesses a tag of 80 bits has earned it
  }
  return 0;
}
