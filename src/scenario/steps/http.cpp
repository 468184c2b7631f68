// http — any request to the portal, or to a place that the scenario names: send, judge, take something out.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/scenario/template.hpp>

#include "expectation.hpp"
#include "http_check.hpp"
#include "json_template.hpp"
#include "parse.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

constexpr auto methods =
    std::to_array<std::string_view>({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"});
constexpr auto fields = std::to_array<Field>({
    {"method", Form::word, "Left out: GET, or POST where there is a body.", false, nullptr, methods},
    {"path", Form::text, "On the portal of the deployment; columns and variables may stand in it."},
    {"url", Form::text, "Elsewhere: https://host/path; scheme and host are fixed."},
    {"name", Form::name, "The metric is http.NAME; left out: http.request."},
    {"headers", Form::map_of_text, "Further headers."},
    {"body", Form::text, "Sent as it is."},
    {"json", Form::custom, "Sent as JSON.", false, nullptr, {}, "{}"},
    {"form", Form::map_of_text, "Sent as an HTML form would be."},
    {"redirects", Form::flag, "false: a redirect is not followed, it is the answer."},
    {"timeout", Form::duration, "From start to the last byte; left out: 1m."},
    {"expect", Form::map, "What is a success; left out: a status below 300.", false, &http_expect_shape},
    {"extract",
     Form::custom,
     "Variables for later steps: {token: /jwt, id: {header: X-Id}, code: {regex: 'c=(\\d+)'}}.",
     false,
     nullptr,
     {},
     R"({"type": "object"})"},
    optional_field,
});
const Shape shape{"an http request", fields};

struct Plan {
  std::string method, url, name, body, content_type;
  std::optional<webphone::Json> json;
  std::vector<std::pair<std::string, std::string>> headers, form;
  std::optional<Duration> timeout;
  bool follows_redirects = true;
  std::optional<net::HttpUrl> place;
  HttpExpectation expected;
  std::vector<Extraction> extractions;
};

/// application/x-www-form-urlencoded (WHATWG URL 5).
std::string form_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          std::string_view("*-._").find(c) != std::string_view::npos;
    if (is_plain)
      out += c;
    else if (c == ' ')
      out += '+';
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

class HttpStep final : public PortalStep {
 public:
  explicit HttpStep(Plan plan) : plan_(std::move(plan)) {}

  std::string_view name() const override { return "http"; }
  std::vector<std::string> operations() const override { return {plan_.name}; }
  std::optional<net::HttpUrl> web_place() const override { return plan_.place; }

 private:
  bool needs_session() const override { return false; }

  net::Awaitable<Outcome<>> play(JourneyContext& context) const override {
    net::HttpRequest request = fill(context);
    const std::string what = fmt::format("{} {}", request.method, shown(request.url));
    const Outcome<net::HttpResponse> answer = co_await context.portal().send(plan_.name, std::move(request));
    if (!answer) co_return answer.error();
    const std::optional<Failure> wrong = judge(plan_.expected, what, *answer, context);
    if (wrong) co_return *wrong;
    co_return extract(plan_.extractions, *answer, context);
  }

  static std::string shown(std::string_view url) {
    return text::printable(url.substr(0, url.find('?')), 120);
  }

  net::HttpRequest fill(JourneyContext& context) const {
    net::HttpRequest request(plan_.method, context.expand(plan_.url));
    for (const auto& [name, value] : plan_.headers) request.headers.emplace_back(name, context.expand(value));
    request.content_type = plan_.content_type;
    request.body = context.expand(plan_.body);
    if (plan_.json) request.body = expand_json(*plan_.json, context).write();
    for (const auto& [name, value] : plan_.form)
      request.body.append(request.body.empty() ? "" : "&")
          .append(form_encoded(name) + "=" + form_encoded(context.expand(value)));
    request.follows_redirects = plan_.follows_redirects;
    request.timeout = plan_.timeout;
    return request;
  }

  Plan plan_;
};

std::vector<std::pair<std::string, std::string>> read_pairs(const Node* node, std::string_view what,
                                                            const StepContext& context) {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (node == nullptr) return pairs;
  if (!node->is_map())
    context.diagnostics.add(node->place, fmt::format("`{}` is a map of names and values", what));
  for (const Member& member : node->members) {
    if (!member.value.is_scalar() || member.value.text.find_first_of("\r\n") != std::string::npos)
      context.diagnostics.add(member.place, fmt::format("{} needs one line of text", member.key));
    check_step_placeholders(member.value, context);
    pairs.emplace_back(member.key, member.value.text);
  }
  return pairs;
}

/// Where it goes must be known before anything is sent: who may be asked is settled then.
void parse_place(MapReader& reader, const StepContext& context, Plan& plan) {
  if (reader.has("path") == reader.has("url") && !reader.has_unknown_key())
    reader.fail("url", "a request has either `path` (on the portal) or `url`");
  if (const Node* path = reader.find("path")) {
    plan.url = path->text;
    check_step_placeholders(*path, context);
    if (!plan.url.starts_with('/') || plan.url.starts_with("//"))
      reader.fail("path", "a path begins with one /");
  }
  const Node* url = reader.find("url");
  if (url == nullptr) return;
  plan.url = url->text;
  check_step_placeholders(*url, context);
  const std::string sample = expand_template(plan.url, [](std::string_view) { return std::string("x"); });
  std::optional<net::HttpUrl> place = net::parse_http_url(sample);
  const std::size_t authority = std::min(plan.url.find('/', 8), plan.url.size());
  if (!place || plan.url.substr(0, authority).find('{') != std::string::npos)
    return reader.fail("url", "`url` is https://host/path, its scheme and host fixed");
  place->target = "/";
  const Deployment& deployment = context.scenario.deployment;
  if (!place->is_secure && deployment.is_foreign(place->host))
    reader.fail("url", "http without TLS is for this machine only");
  tell_refused_web(*url, *place, deployment, context.diagnostics);
  plan.place = std::move(place);
}

void parse_body(MapReader& reader, const StepContext& context, Plan& plan) {
  const int bodies =
      (reader.has("body") ? 1 : 0) + (reader.has("json") ? 1 : 0) + (reader.has("form") ? 1 : 0);
  if (bodies > 1)
    reader.fail(reader.has("form") ? "form" : "json", "a request has one of `body`, `json` and `form`");
  plan.body = reader.text("body").value_or("");
  if (const Node* body = reader.find("body")) check_step_placeholders(*body, context);
  if (!plan.body.empty()) plan.content_type = "text/plain; charset=utf-8";
  if (const Node* json = reader.find("json")) {
    plan.json = read_json_template(*json, context);
    plan.content_type = "application/json";
  }
  plan.form = read_pairs(reader.find("form"), "form", context);
  if (reader.has("form")) plan.content_type = "application/x-www-form-urlencoded";
  plan.method = reader.word("method").value_or(bodies > 0 ? "POST" : "GET");
}

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  Plan plan;
  parse_place(reader, context, plan);
  parse_body(reader, context, plan);
  plan.name = reader.text("name").value_or("request");
  if (plan.name == "skipped") reader.fail("name", "http.skipped is a metric of its own");
  if (!is_name(plan.name))
    reader.fail("name", fmt::format("\"{}\" is not a name: small letters, digits, _ or -", plan.name));
  plan.headers = read_pairs(reader.find("headers"), "headers", context);
  const bool has_own_type = std::any_of(plan.headers.begin(), plan.headers.end(), [](const auto& header) {
    return text::iequals(header.first, "Content-Type");
  });
  if (has_own_type) plan.content_type.clear();
  plan.timeout = reader.duration("timeout");
  plan.follows_redirects = reader.flag("redirects").value_or(true);
  plan.expected = parse_http_expectation(reader.find("expect"), context);
  plan.extractions = parse_extractions(reader.find("extract"), context);
  return std::make_unique<HttpStep>(std::move(plan));
}

}  // namespace

extern const StepDescriptor http_step;
const StepDescriptor http_step{
    "http", "Any HTTP request, with expectations and variables.", &shape, {}, false, parse};

}  // namespace cxload::scenario
