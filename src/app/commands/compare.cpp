// cxload compare BASE NEW: is NEW worse than BASE?
#include <iostream>
#include <memory>
#include <unistd.h>

#include <CLI/CLI.hpp>

#include <cxload/compare/comparison.hpp>
#include <cxload/compare/render.hpp>
#include <cxload/report/live_view.hpp>
#include <cxload/report/report_folder.hpp>

#include "../command.hpp"

namespace cxload::app {
namespace {

struct Options {
  std::string base, changed;
  std::string json;
  std::vector<std::string> min_effect;
  bool no_colour = false;
};

/// "5%", "0.1ms" or "0.1pp": which of the three limits is meant stands in the unit.
bool take_limit(const std::string& text, compare::Options& options) {
  std::size_t used = 0;
  double value = -1;
  try {
    value = std::stod(text, &used);
  } catch (const std::exception&) {
    return false;
  }
  const std::string unit = text.substr(used);
  if (!(value >= 0 && value <= 1e6)) return false;
  if (unit == "%") options.min_relative = value / 100;
  if (unit == "ms") options.min_milliseconds = value;
  if (unit == "pp") options.min_ratio = value / 100;
  return unit == "%" || unit == "ms" || unit == "pp";
}

int print(const compare::Comparison& comparison, const Options& options) {
  const std::string json = compare::render_json(comparison);
  if (options.json == "-") {
    std::cout << json;
    return compare::exit_code(comparison.answer);
  }
  std::cout << compare::render_table(comparison,
                                     report::screen_of(STDOUT_FILENO, options.no_colour).has_colour);
  if (options.json.empty()) return compare::exit_code(comparison.answer);
  if (const Outcome<> written = report::replace_file(options.json, json); !written) {
    std::cerr << "cxload: " << written.error().detail << "\n";
    return usage_error;
  }
  return compare::exit_code(comparison.answer);
}

int judge(const Options& options) {
  compare::Options limits;
  for (const std::string& text : options.min_effect)
    if (!take_limit(text, limits)) {
      std::cerr << "cxload: --min-effect " << text << ": a number with %, ms or pp is expected, e.g. 5%\n";
      return usage_error;
    }
  const Outcome<compare::Side> base = compare::load_side(options.base);
  const Outcome<compare::Side> changed = compare::load_side(options.changed);
  for (const auto* side : {&base, &changed})
    if (!*side) std::cerr << "cxload: " << side->error().detail << "\n";
  if (!base || !changed) return usage_error;
  return print(compare::compare(*base, *changed, limits), options);
}

std::function<int()> prepare(CLI::App& parser, int, char**) {
  const auto options = std::make_shared<Options>();
  const std::string sides = "a report.json, the folder of a run, or a folder of repeats";
  parser.add_option("base", options->base, sides)->required()->option_text("BASE");
  parser.add_option("new", options->changed, "the same")->required()->option_text("NEW");
  parser
      .add_option("--json", options->json,
                  "also write the comparison as JSON; - for stdout, instead of the table")
      ->option_text("FILE|-");
  parser
      .add_option("--min-effect", options->min_effect,
                  "smaller changes do not count; repeatable: 5% and 0.1ms of a time, 0.1pp of a ratio")
      ->option_text("LIMIT")
      ->take_all();
  parser.add_flag("--no-color", options->no_colour, "no colours on the terminal");
  parser.footer(
      "Compares quantiles of merged histograms and ratios with intervals; several repeats a side (three or "
      "more)\n"
      "show how far equal runs lie apart. Exit codes: 0 NEW is no worse, or there are too few samples to "
      "tell\n"
      "(the table says how many it takes); 1 NEW is worse; 2 the two are not comparable.");
  return [options] { return judge(*options); };
}

}  // namespace

extern const Command compare_command;
const Command compare_command{"compare", "is the run NEW worse than the run BASE?", prepare};

}  // namespace cxload::app
