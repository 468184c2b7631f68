// A user's last calls, as the platform saw them.
#include <unordered_map>

#include "handlers.hpp"

namespace cxload::standin::web {
namespace {

/// Names of the customer's phonebook by their numbers.
std::unordered_map<std::string, std::string> read_names(const Context& context) {
  std::unordered_map<std::string, std::string> names;
  for (const json::object& entry :
       context.store().find(store::phonebook, {{"customer_id", context.session->customer}}))
    for (const json::object& number :
         context.store().find(store::phonebook_numbers, {{"phonebook_id", store::number_in(entry, "id")}}))
      names.emplace(store::text_in(number, "number"), store::text_in(entry, "name"));
  return names;
}

}  // namespace

Reply list_history(Context& context) {
  const auto names = read_names(context);
  json::array shown;
  for (const PastCall& call : context.site.histories().of(context.session->username)) {
    if (context.faults.history_no_failed && call.result != "answered") continue;
    const auto name = names.find(call.number);
    shown.push_back({{"direction", call.is_outgoing ? "out" : "in"},
                     {"number", key_of(call.number)},
                     {"name", name == names.end() ? json::value(nullptr) : json::value(key_of(name->second))},
                     {"start", key_of(to_iso(call.start))},
                     {"duration", std::chrono::duration<double>(call.talk).count()},
                     {"result", key_of(call.result)}});
  }
  return reply_json(shown);
}

}  // namespace cxload::standin::web
