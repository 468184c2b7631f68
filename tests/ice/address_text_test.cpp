// Addresses as text are read, written, and refused.
#include <gtest/gtest.h>

#include <cxload/ice/address_text.hpp>

namespace cxload::ice {
namespace {

TEST(AddressText, ComesBackInItsShortForm) {
  const std::pair<std::string_view, std::string_view> rows[] = {
      {"192.0.2.1", "192.0.2.1"},
      {"2001:DB8::1", "2001:db8::1"},
      {"2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
      {"1:2:3:4:5:6:7:0", "1:2:3:4:5:6:7:0"},
      {"::", "::"},
      {"::1", "::1"},
      {"fe80::", "fe80::"},
      {"::ffff:192.0.2.7", "192.0.2.7"},
      {"64:ff9b::192.0.2.7", "64:ff9b::c000:207"},
  };
  for (const auto& [text, expected] : rows) {
    const auto address = read_host(text);
    ASSERT_TRUE(address) << text;
    EXPECT_EQ(write_host(*address), expected);
  }
}

TEST(AddressText, RefusesWhatIsNoAddress) {
  for (const std::string_view text : {"",
                                      "1.2.3",
                                      "1.2.3.4.5",
                                      "256.1.1.1",
                                      "1.2.3.-4",
                                      "1..2.3",
                                      "0001.2.3.4",
                                      " 1.2.3.4",
                                      "1:2",
                                      ":",
                                      ":::",
                                      "1::2::3",
                                      "1:2:3:4:5:6:7:8:9",
                                      "1:2:3:4:5:6:7:8::",
                                      "12345::",
                                      "g::",
                                      "::1%eth0",
                                      "[::1]",
                                      "1.2.3.4::",
                                      "::1.2.3.4:1",
                                      "1:2:3:4:5:6:7:1.2.3.4",
                                      "+1::"})
    EXPECT_FALSE(read_host(text)) << text;
}

}  // namespace
}  // namespace cxload::ice
