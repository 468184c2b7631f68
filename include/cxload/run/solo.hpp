/// Solo: one journey of an earlier run, to be played again alone.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <cxload/base/result.hpp>
#include <cxload/scenario/scenario.hpp>

namespace cxload::run {

/// What an id like "call-0.17" leads back to: account, draws and destination follow from these and the seed.
struct Solo {
  std::size_t entry = 0;      ///< of `load`
  std::uint64_t ordinal = 0;  ///< in its entry
  std::size_t phone = 0;      ///< in plan order of its group
};

/// Walks through the plan of the whole load. Failure (refused.journey): no such id, or no such start.
[[nodiscard]] Outcome<Solo> find_solo(const scenario::Scenario& scenario, std::string_view id);

/// The run may have taken another phone, because the planned one was busy: this account's. False when its
/// group has none.
[[nodiscard]] bool take_account(Solo& solo, const scenario::Scenario& scenario, std::string_view user);

/// Leaves nothing to do and to judge but that journey; groups keep their phones.
void make_solo(scenario::Scenario& scenario, const Solo& solo);

}  // namespace cxload::run
