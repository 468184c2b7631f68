#include <iostream>

#include <gtest/gtest.h>

#include <cxload/scenario/loader.hpp>
TEST(S, x) {
  auto l = cxload::scenario::load_scenario(getenv("F"));
  std::cout << l.faults.render();
  std::cout << l.scenario.has_value() << "\n";
}
