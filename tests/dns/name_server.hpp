/// The stand-in's name server on a test's shard, and the shard asking it.
#pragma once
#include <string>
#include <vector>

#include <cxload/net/dns.hpp>

#include "net/loop.hpp"
#include "standin/dns/dns_door.hpp"

namespace cxload::net::test {

using standin::DnsAnswers;

struct NameServer {
  NameServer(Loop& its_loop, const std::vector<std::string>& lines, DnsAnswers manner = DnsAnswers::normal)
      : loop(its_loop) {
    std::vector<standin::dns::Record> records;
    records.reserve(lines.size());
    for (const std::string& line : lines) records.push_back(standin::dns::parse_record(line).value());
    standin::dns::Responder responder(manner, std::move(records));
    door = standin::dns::DnsDoor::open(loop.shard, {Address::loopback(), 0}, std::move(responder)).value();
    Dns::of(loop.shard).use(quick({door->local()}));
  }

  static DnsOptions quick(std::vector<Endpoint> servers) {
    DnsOptions options;
    options.servers = std::move(servers);
    options.patience = std::chrono::milliseconds(20);
    return options;
  }

  /// Asks and waits for the answer.
  DnsAnswer ask(DnsQuestion::Kind kind, const std::string& name) const {
    std::optional<DnsAnswer> answer;
    const DnsLookup lookup(loop.shard, {kind, name}, [&](const DnsAnswer& its_answer) {
      answer = its_answer;
      loop.stop();
    });
    EXPECT_FALSE(answer) << "not from inside";
    loop.run();
    return answer ? *answer : DnsAnswer(Failure("test.none", "no answer came"));
  }

  std::string addresses(const std::string& name) const {
    const DnsAnswer answer = ask(DnsQuestion::Kind::addresses, name);
    if (!answer) return answer.error().kind;
    std::string text;
    for (const Address& address : std::get<Addresses>(*answer)) text += address.to_string() + " ";
    return text;
  }

  Loop& loop;
  std::unique_ptr<standin::dns::DnsDoor> door;
};

}  // namespace cxload::net::test
