// Feeds arbitrary text to the reader of report.json; what it accepts must come out the same from then on.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <cxload/report/json_report.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload::report;
  const auto first = read_json({reinterpret_cast<const char*>(data), size});
  if (!first) return 0;
  const std::string json = write_json(*first);
  const auto second = read_json(json);
  if (!second || write_json(*second) != json) __builtin_trap();
  return 0;
}
