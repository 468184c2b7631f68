// signup — a new customer signs up; from then on the phone is theirs.
#include <array>

#include <fmt/format.h>

#include <cxload/base/crypto.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/webphone/operations.hpp>
#include <cxload/webphone/signup.hpp>

#include "expectation.hpp"
#include "parse.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

namespace op = webphone::op;

constexpr auto form_fields = std::to_array<Field>({
    {"name", Form::text, "Left out: Load {unique}."},
    {"email", Form::text, "Left out: {unique}@example.com."},
    {"username", Form::text, "Left out: u{unique}."},
    {"password", Form::text, "Left out: one that nobody can guess."},
    {"currency", Form::text, "Left out: the portal's."},
});
const Shape form_shape{"a sign-up form", form_fields};
constexpr auto expect_fields = std::to_array<Field>({
    {"status", Form::statuses, "Statuses of a sign-up that is refused on purpose."},
    {"balance", Form::text, "The credit that comes with the account, exactly: 5.00."},
    {"html", Form::text, "The page of success, byte for byte."},
});
const Shape expect_shape_of_signup{"what a sign-up expects", expect_fields};
constexpr auto fields = std::to_array<Field>({
    {"form", Form::map, "What is written into the form; columns and {unique} may stand in it.", false,
     &form_shape},
    {"expect", Form::map, "What is a success.", false, &expect_shape_of_signup},
    optional_field,
});
const Shape shape{"signup", fields};

struct Plan {
  std::string name = "Load {unique}", email = "{unique}@example.com", username = "u{unique}";
  std::string password, currency;
  std::vector<int> refused_by;
  webphone::SignUpExpectation expected;
};

class SignupStep final : public PortalStep {
 public:
  explicit SignupStep(Plan plan) : plan_(std::move(plan)) {}

  std::string_view name() const override { return "signup"; }
  std::vector<std::string> operations() const override { return {std::string(op::signup)}; }
  std::vector<std::string_view> needed_operations() const override { return {op::signup}; }

 private:
  bool needs_session() const override { return false; }

  webphone::SignUpForm fill(JourneyContext& context) const {
    webphone::SignUpForm form;
    form.name = context.expand(plan_.name);
    form.email = context.expand(plan_.email);
    form.username = context.expand(plan_.username);
    form.password = plan_.password.empty() ? crypto::random_token(20) : context.expand(plan_.password);
    form.currency = context.expand(plan_.currency);
    return form;
  }

  net::Awaitable<Outcome<>> play(JourneyContext& context) const override {
    const webphone::SignUpForm form = fill(context);
    phone::Portal& portal = context.portal();
    portal.hide(form.password);
    const WallTime at = WallClock::now();
    const Outcome<net::HttpResponse> answer = co_await portal.run(std::string(op::signup), form.variables());
    if (!answer) co_return answer.error();
    webphone::Findings findings;
    if (!plan_.refused_by.empty()) {
      webphone::judge_refusal(answer->status, answer->body, plan_.expected.html.value_or(""), findings);
      co_return judge_refusal(*answer, findings);
    }
    if (answer->status < 300) {
      const Outcome<> typed = phone::check_json_type(*answer);
      if (!typed) co_return typed;
    }
    const Outcome<webphone::SignUpReply> reply =
        webphone::read_sign_up(answer->status, answer->body, findings);
    if (!reply) co_return reply.error();
    webphone::judge_sign_up(*reply, plan_.expected, at, findings);
    const Outcome<> judged = first_fault(findings, "expect.signup");
    if (!judged) co_return judged;
    phone::Account account;
    account.user = reply->username.empty() ? form.username : reply->username;
    account.password = form.password;
    account.display = form.name;
    const TimePoint sent = answer->sent;
    co_await context.become(std::move(account));
    portal.hide(form.password);
    portal.state().signed_up = sent;
    co_return Outcome<>();
  }

  Outcome<> judge_refusal(const net::HttpResponse& answer, const webphone::Findings& findings) const {
    for (const int status : plan_.refused_by)
      if (status == answer.status) return status < 300 ? Outcome<>() : first_fault(findings, "expect.signup");
    return Failure{"expect.status",
                   fmt::format("the sign-up was answered {}; it should have been refused", answer.status)};
  }

  Plan plan_;
};

void parse_form(const Node* node, const StepContext& context, Plan& plan) {
  if (node == nullptr) return;
  MapReader reader(*node, form_shape, context.diagnostics);
  plan.name = reader.text("name").value_or(plan.name);
  plan.email = reader.text("email").value_or(plan.email);
  plan.username = reader.text("username").value_or(plan.username);
  plan.password = reader.text("password").value_or("");
  plan.currency = reader.text("currency").value_or("");
  for (const Member& member : node->members)
    if (member.value.is_scalar()) check_step_placeholders(member.value, context);
}

void parse_expected(const Node* node, const StepContext& context, Plan& plan) {
  if (node == nullptr) return;
  MapReader reader(*node, expect_shape_of_signup, context.diagnostics);
  plan.refused_by = parse_statuses(reader, 400, 599, context);
  plan.expected.html = reader.text("html");
  if (const auto balance = reader.text("balance")) {
    plan.expected.credit = webphone::Money::parse(*balance);
    if (!plan.expected.credit) reader.fail("balance", fmt::format("\"{}\" is no amount (5.00)", *balance));
  }
}

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  Plan plan;
  parse_form(reader.find("form"), context, plan);
  parse_expected(reader.find("expect"), context, plan);
  check_permission(options, Permission::signup, "signup", context);
  return std::make_unique<SignupStep>(std::move(plan));
}

}  // namespace

extern const StepDescriptor signup_step;
const StepDescriptor signup_step{
    "signup", "Signs a new customer up; the phone is theirs from then on.", &shape, {}, true, parse};

}  // namespace cxload::scenario
