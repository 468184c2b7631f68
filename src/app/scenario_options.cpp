#include "scenario_options.hpp"

#include <iostream>

#include <CLI/CLI.hpp>

#include <cxload/base/text.hpp>
#include <cxload/scenario/loader.hpp>
#include <cxload/standin/config.hpp>
#include <cxload/standin/defects.hpp>

namespace cxload::app {

void ScenarioOptions::add_to(CLI::App& parser) {
  parser.add_option("scenario", file, "the scenario (YAML)")->required()->option_text("SCENARIO.yaml");
  parser.add_option("--set", set, "override one value of the scenario, e.g. load.0.rate=10/s")
      ->option_text("KEY.PATH=VALUE")
      ->allow_extra_args(false);
  parser.add_option("--seed", seed, "seed of times, phones and draws")
      ->option_text("N")
      ->check([](const std::string& text) {
        return text::parse_unsigned(text) ? ""
                                          : text + " is not a whole number from 0 to 18446744073709551615";
      });
  parser.add_option("--duration-scale", duration_scale, "scale the times of the load, not the protocol's")
      ->option_text("X")
      ->check(CLI::Range(1e-6, 1e6));
}

std::optional<scenario::Scenario> ScenarioOptions::load() const {
  scenario::LoadOptions options;
  options.set = set;
  options.seed = seed;
  options.duration_scale = duration_scale;
  options.defects = standin::defect_ids();
  options.record_fault = &standin::record_fault;
  options.web_fault = &standin::web_settings_fault;
  scenario::Loaded loaded = scenario::load_scenario(file, options);
  if (!loaded.scenario) std::cerr << loaded.faults.render();
  return std::move(loaded.scenario);
}

}  // namespace cxload::app
