/// Contacts: the phonebook of the customer as the phone lists it (WP-PB).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <cxload/base/result.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/json.hpp>

namespace cxload::webphone {

struct ContactNumber {
  std::string id, name, number, extension;
};
struct Contact {
  std::string id, name, name_given, name_family, organization, type, category, source;
  std::vector<ContactNumber> numbers;
};

/// Failures: http.shape (no list), http.json_limit. Entries without what they must have are findings, and
/// kept.
[[nodiscard]] Outcome<std::vector<Contact>> read_contacts(const Json& value, Findings& findings);
/// Number or extension of an entry by its name (exact), to dial it; null: not listed.
[[nodiscard]] const Contact* find_contact(const std::vector<Contact>& contacts, std::string_view name);

/// WP-PB-1, -7: `name` with `number` is there. WP-PB-9: nothing of `foreign` is.
void judge_contact_listed(const std::vector<Contact>& contacts, std::string_view name,
                          std::string_view number, Findings& findings);
void judge_contact_absent(const std::vector<Contact>& contacts, std::string_view foreign_name,
                          Findings& findings);

}  // namespace cxload::webphone
