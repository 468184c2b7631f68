// Candidates of SDP: read, left out, refused, written; priorities by the formulas of RFC 8445.
#include <gtest/gtest.h>

#include <cxload/ice/candidate.hpp>

namespace cxload::ice {
namespace {

TEST(Candidate, BrowsersLinesAreRead) {
  const auto read = read_candidate(
      "candidate:842163049 1 udp 1677729535 198.51.100.7 61764 typ srflx raddr 10.0.0.5 rport 61765 "
      "generation 0 ufrag 4ZcD network-cost 999");
  ASSERT_EQ(read.reading, Reading::usable);
  EXPECT_EQ(read.candidate.foundation, "842163049");
  EXPECT_EQ(read.candidate.priority, 1677729535U);
  EXPECT_EQ(read.candidate.address, stun::TransportAddress::v4({198, 51, 100, 7}, 61764));
  EXPECT_EQ(read.candidate.type, CandidateType::server_reflexive);
  EXPECT_EQ(read.candidate.related, stun::TransportAddress::v4({10, 0, 0, 5}, 61765));
}

TEST(Candidate, WhatIsWrittenIsReadAgain) {
  for (const auto type : {CandidateType::host, CandidateType::peer_reflexive, CandidateType::server_reflexive,
                          CandidateType::relayed}) {
    Candidate candidate{"a+/9", 1, candidate_priority(type, 65535), {{0x20, 1, 0x0d, 0xb8}, 9}, type, {}};
    if (type != CandidateType::host) candidate.related = stun::TransportAddress::v4({0, 0, 0, 0}, 0);
    const auto read = read_candidate(write_candidate(candidate));
    ASSERT_EQ(read.reading, Reading::usable) << write_candidate(candidate);
    EXPECT_EQ(read.candidate, candidate);
  }
}

TEST(Candidate, TcpAndNamesAreLeftOut) {
  EXPECT_EQ(read_candidate("1 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active").reading, Reading::tcp);
  EXPECT_EQ(
      read_candidate("1 1 UDP 2113937151 0d1c5b42-7e2a-4b7c-8f4c-1de26a7a1dbe.local 50000 typ host").reading,
      Reading::name);
}

TEST(Candidate, MalformedLinesAreRefused) {
  for (const std::string_view line :
       {"", "1", "1 1 udp 5 192.0.2.1 9 typ", "1 1 udp 5 192.0.2.1 9 type host",
        "1 1 udp 5 192.0.2.1 9 typ best", "1 0 udp 5 192.0.2.1 9 typ host",
        "1 257 udp 5 192.0.2.1 9 typ host", "1 1 udp 0 192.0.2.1 9 typ host",
        "1 1 udp 2147483648 192.0.2.1 9 typ host", "1 1 udp 5 192.0.2.1 65536 typ host",
        "1 1 udp 5 192.0.2.1 0 typ host", "1 1 udp 5 192.0.2.256 9 typ host",
        "! 1 udp 5 192.0.2.1 9 typ host", "123456789012345678901234567890123 1 udp 5 192.0.2.1 9 typ host",
        "1 1 udp 5 ::g 9 typ host"})
    EXPECT_EQ(read_candidate(line).reading, Reading::malformed) << line;
  EXPECT_EQ(read_candidate("1 1 udp 5 192.0.2.1 9 typ host" + std::string(600, ' ') + "x y").reading,
            Reading::malformed);
}

TEST(Candidate, Priorities) {
  EXPECT_EQ(candidate_priority(CandidateType::host, 65535), 2130706431U);
  EXPECT_EQ(candidate_priority(CandidateType::server_reflexive, 65535), 1694498815U);
  EXPECT_EQ(candidate_priority(CandidateType::relayed, 0), 255U);
  EXPECT_EQ(pair_priority(3, 2), (2ULL << 32) + 6 + 1);
  EXPECT_EQ(pair_priority(2, 3), (2ULL << 32) + 6);
}

}  // namespace
}  // namespace cxload::ice
