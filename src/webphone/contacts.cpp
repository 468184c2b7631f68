#include <algorithm>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/contacts.hpp>

#include "shape.hpp"

namespace cxload::webphone {
namespace {

constexpr std::size_t most_contacts = 20'000, most_numbers = 200;

std::vector<ContactNumber> read_numbers(const Contact& contact, const Json* value, Findings& findings) {
  std::vector<ContactNumber> numbers;
  const auto* items = value == nullptr ? nullptr : value->if_list();
  if (items == nullptr) {
    if (value != nullptr && !value->is_null())
      findings.add("WP-PB-4", Level::must,
                   fmt::format("the numbers of a contact are {}", value->type_name()));
    return numbers;
  }
  for (const Json& item : *items) {
    if (numbers.size() == most_numbers) break;
    ContactNumber number{text_of(item, "id"), text_of(item, "name"), text_of(item, "number"),
                         text_of(item, "extension")};
    if (number.name.empty() || number.number.empty())
      findings.add(
          "WP-PB-5", Level::must,
          fmt::format("a number of '{}' has no name or no number", text::printable(contact.name, 60)));
    numbers.push_back(std::move(number));
  }
  return numbers;
}

Outcome<Contact> read_contact(const Json& item, Findings& findings) {
  if (item.if_object() == nullptr) return wrong_shape("a contact", "an object", item);
  Contact contact;
  contact.id = text_of(item, "id");
  contact.name = text_of(item, "name");
  contact.name_given = text_of(item, "name_given");
  contact.name_family = text_of(item, "name_family");
  contact.organization = text_of(item, "organization");
  contact.type = text_of(item, "type");
  contact.category = text_of(item, "category");
  contact.source = text_of(item, "source");
  if (contact.name.empty())
    findings.add("WP-PB-2", Level::must,
                 fmt::format("contact '{}' has no name", text::printable(contact.id, 40)));
  contact.numbers = read_numbers(contact, item.find("numbers"), findings);
  return contact;
}

}  // namespace

Outcome<std::vector<Contact>> read_contacts(const Json& value, Findings& findings) {
  return read_items<Contact>(value, {"the list of contacts", most_contacts, "WP-PB-10", Level::should},
                             findings, [&](const Json& item) { return read_contact(item, findings); });
}

const Contact* find_contact(const std::vector<Contact>& contacts, std::string_view name) {
  const auto at =
      std::find_if(contacts.begin(), contacts.end(), [&](const Contact& one) { return one.name == name; });
  return at == contacts.end() ? nullptr : &*at;
}

void judge_contact_listed(const std::vector<Contact>& contacts, std::string_view name,
                          std::string_view number, Findings& findings) {
  const Contact* contact = find_contact(contacts, name);
  if (contact == nullptr) {
    findings.add("WP-PB-1", Level::must,
                 fmt::format("'{}' is not among the contacts", text::printable(name, 60)));
    return;
  }
  const bool has_number = std::any_of(contact->numbers.begin(), contact->numbers.end(),
                                      [&](const ContactNumber& one) { return one.number == number; });
  if (!number.empty() && !has_number)
    findings.add(
        "WP-PB-10", Level::should,
        fmt::format("'{}' has no number {}", text::printable(name, 60), text::printable(number, 40)));
}

void judge_contact_absent(const std::vector<Contact>& contacts, std::string_view foreign_name,
                          Findings& findings) {
  if (find_contact(contacts, foreign_name) != nullptr)
    findings.add(
        "WP-PB-9", Level::should,
        fmt::format("'{}' of another customer is among the contacts", text::printable(foreign_name, 60)));
}

}  // namespace cxload::webphone
