#include "phone_pool.hpp"

#include <gtest/gtest.h>

namespace cxload::run {
namespace {

/// The pool lends places; who lives there does not matter to its order.
PhonePool make_pool(std::size_t size) {
  return PhonePool(size, [](std::size_t) { return std::unique_ptr<phone::Phone>(); });
}

TEST(PhonePool, LendsThePreferredPhoneElseTheNextFreeOneInOrder) {
  PhonePool pool = make_pool(3);
  EXPECT_EQ(pool.borrow(1), 1U);
  EXPECT_EQ(pool.borrow(1), 2U);
  EXPECT_EQ(pool.borrow(1), 0U);
  EXPECT_EQ(pool.borrow(1), std::nullopt);
  pool.give_back(2);
  EXPECT_EQ(pool.free(), 1U);
  EXPECT_EQ(pool.borrow(0), 2U);
}

TEST(PhonePool, AnEmptyPoolHasNobody) { EXPECT_EQ(make_pool(0).borrow(0), std::nullopt); }

TEST(PhonePool, MakesPhonesOnlyWhenTheyAreNeeded) {
  int made = 0;
  PhonePool pool(1000, [&made](std::size_t) {
    ++made;
    return std::unique_ptr<phone::Phone>();
  });
  pool.borrow(7);
  EXPECT_EQ(made, 0);
  EXPECT_TRUE(pool.made().empty());
}

}  // namespace
}  // namespace cxload::run
