/// RTCP on the wire (RFC 3550 6.4, 6.5, 6.6) and the session behind it (6.2, 6.4.1).
#include <cstring>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/rtp/report_session.hpp>
#include <cxload/rtp/rtcp.hpp>

namespace cxload::rtp {
namespace {

using namespace std::chrono_literals;
using Buffer = std::array<std::byte, ReportSession::largest>;

struct Heard final : RtcpSink {
  void on_sender(Ssrc from, const SenderInfo& info) override {
    sender = from;
    infos.push_back(info);
  }
  void on_report(Ssrc, const ReportBlock& block) override { blocks.push_back(block); }
  void on_bye(Ssrc from) override { gone.push_back(from); }
  Ssrc sender{};
  std::vector<SenderInfo> infos;
  std::vector<ReportBlock> blocks;
  std::vector<Ssrc> gone;
};

std::vector<std::byte> bytes_of(std::initializer_list<unsigned> octets) {
  std::vector<std::byte> bytes;
  for (const unsigned octet : octets) bytes.push_back(static_cast<std::byte>(octet));
  return bytes;
}

TEST(Rtcp, WritesWhatTheRfcDraws) {
  Buffer buffer{};
  RtcpWriter writer(buffer);
  writer.report(Ssrc{0x11223344}, SenderInfo{0x0102030405060708, {0xA0B0C0D0}, 7, 1120},
                ReportBlock{Ssrc{0x55667788}, 64, -2, 0x00010005, 9, 0x03040506, 65536});
  writer.cname(Ssrc{0x11223344}, "abc");
  writer.bye(Ssrc{0x11223344});
  const auto expected = bytes_of({
      0x81, 200,  0,    12,   0x11, 0x22, 0x33, 0x44,                          // SR, one block
      1,    2,    3,    4,    5,    6,    7,    8,    0xA0, 0xB0, 0xC0, 0xD0,  // NTP, RTP time
      0,    0,    0,    7,    0,    0,    0x04, 0x60,                          // packets, octets
      0x55, 0x66, 0x77, 0x88, 64,   0xFF, 0xFF, 0xFE, 0,    1,    0,    5,     // source, loss, highest
      0,    0,    0,    9,    3,    4,    5,    6,    0,    1,    0,    0,     // jitter, LSR, DLSR
      0x81, 202,  0,    3,    0x11, 0x22, 0x33, 0x44, 1,    3,    'a',  'b',  'c', 0, 0, 0,  // SDES CNAME
      0x81, 203,  0,    1,    0x11, 0x22, 0x33, 0x44,                                        // BYE
  });
  ASSERT_EQ(writer.size(), expected.size());
  EXPECT_EQ(std::memcmp(buffer.data(), expected.data(), expected.size()), 0);

  Heard heard;
  ASSERT_TRUE(read_rtcp(expected, heard));
  EXPECT_EQ(heard.sender, Ssrc{0x11223344});
  EXPECT_EQ(heard.infos.at(0), (SenderInfo{0x0102030405060708, {0xA0B0C0D0}, 7, 1120}));
  EXPECT_EQ(heard.blocks.at(0).cumulative_lost, -2);
  EXPECT_EQ(heard.blocks.at(0).delay, 65536U);
  EXPECT_EQ(heard.gone, std::vector<Ssrc>{Ssrc{0x11223344}});
}

TEST(Rtcp, NamesOfEveryLengthEndOnAWord) {
  for (std::size_t length = 0; length < 40; ++length) {
    Buffer buffer{};
    RtcpWriter writer(buffer);
    writer.report(Ssrc{1}, std::nullopt, std::nullopt);
    writer.cname(Ssrc{1}, std::string(length, 'x'));
    EXPECT_EQ(writer.size() % 4, 0U);
    Heard heard;
    EXPECT_TRUE(read_rtcp(std::span(buffer).first(writer.size()), heard)) << length;
  }
}

TEST(Rtcp, WrongLengthsTellNothing) {
  const auto report = bytes_of({0x80, 201, 0, 1, 0, 0, 0, 1});
  for (const auto& wrong : {
           bytes_of({}), bytes_of({0x80, 201, 0}), bytes_of({0x80, 201, 0, 2, 0, 0, 0, 1}),
           bytes_of({0x40, 201, 0, 1, 0, 0, 0, 1}),                   // version 1
           bytes_of({0x81, 201, 0, 1, 0, 0, 0, 1}),                   // a block that is not there
           bytes_of({0x80, 200, 0, 1, 0, 0, 0, 1}),                   // SR without its info
           bytes_of({0x9F, 203, 0, 1, 0, 0, 0, 1}),                   // 31 who leave, one named
           bytes_of({0x81, 203, 0, 1, 0, 0, 0, 1, 0x80, 201, 0, 9}),  // a BYE, then nonsense
       }) {
    Heard heard;
    EXPECT_FALSE(read_rtcp(wrong, heard));
    EXPECT_TRUE(heard.gone.empty());
  }
  Heard heard;
  EXPECT_TRUE(read_rtcp(report, heard));
}

/// Two ends with a way of `delay` between them.
struct Pair {
  explicit Pair(Duration way) : delay(way) {}
  TimePoint now{1000s};
  Duration delay;
  Random draws{4};
  ReportSession a{draws, Ssrc{1}, "a", now}, b{draws, Ssrc{2}, "b", now};
  ReceiveStats at_a{8000}, at_b{8000};

  void say(ReportSession& from, ReportSession& to, const ReceiveStats& heard, Ssrc source) {
    Buffer buffer{};
    const std::size_t size = from.write(now, source, heard, buffer);
    now += delay;
    to.on_rtcp(std::span(buffer).first(size), now);
  }
};

TEST(ReportSession, MeasuresTheRoundTripWithoutTheTimeThatTheOtherTook) {
  Pair pair(30ms);
  pair.a.on_sent({160}, 8000, 160, pair.now);
  pair.say(pair.a, pair.b, pair.at_a, Ssrc{2});
  EXPECT_FALSE(pair.b.round_trip());
  pair.now += 1700ms;  // b takes its time
  pair.say(pair.b, pair.a, pair.at_b, Ssrc{1});
  ASSERT_TRUE(pair.a.round_trip());
  using Microseconds = std::chrono::duration<double, std::micro>;
  EXPECT_NEAR(Microseconds(*pair.a.round_trip()).count(), 60'000, 50);
  EXPECT_EQ(pair.a.reports_heard(), 1U);
}

TEST(ReportSession, TellsLossSinceTheLastReportAndInAll) {
  Pair pair(0ms);
  const auto hear = [&](unsigned first, unsigned last) {
    for (unsigned i = first; i <= last; ++i)
      pair.at_b.on_packet({0, false, {static_cast<std::uint16_t>(i)}, {i * 160}, Ssrc{1}}, pair.now += 20ms);
  };
  hear(1, 50);
  hear(76, 100);  // 25 of 100 lost
  pair.say(pair.b, pair.a, pair.at_b, Ssrc{1});
  EXPECT_EQ(pair.a.remote()->fraction_lost, 64);
  EXPECT_EQ(pair.a.remote()->packets_lost_raw, 25U);
  hear(101, 200);
  pair.say(pair.b, pair.a, pair.at_b, Ssrc{1});
  EXPECT_EQ(pair.a.remote()->fraction_lost, 0);
  EXPECT_EQ(pair.a.remote()->packets_lost_raw, 25U);
}

TEST(ReportSession, WhatOthersAreToldIsNotOurs) {
  Pair pair(5ms);
  pair.say(pair.b, pair.a, pair.at_b, Ssrc{77});
  EXPECT_EQ(pair.a.reports_heard(), 0U);
}

TEST(ReportSession,
     FirstAfterAboutTwoSecondsThenEveryFour) {  // 6.2: 2.5 s and 5 s, 0.5 … 1.5 of it, over 1.21828
  Random draws(9);
  for (int i = 0; i < 200; ++i) {
    TimePoint now{1s};
    ReportSession session(draws, Ssrc{1}, "x", now);
    const Duration first = session.next_deadline() - now;
    EXPECT_GE(first, 1026ms);
    EXPECT_LE(first, 3079ms);
    now = session.next_deadline();
    Buffer buffer{};
    (void)session.write(now, std::nullopt, ReceiveStats(8000), buffer);
    EXPECT_GE(session.next_deadline() - now, 2052ms);
    EXPECT_LE(session.next_deadline() - now, 6157ms);
  }
}

TEST(ReportSession, SaysGoodBye) {
  Pair pair(1ms);
  Buffer buffer{};
  const std::size_t size = pair.a.write_bye(pair.now, std::nullopt, pair.at_a, buffer);
  pair.b.on_rtcp(std::span(buffer).first(size), pair.now);
  EXPECT_TRUE(pair.b.has_left());
  EXPECT_FALSE(pair.a.has_left());
}

TEST(ReportSession, AReportThatLiesAboutItsDelayMeasuresNothingImpossible) {
  Pair pair(1ms);
  pair.a.on_sent({1}, 8000, 160, pair.now);
  Buffer buffer{};
  RtcpWriter writer(buffer);
  writer.report(Ssrc{2}, std::nullopt, ReportBlock{Ssrc{1}, 0, 0, 1, 0, 12345, 0xFFFFFFFF});
  pair.a.on_rtcp(std::span(buffer).first(writer.size()), pair.now);
  EXPECT_LE(pair.a.round_trip().value_or(0s), 60s);
}

}  // namespace
}  // namespace cxload::rtp
