// portal.login — logs in and is told who the phone is; a phone of a group with `provision: true` is that from
// then on.
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/webphone/operations.hpp>

#include "expectation.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

namespace op = webphone::op;
using webphone::Flag;

constexpr std::array all_flags = {Flag::hide_uuid,      Flag::menu_right,        Flag::balance,
                                  Flag::edit_settings,  Flag::register_accounts, Flag::title_username,
                                  Flag::accept_payment, Flag::auto_answer,       Flag::otp_login};
constexpr auto expect_fields = std::to_array<Field>({
    {"status", Form::statuses, "Statuses of a login that is refused on purpose."},
    {"flags", Form::list_of_text, "Flags that are set: BALANCE, AUTO_ANSWER …"},
    {"no_flags", Form::list_of_text, "Flags that are not set."},
    {"menu", Form::list_of_text, "Ids of the menu's items: exactly these, from left to right."},
    {"brand", Form::text, "The brand's name."},
    {"balance", Form::text, "The balance, exactly: 5.00."},
    {"currency", Form::text, "Of the account."},
});
const Shape expect_shape_of_login{"what a login expects", expect_fields};
constexpr auto fields = std::to_array<Field>({
    {"expect", Form::map, "What is a success.", false, &expect_shape_of_login},
    optional_field,
});
const Shape shape{"portal.login", fields};

struct Expected {
  std::vector<int> statuses;
  std::vector<Flag> flags, no_flags;
  std::optional<std::vector<std::string>> menu;
  std::string brand, currency;
  std::optional<webphone::Money> balance;

  [[nodiscard]] bool is_about_provisioning() const {
    return !flags.empty() || !no_flags.empty() || menu || !brand.empty() || !currency.empty() || balance;
  }
};

Outcome<> judge(const Expected& expected, const webphone::Provisioning& told) {
  const auto wrong = [](std::string_view what, std::string_view seen, std::string_view wanted) {
    return Failure{"expect.provisioning",
                   fmt::format("{} is {}; expected {}", what,
                               seen.empty() ? "nothing" : text::printable(seen, 120), wanted)};
  };
  for (const Flag flag : expected.flags)
    if (!told.flags.has(flag))
      return wrong(fmt::format("flag {}", webphone::to_string(flag)), "not set", "it to be");
  for (const Flag flag : expected.no_flags)
    if (told.flags.has(flag))
      return wrong(fmt::format("flag {}", webphone::to_string(flag)), "set", "it not to be");
  std::vector<std::string> menu;
  for (const webphone::MenuItem& item : told.menu) menu.push_back(item.id);
  if (expected.menu && menu != *expected.menu)
    return wrong("the menu", fmt::format("{}", fmt::join(menu, ", ")),
                 fmt::format("{}", fmt::join(*expected.menu, ", ")));
  if (!expected.brand.empty() && told.brand_name != expected.brand)
    return wrong("the brand", told.brand_name, expected.brand);
  if (!expected.currency.empty() && told.currency != expected.currency)
    return wrong("the currency", told.currency, expected.currency);
  if (expected.balance && told.balance != expected.balance)
    return wrong("the balance", told.balance ? told.balance->text() : "", expected.balance->text());
  return {};
}

class LoginStep final : public PortalStep {
 public:
  explicit LoginStep(Expected expected) : expected_(std::move(expected)) {}

  std::string_view name() const override { return "portal.login"; }
  std::vector<std::string> operations() const override {
    return {std::string(op::login), std::string(op::prov)};
  }
  std::vector<std::string_view> needed_operations() const override { return {op::login}; }
  bool provisions() const override { return true; }

 private:
  bool needs_session() const override { return false; }

  net::Awaitable<Outcome<>> play(JourneyContext& context) const override {
    phone::Portal& portal = context.portal();
    const Outcome<> logged_in = co_await portal.log_in();
    if (!expected_.statuses.empty()) co_return judge_refusal(logged_in);
    if (!logged_in) co_return logged_in;
    const auto& told = portal.state().provisioning;
    if (!told && expected_.is_about_provisioning()) co_return webphone::not_mapped(op::prov);
    if (told) {
      const Outcome<> judged = judge(expected_, *told);
      if (!judged) co_return judged;
    }
    co_return co_await context.obey_provisioning();
  }

  Outcome<> judge_refusal(const Outcome<>& logged_in) const {
    const std::string kind = logged_in ? "http.200" : logged_in.error().kind;
    for (const int status : expected_.statuses)
      if (kind == fmt::format("http.{}", status)) return {};
    if (!logged_in && !kind.starts_with("http.")) return logged_in;
    return Failure{"expect.status", fmt::format("login came to {}; expected {}", kind.substr(5),
                                                fmt::join(expected_.statuses, ", "))};
  }

  Expected expected_;
};

std::vector<Flag> parse_flags(MapReader& reader, std::string_view key, const StepContext& context) {
  std::vector<Flag> flags;
  std::vector<std::string_view> words;
  for (const Flag flag : all_flags) words.push_back(webphone::to_string(flag));
  for (const Node* item : reader.scalars(key)) {
    const auto known = std::find(words.begin(), words.end(), item->text);
    if (known == words.end())
      context.diagnostics.add(item->place,
                              fmt::format("there is no flag \"{}\"{}", item->text, hint(item->text, words)));
    else
      flags.push_back(all_flags[static_cast<std::size_t>(known - words.begin())]);
  }
  return flags;
}

Expected parse_expected(const Node* node, const StepContext& context) {
  Expected expected;
  if (node == nullptr) return expected;
  MapReader reader(*node, expect_shape_of_login, context.diagnostics);
  expected.statuses = parse_statuses(reader, 200, 599, context);
  check_refusals(reader, expected.statuses, context);
  expected.flags = parse_flags(reader, "flags", context);
  expected.no_flags = parse_flags(reader, "no_flags", context);
  if (reader.has("menu")) expected.menu.emplace();
  for (const Node* item : reader.scalars("menu")) expected.menu->push_back(item->text);
  expected.brand = reader.text("brand").value_or("");
  expected.currency = reader.text("currency").value_or("");
  if (const auto balance = reader.text("balance")) {
    expected.balance = webphone::Money::parse(*balance);
    if (!expected.balance) reader.fail("balance", fmt::format("\"{}\" is no amount (5.00)", *balance));
  }
  return expected;
}

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  return std::make_unique<LoginStep>(parse_expected(reader.find("expect"), context));
}

}  // namespace

extern const StepDescriptor portal_login_step;
const StepDescriptor portal_login_step{
    "portal.login", "Logs in to the portal and fetches the provisioning.", &shape, {}, true, parse};

}  // namespace cxload::scenario
