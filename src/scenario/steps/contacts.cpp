// contacts — the phonebook of the customer, as the phone lists it.
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/scenario/map_reader.hpp>
#include <cxload/webphone/contacts.hpp>
#include <cxload/webphone/operations.hpp>

#include "expectation.hpp"
#include "parse.hpp"
#include "portal_step.hpp"

namespace cxload::scenario {
namespace {

namespace op = webphone::op;

constexpr auto expect_fields = std::to_array<Field>({
    {"count", Form::whole, "So many contacts."},
    {"listed", Form::map_of_text, "Contacts that are there, each with one of its numbers."},
    {"absent", Form::list_of_text, "Contacts that are not there: somebody else's."},
});
const Shape expect_shape_of_contacts{"what contacts should hold", expect_fields};
constexpr auto fields = std::to_array<Field>({
    {"expect", Form::map, "What is a success; left out: a list that keeps the rules.", false,
     &expect_shape_of_contacts},
    optional_field,
});
const Shape shape{"contacts", fields};

struct Expected {
  std::optional<std::uint64_t> count;
  std::vector<std::pair<std::string, std::string>> listed;
  std::vector<std::string> absent;
};

class ContactsStep final : public PortalStep {
 public:
  explicit ContactsStep(Expected expected) : expected_(std::move(expected)) {}

  std::string_view name() const override { return "contacts"; }
  std::vector<std::string> operations() const override { return {std::string(op::contacts_list)}; }
  std::vector<std::string_view> needed_operations() const override { return {op::contacts_list}; }

 private:
  net::Awaitable<Outcome<>> play(JourneyContext& context) const override {
    phone::Portal& portal = context.portal();
    const Outcome<webphone::Json> document =
        co_await portal.fetch(std::string(op::contacts_list), webphone::Json());
    if (!document) co_return document.error();
    const webphone::Json* where =
        webphone::result(*portal.profile().find(op::contacts_list), "contacts", *document);
    webphone::Findings findings;
    const Outcome<std::vector<webphone::Contact>> contacts =
        webphone::read_contacts(where == nullptr ? webphone::Json() : *where, findings);
    if (!contacts) co_return contacts.error();
    if (expected_.count && contacts->size() != *expected_.count)
      co_return Failure{"expect.contacts",
                        fmt::format("{} contacts; expected {}", contacts->size(), *expected_.count)};
    for (const auto& [name, number] : expected_.listed)
      webphone::judge_contact_listed(*contacts, context.expand(name), context.expand(number), findings);
    for (const std::string& name : expected_.absent)
      webphone::judge_contact_absent(*contacts, context.expand(name), findings);
    co_return first_fault(findings, "expect.contacts");
  }

  Expected expected_;
};

std::unique_ptr<Step> parse(const Node& options, const StepContext& context) {
  MapReader reader(options, shape, context.diagnostics);
  Expected expected;
  if (const Node* expect = reader.find("expect")) {
    MapReader wanted(*expect, expect_shape_of_contacts, context.diagnostics);
    expected.count = wanted.whole("count", 0, 1'000'000);
    if (const Node* listed = wanted.find("listed"))
      expected.listed = parse_texts(*listed, "`listed` is a map of names and numbers", context);
    for (const Node* item : wanted.scalars("absent")) {
      check_step_placeholders(*item, context);
      expected.absent.push_back(item->text);
    }
  }
  return std::make_unique<ContactsStep>(std::move(expected));
}

}  // namespace

extern const StepDescriptor contacts_step;
const StepDescriptor contacts_step{"contacts", "Fetches the phonebook.", &shape, {}, true, parse};

}  // namespace cxload::scenario
