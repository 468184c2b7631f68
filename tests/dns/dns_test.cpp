// Lookups on a shard: what is asked, what comes back, what is kept.
#include <gmock/gmock.h>

#include "dns/name_server.hpp"

namespace cxload::net {
namespace {

using namespace test;
using testing::ElementsAre;
using Kind = DnsQuestion::Kind;

const std::vector<std::string> zone = {
    "one.test A 127.0.0.9",
    "both.test A 127.0.0.1",
    "both.test AAAA ::1",
    "alias.test CNAME one.test",
    "_sip._udp.test 77 SRV 10 20 5060 One.Test",
    "_sip._udp.test 33 SRV 5 0 5061 .",
    "test NAPTR 50 60 \"s\" \"SIP+D2U\" \"\" _sip._udp.test",
};

TEST(Dns, FindsAddressesOfBothFamilies) {
  Loop loop;
  const NameServer server(loop, zone);
  EXPECT_EQ(server.addresses("one.test"), "127.0.0.9 ");
  EXPECT_EQ(server.addresses("alias.test"), "127.0.0.9 ");
  EXPECT_THAT(server.addresses("both.test"), testing::AnyOf("::1 127.0.0.1 ", "127.0.0.1 ::1 "));
}

TEST(Dns, FindsServices) {
  Loop loop;
  const NameServer server(loop, zone);
  const DnsAnswer services = server.ask(Kind::srv, "_sip._udp.test");
  ASSERT_TRUE(services);
  EXPECT_THAT(std::get<std::vector<SrvRecord>>(*services),
              testing::UnorderedElementsAre(SrvRecord{10, 20, 5060, "one.test"}, SrvRecord{5, 0, 5061, "."}));
  const DnsAnswer pointers = server.ask(Kind::naptr, "test");
  ASSERT_TRUE(pointers);
  EXPECT_THAT(std::get<std::vector<NaptrRecord>>(*pointers),
              ElementsAre(NaptrRecord{50, 60, "s", "SIP+D2U", "", "_sip._udp.test"}));
}

TEST(Dns, ClassifiesWhatIsNotThere) {
  Loop loop;
  const NameServer server(loop, zone);
  EXPECT_EQ(server.addresses("nowhere.test"), "dns.not_found");
  EXPECT_EQ(server.addresses("_sip._udp.test"), "dns.not_found") << "a name without addresses";
  EXPECT_EQ(server.addresses("not a name\n"), "dns.not_found");
  EXPECT_EQ(server.ask(Kind::srv, "one.test").error().kind, "dns.not_found");
  EXPECT_EQ(server.ask(Kind::naptr, "nowhere.test").error().kind, "dns.not_found");
}

TEST(Dns, ClassifiesServersThatDoNotServe) {
  for (const auto& [manner, kind] :
       std::map<DnsAnswers, std::string>{{DnsAnswers::silent, "dns.timeout"},
                                         {DnsAnswers::servfail, "dns.servfail"},
                                         {DnsAnswers::nxdomain, "dns.not_found"}}) {
    Loop loop;
    const NameServer server(loop, zone, manner);
    EXPECT_EQ(server.addresses("one.test"), kind);
    EXPECT_EQ(server.ask(Kind::srv, "_sip._udp.test").error().kind, kind);
  }
  Loop loop;
  const NameServer server(loop, zone);
  Dns::of(loop.shard).use(NameServer::quick({{Address::loopback(), 1}}));
  EXPECT_EQ(server.addresses("one.test"), "dns.timeout") << "nobody at that port";
}

TEST(Dns, AsksTheNextServerWhenOneIsSilent) {
  Loop loop;
  const NameServer silent(loop, zone, DnsAnswers::silent);
  const NameServer server(loop, zone);
  Dns::of(loop.shard).use(NameServer::quick({silent.door->local(), server.door->local()}));
  EXPECT_EQ(server.addresses("one.test"), "127.0.0.9 ");
}

TEST(Dns, TakesLongAnswersOverTcp) {
  Loop loop;
  std::vector<std::string> lines = zone;
  for (int i = 0; i < 60; ++i)
    lines.push_back("many.test SRV 1 1 5060 target-" + std::to_string(i) + ".test");
  const NameServer whole(loop, lines);
  EXPECT_EQ(std::get<std::vector<SrvRecord>>(*whole.ask(Kind::srv, "many.test")).size(), 60U);
  const NameServer cutting(loop, zone, DnsAnswers::truncated);
  EXPECT_EQ(cutting.addresses("one.test"), "127.0.0.9 ");
}

TEST(Dns, SendsAQuestionOnceAndKeepsItsAnswer) {
  Loop loop;
  const NameServer server(loop, zone);
  Dns& dns = Dns::of(loop.shard);
  int answers = 0;
  const auto count = [&](const DnsAnswer&) {
    if (++answers == 2) loop.stop();
  };
  const DnsQuestion question{Kind::srv, "_SIP._udp.test"};
  const DnsLookup first(loop.shard, question, count),
      second(loop.shard, {Kind::srv, "_sip._udp.test"}, count);
  loop.run();
  EXPECT_EQ(answers, 2);
  EXPECT_EQ(dns.queries(), 1U);
  EXPECT_TRUE(dns.find_known({Kind::srv, "_sip._UDP.test"}));
  dns.use(NameServer::quick({server.door->local()}));
  EXPECT_FALSE(dns.find_known(question)) << "other servers may know otherwise";
}

TEST(Dns, ALookupMayBeGivenUpAtAnyTime) {
  Loop loop;
  const NameServer server(loop, zone);
  std::optional<DnsLookup> given_up, own;
  given_up.emplace(loop.shard, DnsQuestion{Kind::addresses, "one.test"},
                   [](const DnsAnswer&) { FAIL() << "it was given up"; });
  given_up.reset();
  own.emplace(loop.shard, DnsQuestion{Kind::addresses, "one.test"}, [&](const DnsAnswer& answer) {
    own.reset();
    EXPECT_TRUE(answer) << "still readable";
    loop.stop();
  });
  loop.run();
  EXPECT_FALSE(own);
}

TEST(Dns, ChangingServersEndsWhatIsUnderWay) {
  Loop loop;
  const NameServer server(loop, zone, DnsAnswers::silent);
  std::string kind;
  const DnsLookup lookup(loop.shard, {Kind::addresses, "one.test"}, [&](const DnsAnswer& answer) {
    kind = answer ? "" : answer.error().kind;
    loop.stop();
  });
  Dns::of(loop.shard).use(NameServer::quick({server.door->local()}));
  loop.run();
  EXPECT_EQ(kind, "dns.timeout");
}

TEST(Dns, AShardMayEndWithQuestionsUnderWay) {
  Loop loop;
  const NameServer server(loop, zone, DnsAnswers::silent);
  const DnsLookup lookup(loop.shard, {Kind::addresses, "one.test"}, [](const DnsAnswer&) { FAIL(); });
  loop.shard.post([&] { loop.stop(); });
  loop.run();
}

Awaitable<void> ask(Loop& loop, DnsQuestion question, Duration patience, std::vector<std::string>& heard) {
  const TimePoint deadline = Clock::now() + patience;
  const DnsAnswer answer = co_await look_up(loop.shard, question, deadline);
  heard.push_back(answer ? "found" : answer.error().kind);
  loop.stop();
}

TEST(Dns, IsAFlowToo) {
  Loop loop;
  const NameServer server(loop, zone);
  std::vector<std::string> heard;
  for (const char* name : {"one.test", "one.test", "nowhere.test"}) {
    loop.shard.spawn(ask(loop, {Kind::addresses, name}, std::chrono::seconds(20), heard));
    loop.run();
  }
  EXPECT_THAT(heard, ElementsAre("found", "found", "dns.not_found"));
  EXPECT_EQ(Dns::of(loop.shard).queries(), 2U);
  const NameServer silent(loop, zone, DnsAnswers::silent);
  loop.shard.spawn(ask(loop, {Kind::addresses, "one.test"}, Duration::zero(), heard));
  loop.run();
  EXPECT_EQ(heard.back(), "dns.timeout");
}

}  // namespace
}  // namespace cxload::net
