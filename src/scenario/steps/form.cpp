// form — fetches a form, fills it in and sends it; no chain follows: only a button starts one.
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/webphone/form.hpp>
#include <cxload/webphone/operations.hpp>

#include "expectation.hpp"
#include "http_check.hpp"
#include "json_template.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

namespace op = webphone::op;
using webphone::Json;

constexpr auto fields = std::to_array<Field>({
    {"id", Form::whole, "Of the form.", true},
    {"values", Form::custom, "What is typed: field and value.", false, nullptr, {}, R"({"type": "object"})"},
    {"expect", Form::map, "What is a success; left out: a status below 300.", false, &http_expect_shape},
    {"extract",
     Form::custom,
     "Variables out of the answer, as in `http`.",
     false,
     nullptr,
     {},
     R"({"type": "object"})"},
    optional_field,
});
const Shape shape{"a form", fields};

struct Plan {
  std::int64_t id = 0;
  Json values{Json::Object{}};
  HttpExpectation expected;
  std::vector<Extraction> extractions;
};

class FormStep final : public PortalStep {
 public:
  explicit FormStep(Plan plan) : plan_(std::move(plan)) {}

  std::string_view name() const override { return "form"; }
  std::vector<std::string> operations() const override {
    return {std::string(op::form_get), std::string(op::form_submit)};
  }
  std::vector<std::string_view> needed_operations() const override { return {op::form_get, op::form_submit}; }

 private:
  net::Awaitable<Outcome<>> play(JourneyContext& context) const override {
    phone::Portal& portal = context.portal();
    Json variables;
    variables.set("id", plan_.id);
    const Outcome<Json> document = co_await portal.fetch(std::string(op::form_get), variables);
    if (!document) co_return document.error();
    const Json* where = webphone::result(*portal.profile().find(op::form_get), "form", *document);
    webphone::Findings findings;
    Outcome<webphone::Form> form = webphone::read_form(where == nullptr ? Json() : *where, findings);
    if (!form) co_return form.error();
    webphone::OpenedForm opened =
        webphone::open_form(std::move(*form), nullptr, portal.profile().readings, findings);
    std::vector<webphone::FieldProblem> problems =
        webphone::fill_in(opened, expand_json(plan_.values, context));
    if (problems.empty()) problems = webphone::validate(opened);
    if (!problems.empty())
      co_return Failure{"expect.form",
                        fmt::format("form {} cannot be sent: {} ({})", plan_.id,
                                    text::printable(problems.front().sentence, 160), problems.front().row)};
    variables.set("values", opened.values);
    const Outcome<net::HttpResponse> answer =
        co_await portal.run(std::string(op::form_submit), std::move(variables));
    if (!answer) co_return answer.error();
    const std::optional<Failure> wrong =
        judge(plan_.expected, fmt::format("form {}", plan_.id), *answer, context);
    if (wrong) co_return *wrong;
    co_return extract(plan_.extractions, *answer, context);
  }

  Plan plan_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  Plan plan;
  plan.id = static_cast<std::int64_t>(reader.whole("id", 1, 1'000'000'000'000).value_or(1));
  const Node* values = reader.find("values");
  if (values != nullptr && !values->is_map()) reader.fail("values", "`values` is a map of fields and values");
  if (values != nullptr) plan.values = read_json_template(*values, context);
  plan.expected = parse_http_expectation(reader.find("expect"), context);
  plan.extractions = parse_extractions(reader.find("extract"), context);
  return std::make_unique<FormStep>(std::move(plan));
}

}  // namespace

extern const StepDescriptor form_step;
const StepDescriptor form_step{"form", "Fills a form in and sends it.", &shape, {}, false, parse};

}  // namespace cxload::scenario
