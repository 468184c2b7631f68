// RFC 4475 and RFC 5118: what parser and validation make of each message. The verdicts are those of the RFCs;
// where they leave a choice, ours is named beside the message.
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include <gtest/gtest.h>

#include <cxload/base/random.hpp>
#include <cxload/sip/cseq.hpp>
#include <cxload/sip/errc.hpp>
#include <cxload/sip/grammar.hpp>
#include <cxload/sip/message.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/redact.hpp>
#include <cxload/sip/salvage.hpp>
#include <cxload/sip/stream_framer.hpp>
#include <cxload/sip/validate.hpp>
#include <cxload/sip/via.hpp>

namespace cxload::sip {
namespace {

const std::filesystem::path vectors = "tests/vectors/sip";

std::string load(const std::filesystem::path& file) {
  std::ifstream in(vectors / file, std::ios::binary);
  EXPECT_TRUE(in) << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string torture(const std::string& name) { return load("rfc4475/" + name + ".sip"); }
std::string six(const std::string& name) { return load("rfc5118/" + name + ".sip"); }

/// The first fault that parsing or validation finds; nothing for a good message.
std::optional<boost::system::error_code> fault_of(std::string_view bytes) {
  const Result<Message> message = parse_message(bytes);
  if (!message) return message.error();
  const Result<void> valid = message->is_request() ? validate_request(*message) : validate_response(*message);
  if (!valid) return valid.error();
  return std::nullopt;
}

const std::map<std::string, std::optional<Errc>> verdicts = {
    {"wsinv", {}},
    {"intmeth", {}},
    {"esc01", {}},
    {"escnull", {}},
    {"esc02", {}},
    {"lwsdisp", {}},
    {"longreq", {}},
    {"dblreq", {}},
    {"semiuri", {}},
    {"transports", {}},
    {"mpart01", {}},
    {"unreason", {}},
    {"noreason", {}},
    {"badinv01", Errc::bad_via},
    {"clerr", Errc::short_body},
    {"ncl", Errc::bad_content_length},
    {"scalar02", Errc::bad_cseq},
    {"scalarlg", Errc::bad_cseq},
    {"quotbal", Errc::bad_name_addr},
    {"ltgtruri", Errc::bad_uri},
    {"lwsruri", Errc::malformed_start_line},
    {"lwsstart", Errc::malformed_start_line},
    {"trws", Errc::malformed_start_line},
    {"escruri", Errc::bad_uri},
    {"baddate", {}},   // better ignored than refused
    {"regbadct", {}},  // the registrar refuses its Contact, see below
    {"badaspec", Errc::bad_uri},
    {"baddn", Errc::bad_name_addr},
    {"badvers", Errc::bad_version},
    {"mismatch01", Errc::cseq_mismatch},
    {"mismatch02", Errc::cseq_mismatch},
    {"bigcode", Errc::bad_status},
    {"badbranch", {}},  // RFC 2543 matching
    {"insuf", Errc::missing_header},
    {"unkscm", {}},  // 416 is for the layer above
    {"novelsc", {}},
    {"unksm2", {}},
    {"bext01", {}},
    {"invut", {}},
    {"regaut01", {}},
    {"multi01", Errc::repeated_header},
    {"mcl01", Errc::bad_content_length},
    {"bcast", {}},
    {"zeromf", {}},
    {"cparam01", {}},
    {"cparam02", {}},
    {"regescrt", {}},
    {"sdp01", {}},
    {"inv2543", {}},
};

TEST(Torture, EveryMessageGetsItsVerdict) {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(vectors / "rfc4475"))
    files.insert(entry.path().stem());
  EXPECT_EQ(files.size(), verdicts.size());
  for (const auto& [name, expected] : verdicts) {
    const auto fault = fault_of(torture(name));
    EXPECT_EQ(fault.has_value(), expected.has_value())
        << name << ": " << (fault ? fault->message() : "accepted");
    if (fault && expected) {
      EXPECT_EQ(*fault, *expected) << name << ": " << fault->message();
    }
  }
}

TEST(Torture, WhatIsRefusedCanBeAnswered) {
  // Requests that fail in the parser, and still have all that a response must copy.
  for (const std::string name : {"clerr", "ncl", "lwsruri", "lwsstart", "trws", "badvers", "mcl01"}) {
    const auto salvaged = salvage_request(torture(name));
    ASSERT_TRUE(salvaged) << name;
    EXPECT_EQ(status_for(salvaged->fault), name == "badvers" ? 505 : 400) << name;
    const auto answer = Message::make_response_to(salvaged->request, status_for(salvaged->fault));
    EXPECT_TRUE(parse_message(answer.write())) << name;
  }
  EXPECT_FALSE(salvage_request(torture("bigcode"))) << "a response is dropped";
}

TEST(Torture, ValidMessagesSurviveWritingAndReading) {
  for (const auto& [name, expected] : verdicts) {
    const auto message = parse_message(torture(name));
    if (expected || !message) continue;
    const auto again = parse_message(message->write(), Framing::stream);
    ASSERT_TRUE(again) << name;
    EXPECT_EQ(again->write(), message->write()) << name;
    EXPECT_EQ(again->body(), message->body()) << name;
  }
}

TEST(Torture, MutilatedMessagesAreReadStablyOrRefused) {
  Random random(4475);
  for (const auto& [name, expected] : verdicts) {
    const std::string whole = torture(name);
    for (int round = 0; round < 100; ++round) {
      std::string bytes = whole.substr(0, whole.size() - random.below(whole.size() / 4));
      for (auto flips = random.below(8); flips > 0; --flips)
        bytes[random.below(bytes.size())] = "\r\n \t:;,<>\"\\\0@=\xff"[random.below(14)];
      static_cast<void>(salvage_request(bytes));
      static_cast<void>(redact(bytes));
      static_cast<void>(fault_of(bytes));
      const auto message = parse_message(bytes);
      if (!message) continue;
      const auto again = parse_message(message->write(), Framing::stream);
      ASSERT_TRUE(again) << name << ": " << again.error().message();
      ASSERT_EQ(again->write(), message->write()) << name;
    }
  }
}

TEST(Torture, ShortTortuousInvite) {
  const auto message = *parse_message(torture("wsinv"));
  EXPECT_EQ(message.request_uri(), "sip:vivekg@chair-dnrc.example.com;unknownparam");
  const auto from = *parse_name_addr(*message.find(HeaderId::from));
  EXPECT_EQ(from.display, "J Rosenberg \\\"");
  EXPECT_EQ(from.tag(), "98asjd8");
  EXPECT_EQ(tag_of(*message.find(HeaderId::to)), "1918181833n");
  EXPECT_EQ(parse_cseq(*message.find(HeaderId::cseq))->number, 9U);
  EXPECT_EQ(message.find(HeaderId::subject), "");
  EXPECT_EQ(message.find("NewFangledHeader"), "newfangled value continued newfangled value");
  EXPECT_EQ(message.find("UnknownHeaderWithUnusualValue"), ";;,,;;,;");
  const auto vias = message.values(HeaderId::via);
  ASSERT_EQ(vias.size(), 3U);
  EXPECT_EQ(parse_via(vias[0])->write(), "SIP/2.0/UDP 192.0.2.2;branch=390skdjuw");
  EXPECT_EQ(parse_via(vias[1])->write(), "SIP/2.0/TCP spindle.example.com;branch=z9hG4bK9ikj8");
  EXPECT_EQ(parse_via(vias[2])->branch(), "z9hG4bK30239");
  const auto contact = *parse_name_addr(*message.find(HeaderId::contact));
  EXPECT_EQ(contact.display, "Quoted string \"\"");
  EXPECT_EQ(contact.params.find("newparam"), "newvalue");
  EXPECT_EQ(contact.params.find("q"), "0.33");
  EXPECT_EQ(message.body().size(), 150U);
}

TEST(Torture, UnusualCharacters) {
  const auto message = *parse_message(torture("intmeth"));
  EXPECT_EQ(message.method(), "!interesting-Method0123456789_*+`.%indeed'~");
  const auto uri = *parse_uri(message.request_uri());
  EXPECT_EQ(uri.user, "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
  EXPECT_EQ(uri.password, "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
  const auto to = *parse_name_addr(*message.find(HeaderId::to));
  EXPECT_EQ(to.display, std::string("BEL:\x07 NUL:\0 DEL:\x7f", 17));
  EXPECT_EQ(tag_of(*message.find(HeaderId::from)), "_token~1'+`*%!-.");
  EXPECT_EQ(branch_of(*message.find(HeaderId::via)), "z9hG4bK-.!%66*_+`'~");
  EXPECT_EQ(message.find("extensionheader-!.%*+_`'~"), "\ufeff大停電");
}

TEST(Torture, EscapesAreUndoneOnceAndOnlyInUris) {
  const auto message = *parse_message(torture("esc01"));
  EXPECT_TRUE(
      is_equivalent(parse_name_addr(*message.find(HeaderId::to))->uri, *parse_uri("sip:user@example.com")));
  EXPECT_EQ(unescape(parse_uri(message.request_uri())->user), "sips:user@example.com");
  const auto contact = *parse_name_addr(*message.find(HeaderId::contact));
  EXPECT_EQ(unescape(*contact.uri.params.find("n%61me")), "value%41");
  EXPECT_EQ(parse_message(torture("esc02"))->count(HeaderId::contact), 2U);
  EXPECT_EQ(parse_message(torture("esc02"))->method(), "RE%47IST%45R");
  const auto null = *parse_message(torture("escnull"));
  EXPECT_EQ(unescape(parse_name_addr(*null.find(HeaderId::to))->uri.user), std::string("null-\0-null", 11));
  const auto contacts = null.values(HeaderId::contact);
  ASSERT_EQ(contacts.size(), 2U);
  EXPECT_FALSE(is_equivalent(parse_name_addr(contacts[0])->uri, parse_name_addr(contacts[1])->uri));
}

TEST(Torture, LengthsAndFrames) {
  const auto longest = *parse_message(torture("longreq"));
  EXPECT_EQ(longest.values(HeaderId::via).size(), 35U);
  EXPECT_EQ(longest.body().size(), 150U);
  const auto twice = *parse_message(torture("dblreq"));
  EXPECT_EQ(twice.method(), "REGISTER");
  EXPECT_TRUE(twice.body().empty());
  const auto binary = *parse_message(torture("mpart01"));
  EXPECT_NE(binary.body().find('\0'), std::string_view::npos);
  EXPECT_TRUE(binary.body().ends_with("--7a9cbec02ceef655--\r\n"));
  // The same two requests on a stream are two.
  StreamFramer framer(StreamSide::server);
  const std::string bytes = torture("dblreq");
  framer.feed(bytes);
  EXPECT_EQ(parse_message((*framer.next())->bytes, Framing::stream)->method(), "REGISTER");
  EXPECT_EQ((*framer.next())->kind, Frame::Kind::message);
}

TEST(Torture, UrisAndContacts) {
  EXPECT_EQ(parse_uri(parse_message(torture("semiuri"))->request_uri())->user, "user;par=u%40example.net");
  EXPECT_EQ(parse_uri(parse_message(torture("novelsc"))->request_uri())->scheme, "soap.beep");
  const auto contact_of = [](const std::string& name) {
    const auto message = *parse_message(torture(name));
    return parse_name_addr(*message.find(HeaderId::contact));
  };
  EXPECT_EQ(contact_of("regbadct").error(), Errc::bad_name_addr);
  EXPECT_EQ(contact_of("regescrt")->uri.headers, "Route=%3Csip:sip.example.com%3E");
  EXPECT_TRUE(contact_of("cparam01")->params.has("unknownparam"));
  EXPECT_FALSE(contact_of("cparam01")->uri.params.has("unknownparam"));
  EXPECT_TRUE(contact_of("cparam02")->uri.params.has("unknownparam"));
  EXPECT_EQ(parse_message(torture("noreason"))->reason(), "");
  EXPECT_EQ(parse_message(torture("unreason"))->reason(), "= 2**3 * 5**2 но сто девяносто девять - простое");
}

TEST(TortureIpv6, EveryMessageGetsItsVerdict) {
  for (const auto& entry : std::filesystem::directory_iterator(vectors / "rfc5118")) {
    const std::string name = entry.path().stem();
    const auto fault = fault_of(six(name));
    if (name == "ipv6-bad")
      EXPECT_EQ(fault, make_error_code(Errc::bad_uri));
    else
      EXPECT_FALSE(fault) << name << ": " << fault->message();
  }
  const auto uri_of = [](const std::string& name) {
    return *parse_uri(parse_message(six(name))->request_uri());
  };
  EXPECT_EQ(uri_of("port-ambiguous").port, std::nullopt) << "5070 belongs to the address";
  EXPECT_EQ(uri_of("port-ambiguous").host, "2001:db8::10:5070");
  EXPECT_EQ(uri_of("port-unambiguous").port, 5070);
  for (const std::string name : {"via-received-param-with-delim", "via-received-param-no-delim"})
    EXPECT_EQ(parse_via(*parse_message(six(name))->first_value(HeaderId::via))->received(),
              "2001:db8::9:255");
  const auto mapped = *parse_message(six("ipv4-mapped-ipv6"));
  EXPECT_EQ(parse_via(*mapped.find(HeaderId::via))->port, 19823);
}

}  // namespace
}  // namespace cxload::sip
