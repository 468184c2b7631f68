// Scenario files: whatever the text, the loader ends with a scenario or with faults, never both, never
// neither. The first line may hold a --set option behind "#=".
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <cxload/scenario/loader.hpp>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace cxload::scenario;
  if (size > 16 * 1024) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  LoadOptions options;
  options.variable = [](std::string_view name) {
    return name == "UNSET" ? std::nullopt : std::optional<std::string>("value-" + std::string(name));
  };
  if (text.starts_with("#=")) options.set.emplace_back(text.substr(2, text.find('\n') - 2));
  // A folder that does not exist: the input must not read files of the machine.
  const Loaded loaded = load_scenario_text(text, "fuzz.yaml", "/nonexistent/folder", options);
  const std::string rendered = loaded.faults.render();
  if (loaded.scenario.has_value() != loaded.faults.empty() || loaded.faults.empty() != rendered.empty())
    std::abort();
  return 0;
}
