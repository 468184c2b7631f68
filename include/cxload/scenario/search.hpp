/// SearchPlan: `search`, the question how many a deployment can take, as plain data.
#pragma once
#include <cstdint>
#include <string>

#include <cxload/base/clock.hpp>
#include <cxload/scenario/values.hpp>

namespace cxload::scenario {

enum class SearchMethod { ramp, rfc7502 };

/// Times are scaled by --duration-scale already.
struct SearchPlan {
  SearchMethod method = SearchMethod::ramp;
  std::string journey;
  Rate from;
  double growth = 0.1;              ///< of the rate, each step; RFC 7502: w
  Rate add;                         ///< above 0 it replaces `growth`
  Rate most;                        ///< never tried above
  Duration length{};                ///< of a step of the ramp
  Duration pause{};                 ///< between two steps
  unsigned repeats = 3;             ///< climbs of the ramp
  std::uint64_t attempts = 50'000;  ///< RFC 7502: N
};

/// "from 20/s, 10 % more each step of 30s, up to 400/s; 3 climbs"
[[nodiscard]] std::string to_text(const SearchPlan& search);

}  // namespace cxload::scenario
