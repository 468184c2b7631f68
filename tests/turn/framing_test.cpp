// ChannelData, and TURN's messages on a stream.
#include <array>

#include <gtest/gtest.h>

#include <cxload/stun/writer.hpp>
#include <cxload/turn/framing.hpp>

#include "server.hpp"

namespace cxload::turn {
namespace {

using test::Octets;
using test::octets;
using test::text_of;

Octets channel_data(std::string_view text, bool is_padded, std::uint16_t channel = first_channel) {
  std::array<std::byte, 8192> buffer;
  const stun::Bytes message = write_channel_data(buffer, {channel, octets(text)}, is_padded);
  return {message.begin(), message.end()};
}

Octets stun_message() {
  std::array<std::byte, 64> buffer;
  stun::Writer writer(buffer, stun::Method::refresh, stun::Class::success, {});
  const stun::Bytes message = *writer.u32(stun::Attr::lifetime, 600).finish();
  return {message.begin(), message.end()};
}

TEST(TurnFraming, ChannelDataIsPaddedOnStreamsOnly) {
  EXPECT_EQ(channel_data("hello", false).size(), 9U);
  EXPECT_EQ(channel_data("hello", true).size(), 12U);
  for (const bool is_padded : {false, true}) {
    const Octets message = channel_data("hello", is_padded, 0x4ABC);
    const auto read = read_channel_data(message);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->channel, 0x4ABC);
    EXPECT_EQ(text_of(read->data), "hello");
  }
}

TEST(TurnFraming, ChannelDataThatCannotBeIsNone) {
  EXPECT_FALSE(read_channel_data(Octets{}));
  EXPECT_FALSE(read_channel_data(channel_data("hello", false, 0x3FFF)));
  EXPECT_FALSE(read_channel_data(channel_data("hello", false, 0x5000)));
  Octets cut = channel_data("hello", false);
  cut.pop_back();
  EXPECT_FALSE(read_channel_data(cut));
  std::array<std::byte, 8> small;
  EXPECT_TRUE(write_channel_data(small, {first_channel, octets("hello")}, false).empty());
}

struct Stream {
  bool hear(const Octets& bytes, std::size_t piece) {
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      const bool is_good =
          reader.read(stun::Bytes(bytes).subspan(at, std::min(piece, bytes.size() - at)),
                      [this](stun::Bytes message) { heard.emplace_back(message.begin(), message.end()); });
      if (!is_good) return false;
    }
    return true;
  }
  StreamReader reader;
  std::vector<Octets> heard;
};

TEST(TurnFraming, AStreamIsCutWhereverItsPiecesEnd) {
  const std::vector<Octets> messages = {stun_message(), channel_data("hello", true), channel_data("", true),
                                        stun_message(), channel_data("abcd", true)};
  Octets all;
  for (const Octets& message : messages) all.insert(all.end(), message.begin(), message.end());
  for (const std::size_t piece : {1, 2, 3, 5, 7, 1000}) {
    Stream stream;
    EXPECT_TRUE(stream.hear(all, piece));
    EXPECT_EQ(stream.heard, messages) << piece;
  }
}

TEST(TurnFraming, WhatIsTooLongIsPassedOver) {
  Octets all = channel_data(std::string(5001, 'x'), true);
  const Octets next = stun_message();
  all.insert(all.end(), next.begin(), next.end());
  Stream stream;
  EXPECT_TRUE(stream.hear(all, 100));
  EXPECT_EQ(stream.heard, (std::vector<Octets>{next}));
  EXPECT_EQ(stream.reader.passed_over(), 1U);
}

TEST(TurnFraming, WhatIsNoTurnEndsTheStream) {
  for (const std::string_view text : {"SSH-2.0", "\x80\x01\x02\x03", "\x01\x01\x00\x03"}) {
    Stream stream;
    EXPECT_FALSE(stream.hear(octets(std::string(text.data(), 4)), 1));
    EXPECT_FALSE(stream.hear(stun_message(), 100)) << "nothing is found behind it";
    EXPECT_TRUE(stream.heard.empty());
  }
}

}  // namespace
}  // namespace cxload::turn
