#include <cmath>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include <cxload/scenario/loader.hpp>
#include <cxload/scenario/overlay.hpp>

#include "parse.hpp"

namespace cxload::scenario {
namespace {

constexpr std::size_t longest_name = 200;

std::optional<std::string> process_variable(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

void parse_head(const Node& root, const ParseContext& context) {
  Scenario& scenario = context.scenario;
  MapReader reader(root, scenario_shape, context.diagnostics);
  if (const auto version = reader.text("cxload"); version && *version != "1")
    reader.fail("cxload", fmt::format("format version {} is not known; this version reads 1", *version));
  scenario.name = reader.text("name").value_or(scenario.name);
  if (scenario.name.size() > longest_name)
    reader.fail("name", fmt::format("a name has at most {} bytes", longest_name));
  scenario.slug = slug_of(scenario.name);
  scenario.seed = reader.whole("seed", 0, std::numeric_limits<std::uint64_t>::max()).value_or(1);
  scenario.warmup = context.scaled(reader.duration("warmup").value_or(Duration::zero()));
  if (context.options.seed) scenario.seed = *context.options.seed;
}

bool is_scale(double scale) { return std::isfinite(scale) && scale > 0 && scale <= 1e6; }

void check_options(const LoadOptions& options, Diagnostics& diagnostics) {
  if (is_scale(options.duration_scale)) return;
  const std::string text = fmt::format("--duration-scale {}", options.duration_scale);
  const auto source = diagnostics.add_source(text, text, Diagnostics::SourceKind::option);
  diagnostics.add({source, 1, 18}, "a scale is a number above 0");
}

void parse_document(const Node& root, const ParseContext& context) {
  parse_head(root, context);
  parse_deployment(root.find("deployment"), context);
  parse_pools(root.find("accounts"), context);
  parse_lists(root.find("lists"), context);
  parse_groups(root.find("endpoints"), context);
  check_embedded_keys(root.find("deployment"), context);
  parse_journeys(root.find("journeys"), context);
  parse_load(root.find("load"), context);
  check_warmup(root.find("warmup"), context);
  parse_events(root.find("events"), context);
  parse_thresholds(root.find("thresholds"), context);
  check_limits(root, context);
}

}  // namespace

Duration ParseContext::scaled(Duration duration) const {
  if (options.duration_scale == 1 || !is_scale(options.duration_scale)) return duration;
  const double nanoseconds = static_cast<double>(duration.count()) * options.duration_scale;
  return Duration(std::llround(std::min(nanoseconds, static_cast<double>(longest_duration.count()))));
}

Loaded load_scenario_text(std::string_view text, std::string_view name, const std::filesystem::path& folder,
                          const LoadOptions& options) {
  Loaded loaded;
  Diagnostics& faults = loaded.faults;
  const std::uint32_t source = faults.add_source(std::string(name), std::string(text));
  check_options(options, faults);
  std::optional<Node> root = parse_yaml(text, {source, 1, 1}, faults);
  if (!root) return loaded;
  for (const std::string& option : options.set) apply_set(*root, option, faults);
  Scenario scenario;
  scenario.file = std::string(name);
  scenario.name = std::filesystem::path(scenario.file).stem().string();
  scenario.masked_text = mask_passwords(text);
  const Environment environment{options.variable ? options.variable : process_variable, folder};
  expand_environment(*root, environment, scenario.secrets, faults);
  parse_document(*root, {scenario, faults, options, folder});
  if (faults.empty()) loaded.scenario = std::move(scenario);
  return loaded;
}

Loaded load_scenario(const std::filesystem::path& file, const LoadOptions& options) {
  std::error_code error;
  std::ifstream stream(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file, error) || !stream) {
    Loaded loaded;
    const std::uint32_t source = loaded.faults.add_source(file.string(), {});
    loaded.faults.add({source, 1, 1}, "there is no such file, or it cannot be read");
    return loaded;
  }
  std::string text(DocumentLimits{}.bytes + 1, '\0');  // one byte more: too long is told, not cut
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return load_scenario_text(text, file.string(), file.parent_path(), options);
}

}  // namespace cxload::scenario
