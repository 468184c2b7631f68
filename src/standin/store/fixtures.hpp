/// Fixtures: what a new stand-in is filled with: two customers, a template customer, and a button for every
/// rule.
#pragma once
#include <cxload/standin/config.hpp>

#include "store.hpp"

namespace cxload::standin::store {

inline constexpr Id first_customer = 1;
inline constexpr Id second_customer = 2;
inline constexpr Id template_customer = 3;
inline constexpr Id own_account = 1093;  ///< the operator's; every customer of his belongs to it

[[nodiscard]] std::string zone_of(const Config& config);      ///< the platform's own
[[nodiscard]] std::string web_host_of(const Config& config);  ///< Domain A
/// Failure: local.standin: `config.web.brand` or `config.web.rows` is no good.
Outcome<> fill(Store& store, const Config& config, WallTime wall);
[[nodiscard]] inline Id customer_of_account(std::string_view user) {
  return user.ends_with('9') ? second_customer : first_customer;
}
/// A SIP account of the settings as a row: names that end in 9 are the second customer's.
[[nodiscard]] json::object row_of_account(const std::string& user, const std::string& password);

}  // namespace cxload::standin::store
