// How long answers are kept, in virtual time.
#include "net/dns/dns_cache.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cxload::net {
namespace {

using namespace std::chrono_literals;
using Kind = DnsQuestion::Kind;

const TimePoint start{};

DnsQuestion host(const std::string& name) { return {Kind::addresses, name}; }
DnsQuestion service(const std::string& name) { return {Kind::srv, name}; }

DnsAnswer addresses(std::initializer_list<const char*> texts) {
  Addresses all;
  for (const char* text : texts) all.push_back(*Address::parse(text));
  return DnsRecords(all);
}

std::string first_of(DnsCache& cache, const std::string& name, TimePoint now) {
  const auto answer = cache.find(host(name), now);
  return answer ? std::get<Addresses>(**answer).front().to_string() : "";
}

TEST(DnsCache, KeepsAnswersForTheirTtl) {
  DnsCache cache;
  cache.put(host("a"), addresses({"192.0.2.1"}), 60s, start);
  EXPECT_TRUE(cache.find(host("a"), start));
  EXPECT_TRUE(cache.find(host("a"), start + 60s - 1ns));
  EXPECT_FALSE(cache.find(host("a"), start + 60s));
  EXPECT_EQ(cache.size(), 0U) << "what is over is let go";
}

TEST(DnsCache, TellsKindsApart) {
  DnsCache cache;
  cache.put(host("a"), addresses({"192.0.2.1"}), 60s, start);
  EXPECT_FALSE(cache.find(service("a"), start));
}

TEST(DnsCache, BoundsTheTtl) {
  DnsCache cache;
  cache.put(host("none"), addresses({"192.0.2.1"}), 0s, start);
  EXPECT_TRUE(cache.find(host("none"), start + 999ms));
  EXPECT_FALSE(cache.find(host("none"), start + 1s));
  cache.put(host("weeks"), addresses({"192.0.2.1"}), 24h * 30, start);
  EXPECT_TRUE(cache.find(host("weeks"), start + 59min));
  EXPECT_FALSE(cache.find(host("weeks"), start + 1h));
}

TEST(DnsCache, KeepsTheAbsenceOfServicesAlone) {
  DnsCache cache;
  const DnsAnswer absent = Failure("dns.not_found", "no"), silent = Failure("dns.timeout", "no");
  cache.put(host("a"), absent, 60s, start);
  EXPECT_FALSE(cache.find(host("a"), start)) << "it may be there at the next attempt";
  cache.put(service("a"), absent, 60s, start);
  EXPECT_EQ(cache.find(service("a"), start + 29s).value().error().kind, "dns.not_found");
  EXPECT_FALSE(cache.find(service("a"), start + 30s));
  cache.put(service("b"), silent, 60s, start);
  EXPECT_FALSE(cache.find(service("b"), start));
}

TEST(DnsCache, TurnsAListOfAddressesByOneEachTime) {
  DnsCache cache;
  cache.put(host("a"), addresses({"2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2", "192.0.2.3"}), 60s,
            start);
  const auto texts = [&] {
    std::vector<std::string> all;
    const auto answer = cache.find(host("a"), start);
    for (const Address& address : std::get<Addresses>(**answer)) all.push_back(address.to_string());
    return all;
  };
  EXPECT_THAT(texts(),
              testing::ElementsAre("2001:db8::2", "2001:db8::1", "192.0.2.2", "192.0.2.3", "192.0.2.1"));
  EXPECT_THAT(texts(),
              testing::ElementsAre("2001:db8::1", "2001:db8::2", "192.0.2.3", "192.0.2.1", "192.0.2.2"));
}

TEST(DnsCache, IsBoundedAndGivesUpWhatEndsFirst) {
  DnsCache cache;
  for (std::size_t i = 0; i < DnsCache::most_entries; ++i)
    cache.put(host(std::to_string(i)), addresses({"192.0.2.1"}), 60s + std::chrono::milliseconds(i), start);
  cache.put(host("new"), addresses({"192.0.2.9"}), 60s, start);
  EXPECT_EQ(cache.size(), DnsCache::most_entries);
  EXPECT_EQ(first_of(cache, "0", start), "");
  EXPECT_EQ(first_of(cache, "1", start), "192.0.2.1");
  EXPECT_EQ(first_of(cache, "new", start), "192.0.2.9");
}

TEST(DnsCache, AnUpdateReplaces) {
  DnsCache cache;
  cache.put(host("a"), addresses({"192.0.2.1"}), 60s, start);
  cache.put(host("a"), addresses({"192.0.2.2"}), 60s, start + 50s);
  EXPECT_EQ(first_of(cache, "a", start + 100s), "192.0.2.2");
}

}  // namespace
}  // namespace cxload::net
