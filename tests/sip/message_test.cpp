#include <gtest/gtest.h>

#include <cxload/sip/errc.hpp>
#include <cxload/sip/message.hpp>
#include <cxload/sip/salvage.hpp>
#include <cxload/sip/validate.hpp>

namespace cxload::sip {
namespace {

constexpr std::string_view invite =
    "INVITE sip:bob@biloxi.com SIP/2.0\r\n"
    "Via: SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK776asdhds, SIP/2.0/TCP b.example\r\n"
    "v: SIP/2.0/UDP c.example\r\n"
    "Max-Forwards: 70\r\n"
    "t: Bob <sip:bob@biloxi.com>\r\n"
    "From : Alice\r\n\t <sip:alice@atlanta.com>;tag=1928301774\r\n"
    "Call-ID: a84b4c76e66710@pc33.atlanta.com\r\n"
    "CSeq: 314159 INVITE\r\n"
    "X-Trace: one, two\r\n"
    "Content-Length: 4\r\n"
    "\r\n"
    "v=0\n";

TEST(Message, ReadsRequestWithCompactFoldedAndRepeatedHeaders) {
  const auto message = parse_message(invite);
  ASSERT_TRUE(message);
  EXPECT_TRUE(message->is_request());
  EXPECT_EQ(message->method(), "INVITE");
  EXPECT_EQ(message->request_uri(), "sip:bob@biloxi.com");
  EXPECT_EQ(message->find(HeaderId::from), "Alice <sip:alice@atlanta.com>;tag=1928301774");
  EXPECT_EQ(message->find("TO"), "Bob <sip:bob@biloxi.com>");
  EXPECT_EQ(message->find("x-trace"), "one, two");
  EXPECT_EQ(message->count(HeaderId::via), 2U);
  EXPECT_EQ(message->values(HeaderId::via).size(), 3U);
  EXPECT_EQ(message->values(HeaderId::via)[1], "SIP/2.0/TCP b.example");
  EXPECT_EQ(message->first_value(HeaderId::via), "SIP/2.0/UDP pc33.atlanta.com;branch=z9hG4bK776asdhds");
  EXPECT_EQ(message->body(), "v=0\n");
  EXPECT_TRUE(validate_request(*message));
}

TEST(Message, ReadsResponses) {
  const auto ok = parse_message("\r\n\r\nsip/2.0 200 OK then\r\nCSeq: 1 A\r\n\r\n");
  ASSERT_TRUE(ok);
  EXPECT_EQ(ok->status(), 200);
  EXPECT_EQ(ok->reason(), "OK then");
  EXPECT_TRUE(ok->is_response());
  EXPECT_EQ(parse_message("SIP/2.0 100\r\n\r\n")->reason(), "");
  EXPECT_EQ(parse_message("SIP/2.0 100 \n\n")->status(), 100);
}

TEST(Message, RefusesEachFaultByItsName) {
  const auto error = [](std::string_view bytes, Framing framing = Framing::datagram) {
    return parse_message(bytes, framing).error();
  };
  EXPECT_EQ(error("\r\n\r\n"), Errc::empty_message);
  EXPECT_EQ(error("nonsense"), Errc::malformed_start_line);
  EXPECT_EQ(error("INVITE  sip:a@b SIP/2.0\r\n\r\n"), Errc::malformed_start_line);
  EXPECT_EQ(error("INVITE sip:a@b SIP/2.0 \r\n\r\n"), Errc::malformed_start_line);
  EXPECT_EQ(error("INVITE sip:a@b SIP/7.0\r\n\r\n"), Errc::bad_version);
  EXPECT_EQ(error("SIP/2.0 4294967301 x\r\n\r\n"), Errc::bad_status);
  EXPECT_EQ(error("SIP/2.0 099 x\r\n\r\n"), Errc::bad_status);
  EXPECT_EQ(error("INVITE sip:a@b SIP/2.0\r\nno colon\r\n\r\n"), Errc::bad_header);
  EXPECT_EQ(error("INVITE sip:a@b SIP/2.0\r\n: x\r\n\r\n"), Errc::bad_header);
  EXPECT_EQ(error("INVITE sip:a@b SIP/2.0\r\nTo: x\r\n"), Errc::bad_header);
  EXPECT_EQ(error("INVITE sip:a@b SIP/2.0\r\n  folded: x\r\n\r\n"), Errc::bad_header);
  EXPECT_EQ(error("A sip:a SIP/2.0\r\nContent-Length: -9\r\n\r\n"), Errc::bad_content_length);
  EXPECT_EQ(error("A sip:a SIP/2.0\r\nl: 0\r\nContent-Length: 1\r\n\r\nx"), Errc::bad_content_length);
  EXPECT_EQ(error("A sip:a SIP/2.0\r\nl: 5\r\n\r\nx"), Errc::short_body);
  EXPECT_EQ(error("A sip:a SIP/2.0\r\n\r\n", Framing::stream), Errc::missing_content_length);
  EXPECT_EQ(error("A sip:a SIP/2.0\r\nl: 0\r\n\r\nx", Framing::stream), Errc::bad_content_length);
}

TEST(Message, BareReturnsAreBlanks) {
  const auto message = parse_message("A sip:a SIP/2.0\r\nX:\r a\rb\r\r\nY: c\r\n\r\n");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->find("X"), "a b");
}

TEST(Message, KeepsItsLimits) {
  std::string many = "A sip:a SIP/2.0\r\n";
  for (int i = 0; i < 300; ++i) many += "X: y\r\n";
  EXPECT_EQ(parse_message(many + "\r\n").error(), Errc::too_many_headers);
  const std::string big = "A sip:a SIP/2.0\r\nX: " + std::string(20'000, 'y') + "\r\n\r\n";
  EXPECT_EQ(parse_message(big).error(), Errc::too_large);
  EXPECT_EQ(parse_message(std::string(70'000, 'A')).error(), Errc::too_large);
  EXPECT_TRUE(parse_message(big, Framing::datagram, {.header_bytes = 30'000}));
}

TEST(Message, IgnoresOctetsBehindContentLengthOfDatagram) {
  const auto message = parse_message("A sip:a SIP/2.0\r\nContent-Length: 2\r\n\r\nabINVITE");
  ASSERT_TRUE(message);
  EXPECT_EQ(message->body(), "ab");
}

TEST(Message, WritesInOrderWithRightContentLength) {
  Message message = Message::make_request("MESSAGE", "sip:a@b");
  message.append(HeaderId::via, "SIP/2.0/UDP h;branch=z9hG4bK1");
  message.append("X-Evil", "a\r\nVia: b");
  message.append("content-length", "99");
  message.set_body("text/plain", "hi");
  EXPECT_EQ(message.write(),
            "MESSAGE sip:a@b SIP/2.0\r\n"
            "Via: SIP/2.0/UDP h;branch=z9hG4bK1\r\n"
            "X-Evil: a  Via: b\r\n"
            "Content-Type: text/plain\r\n"
            "Content-Length: 2\r\n\r\nhi");
}

TEST(Message, EditsFields) {
  auto message = *parse_message(invite);
  message.prepend(HeaderId::via, "SIP/2.0/UDP top");
  EXPECT_EQ(message.first_value(HeaderId::via), "SIP/2.0/UDP top");
  message.remove_first_value(HeaderId::via);
  message.remove_first_value(HeaderId::via);
  EXPECT_EQ(message.first_value(HeaderId::via), "SIP/2.0/TCP b.example");
  EXPECT_EQ(message.values(HeaderId::via).size(), 2U);
  message.remove_first_value(HeaderId::via);
  message.remove_first_value(HeaderId::via);
  EXPECT_FALSE(message.find(HeaderId::via));
  message.set(HeaderId::to, message.find(HeaderId::from).value());
  EXPECT_EQ(message.find(HeaderId::to), message.find(HeaderId::from));
  message.append(HeaderId::max_forwards, "1");
  message.set(HeaderId::max_forwards, "69");
  EXPECT_EQ(message.count(HeaderId::max_forwards), 1U);
  message.set_request_uri("sip:new@x");
  const Message copy = message;
  message.set_request_uri("sip:other@x");
  EXPECT_EQ(copy.request_uri(), "sip:new@x");
}

TEST(Message, ResponseCopiesWhatItMust) {  // RFC 3261 8.2.6
  auto request = *parse_message(invite);
  request.append(HeaderId::timestamp, "54");
  const auto trying = Message::make_response_to(request, 100);
  EXPECT_EQ(trying.reason(), "Trying");
  EXPECT_EQ(trying.find(HeaderId::timestamp), "54");
  EXPECT_EQ(trying.values(HeaderId::via), request.values(HeaderId::via));
  const auto busy = Message::make_response_to(request, 486, "Busy, sorry");
  EXPECT_EQ(busy.reason(), "Busy, sorry");
  EXPECT_FALSE(busy.find(HeaderId::timestamp));
  EXPECT_FALSE(busy.find(HeaderId::max_forwards));
  EXPECT_TRUE(validate_response(busy));
}

TEST(Message, SalvagesWhatCanStillBeAnswered) {
  std::string broken(invite);
  broken.replace(broken.find("SIP/2.0"), 7, "SIP/7.0");
  const auto salvaged = salvage_request(broken);
  ASSERT_TRUE(salvaged);
  EXPECT_EQ(salvaged->fault, Errc::bad_version);
  EXPECT_EQ(status_for(salvaged->fault), 505);
  EXPECT_EQ(Message::make_response_to(salvaged->request, 505).find(HeaderId::cseq), "314159 INVITE");
  EXPECT_FALSE(salvage_request("SIP/2.0 999 x\r\n\r\n"));
  EXPECT_FALSE(salvage_request("garbage"));
}

TEST(Message, ValidationNamesTheRuleBroken) {
  const auto check = [](std::string_view remove, std::string_view put) {
    std::string text(invite);
    text.replace(text.find(remove), remove.size(), put);
    return validate_request(*parse_message(text)).error();
  };
  EXPECT_EQ(check("314159 INVITE", "314159 BYE"), Errc::cseq_mismatch);
  EXPECT_EQ(check("314159 INVITE", "2147483648 INVITE"), Errc::bad_cseq);
  EXPECT_EQ(check("Max-Forwards: 70", "Max-Forwards: 256"), Errc::bad_max_forwards);
  EXPECT_EQ(check("Call-ID: a84b4c76e66710@pc33.atlanta.com\r\n", ""), Errc::missing_header);
  EXPECT_EQ(check("X-Trace", "To: <sip:b@c>\r\nX-Trace"), Errc::repeated_header);
  EXPECT_EQ(check("INVITE sip:bob@biloxi.com", "INVITE <sip:bob@biloxi.com>"), Errc::bad_uri);
  EXPECT_EQ(check("INVITE sip:bob@biloxi.com", "INVITE sip:bob@biloxi.com?Route=x"), Errc::bad_uri);
  EXPECT_EQ(check("t: Bob <", "t: Bo,b <"), Errc::bad_name_addr);
  EXPECT_EQ(check("UDP pc33.atlanta.com;", "UDP pc33.atlanta.com;;"), Errc::bad_via);
}

TEST(HeaderId, EveryNameAndCompactFormIsFound) {
  for (int i = 0; i < static_cast<int>(HeaderId::other); ++i) {
    const auto id = static_cast<HeaderId>(i);
    EXPECT_EQ(find_header(canonical_name(id)), id);
    std::string upper(canonical_name(id));
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    EXPECT_EQ(find_header(upper), id);
    if (const char compact = compact_form(id); compact != 0) {
      EXPECT_EQ(find_header(std::string_view(&compact, 1)), id);
    }
  }
  EXPECT_EQ(find_header("X-Unknown"), HeaderId::other);
  EXPECT_EQ(find_header(""), HeaderId::other);
  EXPECT_EQ(find_header("z"), HeaderId::other);
  EXPECT_EQ(find_header("@"), HeaderId::other);
  EXPECT_TRUE(is_comma_list(HeaderId::via));
  EXPECT_FALSE(is_comma_list(HeaderId::www_authenticate));
}

}  // namespace
}  // namespace cxload::sip
