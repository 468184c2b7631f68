#include <gtest/gtest.h>

#include <cxload/net/address_range.hpp>
#include <cxload/net/endpoint.hpp>

namespace cxload::net {
namespace {

TEST(Address, ReadsAndWritesBothFamilies) {
  for (const auto* text : {"192.0.2.1", "2001:db8::1", "::1", "0.0.0.0", "255.255.255.255", "10.100.9.99"})
    EXPECT_EQ(Address::parse(text).value().to_string(), text);
  for (const auto* text : {"", "192.0.2", "192.0.2.256", "[::1]", "fe80::1%lo", "example.com", "1.2.3.4 "})
    EXPECT_FALSE(Address::parse(text)) << text;
  EXPECT_FALSE(Address::parse(std::string_view("::1\0x", 5)));
}

TEST(Address, AMappedAddressIsTheIpv4Address) {
  EXPECT_EQ(Address::parse("::ffff:192.0.2.1"), Address::parse("192.0.2.1"));
  EXPECT_TRUE(Address::parse("::ffff:192.0.2.1")->is_v4());
  EXPECT_FALSE(Address::parse("::1")->is_v4());
}

TEST(Address, KnowsWhichNetworksAreNobodyElses) {
  for (const auto* text :
       {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.1.1", "fd00::1", "fe80::1"})
    EXPECT_TRUE(Address::parse(text)->is_private()) << text;
  for (const auto* text :
       {"172.32.0.1", "172.15.0.1", "11.0.0.1", "192.0.2.1", "2001:db8::1", "127.0.0.1", "::1"})
    EXPECT_FALSE(Address::parse(text)->is_private()) << text;
  for (const auto* text : {"127.0.0.1", "127.9.9.9", "::1"})
    EXPECT_TRUE(Address::parse(text)->is_loopback()) << text;
  for (const auto* text : {"128.0.0.1", "::2", "1::1"})
    EXPECT_FALSE(Address::parse(text)->is_loopback()) << text;
}

TEST(AddressRange, HoldsWhatSharesItsPrefix) {
  const auto holds = [](const char* range, const char* address) {
    return AddressRange::parse(range).value().contains(Address::parse(address).value());
  };
  EXPECT_TRUE(holds("192.0.2.0/24", "192.0.2.255"));
  EXPECT_FALSE(holds("192.0.2.0/24", "192.0.3.0"));
  EXPECT_TRUE(holds("192.0.2.8/29", "192.0.2.15"));
  EXPECT_FALSE(holds("192.0.2.8/29", "192.0.2.16"));
  EXPECT_TRUE(holds("192.0.2.7", "192.0.2.7"));
  EXPECT_FALSE(holds("192.0.2.7", "192.0.2.6"));
  EXPECT_TRUE(holds("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(holds("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_FALSE(holds("0.0.0.0/0", "2001:db8::1"));
  for (const auto* text : {"192.0.2.1/24", "192.0.2.0/33", "192.0.2.0/", "/24", "a/8", "2001:db8::/129"})
    EXPECT_FALSE(AddressRange::parse(text)) << text;
}

TEST(Endpoint, BracketsIpv6) {
  EXPECT_EQ((Endpoint{Address::loopback(), 5060}).to_string(), "127.0.0.1:5060");
  EXPECT_EQ((Endpoint{*Address::parse("2001:db8::1"), 443}).to_string(), "[2001:db8::1]:443");
  EXPECT_EQ((Endpoint{Address::loopback(), 65535}).to_string(), "127.0.0.1:65535");
  EXPECT_EQ((Endpoint{Address::loopback(), 0}).to_string(), "127.0.0.1:0");
}

TEST(Endpoint, IsAppendedToWhatStandsThere) {
  std::string text = "to ";
  Endpoint{Address::loopback(), 80}.append_to(text);
  Address::loopback().append_to(text);
  EXPECT_EQ(text, "to 127.0.0.1:80127.0.0.1");
}

}  // namespace
}  // namespace cxload::net
