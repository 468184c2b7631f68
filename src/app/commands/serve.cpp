// cxload serve: the stand-in deployment alone, in the foreground.
#include <memory>

#include <CLI/CLI.hpp>

#include <cxload/standin/standin.hpp>

#include "../command.hpp"

namespace cxload::app {
namespace {

struct Options {
  std::string config;
  bool child = false;
};

std::function<int()> prepare(CLI::App& parser, int, char**) {
  const auto options = std::make_shared<Options>();
  parser
      .add_option("--config", options->config, "settings (JSON): domain, accounts, ports, defects, latency")
      ->option_text("FILE")
      ->check(CLI::ExistingFile);
  parser.add_flag("--child", options->child,
                  "settings on standard input; ends with its input (used by runs)");
  return [options] {
    const standin::ServeMode mode = options->child ? standin::ServeMode::child : standin::ServeMode::alone;
    return standin::serve(mode, options->config);
  };
}

}  // namespace

extern const Command serve_command;
const Command serve_command{"serve", "run the stand-in deployment alone; prints its addresses and CA",
                            prepare};

}  // namespace cxload::app
