// cxload schema: JSON Schema of a scenario, for editors.
#include <iostream>

#include <CLI/CLI.hpp>

#include <cxload/scenario/schema.hpp>

#include "../command.hpp"

namespace cxload::app {
namespace {

std::function<int()> prepare(CLI::App&, int, char**) {
  return [] {
    std::cout << scenario::json_schema() << "\n";
    return 0;
  };
}

}  // namespace

extern const Command schema_command;
const Command schema_command{"schema", "print the JSON Schema of a scenario, for editors", prepare};

}  // namespace cxload::app
