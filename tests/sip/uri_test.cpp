#include <gtest/gtest.h>

#include <cxload/sip/cseq.hpp>
#include <cxload/sip/errc.hpp>
#include <cxload/sip/name_addr.hpp>
#include <cxload/sip/uri.hpp>
#include <cxload/sip/via.hpp>

namespace cxload::sip {
namespace {

TEST(Uri, TakesAllPartsApart) {
  const auto uri = parse_uri("SIPS:alice:s3c@[2001:db8::9]:5061;transport=tcp;lr?Subject=a&Priority=b");
  ASSERT_TRUE(uri);
  EXPECT_EQ(uri->scheme, "sips");
  EXPECT_EQ(uri->user, "alice");
  EXPECT_EQ(uri->password, "s3c");
  EXPECT_EQ(uri->host, "2001:db8::9");
  EXPECT_EQ(uri->port, 5061);
  EXPECT_EQ(uri->params.find("TRANSPORT"), "tcp");
  EXPECT_TRUE(uri->is_loose_router());
  EXPECT_EQ(uri->headers, "Subject=a&Priority=b");
  EXPECT_EQ(uri->write(), "sips:alice:s3c@[2001:db8::9]:5061;transport=tcp;lr?Subject=a&Priority=b");
}

TEST(Uri, WritesBackWhatItRead) {
  for (const std::string_view text :
       {"sip:a@b", "sip:b", "sip:b:5060", "tel:+1-201-555-0123;phone-context=x",
        "soap.beep://192.0.2.103:3002", "sip:user;par=u%40example.net@example.com",
        "sip:null-%00-null@example.com", "urn:service:sos", "sip:1001@ab12cd34.invalid;transport=ws;ob"}) {
    const auto uri = parse_uri(text);
    ASSERT_TRUE(uri) << text;
    EXPECT_EQ(uri->write(), text);
  }
}

TEST(Uri, RefusesNonsense) {
  for (const std::string_view text :
       {"", "sip:", "alice", "sip:@b", "sip:a@", "sip:a@b@c", "sip:a@b:99999",
        "sip:a@b:", "sip:a@2001:db8::10", "sip:a@[2001:db8::10", "sip:a b@c", "<sip:a@b>", "sip:a@b;;x",
        "sip:a@b;x=", "tel:", "tel:hello", "foo:", "sip:a@b/c", "1sip:a@b"})
    EXPECT_EQ(parse_uri(text).error(), Errc::bad_uri) << text;
}

TEST(Uri, EquivalenceFollowsTheExamplesOfTheStandard) {  // RFC 3261 19.1.4
  const auto same = [](std::string_view a, std::string_view b) {
    return is_equivalent(*parse_uri(a), *parse_uri(b)) && is_equivalent(*parse_uri(b), *parse_uri(a));
  };
  EXPECT_TRUE(same("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp"));
  EXPECT_TRUE(same("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"));
  // A name twice is against RFC 3261 19.1.1, but a URI is the same as itself.
  EXPECT_TRUE(same("sip:carol@chicago.com;a=1;a=2", "sip:carol@chicago.com;a=1;a=2"));
  EXPECT_FALSE(same("sip:carol@chicago.com;a=2;a=1", "sip:carol@chicago.com;a=1;a=2"));
  EXPECT_TRUE(same("sip:carol@chicago.com", "sip:carol@chicago.com;security=on"));
  EXPECT_TRUE(same("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
                   "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"));
  EXPECT_TRUE(same("sip:alice@atlanta.com?subject=project%20x&priority=urgent",
                   "sip:alice@atlanta.com?priority=urgent&subject=project%20x"));
  EXPECT_FALSE(same("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"));
  EXPECT_FALSE(same("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"));
  EXPECT_FALSE(same("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"));
  EXPECT_FALSE(same("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"));
  EXPECT_FALSE(same("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"));
  EXPECT_FALSE(same("sip:carol@chicago.com;security=off", "sip:carol@chicago.com;security=on"));
  EXPECT_FALSE(same("sip:a@b", "sips:a@b"));
  EXPECT_FALSE(same("sip:a%00b@c", "sip:a@c"));
}

TEST(NameAddr, ReadsEveryForm) {
  const auto quoted = parse_name_addr("\"J \\\"R\\\" <x>\"   <sip:j@example.com;lr> ; tag = 98 ;x");
  ASSERT_TRUE(quoted);
  EXPECT_EQ(quoted->display, "J \"R\" <x>");
  EXPECT_EQ(quoted->tag(), "98");
  EXPECT_TRUE(quoted->uri.is_loose_router());
  EXPECT_TRUE(quoted->params.has("x"));
  EXPECT_EQ(quoted->write(), "\"J \\\"R\\\" <x>\" <sip:j@example.com;lr>;tag=98;x");
  EXPECT_EQ(parse_name_addr("caller<sip:c@d>")->display, "caller");
  const auto bare = parse_name_addr("sip:c@d;tag=5");
  EXPECT_EQ(bare->tag(), "5");
  EXPECT_TRUE(bare->uri.params.empty());
  EXPECT_EQ(bare->write(), "<sip:c@d>;tag=5");
  EXPECT_TRUE(parse_name_addr("<tel:+1>"));
  EXPECT_EQ(tag_of("\"a;tag=1\" <sip:a;tag=2>;tag=3"), "3");
  EXPECT_EQ(tag_of("sip:a"), std::nullopt);
}

TEST(NameAddr, RefusesNonsense) {
  for (const std::string_view text :
       {"", "*", "\"open <sip:a@b>", "\"a\" sip:a@b", "Bell, A <sip:a@b>", "<sip:a@b", "< sip:a@b >",
        "sip:a@b?Route=c", "<sip:a@b>;;", "<sip:a@b> x", "<>", "a > <sip:a@b>"})
    EXPECT_FALSE(parse_name_addr(text)) << text;
}

TEST(Via, ReadsAndWrites) {
  const auto via =
      parse_via("SIP  / 2.0  / TCP     spindle.example.com   ;  branch  =   z9hG4bK9ikj8  ;rport");
  ASSERT_TRUE(via);
  EXPECT_EQ(via->transport, "TCP");
  EXPECT_EQ(via->host, "spindle.example.com");
  EXPECT_EQ(via->branch(), "z9hG4bK9ikj8");
  EXPECT_TRUE(via->asks_rport());
  EXPECT_EQ(via->rport(), std::nullopt);
  Via seen = *via;
  seen.set_rport(5070);
  seen.set_received("2001:db8::9");
  EXPECT_EQ(seen.write(),
            "SIP/2.0/TCP spindle.example.com;branch=z9hG4bK9ikj8;rport=5070;received=2001:db8::9");
  const auto six =
      parse_via("SIP/2.0/UDP [2001:db8::9:1]:5060;received=[2001:db8::9:255];branch=z9hG4bKas3-111");
  ASSERT_TRUE(six);
  EXPECT_EQ(six->received(), "2001:db8::9:255");
  EXPECT_EQ(six->port, 5060);
  EXPECT_EQ(branch_of("SIP/2.0/UDP a, SIP/2.0/UDP b;branch=2"), std::nullopt);
  EXPECT_EQ(branch_of("SIP/2.0/UDP a;branch=1, SIP/2.0/UDP b;branch=2"), "1");
  for (const std::string_view text : {"", "SIP/2.0/UDP", "SIP/2.0 a", "SIP/2.0/UDP a;;", "SIP/2.0/UDP a:x",
                                      "SIP/2.0/UDP [::1", "/2.0/UDP a", "SIP/2.0/U/P a"})
    EXPECT_FALSE(parse_via(text)) << text;
}

TEST(CSeq, Range) {
  EXPECT_EQ(parse_cseq("0009   INVITE")->number, 9U);
  EXPECT_EQ(parse_cseq("2147483647 A")->method, "A");
  for (const std::string_view text :
       {"", "1", "INVITE", "-1 A", "2147483648 A", "36893488147419103232 A", "1 A B"})
    EXPECT_FALSE(parse_cseq(text)) << text;
  EXPECT_EQ(parse_cseq("7 BYE")->write(), "7 BYE");
}

}  // namespace
}  // namespace cxload::sip
