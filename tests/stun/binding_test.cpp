// A Binding request over virtual time: retransmitted, answered, refused, given up; strangers' answers
// ignored.
#include <vector>

#include <gtest/gtest.h>

#include <cxload/stun/binding.hpp>
#include <cxload/stun/message.hpp>
#include <cxload/stun/writer.hpp>

namespace cxload::stun {
namespace {

using std::chrono::milliseconds;
constexpr TransportAddress ours = TransportAddress::v4({203, 0, 113, 9}, 40000);

class BindingTest : public testing::Test {
 protected:
  Random random{1};
  TimePoint start{};
  Binding binding{random, start};
  std::array<std::byte, 200> buffer{};

  TransactionId sent_id() { return Message::parse(binding.poll(start))->transaction(); }
  Writer answer(Class type_class, const TransactionId& id) {
    return Writer(buffer, Method::binding, type_class, id);
  }
};

TEST_F(BindingTest, IsSentSevenTimesAndGivenUp) {
  std::vector<milliseconds> sent;
  TimePoint now = start;
  while (const auto deadline = binding.next_deadline()) {
    now = *deadline;
    if (!binding.poll(now).empty()) sent.push_back(std::chrono::duration_cast<milliseconds>(now - start));
  }
  // The times that RFC 8489 6.2.1 lists for an RTO of 500 ms.
  const std::vector<milliseconds> expected{milliseconds(0),    milliseconds(500),  milliseconds(1500),
                                           milliseconds(3500), milliseconds(7500), milliseconds(15500),
                                           milliseconds(31500)};
  EXPECT_EQ(sent, expected);
  EXPECT_EQ(now - start, milliseconds(39500));
  EXPECT_EQ(binding.state(), Binding::State::timed_out);
}

TEST_F(BindingTest, NothingIsSentBeforeItsTime) {
  EXPECT_FALSE(binding.poll(start).empty());
  EXPECT_TRUE(binding.poll(start + milliseconds(499)).empty());
  EXPECT_FALSE(binding.poll(start + milliseconds(500)).empty());
}

TEST_F(BindingTest, TellsTheMappedAddressOfEitherForm) {
  Random other(2);
  Binding second(other, start);
  const auto id = Message::parse(second.poll(start))->transaction();
  ASSERT_TRUE(binding.receive(
      *answer(Class::success, sent_id()).xor_address(Attr::xor_mapped_address, ours).finish()));
  EXPECT_EQ(binding.mapped(), ours);
  EXPECT_EQ(binding.state(), Binding::State::answered);
  EXPECT_FALSE(binding.next_deadline());
  ASSERT_TRUE(second.receive(*answer(Class::success, id).address(Attr::mapped_address, ours).finish()));
  EXPECT_EQ(second.mapped(), ours);
}

TEST_F(BindingTest, IgnoresWhatIsNotItsAnswer) {
  auto id = sent_id();
  EXPECT_FALSE(binding.receive({}));
  EXPECT_FALSE(binding.receive(*answer(Class::request, id).finish()));
  id[11] ^= std::byte{1};
  EXPECT_FALSE(
      binding.receive(*answer(Class::success, id).xor_address(Attr::xor_mapped_address, ours).finish()));
  EXPECT_EQ(binding.state(), Binding::State::running);
}

TEST_F(BindingTest, ARefusalSaysItsCodeAndAnUnknownAttributeSpoilsAnAnswer) {
  ASSERT_TRUE(binding.receive(*answer(Class::error, sent_id()).error(400, "Bad Request").finish()));
  EXPECT_EQ(binding.state(), Binding::State::refused);
  EXPECT_EQ(binding.error_code(), 400U);
  Binding second(random, start);
  const auto id = Message::parse(second.poll(start))->transaction();
  ASSERT_TRUE(second.receive(
      *answer(Class::success, id).xor_address(Attr::xor_mapped_address, ours).flag(Attr{0x7000}).finish()));
  EXPECT_FALSE(second.mapped());
  EXPECT_EQ(second.state(), Binding::State::refused);
}

}  // namespace
}  // namespace cxload::stun
