// What a profile writes, header by header (spec/webphone.md F-62, F-63).
#include <gtest/gtest.h>

#include "../../src/phone/message_factory.hpp"

namespace cxload::phone {
namespace {

using sip::HeaderId;

struct Writer {
  explicit Writer(const ClientProfile& profile, net::Scheme scheme = net::Scheme::wss) {
    group.profile = &profile;
    group.domain = "example.com";
    group.door.scheme = scheme;
    account.user = "1001";
    account.display = "Alice \"A\"";
  }
  sip::Message make_register() {
    const Identity identity(*group.profile, group.door.scheme);
    const MessageFactory factory(group, account, identity);
    return factory.register_request("call-id", "tag", 1, std::chrono::seconds(600),
                                    {net::Address::loopback(), 5070});
  }
  Group group;
  Account account;
};

std::vector<std::string> names_of(const sip::Message& message) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < message.field_count(); ++i) names.emplace_back(message.field(i).name);
  return names;
}

TEST(WireProfile, SipjsWritesItsHeadersInItsOrder) {
  const sip::Message message = Writer(sipjs_profile).make_register();
  EXPECT_EQ(names_of(message),
            (std::vector<std::string>{"Via", "To", "From", "CSeq", "Call-ID", "Max-Forwards", "Contact",
                                      "Allow", "Supported", "User-Agent"}));
  const std::string_view via = message.find(HeaderId::via).value_or("");
  EXPECT_TRUE(via.starts_with("SIP/2.0/WSS ")) << via;
  EXPECT_NE(via.find(".invalid;branch=z9hG4bK"), via.npos) << via;
  EXPECT_EQ(via.find("rport"), via.npos) << via;
  const std::string_view contact = message.find(HeaderId::contact).value_or("");
  EXPECT_NE(contact.find(".invalid;transport=ws>;expires=600"), contact.npos) << contact;
  EXPECT_FALSE(message.find(HeaderId::expires));
  EXPECT_EQ(message.find(HeaderId::max_forwards), "70");
  EXPECT_EQ(message.find(HeaderId::supported), "outbound");
}

TEST(WireProfile, JssipSaysExpiresInAHeaderAndNamesItsInstance) {
  const sip::Message message = Writer(jssip_profile).make_register();
  EXPECT_EQ(message.find(HeaderId::max_forwards), "69");
  EXPECT_EQ(message.find(HeaderId::expires), "600");
  EXPECT_EQ(message.find(HeaderId::supported), "path,gruu,outbound");
  const std::string_view contact = message.find(HeaderId::contact).value_or("");
  EXPECT_NE(contact.find(";reg-id=1;+sip.instance=\"<urn:uuid:"), contact.npos) << contact;
}

TEST(WireProfile, UdpHasARealAddressAndRport) {
  const sip::Message message = Writer(sipjs_profile, net::Scheme::udp).make_register();
  const std::string_view via = message.find(HeaderId::via).value_or("");
  EXPECT_TRUE(via.starts_with("SIP/2.0/UDP 127.0.0.1:5070;branch=")) << via;
  EXPECT_TRUE(via.ends_with(";rport")) << via;
}

TEST(WireProfile, NamesAndTargetsAreEscaped) {
  Writer writer(plain_profile, net::Scheme::udp);
  const Identity identity(*writer.group.profile, net::Scheme::udp);
  const MessageFactory factory(writer.group, writer.account, identity);
  const sip::Message message = writer.make_register();
  EXPECT_TRUE(message.find(HeaderId::from)->starts_with("\"Alice \\\"A\\\"\" <sip:1001@example.com>"));
  EXPECT_EQ(factory.target_uri("12#4"), "sip:12%234@example.com");
  EXPECT_EQ(factory.target_uri("+4420 1@evil>"), "sip:+4420%201%40evil%3E@example.com");
  EXPECT_EQ(factory.target_uri("sip:bob@other.test"), "sip:bob@other.test");
}

}  // namespace
}  // namespace cxload::phone
