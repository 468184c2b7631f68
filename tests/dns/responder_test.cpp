// The stand-in's name server on the wire, byte by byte.
#include "standin/dns/responder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace cxload::standin::dns {
namespace {

std::string question(std::string_view name, std::uint16_t type, std::uint16_t flags = 0x0100) {
  std::string out;
  append_number(out, 0xABCD, 2);
  append_number(out, flags, 2);
  append_number(out, 1, 2);
  append_number(out, 0, 2);
  append_number(out, 0, 4);
  append_name(out, name);
  append_number(out, type, 2);
  append_number(out, 1, 2);
  return out;
}

Responder responder(DnsAnswers manner = DnsAnswers::normal,
                    const std::vector<std::string>& lines = {
                        "a.test 5 A 192.0.2.1", "a.test A 192.0.2.2", "alias.test CNAME a.test",
                        "loop.test CNAME loop.test", "_sip._udp.test SRV 1 2 3 a.test"}) {
  std::vector<Record> records;
  for (const std::string& line : lines) records.push_back(*parse_record(line));
  return {manner, std::move(records)};
}

std::optional<std::string> ask(const Responder& server, const std::string& bytes,
                               Carrier carrier = Carrier::udp) {
  return server.on_message(std::as_bytes(std::span(bytes)), carrier);
}

unsigned number_at(const std::string& message, std::size_t at) {
  return static_cast<unsigned>(static_cast<unsigned char>(message.at(at)) << 8 |
                               static_cast<unsigned char>(message.at(at + 1)));
}
unsigned code_of(const std::string& message) { return number_at(message, 2) & 0xF; }
unsigned answers_of(const std::string& message) { return number_at(message, 6); }

TEST(DnsResponder, AnswersWithAllRecordsOfNameAndType) {
  const std::string asked = question("a.test", 1);
  const std::string answer = ask(responder(), asked).value();
  EXPECT_EQ(number_at(answer, 0), 0xABCDU);
  EXPECT_EQ(number_at(answer, 2), 0x8500U) << "a response, authoritative, recursion as it was wanted";
  EXPECT_EQ(answer.substr(12, asked.size() - 12), asked.substr(12)) << "the question comes back";
  EXPECT_EQ(answers_of(answer), 2U);
  EXPECT_EQ(answer.substr(asked.size(), 16), std::string("\xC0\x0C\0\1\0\1\0\0\0\5\0\4\xC0\0\2\1", 16));
}

TEST(DnsResponder, ComparesNamesWithoutCase) {
  EXPECT_EQ(answers_of(ask(responder(), question("A.TeSt", 1)).value()), 2U);
}

TEST(DnsResponder, FollowsAliasesWithinBounds) {
  EXPECT_EQ(answers_of(ask(responder(), question("alias.test", 1)).value()), 3U);
  EXPECT_EQ(answers_of(ask(responder(), question("alias.test", 5)).value()), 1U);
  EXPECT_LE(answers_of(ask(responder(), question("loop.test", 1)).value()), 8U);
}

TEST(DnsResponder, TellsNoSuchNameFromNoSuchRecord) {
  for (const auto& [name, code] : std::map<std::string, unsigned>{
           {"a.test", 0}, {"_udp.test", 0}, {"test", 0}, {"b.test", 3}, {"est", 3}, {"x.a.test", 3}}) {
    const std::string answer = ask(responder(), question(name, 28)).value();
    EXPECT_EQ(code_of(answer), code) << name;
    EXPECT_EQ(answers_of(answer), 0U);
  }
}

TEST(DnsResponder, MisbehavesAsItIsTold) {
  const std::string asked = question("a.test", 1);
  EXPECT_FALSE(ask(responder(DnsAnswers::silent), asked));
  EXPECT_EQ(code_of(ask(responder(DnsAnswers::nxdomain), asked).value()), 3U);
  EXPECT_EQ(code_of(ask(responder(DnsAnswers::servfail), asked).value()), 2U);
  const Responder cutting = responder(DnsAnswers::truncated);
  EXPECT_EQ(number_at(ask(cutting, asked).value(), 2) & 0x0200, 0x0200U);
  EXPECT_EQ(answers_of(ask(cutting, asked, Carrier::tcp).value()), 2U);
}

TEST(DnsResponder, CutsWhatIsTooLongForADatagram) {
  std::vector<std::string> lines;
  for (int i = 0; i < 100; ++i) lines.push_back("a.test A 192.0.2." + std::to_string(i));
  const Responder server = responder(DnsAnswers::normal, lines);
  const std::string over_udp = ask(server, question("a.test", 1)).value();
  EXPECT_LE(over_udp.size(), 512U);
  EXPECT_NE(number_at(over_udp, 2) & 0x0200, 0U);
  EXPECT_EQ(answers_of(ask(server, question("a.test", 1), Carrier::tcp).value()), 100U);
}

TEST(DnsResponder, RefusesWhatItCannotRead) {
  const std::string asked = question("a.test", 1);
  EXPECT_FALSE(ask(responder(), asked.substr(0, 11)));
  EXPECT_FALSE(ask(responder(), question("a.test", 1, 0x8000))) << "an answer gets no answer";
  for (std::size_t size = 12; size < asked.size(); ++size)
    EXPECT_EQ(code_of(ask(responder(), asked.substr(0, size)).value()), 1U) << size;
  EXPECT_EQ(code_of(ask(responder(), question("a.test", 1, 0x2800)).value()), 4U) << "UPDATE";
  std::string two = asked;
  two[5] = 2;
  EXPECT_EQ(code_of(ask(responder(), two).value()), 1U);
  std::string pointer = asked;
  pointer[12] = static_cast<char>(0xC0);
  EXPECT_EQ(code_of(ask(responder(), pointer).value()), 1U);
  std::string dot = asked;
  dot[13] = '.';
  EXPECT_EQ(code_of(ask(responder(), dot).value()), 1U);
}

}  // namespace
}  // namespace cxload::standin::dns
