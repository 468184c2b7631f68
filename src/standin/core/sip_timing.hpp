/// RFC 3261 Table 4.
#pragma once
#include <cxload/base/clock.hpp>

namespace cxload::standin {

inline constexpr Duration timer_t1 = std::chrono::milliseconds(500);
inline constexpr Duration timer_t2 = std::chrono::seconds(4);
inline constexpr Duration timer_t4 = std::chrono::seconds(5);
inline constexpr Duration transaction_patience = 64 * timer_t1;  ///< B, F, H, J, L, M
inline constexpr Duration timer_c = std::chrono::seconds(181);   ///< 16.6 (11): more than three minutes

}  // namespace cxload::standin
