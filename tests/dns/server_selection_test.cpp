// RFC 3263 4 and RFC 2782: which places are tried, and in which order.
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cxload/net/server_selection.hpp>

namespace cxload::net {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Kind = DnsQuestion::Kind;
using Zone = std::map<DnsQuestion, DnsRecords>;

/// What a selection asked and what it offered, as text.
struct Walk {
  std::vector<std::string> asked, tried;
  Failure end;
};

Walk walk(ServerSelection selection, const Zone& zone) {
  Walk walk;
  for (;;) {
    const ServerSelection::Step step = selection.next();
    if (const auto* place = std::get_if<Endpoint>(&step)) {
      walk.tried.push_back(place->to_string());
    } else if (const auto* failure = std::get_if<Failure>(&step)) {
      EXPECT_FALSE(selection.may_have_more());
      walk.end = *failure;
      return walk;
    } else {
      const auto& question = std::get<DnsQuestion>(step);
      walk.asked.push_back(std::string(to_string(question.kind)) + " " + question.name);
      const auto found = zone.find(question);
      selection.on_answer(found == zone.end() ? DnsAnswer(Failure("dns.not_found", "nothing there"))
                                              : DnsAnswer(found->second));
    }
  }
}

WantedServer service(Scheme scheme, std::uint16_t port = 5060) { return {scheme, "example.com", port, true}; }

DnsRecords addresses(std::initializer_list<const char*> texts) {
  Addresses all;
  for (const char* text : texts) all.push_back(*Address::parse(text));
  return all;
}

Walk walk(const WantedServer& wanted, const Zone& zone, std::uint64_t seed = 1) {
  Random random(seed);
  return walk(ServerSelection(wanted, random), zone);
}

TEST(ServerSelection, AsksNothingForALiteralAddress) {
  for (const bool by_service : {false, true}) {
    const Walk done = walk({Scheme::udp, "2001:db8::1", 5060, by_service}, {});
    EXPECT_THAT(done.asked, IsEmpty());
    EXPECT_THAT(done.tried, ElementsAre("[2001:db8::1]:5060"));
  }
}

TEST(ServerSelection, AsksOnlyForAddressesWhereThePortIsSaid) {
  const Zone zone{{{Kind::addresses, "example.com"}, addresses({"2001:db8::1", "192.0.2.1"})},
                  {{Kind::srv, "_sip._udp.example.com"}, std::vector<SrvRecord>{{1, 1, 9, "a.example.com"}}}};
  const Walk done = walk({Scheme::udp, "example.com", 5070, false}, zone);
  EXPECT_THAT(done.asked, ElementsAre("address example.com"));
  EXPECT_THAT(done.tried, ElementsAre("[2001:db8::1]:5070", "192.0.2.1:5070"));
}

TEST(ServerSelection, TakesTheNameItselfWithoutServiceRecords) {
  const Zone zone{{{Kind::addresses, "example.com"}, addresses({"192.0.2.1"})}};
  const Walk done = walk(service(Scheme::tls, 5061), zone);
  EXPECT_THAT(done.asked,
              ElementsAre("NAPTR example.com", "SRV _sips._tcp.example.com", "address example.com"));
  EXPECT_THAT(done.tried, ElementsAre("192.0.2.1:5061"));
}

TEST(ServerSelection, MakesTheNameOfEachTransportsService) {
  for (const auto& [scheme, name] : std::map<Scheme, std::string>{{Scheme::udp, "_sip._udp"},
                                                                  {Scheme::tcp, "_sip._tcp"},
                                                                  {Scheme::tls, "_sips._tcp"},
                                                                  {Scheme::ws, "_sip._ws"},
                                                                  {Scheme::wss, "_sips._ws"}})
    EXPECT_EQ(walk(service(scheme), {}).asked.at(1), "SRV " + name + ".example.com");
}

TEST(ServerSelection, FollowsTheNaptrRecordsOfItsTransportInTheirOrder) {
  const Zone zone{{{Kind::naptr, "example.com"},
                   std::vector<NaptrRecord>{{20, 10, "s", "SIP+D2T", "", "third.example.com"},
                                            {10, 20, "S", "sip+d2t", "", "second.example.com"},
                                            {10, 10, "s", "SIP+D2T", "", "first.example.com"},
                                            {1, 1, "s", "SIP+D2U", "", "udp.example.com"},
                                            {1, 1, "u", "SIP+D2T", "", "flag.example.com"},
                                            {1, 1, "s", "SIP+D2T", "!x!y!", "expression.example.com"},
                                            {1, 1, "s", "SIP+D2T", "", "."}}},
                  {{Kind::srv, "second.example.com"}, std::vector<SrvRecord>{{1, 1, 5062, "b.example.com"}}},
                  {{Kind::srv, "third.example.com"}, std::vector<SrvRecord>{{1, 1, 5063, "c.example.com"}}},
                  {{Kind::addresses, "b.example.com"}, addresses({"192.0.2.2"})},
                  {{Kind::addresses, "c.example.com"}, addresses({"192.0.2.3"})}};
  const Walk done = walk(service(Scheme::tcp), zone);
  EXPECT_THAT(done.asked,
              ElementsAre("NAPTR example.com", "SRV first.example.com", "SRV second.example.com",
                          "address b.example.com", "SRV third.example.com", "address c.example.com"));
  EXPECT_THAT(done.tried, ElementsAre("192.0.2.2:5062", "192.0.2.3:5063"));
}

TEST(ServerSelection, MakesTheNameWhereNaptrSpeaksOfOthersOnly) {
  const Zone zone{{{Kind::naptr, "example.com"},
                   std::vector<NaptrRecord>{{1, 1, "s", "SIPS+D2T", "", "_sips._tcp.example.com"}}}};
  EXPECT_EQ(walk(service(Scheme::udp), zone).asked.at(1), "SRV _sip._udp.example.com");
}

TEST(ServerSelection, TriesLowerPrioritiesFirstAndEachTargetsAddresses) {
  const Zone zone{{{Kind::srv, "_sip._udp.example.com"},
                   std::vector<SrvRecord>{{30, 0, 5063, "c.example.com"},
                                          {10, 0, 5061, "a.example.com"},
                                          {20, 0, 5062, "gone.example.com"}}},
                  {{Kind::addresses, "a.example.com"}, addresses({"2001:db8::a", "192.0.2.1"})},
                  {{Kind::addresses, "c.example.com"}, addresses({"192.0.2.3"})}};
  const Walk done = walk(service(Scheme::udp), zone);
  EXPECT_THAT(done.tried, ElementsAre("[2001:db8::a]:5061", "192.0.2.1:5061", "192.0.2.3:5063"));
  EXPECT_EQ(done.end.detail, "nothing there") << "the last thing that went wrong";
}

TEST(ServerSelection, BelievesThatAServiceIsNotThere) {
  const Zone zone{{{Kind::srv, "_sip._tcp.example.com"}, std::vector<SrvRecord>{{0, 0, 0, "."}}},
                  {{Kind::addresses, "example.com"}, addresses({"192.0.2.1"})}};
  const Walk done = walk(service(Scheme::tcp), zone);
  EXPECT_THAT(done.tried, IsEmpty());
  EXPECT_EQ(done.end.kind, "dns.not_found");
  EXPECT_THAT(done.end.detail, testing::HasSubstr("offers no SIP over tcp"));
}

TEST(ServerSelection, ReportsWhyNothingWasFound) {
  Random random(1);
  ServerSelection selection({Scheme::tcp, "example.com", 5060, false}, random);
  ASSERT_TRUE(std::holds_alternative<DnsQuestion>(selection.next()));
  selection.on_answer(Failure("dns.servfail", "broken"));
  EXPECT_EQ(std::get<Failure>(selection.next()).kind, "dns.servfail");
}

/// Port of the first target, drawn `times` times with one generator.
std::map<std::uint16_t, int> first_choices(const std::vector<SrvRecord>& records, int times,
                                           std::uint64_t seed) {
  Zone zone{{{Kind::srv, "_sip._udp.example.com"}, records}};
  zone.emplace(DnsQuestion{Kind::addresses, "t.example.com"}, addresses({"192.0.2.1"}));
  Random random(seed);
  std::map<std::uint16_t, int> chosen;
  for (int i = 0; i < times; ++i) {
    const Walk done = walk(ServerSelection(service(Scheme::udp), random), zone);
    EXPECT_EQ(done.tried.size(), records.size()) << "each is tried once";
    const std::string& first = done.tried.front();
    ++chosen[static_cast<std::uint16_t>(std::stoi(first.substr(first.rfind(':') + 1)))];
  }
  return chosen;
}

// DNS-006 of the catalogue: weights within χ², p > 0.01.
TEST(ServerSelection, DrawsByWeight) {
  std::vector<SrvRecord> records;
  for (const std::uint16_t weight : std::initializer_list<std::uint16_t>{10, 20, 30, 40})
    records.push_back({1, weight, weight, "t.example.com"});
  constexpr int times = 3'000;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    double chi_square = 0;
    auto chosen = first_choices(records, times, seed);
    for (const SrvRecord& record : records) {
      // RFC 2782 draws from 0 to 100, both included: 101 numbers, of which the first record gets one more.
      const double share = (record.weight + (record.weight == 10 ? 1 : 0)) / 101.0;
      const double expected = times * share;
      chi_square += (chosen[record.port] - expected) * (chosen[record.port] - expected) / expected;
    }
    EXPECT_LT(chi_square, 11.34) << "seed " << seed << ": p = 0.01 with three degrees of freedom";
  }
}

TEST(ServerSelection, RarelyBeginsWithWeightZero) {
  const auto chosen = first_choices({{1, 99, 99, "t.example.com"}, {1, 0, 1, "t.example.com"}}, 3'000, 4);
  EXPECT_NEAR(chosen.at(1), 30, 20) << "one of 100 numbers";
}

TEST(ServerSelection, TheSameSeedChoosesTheSame) {
  std::vector<SrvRecord> records;
  for (std::uint16_t port = 1; port <= 5; ++port) records.push_back({1, 7, port, "t.example.com"});
  EXPECT_EQ(first_choices(records, 50, 9), first_choices(records, 50, 9));
}

}  // namespace
}  // namespace cxload::net
