// Web Push messages against the example of RFC 8291, appendix A.
#include <gtest/gtest.h>

#include <cxload/base/text.hpp>

#include "../../src/standin/web/push_message.hpp"
#include "../../src/standin/web/secrets.hpp"

namespace cxload::standin::web {
namespace {

std::string decode(std::string_view text) {
  const auto bytes = from_base64url(text);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(PushMessage, is_sealed_as_rfc_8291_shows) {
  const auto key = PushKey::from(
      decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
      decode("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"));
  ASSERT_TRUE(key);
  const PushTarget target{
      "https://push.example.net/",
      decode("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
      decode("BTBZMqHH6r4Tts7J_aSIgg")};
  EXPECT_EQ(to_base64url(std::string_view(seal_push(target, "When I grow up, I want to be a watermelon", *key,
                                                    decode("DGv6ra1nlYgDCS1FRnbzlw")))),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_"
            "c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr"
            "u3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}

TEST(PushMessage, a_point_that_is_none_gets_nothing) {
  const auto key = PushKey::make();
  ASSERT_TRUE(key);
  EXPECT_EQ(seal_push({"https://x/", std::string(65, 'x'), "secret"}, "hello", *key, std::string(16, 's')),
            "");
  EXPECT_EQ(seal_push({"https://x/", "short", "secret"}, "hello", *key, std::string(16, 's')), "");
}

TEST(PushMessage, the_sender_names_the_audience_and_his_key) {
  const auto key = PushKey::make();
  ASSERT_TRUE(key);
  const std::string header =
      make_vapid(*key, "https://push.example.net:8443/send/1", WallTime(std::chrono::seconds(1'000'000)));
  ASSERT_TRUE(header.starts_with("vapid t="));
  EXPECT_NE(header.find(", k=" + to_base64url(std::string_view(key->public_point()))), std::string::npos);
  const std::string token = header.substr(8, header.find(',') - 8);
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  EXPECT_EQ(decode(token.substr(first + 1, last - first - 1)),
            R"({"aud":"https://push.example.net:8443","exp":1043200,"sub":"mailto:standin@localhost"})");
  EXPECT_EQ(decode(token.substr(last + 1)).size(), 64U);
}

}  // namespace
}  // namespace cxload::standin::web
