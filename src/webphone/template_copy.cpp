// The template customer against a customer made from it, field by field (WP-TMPL).
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/date_time.hpp>
#include <cxload/webphone/signup.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

/// What identifies a customer is not copied.
constexpr auto identity = std::to_array<std::string_view>(
    {"id", "name", "email", "username", "password", "contacts", "contact", "sip_users", "users", "account_id",
     "balance", "created", "updated", "status", "is_template", "portal_username", "portal_password"});

struct Part {
  std::string_view name;
  std::string_view row;
};
constexpr auto parts = std::to_array<Part>({{"routes", "WP-TMPL-ROUTE-1"},
                                            {"payments", "WP-TMPL-PAY-1"},
                                            {"alerts", "WP-TMPL-ALERT-1"},
                                            {"packages", "WP-TMPL-PKG-1"},
                                            {"contracts", "WP-TMPL-CONTR-1"}});

/// New in every copy of a record, so no difference.
constexpr auto own = std::to_array<std::string_view>(
    {"id", "customer_id", "created", "updated", "signed", "signed_at", "signed_by", "last_sent", "next_due"});

template <std::size_t N>
bool has(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_part(std::string_view name) {
  return std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return part.name == name; });
}

/// A record as it should be copied.
Json comparable(const Json& record) {
  const auto* members = record.if_object();
  if (members == nullptr) return record;
  Json::Object kept;
  for (const Json::Member& member : *members)
    if (!has(own, member.name)) kept.push_back(member);
  return kept;
}

void judge_fields(const Json& from, const Json& to, Findings& findings) {
  for (const Json::Member& member : *from.if_object()) {
    if (has(identity, member.name) || is_part(member.name)) continue;
    const Json* copied = to.find(member.name);
    if (copied == nullptr || !(*copied == member.value))
      findings.add("WP-TMPL-FIELD-1", Level::must,
                   fmt::format("{} of the template was not copied", text::printable(member.name, 60)));
  }
}

void judge_payment_dates(const Json::List& payments, WallTime made_at, Findings& findings) {
  constexpr std::chrono::seconds on_time{60};
  for (const Json& payment : payments) {
    const auto created = parse_date_time(text_of(payment, "created"));
    if (!created || std::chrono::abs(*created - made_at) > on_time)
      findings.add("WP-TMPL-PAY-2", Level::must, "a payment of the template is not dated at the sign-up");
  }
}

/// A copy is a record of its own: the same id on both sides is the template's record, shared.
void judge_independence(std::string_view part, const Json& from, const Json& to, Findings& findings) {
  const std::string id = text_of(from, "id");
  if (!id.empty() && id == text_of(to, "id"))
    findings.add("WP-TMPL-ISO-1", Level::should,
                 fmt::format("a record of {} is shared with the template", part));
}

void judge_part(const Part& part, const Json& from, const Json& to, WallTime made_at, Findings& findings) {
  const Json* source = from.find(part.name);
  const Json* target = to.find(part.name);
  const auto* items = source == nullptr ? nullptr : source->if_list();
  if (items == nullptr) return;  // not known about the template
  const auto* copies = target == nullptr ? nullptr : target->if_list();
  if (copies == nullptr || copies->size() != items->size()) {
    findings.add(part.row, Level::must,
                 fmt::format("the template has {} of {}, the copy {}", items->size(), part.name,
                             copies == nullptr ? 0 : copies->size()));
    return;
  }
  for (std::size_t i = 0; i < items->size(); ++i) {
    if (!(comparable((*items)[i]) == comparable((*copies)[i])))
      findings.add(part.row, Level::must,
                   fmt::format("number {} of {} differs from the template", i + 1, part.name));
    judge_independence(part.name, (*items)[i], (*copies)[i], findings);
    if (part.name == "contracts" && truth_of((*copies)[i], "signed"))
      findings.add(part.row, Level::must, "a contract is signed already in a new account");
  }
  if (part.name == "payments") judge_payment_dates(*copies, made_at, findings);
}

}  // namespace

void judge_template_copy(const Json& template_customer, const Json& customer, WallTime made_at,
                         Findings& findings) {
  if (template_customer.if_object() == nullptr || customer.if_object() == nullptr) {
    findings.add("WP-TMPL-1", Level::must, fmt::format("the new customer is {}", customer.type_name()));
    return;
  }
  judge_fields(template_customer, customer, findings);
  for (const Part& part : parts) judge_part(part, template_customer, customer, made_at, findings);
}

}  // namespace cxload::webphone
