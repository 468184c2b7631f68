// Digits in the media of a call (RFC 4733): pressed by a phone, read by the stand-in's number 166, over plain
// RTP and DTLS-SRTP.
#include <string>

#include <cxload/phone/codec_list.hpp>

#include "phone/site.hpp"

namespace cxload::phone {
namespace {

struct Pressed {
  std::string outcome, codec;
};

net::Awaitable<void> press(Phone& phone, std::string keys, Pressed& pressed) {
  const RegisterOptions options;
  const Outcome<FinalResponse> registered = co_await phone.register_binding(options);
  if (!registered) co_return;
  DialRequest request;
  request.target = "166";
  const Outcome<std::shared_ptr<Call>> dialled = co_await phone.dial(std::move(request));
  if (!dialled) co_return;
  const std::shared_ptr<Call>& call = *dialled;
  const CallResult result = co_await call->wait_final();
  // Secure media have keys a few milliseconds after the answer.
  const TimePoint ready = Clock::now() + std::chrono::milliseconds(result.status == 200 ? 200 : 0);
  const bool ended = co_await call->wait_ended(ready);
  if (ended) co_return;
  const Outcome<MidCallResult> sent = co_await call->send_dtmf(std::move(keys));
  pressed.outcome = sent ? std::to_string(sent->status) : sent.error().kind;
  pressed.codec = call->media().sent_codec;
  const Outcome<> hung_up = co_await call->hang_up();
  EXPECT_TRUE(hung_up);
  co_await phone.close();
}

std::string digits_told(const Site& site) {
  for (const standin::Event& event : site.events)
    if (event.kind == standin::Event::Kind::digits) return event.user + ' ' + event.detail;
  return "none";
}

struct Way {
  MediaKind media;
  webphone::CodecRules rules;
  const char* codec;
};

class DigitWay : public testing::TestWithParam<Way> {};

TEST_P(DigitWay, WP_SIG_DTMF_1_WhatIsPressedIsRead) {
  Site site;
  Group& group = site.make_group(net::Scheme::wss, "sipjs");
  group.media = GetParam().media;
  set_codecs(group, GetParam().rules);
  const auto phone = site.make_phone(group, "1000");
  Pressed pressed;
  site.run([&] { return press(*phone, "0123456789*#", pressed); });
  EXPECT_EQ(pressed.outcome, "200");
  EXPECT_EQ(pressed.codec, GetParam().codec);
  EXPECT_EQ(digits_told(site), "1000 0123456789*#");
}

INSTANTIATE_TEST_SUITE_P(Ways, DigitWay,
                         testing::Values(Way{MediaKind::rtp, {}, "PCMU"}, Way{MediaKind::webrtc, {}, "opus"},
                                         Way{MediaKind::webrtc, {{}, {"PCMA"}}, "PCMA"}));

TEST(Digits, WithoutEventsGoByInfo) {
  Site site;
  Group& group = site.make_group(net::Scheme::wss, "jssip");
  group.media = MediaKind::rtp;
  set_codecs(group, {{"telephone.*"}, {}});
  const auto phone = site.make_phone(group, "1000");
  Pressed pressed;
  site.run([&] { return press(*phone, "12#", pressed); });
  EXPECT_EQ(pressed.outcome, "200") << "the stand-in answers INFO";
  EXPECT_EQ(digits_told(site), "none");
}

}  // namespace
}  // namespace cxload::phone
