// Whose voice a leg hears: its own, its far end's, a stranger's, and who belongs together at all.
#include "../../src/phone/audio/tag_watch.hpp"

#include <gtest/gtest.h>

namespace cxload::phone {
namespace {

using std::chrono::milliseconds;

class TagWatchTest : public testing::Test {
 protected:
  static media::TagReader::Read read(const TagWatch& of, std::optional<TimePoint> begun = {}) {
    return {of.tag(), begun};
  }
  std::shared_ptr<TagBook> book = std::make_shared<TagBook>();
  TagWatch caller{book, {"1001", "1501", "call-a"}};
  TagWatch callee{book, {"1501", "1001", "call-a", true}};
};

TEST_F(TagWatchTest, KnowsItsFarEndByTheCallId) {
  EXPECT_FALSE(caller.on_read(read(callee)));
  EXPECT_EQ(caller.voice(), Voice::far_end);
  EXPECT_EQ(caller.tags(), 1U);
}

TEST_F(TagWatchTest, KnowsAnEcho) {
  EXPECT_FALSE(caller.on_read(read(caller)));
  EXPECT_EQ(caller.voice(), Voice::own);
}

TEST_F(TagWatchTest, NamesAStrangerAtOnceAndOnce) {
  const TagWatch other_callee(book, {"1502", "1002", "call-b", true});
  EXPECT_TRUE(caller.on_read(read(other_callee)));
  EXPECT_EQ(caller.voice(), Voice::stranger);
  EXPECT_EQ(caller.stranger(), "1502, in its call with 1002 (call-b)");
  EXPECT_FALSE(caller.on_read(read(other_callee)));
  EXPECT_FALSE(caller.on_read(read(callee)));
  EXPECT_EQ(caller.voice(), Voice::stranger) << "once crossed, the call is not right any more";
}

TEST_F(TagWatchTest, AnotherRunsTagIsNoStranger) {
  TagBook elsewhere;
  EXPECT_FALSE(caller.on_read({elsewhere.add({"9", "8", "call-z"}), {}}));
  EXPECT_EQ(caller.voice(), Voice::foreign);
}

TEST_F(TagWatchTest, BehindAnAgentThatChangesTheCallIdUsersDecide) {
  TagWatch near(book, {"1003", "1503", "call-c"}), far(book, {"1503", "100", "call-d", true});
  EXPECT_FALSE(near.on_read(read(far)));
  EXPECT_EQ(near.voice(), Voice::far_end);
  TagWatch stranger(book, {"1004", "1504", "call-e", true});
  EXPECT_FALSE(far.on_read(read(stranger))) << "a first reading may be premature";
  EXPECT_TRUE(far.on_read(read(stranger)));
}

TEST_F(TagWatchTest, WhereUsersAreChangedTooHearingEachOtherDecides) {
  TagWatch near(book, {"1003", "+4420", "call-c"}), far(book, {"1503", "anonymous", "call-d", true});
  EXPECT_FALSE(near.on_read(read(far)));
  EXPECT_FALSE(far.on_read(read(near)));
  EXPECT_EQ(far.voice(), Voice::far_end);
  EXPECT_FALSE(near.on_read(read(far)));
  EXPECT_EQ(near.voice(), Voice::far_end);
}

TEST_F(TagWatchTest, TwoCallersThatHearEachOtherAreCrossed) {
  TagWatch one(book, {"1003", "160", "call-c"}), two(book, {"1004", "160", "call-d"});
  EXPECT_FALSE(one.on_read(read(two)));
  EXPECT_FALSE(two.on_read(read(one)));
  EXPECT_TRUE(one.on_read(read(two)));
  EXPECT_TRUE(two.on_read(read(one)));
}

TEST_F(TagWatchTest, MeasuresTheWayWithinACycle) {
  const TimePoint begun = TimePoint() + std::chrono::seconds(100);
  callee.note_begun(begun);
  const Duration cycle = media::frame_time * static_cast<std::int64_t>(media::tag_period);
  caller.on_read(read(callee, begun + 3 * cycle + milliseconds(70)));
  caller.on_read(read(callee, begun + 4 * cycle + milliseconds(90)));
  caller.on_read(read(callee));  // its beginning was lost
  EXPECT_EQ(caller.way(), milliseconds(80));
  EXPECT_FALSE(callee.way());
}

TEST(TagBook, GivesEveryCallATagOfItsOwnAndTakesItBack) {
  TagBook book;
  const media::Tag first = book.add({"1", "2", "x"}), second = book.add({"2", "1", "x", true});
  EXPECT_NE(first, second);
  EXPECT_EQ(book.partner(first), second);
  EXPECT_EQ(book.find(second)->who, "2");
  book.remove(second);
  EXPECT_FALSE(book.partner(first));
  EXPECT_FALSE(book.find(second));
  EXPECT_TRUE(TagBook::is_sampled(first));
}

}  // namespace
}  // namespace cxload::phone
