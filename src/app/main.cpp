// cxload: parses the command line, runs one sub-command, returns its exit code.
#include <iostream>

#include <CLI/CLI.hpp>

#include "arguments.hpp"
#include "command.hpp"

namespace {

/// Of the sub-command in use, without dashes.
std::vector<std::string> option_names(const CLI::App& parser) {
  std::vector<std::string> names;
  for (const CLI::App* sub : parser.get_subcommands())
    for (const CLI::Option* option : sub->get_options())
      names.insert(names.end(), option->get_lnames().begin(), option->get_lnames().end());
  return names;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace cxload::app;
  if (const auto later = later_command(argc, argv)) {
    std::cerr << "cxload: " << *later
              << " is part of the command line, but this version does not have it yet\n";
    return usage_error;
  }
  if (const auto wrong = unknown_command(argc, argv)) {
    std::cerr << "cxload: " << *wrong << "\n";
    return usage_error;
  }
  CLI::App parser(
      "Plays whole simulated WebRTC/SIP phones against a deployment and reports conformance and latency.",
      "cxload");
  const std::string version = "cxload " CXLOAD_VERSION;
  parser.set_version_flag("--version", version);
  parser.footer(
      "cxload SCENARIO.yaml is short for cxload run SCENARIO.yaml. Exit codes: 0 passed, 1 a gate failed,\n"
      "2 wrong command or scenario, 3 unreachable, 4 the run is invalid, 130 interrupted.");
  parser.require_subcommand(1);
  std::function<int()> work;
  for (const Command* command : command_table()) {
    CLI::App* sub = parser.add_subcommand(std::string(command->name), std::string(command->help));
    sub->set_version_flag("--version", version);
    sub->parse_complete_callback([&work, act = command->prepare(*sub, argc, argv)] { work = act; });
  }
  try {
    parser.parse(reversed_arguments(argc, argv));
    return work();
  } catch (const CLI::ExtrasError& error) {
    if (const auto wrong = unknown_option(argc, argv, option_names(parser))) {
      std::cerr << "cxload: " << *wrong << "\n";
      return usage_error;
    }
    parser.exit(error);
    return usage_error;
  } catch (const CLI::ParseError& error) {
    const int code = parser.exit(error);
    return code == 0 ? 0 : usage_error;
  } catch (const std::exception& error) {
    std::cerr << "cxload: " << error.what() << "\n";
    return usage_error;
  }
}
