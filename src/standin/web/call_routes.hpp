/// CallRoutes: where users may call: the prefixes of their customers' routes.
#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "../store/store.hpp"

namespace cxload::standin::web {

/// Threads: one. Knows only whoever may not call everywhere.
class CallRoutes {
 public:
  explicit CallRoutes(store::Store& store) : store_(store) {}

  void refresh();  ///< customers, users or routes changed
  void add(const std::string& user, store::Id customer);
  /// Services (a star and digits) are everybody's; a plus sign is no digit of a prefix.
  [[nodiscard]] bool allow(const std::string& user, std::string_view number) const;

 private:
  void read_routes(store::Id customer);

  store::Store& store_;
  std::unordered_map<std::string, store::Id> customers_;              ///< of users with a row
  std::unordered_map<store::Id, std::vector<std::string>> prefixes_;  ///< of customers who are limited
};

}  // namespace cxload::standin::web
