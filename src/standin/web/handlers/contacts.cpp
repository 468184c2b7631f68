// The customer's phonebook, as his phones see it; and the operator's side of it.
#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

json::array numbers_of(const Context& context, store::Id entry) {
  json::array numbers;
  for (json::object& number : context.store().find(store::phonebook_numbers, {{"phonebook_id", entry}})) {
    number.erase("phonebook_id");
    numbers.emplace_back(std::move(number));
  }
  return numbers;
}

json::object show(const Context& context, json::object entry) {
  entry.erase("customer_id");
  entry["source"] = "server";
  entry["numbers"] = numbers_of(context, store::number_in(entry, "id"));
  return entry;
}

/// The entry in the path, if it is that customer's.
std::optional<json::object> find_entry(const Context& context) {
  auto entry = context.store().get(store::phonebook, context.id("entry"));
  return entry && store::number_in(*entry, "customer_id") == context.id() ? entry : std::nullopt;
}

}  // namespace

Reply list_contacts(Context& context) {
  json::array shown;
  auto entries = context.faults.contacts_foreign
                     ? context.store().find(store::phonebook)
                     : context.store().find(store::phonebook, {{"customer_id", context.session->customer}});
  for (json::object& entry : entries) shown.emplace_back(show(context, std::move(entry)));
  if (context.faults.contacts_stale && !shown.empty()) shown.erase(shown.end() - 1);
  return reply_json(shown);
}

Reply admin_phonebook(Context& context) {
  if (!context.store().get(store::customers, context.id())) return refuse(404, "there is no such customer");
  if (context.request.method == "GET") {
    json::array shown;
    for (json::object& entry : context.store().find(store::phonebook, {{"customer_id", context.id()}}))
      shown.emplace_back(show(context, std::move(entry)));
    return reply_json(shown);
  }
  Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  (*body)["customer_id"] = context.id();
  if (context.faults.contacts_no_validation && store::text_in(*body, "name").empty()) (*body)["name"] = "?";
  return reply_written(context, store::phonebook, context.store().insert(store::phonebook, *body), 201);
}

Reply admin_phonebook_numbers(Context& context) {
  if (!find_entry(context)) return refuse(404, "there is no such entry");
  if (context.request.method == "GET") return reply_json(numbers_of(context, context.id("entry")));
  Answer<json::object> body = read_object(context.request);
  if (!body) return body.error();
  (*body)["phonebook_id"] = context.id("entry");
  if (context.faults.contacts_no_validation && store::text_in(*body, "name").empty()) (*body)["name"] = "?";
  return reply_written(context, store::phonebook_numbers,
                       context.store().insert(store::phonebook_numbers, *body), 201);
}

}  // namespace cxload::standin::web
