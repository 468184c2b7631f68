// What has to be alike before figures may stand side by side.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cxload/base/text.hpp>
#include <cxload/compare/comparison.hpp>

namespace cxload::compare {
namespace {

using result::RunResult;

std::string unusable_because(const RunResult& run) {
  if (run.validity.status == result::ValidityStatus::invalid)
    return "invalid: its generator was the bottleneck";
  switch (run.verdict.status) {
    case result::VerdictStatus::invalid:
      return "invalid: its generator was the bottleneck";
    case result::VerdictStatus::unreachable:
      return "unreachable: not one answer came";
    case result::VerdictStatus::incomplete:
      return "incomplete: it still runs or was killed";
    case result::VerdictStatus::aborted:
      return "aborted: it was interrupted";
    default:
      return {};
  }
}

std::set<std::string> journeys_of(const RunResult& run) {
  std::set<std::string> names;
  for (const auto& [name, counts] : run.journeys) names.insert(name);
  return names;
}

/// The sections of a scenario that say how much load there is, each from its key to the next one, comments
/// and blank lines left out.
std::string load_section(std::string_view scenario) {
  std::string section;
  bool is_inside = false;
  while (!scenario.empty()) {
    const std::string_view line = scenario.substr(0, scenario.find('\n'));
    scenario.remove_prefix(std::min(line.size() + 1, scenario.size()));
    const std::string_view content = text::trim(line.substr(0, line.find(" #")));
    if (content.empty() || content.starts_with('#')) continue;
    if (line.front() != ' ' && line.front() != '-')
      is_inside = line.starts_with("load:") || line.starts_with("search:");
    if (is_inside) section.append(content).append("\n");
  }
  return section;
}

/// What the command line changed about the load.
std::string load_options(std::string_view command) {
  std::string options;
  const std::vector<std::string_view> words = text::split(command, ' ');
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (word.starts_with('\'')) word.remove_prefix(1);
    const bool sets_load = word.starts_with("load.") || word.starts_with("load=") ||
                           word.starts_with("--set=load.") || word.starts_with("--set=load=");
    if (sets_load || word.starts_with("--duration-scale="))
      options.append(word).append(" ");
    else if (word == "--duration-scale" && i + 1 < words.size())
      options.append("--duration-scale=").append(words[i + 1]).append(" ");
  }
  return options;
}

void add_unlike(std::vector<std::string>& reasons, const RunResult& first, const RunResult& other,
                const std::string& path) {
  const auto shown = [](std::string_view name) { return text::printable(name, 100); };
  if (first.run.name != other.run.name)
    reasons.push_back(fmt::format("{}: its scenario is \"{}\", not \"{}\"", path, shown(other.run.name),
                                  shown(first.run.name)));
  else if (journeys_of(first) != journeys_of(other))
    reasons.push_back(fmt::format("{}: its journeys are {}, not {}", path,
                                  shown(fmt::format("{}", fmt::join(journeys_of(other), ", "))),
                                  shown(fmt::format("{}", fmt::join(journeys_of(first), ", ")))));
  else if (load_section(first.run.scenario_text) != load_section(other.run.scenario_text) ||
           load_options(first.run.command) != load_options(other.run.command))
    reasons.push_back(path + ": its load is another one (section `load`, --set load.… or --duration-scale)");
}

}  // namespace

std::vector<std::string> reasons_against(const Side& base, const Side& changed) {
  std::vector<std::string> reasons;
  for (const Side* side : {&base, &changed}) {
    for (std::size_t i = 0; i < side->runs.size(); ++i) {
      if (const std::string why = unusable_because(side->runs[i]); !why.empty())
        reasons.push_back(fmt::format("{}: the run is {}", side->paths[i], why));
      add_unlike(reasons, base.runs.front(), side->runs[i], side->paths[i]);
    }
  }
  return reasons;
}

}  // namespace cxload::compare
