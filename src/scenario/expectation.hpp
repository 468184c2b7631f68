/// Expectation: which final statuses are a success of a step (CONTRACT 2, "Expected is success").
#pragma once
#include <string_view>
#include <vector>

#include <cxload/base/failure.hpp>
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

/// `expect: {status: …}` of the options, or `usual`.
[[nodiscard]] Expectation parse_expectation(const Node& options, const Shape& shape, std::vector<int> usual,
                                            const StepContext& context);

extern const Shape expect_shape;  ///< of steps with a status and nothing else to judge

inline constexpr Field optional_field{"optional", Form::flag, "true: its failure does not end the journey."};

}  // namespace cxload::scenario
