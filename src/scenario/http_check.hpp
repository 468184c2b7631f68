/// What a step expects of an HTTP answer, and what it takes out of it.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <cxload/scenario/step_registry.hpp>
#include <cxload/webphone/json.hpp>
#include <cxload/webphone/json_pointer.hpp>

namespace re2 {
class RE2;
}

namespace cxload::scenario {

struct HttpExpectation {
  std::vector<int> statuses;  ///< empty: any below 300
  std::vector<std::pair<std::string, std::string>> headers;
  std::vector<std::pair<webphone::JsonPointer, webphone::Json>> json;
  std::string contains;
  std::string type;
};
extern const Shape http_expect_shape;
/// Null node: the usual one.
[[nodiscard]] HttpExpectation parse_http_expectation(const Node* node, const StepContext& context);
/// Why the answer to `what` will not do; secrets are masked.
[[nodiscard]] std::optional<Failure> judge(const HttpExpectation& expected, std::string_view what,
                                           const net::HttpResponse& response, JourneyContext& context);

/// `name: /pointer`, `name: {header: X}`, `name: {regex: …}`.
struct Extraction {
  std::string name;
  std::optional<webphone::JsonPointer> pointer;
  std::string header;
  std::shared_ptr<const re2::RE2> regex;
};
/// The names are known to later steps from here on.
[[nodiscard]] std::vector<Extraction> parse_extractions(const Node* node, const StepContext& context);
/// Into the variables of the journey. Failure: expect.extract, http.json.
[[nodiscard]] Outcome<> extract(const std::vector<Extraction>& extractions, const net::HttpResponse& response,
                                JourneyContext& context);
/// A variable from outside; false: it holds what no line of text may hold, or is too long.
[[nodiscard]] bool set_variable(std::string_view name, std::string value, JourneyContext& context);
/// Makes the name known to later steps.
void declare_variable(const std::string& name, const StepContext& context);

}  // namespace cxload::scenario
