// Datagrams of one port are told apart by their first bytes.
#include <array>

#include <gtest/gtest.h>

#include <cxload/stun/demux.hpp>
#include <cxload/stun/writer.hpp>

namespace cxload::stun {
namespace {

Kind kind_by(int first, int second = 0) {
  const std::array<std::byte, 12> bytes{static_cast<std::byte>(first), static_cast<std::byte>(second)};
  return kind_of(bytes);
}

TEST(Demux, BordersOfTheRanges) {
  EXPECT_EQ(kind_of({}), Kind::unknown);
  EXPECT_EQ(kind_by(19), Kind::unknown);
  EXPECT_EQ(kind_by(20), Kind::dtls);
  EXPECT_EQ(kind_by(63), Kind::dtls);
  EXPECT_EQ(kind_by(64), Kind::turn_channel);
  EXPECT_EQ(kind_by(79), Kind::turn_channel);
  EXPECT_EQ(kind_by(80), Kind::unknown);
  EXPECT_EQ(kind_by(127), Kind::unknown);
  EXPECT_EQ(kind_by(128), Kind::rtp);
  EXPECT_EQ(kind_by(191), Kind::rtp);
  EXPECT_EQ(kind_by(192), Kind::unknown);
}

TEST(Demux, RtcpTakesTheTypesThatRtpLeaves) {
  EXPECT_EQ(kind_by(128, 200), Kind::rtcp);
  EXPECT_EQ(kind_by(128, 0x80 | 111), Kind::rtp);
  EXPECT_EQ(kind_by(128, 63), Kind::rtp);
  EXPECT_EQ(kind_by(128, 64), Kind::rtcp);
  EXPECT_EQ(kind_by(128, 95), Kind::rtcp);
  EXPECT_EQ(kind_by(128, 96), Kind::rtp);
}

TEST(Demux, StunNeedsItsCookieAndLength) {
  std::array<std::byte, 64> buffer{};
  const auto message = Writer(buffer, Method::binding, Class::request, {}).fingerprint().finish();
  ASSERT_TRUE(message);
  EXPECT_EQ(kind_of(*message), Kind::stun);
  EXPECT_EQ(kind_of(message->first(message->size() - 1)), Kind::unknown);
  buffer[4] ^= std::byte{1};
  EXPECT_EQ(kind_of(*message), Kind::unknown);
}

}  // namespace
}  // namespace cxload::stun
