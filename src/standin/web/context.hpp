/// Context: one request on its way through a handler.
#pragma once
#include "faults.hpp"
#include "json.hpp"
#include "site.hpp"

namespace cxload::standin::web {

struct Context {
  Site& site;
  const Request& request;
  const Variables& path;
  const Brand& brand;
  const Session* session;  ///< null: nobody logged in
  TimePoint now;
  WallTime wall;
  const WebFaults& faults;

  [[nodiscard]] store::Store& store() const { return site.store(); }
  [[nodiscard]] std::string variable(std::string_view name) const {
    for (const auto& [key, value] : path)
      if (key == name) return value;
    return {};
  }
  /// A variable that is a number; 0, which is nobody's id, for anything else.
  [[nodiscard]] store::Id id(std::string_view name = "id") const;
  [[nodiscard]] std::string now_text() const { return to_iso(wall); }
};

}  // namespace cxload::standin::web
