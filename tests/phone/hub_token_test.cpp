#include <gtest/gtest.h>

#include <cxload/net/udp_hub.hpp>

namespace cxload::net {
namespace {

TEST(HubToken, OfAResponseStandsBehindTheBranchCookieOfTheTopVia) {
  EXPECT_EQ(hub_token("SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKabcdefgh12\r\n"
                      "Via: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKzzzzzzzz\r\n\r\n",
                      8),
            "abcdefgh");
}

TEST(HubToken, OfARequestIsTheUserOfTheRequestUri) {
  EXPECT_EQ(hub_token("OPTIONS sip:abcdefgh@127.0.0.1:5062;ob SIP/2.0\r\n\r\n", 8), "abcdefgh");
  EXPECT_EQ(hub_token("\r\nBYE sip:abcdefgh@127.0.0.1 SIP/2.0\r\n\r\n", 8), "abcdefgh");
}

TEST(HubToken, IsEmptyForStrangersAndGarbage) {
  for (const std::string_view datagram :
       {"", "\r\n\r\n", "SIP/2.0 200 OK\r\n\r\n", "SIP/2.0 200 OK\r\nv: x;branch=z9hG4bKshort",
        "OPTIONS sip:127.0.0.1 SIP/2.0\r\n\r\n", "OPTIONS tel:+1 SIP/2.0\r\nTo: sip:a@b\r\n", "\x80\x00\x01"})
    EXPECT_EQ(hub_token(datagram, 8), "") << datagram;
}

}  // namespace
}  // namespace cxload::net
