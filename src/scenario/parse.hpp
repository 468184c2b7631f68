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

namespace cxload::scenario {

struct ParseContext {
  Scenario& scenario;
  Diagnostics& diagnostics;
  const LoadOptions& options;
  std::filesystem::path folder;  ///< where relative paths start
};

void parse_deployment(const Node* node, const ParseContext& context);
/// Keys that mean nothing to the embedded stand-in are a sign that `signalling` was forgotten. After the
/// groups.
void check_embedded_keys(const Node* deployment, const ParseContext& context);
/// Doors at a known address that nobody agreed to.
void tell_refused(const Node& node, const std::vector<DoorUrl>& doors, const Deployment& deployment,
                  Diagnostics& diagnostics);
void parse_pools(const Node* node, const ParseContext& context);
void parse_groups(const Node* node, const ParseContext& context);
void parse_journeys(const Node* node, const ParseContext& context);
void parse_load(const Node* node, const ParseContext& context);
void parse_search(const Node* node, const ParseContext& context);
void parse_thresholds(const Node* node, const ParseContext& context);

/// The members of a map of the user's names; ill-formed names are told and left out.
std::vector<const Member*> named_members(const Node* node, std::string_view what, Diagnostics& diagnostics);

/// Tells that `name` is not declared, and what may have been meant.
template <class Items>
void tell_undeclared(Place place, std::string_view what, std::string_view name, const Items& items,
                     Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const auto& item : items) names.push_back(item.name);
  diagnostics.add(place, std::string("there is no ") + std::string(what) + " \"" + std::string(name) + "\"" +
                             hint(name, names));
}

/// Placeholders of a text must be known: `columns` of the accounts, {unique}, or what `also` adds.
void check_placeholders(const Node& node, const AccountPool* pool, std::vector<std::string_view> also,
                        Diagnostics& diagnostics);

}  // namespace cxload::scenario
