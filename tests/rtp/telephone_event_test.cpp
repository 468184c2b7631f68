/// Digits in RTP (RFC 4733).
#include <array>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/rtp/telephone_event.hpp>

namespace cxload::rtp {
namespace {

using Payload = std::array<std::byte, telephone_event_size>;

Payload written(const TelephoneEvent& event) {
  Payload payload{};
  write_telephone_event(event, payload);
  return payload;
}

TEST(TelephoneEvent, IsWrittenAsTheRfcDrawsIt) {  // 2.3
  EXPECT_EQ(written({11, true, 10, 800}),
            (Payload{std::byte{11}, std::byte{0x8A}, std::byte{3}, std::byte{0x20}}));
  for (const TelephoneEvent& event :
       {TelephoneEvent{0, false, 0, 160}, {15, true, 63, 0xFFFF}, {5, false, 36, 1}})
    EXPECT_EQ(read_telephone_event(written(event)), event);
  const Payload cut{};
  EXPECT_FALSE(read_telephone_event(std::span(cut).first(3)));
}

TEST(TelephoneEvent, EveryKeyHasItsEvent) {
  const std::string_view keys = "0123456789*#ABCD";
  for (std::size_t i = 0; i < keys.size(); ++i) {
    EXPECT_EQ(event_of(keys[i]), i);
    EXPECT_EQ(digit_of(static_cast<std::uint8_t>(i)), keys[i]);
  }
  EXPECT_EQ(event_of('d'), 15);
  EXPECT_FALSE(event_of('x'));
  EXPECT_FALSE(digit_of(16));
}

TEST(DigitSender, HoldsADigitAHundredMillisecondsAndEndsItThreeTimes) {
  DigitSender sender("7");
  std::vector<DigitSender::Due> sent;
  int frames = 0;
  while (!sender.is_done()) {
    if (const auto due = sender.next(160)) sent.push_back(*due);
    ASSERT_LT(++frames, 20);
  }
  EXPECT_EQ(frames * std::chrono::milliseconds(20), DigitSender::time_of_digit);
  ASSERT_EQ(sent.size(), 7U);
  for (std::uint32_t i = 0; i < sent.size(); ++i) {
    EXPECT_EQ(sent[i].event.event, 7);
    EXPECT_EQ(sent[i].age, i);
    EXPECT_EQ(sent[i].event.is_end, i >= 4);
    EXPECT_EQ(sent[i].event.duration, std::min<std::uint32_t>(i + 1, 5) * 160);
  }
}

TEST(Digits, AreReadOnceAndInOrderWhateverIsLost) {
  const std::string digits = "112#*0AD";
  for (int lost = -1; lost < 7; ++lost) {  // of each digit's packets; -1: none
    DigitSender sender(digits);
    DigitReader reader;
    std::string heard;
    for (std::uint32_t frame = 0; !sender.is_done(); ++frame) {
      const auto due = sender.next(960);
      if (!due || static_cast<int>(due->age) == lost) continue;
      const Payload payload = written(due->event);
      if (const auto digit = reader.on_packet({0xFFFFF000U + (frame - due->age) * 960}, payload))
        heard += *digit;
    }
    EXPECT_EQ(heard, digits) << lost;
  }
}

// RFC 4733 2.5.1.3: a key held for longer than its duration field can say.
TEST(DigitReader, SegmentsOfALongDigitAreOneDigit) {
  DigitReader reader;
  EXPECT_EQ(reader.on_packet({1000}, written({5, false, 10, 0xFFFF})), '5');
  EXPECT_EQ(reader.on_packet({1000 + 0xFFFF}, written({5, false, 10, 960})), std::nullopt);
  EXPECT_EQ(reader.on_packet({1000 + 0xFFFF}, written({5, true, 10, 1920})), std::nullopt);
  EXPECT_EQ(reader.on_packet({1000 + 2 * 0xFFFF}, written({5, false, 10, 960})), '5') << "it had ended";
}

TEST(DigitReader, WhatWasOvertakenOrIsNoKeyIsNoDigit) {
  const Payload cut{};
  DigitReader reader;
  EXPECT_EQ(reader.on_packet({5000}, written({1, false, 10, 160})), '1');
  EXPECT_EQ(reader.on_packet({9000}, written({2, false, 10, 160})), '2');
  EXPECT_EQ(reader.on_packet({5000}, written({1, true, 10, 800})), std::nullopt);
  EXPECT_EQ(reader.on_packet({9000}, written({2, true, 10, 800})), std::nullopt);
  EXPECT_EQ(reader.on_packet({12'000}, written({16, true, 10, 800})), std::nullopt);  // a hook flash
  EXPECT_EQ(reader.on_packet({15'000}, std::span(cut).first(2)), std::nullopt);
}

}  // namespace
}  // namespace cxload::rtp
