// payment — pays into the account, or redeems a voucher.
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/webphone/operations.hpp>
#include <cxload/webphone/payment.hpp>

#include "expectation.hpp"
#include "parse.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

namespace op = webphone::op;
using webphone::Json;
using webphone::Money;

constexpr auto expect_fields = std::to_array<Field>({
    {"status", Form::text, "What becomes of it: Completed, Pending; or the HTTP status of a refusal: 422."},
    {"balance", Form::text, "The balance afterwards, exactly: 15.00."},
});
const Shape expect_shape_of_payment{"what a payment expects", expect_fields};
constexpr auto fields = std::to_array<Field>({
    {"method", Form::text, "Gateway: stripe."},
    {"amount", Form::text, "How much: 10.00."},
    {"currency", Form::text, "Left out: the account's."},
    {"token", Form::text, "What the gateway gave for the card."},
    {"voucher", Form::text, "A code, in place of all these."},
    {"expect", Form::map, "What is a success; left out: Completed.", false, &expect_shape_of_payment},
    optional_field,
});
const Shape shape{"payment", fields};

struct Plan {
  std::string method, currency, token, voucher;
  Money amount;
  std::string status = "Completed";
  std::optional<Money> balance;
};

class PaymentStep final : public PortalStep {
 public:
  explicit PaymentStep(Plan plan) : plan_(std::move(plan)) {}

  std::string_view name() const override { return "payment"; }
  std::vector<std::string> operations() const override {
    return {std::string(operation()), std::string(op::balance)};
  }
  std::vector<std::string_view> needed_operations() const override { return {operation()}; }

 private:
  [[nodiscard]] std::string_view operation() const {
    return plan_.voucher.empty() ? op::payment_create : op::voucher;
  }

  net::Awaitable<Outcome<>> play(JourneyContext& context) const override {
    phone::Portal& portal = context.portal();
    Outcome<std::optional<Money>> before = co_await ask_balance(portal);
    if (!before) co_return before.error();
    const Outcome<net::HttpResponse> answer = co_await portal.run(std::string(operation()), fill(context));
    if (!answer) co_return answer.error();
    if (std::to_string(answer->status) == plan_.status) co_return co_await check_balance(portal, *before);
    if (answer->status >= 300) co_return phone::refused(portal, "the payment", *answer);
    const Outcome<> typed = phone::check_json_type(*answer);
    if (!typed) co_return typed;
    const Outcome<Json> document = webphone::parse_json(answer->body);
    if (!document) co_return document.error();
    if (!plan_.voucher.empty()) co_return co_await check_balance(portal, std::nullopt);
    const Outcome<webphone::PaymentRecord> record = webphone::read_payment(*document);
    if (!record) co_return record.error();
    if (record->status != plan_.status)
      co_return Failure{"expect.payment", fmt::format("the payment is {}; expected {}",
                                                      text::printable(record->status, 40), plan_.status)};
    const Outcome<std::optional<Money>> after = co_await ask_balance(portal);
    if (!after) co_return after.error();
    webphone::Findings findings;
    webphone::judge_payment(*record, plan_.amount, *before, *after ? *after : record->balance, findings);
    const Outcome<> kept = first_fault(findings, "expect.payment");
    if (!kept) co_return kept;
    co_return judge_balance(*after ? *after : record->balance);
  }

  Json fill(JourneyContext& context) const {
    Json variables;
    if (!plan_.voucher.empty()) {
      variables.set("code", context.expand(plan_.voucher));
      return variables;
    }
    const auto& told = context.portal().state().provisioning;
    variables.set("method", context.expand(plan_.method));
    variables.set("amount", static_cast<double>(plan_.amount.count()) / 10'000);
    variables.set("currency",
                  plan_.currency.empty() && told ? told->currency : context.expand(plan_.currency));
    if (!plan_.token.empty()) variables.set("token", context.expand(plan_.token));
    return variables;
  }

  /// Nothing where the site does not say.
  static net::Awaitable<Outcome<std::optional<Money>>> ask_balance(phone::Portal& portal) {
    if (!portal.is_mapped(op::balance)) co_return std::optional<Money>();
    const Outcome<Json> document = co_await portal.fetch(std::string(op::balance), Json());
    if (!document) co_return document.error();
    const Outcome<webphone::Balance> balance = webphone::read_balance(*document);
    if (!balance) co_return balance.error();
    co_return std::optional<Money>(balance->amount);
  }

  /// After a refusal it must be what it was.
  net::Awaitable<Outcome<>> check_balance(phone::Portal& portal, std::optional<Money> before) const {
    const Outcome<std::optional<Money>> after = co_await ask_balance(portal);
    if (!after) co_return after.error();
    if (before && *after && *before != **after)
      co_return Failure{"expect.payment",
                        fmt::format("the payment was refused, and the balance went from {} to {}",
                                    before->text(), (*after)->text())};
    co_return judge_balance(*after);
  }

  Outcome<> judge_balance(std::optional<Money> after) const {
    if (!plan_.balance || after == plan_.balance) return {};
    return Failure{"expect.payment", fmt::format("the balance is {}; expected {}",
                                                 after ? after->text() : "not told", plan_.balance->text())};
  }

  Plan plan_;
};

std::optional<Money> read_money(MapReader& reader, std::string_view key) {
  const auto text = reader.text(key);
  if (!text) return std::nullopt;
  const auto money = Money::parse(*text);
  if (!money) reader.fail(key, fmt::format("\"{}\" is no amount (5.00)", *text));
  return money;
}

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  Plan plan;
  plan.method = reader.text("method").value_or("");
  plan.currency = reader.text("currency").value_or("");
  plan.token = reader.text("token").value_or("");
  plan.voucher = reader.text("voucher").value_or("");
  plan.amount = read_money(reader, "amount").value_or(Money());
  for (const std::string_view key : {"method", "currency", "token", "voucher"})
    if (const Node* text = reader.find(key)) check_step_placeholders(*text, context);
  if (reader.has("voucher") && (reader.has("method") || reader.has("amount")))
    reader.fail("voucher", "a payment is by `voucher`, or by `method` and `amount`");
  if (!reader.has("voucher") && (!reader.has("method") || !reader.has("amount")) && !reader.has_unknown_key())
    context.diagnostics.add(options.place, "a payment needs `method` and `amount`, or `voucher`");
  if (const Node* expect = reader.find("expect")) {
    MapReader wanted(*expect, expect_shape_of_payment, context.diagnostics);
    plan.status = wanted.text("status").value_or("Completed");
    plan.balance = read_money(wanted, "balance");
  }
  check_permission(options, Permission::payment, "payment", context);
  return std::make_unique<PaymentStep>(std::move(plan));
}

}  // namespace

extern const StepDescriptor payment_step;
const StepDescriptor payment_step{
    "payment", "Pays into the account, or redeems a voucher.", &shape, {}, false, parse};

}  // namespace cxload::scenario
