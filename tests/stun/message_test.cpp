// STUN messages written and read again, cut short, and with wrong lengths.
#include <array>
#include <vector>

#include <gtest/gtest.h>

#include <cxload/stun/integrity.hpp>
#include <cxload/stun/message.hpp>
#include <cxload/stun/writer.hpp>

namespace cxload::stun {
namespace {

constexpr TransactionId some_id{std::byte{7}, std::byte{9}};
constexpr TransportAddress v4 = TransportAddress::v4({198, 51, 100, 7}, 4711);
constexpr TransportAddress v6{{0x20, 1, 0x0d, 0xb8, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 5};

class Written {
 public:
  Written(Method method, Class type_class) : writer(buffer_, method, type_class, some_id) {}
  std::vector<std::byte> bytes() const {
    const auto done = writer.finish();
    return {done->begin(), done->end()};
  }

 private:
  std::array<std::byte, 1500> buffer_{};

 public:
  Writer writer;
};

TEST(Message, EveryMethodAndClassComesBack) {
  for (const Method method : {Method::binding, Method::allocate, Method::refresh, Method::send, Method::data,
                              Method::create_permission, Method::channel_bind, Method{0x0FF}, Method{0x080}})
    for (const Class type_class : {Class::request, Class::indication, Class::success, Class::error}) {
      const auto bytes = Written(method, type_class).bytes();
      const auto message = Message::parse(bytes);
      ASSERT_TRUE(message);
      EXPECT_EQ(message->method(), method);
      EXPECT_EQ(message->type_class(), type_class);
      EXPECT_EQ(message->transaction(), some_id);
    }
}

TEST(Message, EveryAttributeComesBack) {
  Written all(Method::allocate, Class::error);
  const std::array<std::uint16_t, 3> types{0x7FFF, 1, 2};
  all.writer.address(Attr::mapped_address, v4).xor_address(Attr::xor_mapped_address, v4);
  all.writer.xor_address(Attr::xor_peer_address, v6).xor_address(Attr::xor_relayed_address, v6);
  all.writer.text(Attr::username, "a:b").text(Attr::realm, "example.org").text(Attr::nonce, "n");
  all.writer.error(438, "Stale Nonce").unknown_attributes(types).channel_number(0x4001);
  all.writer.u32(Attr::lifetime, 600)
      .requested_transport(17)
      .bytes(Attr::data, std::as_bytes(std::span("xy", 2)));
  all.writer.u32(Attr::priority, 5).flag(Attr::use_candidate).u64(Attr::ice_controlling, 1ULL << 63);
  const auto key = long_term_key("user", "realm", "pass");
  all.writer.integrity(key).fingerprint();
  const auto bytes = all.bytes();
  const auto read = Message::parse(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->address(Attr::mapped_address), v4);
  EXPECT_EQ(read->xor_address(Attr::xor_mapped_address), v4);
  EXPECT_EQ(read->xor_address(Attr::xor_peer_address), v6);
  EXPECT_EQ(read->xor_address(Attr::xor_relayed_address), v6);
  EXPECT_EQ(read->text(Attr::username), "a:b");
  EXPECT_EQ(read->text(Attr::realm), "example.org");
  EXPECT_EQ(read->error()->code, 438);
  EXPECT_EQ(read->error()->reason, "Stale Nonce");
  EXPECT_EQ(read->find(Attr::unknown_attributes)->size(), 6U);
  EXPECT_EQ(read->channel_number(), 0x4001);
  EXPECT_EQ(read->u32(Attr::lifetime), 600U);
  EXPECT_EQ(read->u32(Attr::requested_transport), 17U << 24);
  EXPECT_EQ(read->text(Attr::data), "xy");
  EXPECT_TRUE(read->find(Attr::use_candidate));
  EXPECT_EQ(read->u64(Attr::ice_controlling), 1ULL << 63);
  EXPECT_TRUE(read->integrity_is(key));
  EXPECT_TRUE(read->fingerprint_is_right());
}

TEST(Message, NoPrefixOfAMessageIsAMessage) {
  Written whole(Method::binding, Class::request);
  whole.writer.text(Attr::username, "abcde").integrity(short_term_key("p")).fingerprint();
  const auto bytes = whole.bytes();
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(Message::parse(Bytes(bytes).first(size))) << size;
}

TEST(Message, OnlyTheTrueLengthOfAnAttributeIsTaken) {
  Written one(Method::binding, Class::request);
  one.writer.text(Attr::username, "abcd");
  auto bytes = one.bytes();
  for (unsigned length = 0; length < 0x10000; ++length) {
    bytes[header_size + 2] = static_cast<std::byte>(length >> 8);
    bytes[header_size + 3] = static_cast<std::byte>(length & 0xFF);
    // Shorter than 1 leaves four bytes that read as an attribute of their own, too long for the message.
    EXPECT_EQ(Message::parse(bytes).has_value(), length >= 1 && length <= 4) << length;
  }
}

TEST(Message, UnknownRequiredAttributesAreNamedAndBounded) {
  Written many(Method::binding, Class::request);
  for (std::uint16_t i = 0; i < 20; ++i) many.writer.flag(Attr{static_cast<std::uint16_t>(0x7000 + i)});
  many.writer.flag(Attr{0xC000});
  const auto bytes = many.bytes();
  const auto read = Message::parse(bytes);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->unknown_required().count, read->unknown_required().types.size());
  EXPECT_EQ(read->unknown_required().types[1], 0x7001);
}

TEST(Message, WhatFollowsIntegrityIsNotSeen) {
  Written late(Method::binding, Class::request);
  late.writer.integrity(short_term_key("p")).flag(Attr::use_candidate).flag(Attr{0x7000});
  const auto bytes = late.bytes();
  const auto read = Message::parse(bytes);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->find(Attr::use_candidate));
  EXPECT_EQ(read->unknown_required().count, 0U);
  EXPECT_TRUE(read->integrity_is(short_term_key("p")));
}

TEST(Message, NothingMayFollowFingerprintAndFloodsAreRefused) {
  Written late(Method::binding, Class::request);
  late.writer.fingerprint().flag(Attr::use_candidate);
  EXPECT_EQ(Message::parse(late.bytes()).error(), Errc::bad_order);
  Written flood(Method::binding, Class::request);
  for (std::size_t i = 0; i <= Message::max_attributes; ++i) flood.writer.flag(Attr::use_candidate);
  EXPECT_EQ(Message::parse(flood.bytes()).error(), Errc::too_many);
}

TEST(Message, AValueOfWrongLengthIsNoValue) {
  Written odd(Method::binding, Class::success);
  odd.writer.text(Attr::priority, "abc")
      .text(Attr::xor_mapped_address, "abcdefghi")
      .text(Attr::error_code, "abc");
  const auto bytes = odd.bytes();
  const auto read = Message::parse(bytes);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->u32(Attr::priority));
  EXPECT_FALSE(read->xor_address(Attr::xor_mapped_address));
  EXPECT_FALSE(read->error());
}

TEST(Writer, SaysWhenTheBufferIsFull) {
  std::array<std::byte, 60> buffer{};
  for (std::size_t size = 0; size < buffer.size(); ++size) {
    const auto out = std::span(buffer).first(size);
    const auto done = Writer(out, Method::binding, Class::request, some_id)
                          .text(Attr::username, "abcde")
                          .integrity(short_term_key("p"))
                          .finish();
    EXPECT_EQ(done.has_value(), size >= header_size + 12 + 24) << size;
  }
}

}  // namespace
}  // namespace cxload::stun
