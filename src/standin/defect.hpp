/// Defect: one rule broken on demand. To add one: a file in defects/, a line in defect_registry.cpp.
#pragma once
#include <optional>
#include <span>
#include <string_view>

#include <cxload/net/link.hpp>
#include <cxload/standin/config.hpp>

#include "core/behaviour.hpp"

namespace cxload::standin {

struct Defect {
  std::string_view id;     ///< of the catalogue's `defect` column
  std::string_view shows;  ///< what the stand-in does wrong
  void (*apply)(Behaviour& behaviour);
};

[[nodiscard]] std::span<const Defect* const> defects();  ///< sorted by id
[[nodiscard]] const Defect* find_defect(std::string_view id);

/// The switches of one stand-in, and how it behaves towards whom. Threads: none.
class DefectSet {
 public:
  explicit DefectSet(const std::vector<DefectSwitch>& switches);  ///< ids are known: parse_config checked
  /// `account` is the user in From; empty where none is known yet. Valid as long as the set.
  [[nodiscard]] const Behaviour& behaviour(net::Scheme door, std::string_view account = {}) const;

 private:
  struct Entry {
    const Defect* defect;
    std::optional<net::Scheme> door;
    std::optional<std::string> account;
  };
  std::vector<Entry> entries_;
  bool is_scoped_ = false;
  Behaviour everywhere_;
  mutable std::map<std::vector<bool>, Behaviour> combinations_;  ///< by entries that apply
};

}  // namespace cxload::standin
