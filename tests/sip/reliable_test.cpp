// The two machines of RFC 3262 in virtual time, and their headers.
#include <gtest/gtest.h>

#include <cxload/sip/option_tag.hpp>
#include <cxload/sip/reliable.hpp>

namespace cxload::sip {
namespace {

using namespace std::chrono_literals;

Message ringing(std::string_view require, std::string_view rseq) {
  Message response = Message::make_response(180, "Ringing");
  if (!require.empty()) response.append(HeaderId::require, require);
  if (!rseq.empty()) response.append(HeaderId::rseq, rseq);
  return response;
}

TEST(RAck, IsTwoNumbersAndAMethod) {
  const auto rack = parse_rack(" 776656 1 INVITE ");
  ASSERT_TRUE(rack);
  EXPECT_EQ(rack->rseq, 776656U);
  EXPECT_EQ(rack->cseq.number, 1U);
  EXPECT_EQ(rack->cseq.method, "INVITE");
  for (const auto* text : {"", "1", "1 2", "0 1 INVITE", "x 1 INVITE", "4294967296 1 INVITE"})
    EXPECT_FALSE(parse_rack(text)) << text;
}

TEST(ReliableRSeq, NeedsTheOptionAndANumber) {
  EXPECT_EQ(reliable_rseq(ringing("timer, 100REL", "7")), 7U);
  EXPECT_FALSE(reliable_rseq(ringing("", "7")));
  EXPECT_FALSE(reliable_rseq(ringing("100rel", "")));
  EXPECT_FALSE(reliable_rseq(ringing("100rel", "0")));
}

TEST(OptionTags, ThoseThatNobodyKnowsAreNamed) {
  const Message request = ringing("100rel, Foo", "");
  EXPECT_EQ(unknown_options(request, "timer,100rel"), "Foo");
  EXPECT_EQ(unknown_options(request, ""), "100rel, Foo");
  EXPECT_EQ(unknown_options(ringing("", ""), ""), "");
}

TEST(ReliableReceiver, TakesEachResponseOnceAndInOrder) {
  ReliableReceiver receiver;
  EXPECT_TRUE(receiver.take(10));
  EXPECT_FALSE(receiver.take(10));
  EXPECT_FALSE(receiver.take(12));
  EXPECT_TRUE(receiver.take(11));
  EXPECT_FALSE(receiver.take(10));
}

TEST(ReliableSender, SaysItAgainEverMoreSlowlyAndGivesUp) {
  ReliableSender sender(5);
  EXPECT_FALSE(sender.next_deadline());
  const TimePoint begin{};
  sender.start(begin);
  std::vector<Duration> said;
  TimePoint now = begin;
  while (const auto due = sender.next_deadline()) {
    now = *due;
    const ReliableSender::Due what = sender.on_deadline(now);
    if (what == ReliableSender::Due::again) said.push_back(now - begin);
    if (what == ReliableSender::Due::never_came) break;
  }
  EXPECT_EQ(said, (std::vector<Duration>{500ms, 1500ms, 3500ms, 7500ms, 15500ms, 31500ms}));
  EXPECT_EQ(now - begin, 32s);
  EXPECT_FALSE(sender.is_open());
}

TEST(ReliableSender, IsSatisfiedByItsOwnAcknowledgementOnly) {
  ReliableSender sender(5);
  EXPECT_FALSE(sender.acknowledge({5, {1, "INVITE"}}, 1));  // nothing was sent yet
  sender.start(TimePoint{});
  EXPECT_FALSE(sender.acknowledge({6, {1, "INVITE"}}, 1));
  EXPECT_FALSE(sender.acknowledge({5, {2, "INVITE"}}, 1));
  EXPECT_FALSE(sender.acknowledge({5, {1, "UPDATE"}}, 1));
  EXPECT_TRUE(sender.acknowledge({5, {1, "INVITE"}}, 1));
  EXPECT_FALSE(sender.next_deadline());
  EXPECT_EQ(sender.rseq(), 6U);
  EXPECT_FALSE(sender.acknowledge({5, {1, "INVITE"}}, 1));
}

}  // namespace
}  // namespace cxload::sip
