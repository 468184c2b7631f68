// Records as people write them.
#include "standin/dns/record.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/standin/config.hpp>

namespace cxload::standin::dns {
namespace {

using testing::HasSubstr;

Record read(std::string_view line) {
  const Outcome<Record> record = parse_record(line);
  EXPECT_TRUE(record) << line << ": " << record.error().detail;
  return record ? *record : Record{};
}

TEST(DnsRecord, ReadsEachType) {
  const Record a = read("Sip.Example.COM. 300 IN A 192.0.2.1");
  EXPECT_EQ(a.owner, "sip.example.com");
  EXPECT_EQ(a.ttl, 300U);
  EXPECT_EQ(a.data, std::string("\xC0\x00\x02\x01", 4));
  EXPECT_EQ(read("x AAAA 2001:db8::1").data.size(), 16U);
  EXPECT_EQ(read("x CNAME Other.Example").target, "other.example");
  EXPECT_EQ(read("_sip._udp.x SRV 1 258 5060 a.b").data, std::string("\0\1\1\2\x13\xC4\1a\1b\0", 11));
  EXPECT_EQ(read("_sip._udp.x SRV 0 0 0 .").data, std::string(7, '\0'));
  EXPECT_EQ(read("x NAPTR 1 2 \"s\" \"SIP+D2U\" \"\" _sip._udp.x").data,
            std::string("\0\1\0\2\1s\7SIP+D2U\0\4_sip\4_udp\1x\0", 28));
  EXPECT_EQ(read("x A 192.0.2.1").ttl, 60U) << "left out";
}

TEST(DnsRecord, SaysWhatIsWrong) {
  for (const auto& [line, what] : std::vector<std::pair<std::string, std::string>>{
           {"", "a record is missing"},
           {"x", "is no type of record"},
           {"x MX 10 mail", "\"MX\" is no type of record"},
           {"x A", "A 192.0.2.1"},
           {"x A 2001:db8::1", "A 192.0.2.1"},
           {"x AAAA 192.0.2.1", "AAAA 2001:db8::1"},
           {"x A 192.0.2.1 more", "A 192.0.2.1"},
           {"x SRV 1 2 3", "SRV priority weight port target"},
           {"x SRV 1 2 70000 t", "SRV priority weight port target"},
           {"x NAPTR 1 2 \"s\" \"SIP+D2U\" t", "NAPTR order"},
           {"x NAPTR 1 2 \"s\" \"SIP", "a quote is open"},
           {"a..b A 192.0.2.1", "is no name"},
           {std::string(64, 'x') + " A 192.0.2.1", "is no name"},
           {"x 4294967296 A 192.0.2.1", "a TTL is at most"}}) {
    const Outcome<Record> record = parse_record(line);
    ASSERT_FALSE(record) << line;
    EXPECT_THAT(record.error().detail, HasSubstr(what)) << line;
  }
}

TEST(DnsRecord, KnowsTheDoorsPortsByTheirNames) {
  EXPECT_EQ(record_fault("_sip._tcp.x SRV 1 1 {tcp} x"), std::nullopt);
  EXPECT_THAT(record_fault("_sip._tcp.x SRV 1 1 {tpc} x").value_or(""), HasSubstr("SRV priority"));
}

}  // namespace
}  // namespace cxload::standin::dns
