/// Expectation: which final statuses are a success of a step (CONTRACT 2, "Expected is success").
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <cxload/base/failure.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/shape.hpp>
#include <cxload/scenario/step_registry.hpp>

namespace cxload::scenario {

struct Expectation {
  std::vector<int> statuses;
  bool is_given = false;  ///< by the scenario; otherwise the step's own

  [[nodiscard]] bool is_met_by(int status) const;
  /// A 3xx is what the scenario wants to see, so nobody follows it.
  [[nodiscard]] bool names_redirect() const;
  /// Kind "expect.status" when the scenario asked for something else, "sip.<status>" when nobody did.
  [[nodiscard]] Failure failure(std::string_view method, int status, std::string_view reason) const;
};

/// `status` of what a step expects; one or a list.
[[nodiscard]] std::vector<int> parse_statuses(MapReader& reader, std::uint64_t low, std::uint64_t high,
                                              const StepContext& context);
/// Refused credentials are something that a deployment of others must allow.
void check_refusals(MapReader& reader, const std::vector<int>& statuses, const StepContext& context);
/// A map of texts, which may hold placeholders.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_texts(const Node& node,
                                                                           std::string_view otherwise,
                                                                           const StepContext& context);

/// `expect: {status: …}` of the options, or `usual`.
[[nodiscard]] Expectation parse_expectation(const Node& options, const Shape& shape, std::vector<int> usual,
                                            const StepContext& context);

extern const Shape expect_shape;  ///< of steps with a status and nothing else to judge

inline constexpr Field optional_field{"optional", Form::flag, "true: its failure does not end the journey."};

}  // namespace cxload::scenario
