/// The pieces of the parser: each reads one section of the document into the scenario. Called in this order,
/// so that each may look up what the earlier ones declared.
#pragma once
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <cxload/scenario/document.hpp>
#include <cxload/scenario/loader.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/scenario.hpp>
#include <cxload/scenario/step_registry.hpp>

namespace cxload::scenario {

struct ParseContext {
  Scenario& scenario;
  Diagnostics& diagnostics;
  const LoadOptions& options;
  std::filesystem::path folder;  ///< where relative paths start

  /// By --duration-scale; a year at most, as everything that can be written. A scale that cannot be is
  /// ignored: it was told already.
  [[nodiscard]] Duration scaled(Duration duration) const;
};

/// Of stages and steps: the sum of so many longest durations still fits a Duration.
inline constexpr std::size_t most_in_a_row = 100;

void parse_deployment(const Node* node, const ParseContext& context);
/// Keys that mean nothing to the embedded stand-in are a sign that `signalling` was forgotten. After the
/// groups.
void check_embedded_keys(const Node* deployment, const ParseContext& context);
/// Doors at a known address that nobody agreed to.
void tell_refused(const Node& node, const std::vector<DoorUrl>& doors, const Deployment& deployment,
                  Diagnostics& diagnostics);
void tell_refused_web(const Node& node, const net::HttpUrl& url, const Deployment& deployment,
                      Diagnostics& diagnostics);
/// The file that `node` names; faults point into it.
[[nodiscard]] webphone::SiteProfile read_site_profile(const Node& node, const ParseContext& context);
void parse_pools(const Node* node, const ParseContext& context);
void parse_lists(const Node* node, const ParseContext& context);
/// Reads a CSV file with a header into columns and rows.
void read_table(const Node& file, List& list, const ParseContext& context);
IceRules parse_ice(const Node& node, const ParseContext& context);
void parse_groups(const Node* node, const ParseContext& context);
void parse_journeys(const Node* node, const ParseContext& context);
void parse_load(const Node* node, const ParseContext& context);
void parse_search(const Node* node, const ParseContext& context);
void check_warmup(const Node* node, const ParseContext& context);  ///< after the load
void parse_events(const Node* node, const ParseContext& context);  ///< after the load
void check_limits(const Node& root, const ParseContext& context);  ///< after the load
void parse_thresholds(const Node* node, const ParseContext& context);

/// The members of a map of the user's names; ill-formed names are told and left out.
std::vector<const Member*> named_members(const Node* node, std::string_view what, Diagnostics& diagnostics);

/// Tells that `name` is not declared, and what may have been meant.
template <class Items>
void tell_undeclared(Place place, std::string_view what, std::string_view name, const Items& items,
                     Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  names.reserve(std::size(items));
  for (const auto& item : items) names.push_back(item.name);
  diagnostics.add(place, std::string("there is no ") + std::string(what) + " \"" + std::string(name) + "\"" +
                             hint(name, names));
}

/// The same of a step's text, for which {unique}, lists, and variables of earlier steps are known too.
void check_step_placeholders(const Node& node, const StepContext& context);

/// Placeholders of a text must be known: `columns` of the accounts, {unique}, or what `also` adds.
/// With `lists`, {list.column} too.
void check_placeholders(const Node& node, const AccountPool* pool, std::vector<std::string_view> also,
                        Diagnostics& diagnostics, const std::vector<List>* lists = nullptr);

}  // namespace cxload::scenario
