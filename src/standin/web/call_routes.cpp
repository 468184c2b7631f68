#include "call_routes.hpp"

#include <algorithm>

#include "../store/fixtures.hpp"

namespace cxload::standin::web {

void CallRoutes::refresh() {
  customers_.clear();
  prefixes_.clear();
  for (const auto& customer : store_.find(store::customers)) read_routes(store::number_in(customer, "id"));
  for (const auto& user : store_.find(store::sip_users))
    customers_[store::text_in(user, "username")] = store::number_in(user, "customer_id");
}

void CallRoutes::read_routes(store::Id customer) {
  std::vector<std::string> prefixes;
  for (const auto& route : store_.find(store::routes, {{"customer_id", customer}}))
    prefixes.push_back(store::text_in(route, "prefix"));
  const bool leads_everywhere = std::find(prefixes.begin(), prefixes.end(), "") != prefixes.end();
  if (leads_everywhere) {
    prefixes_.erase(customer);
  } else {
    prefixes_[customer] = std::move(prefixes);
  }
}

void CallRoutes::add(const std::string& user, store::Id customer) {
  customers_[user] = customer;
  read_routes(customer);
}

bool CallRoutes::allow(const std::string& user, std::string_view number) const {
  const auto known = customers_.find(user);
  const auto limits =
      prefixes_.find(known == customers_.end() ? store::customer_of_account(user) : known->second);
  if (limits == prefixes_.end() || number.starts_with('*')) return true;
  if (number.starts_with('+')) number.remove_prefix(1);
  return std::any_of(limits->second.begin(), limits->second.end(),
                     [&](const std::string& prefix) { return number.starts_with(prefix); });
}

}  // namespace cxload::standin::web
