#include <gtest/gtest.h>

#include <cxload/sip/errc.hpp>
#include <cxload/sip/salvage.hpp>
#include <cxload/sip/stream_framer.hpp>

namespace cxload::sip {
namespace {

std::string message(std::string_view body, std::string_view length_header = "Content-Length: ") {
  return "OPTIONS sip:a SIP/2.0\r\nX: y\r\n" + std::string(length_header) + std::to_string(body.size()) +
         "\r\n\r\n" + std::string(body);
}

/// What came out, in words: messages by their body, keep-alives by name, an error at the end.
std::vector<std::string> drain(StreamFramer& framer) {
  std::vector<std::string> out;
  for (;;) {
    const auto frame = framer.next();
    if (!frame) {
      out.push_back("error: " + frame.error().message());
      return out;
    }
    if (!*frame) return out;
    if ((*frame)->kind == Frame::Kind::message)
      out.emplace_back(parse_message((*frame)->bytes, Framing::stream).value().body());
    else
      out.emplace_back((*frame)->kind == Frame::Kind::ping ? "ping" : "pong");
  }
}

std::vector<std::string> drip(StreamSide side, std::string_view bytes, std::size_t step) {
  StreamFramer framer(side);
  std::vector<std::string> out;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    // A copy of its own each time: a view kept too long shows up under the address sanitizer.
    const std::string piece(bytes.substr(at, step));
    framer.feed(piece);
    for (auto& part : drain(framer)) out.push_back(std::move(part));
  }
  EXPECT_FALSE(framer.is_mid_message());
  return out;
}

TEST(StreamFramer, CutsPipelinedMessagesHoweverTheyArrive) {
  const std::string bytes = message("one") + message("", "l : ") + "\r\n\r\n" +
                            message("three\r\n\r\n", "CONTENT-length:\r\n \t") + message("four");
  for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{7}, bytes.size()}) {
    EXPECT_EQ(drip(StreamSide::server, bytes, step),
              (std::vector<std::string>{"one", "", "ping", "three\r\n\r\n", "four"}))
        << step;
    EXPECT_EQ(drip(StreamSide::client, bytes, step),
              (std::vector<std::string>{"one", "", "pong", "pong", "three\r\n\r\n", "four"}))
        << step;
  }
}

TEST(StreamFramer, SkipsStrayLineEndsOnServerSide) {
  EXPECT_EQ(drip(StreamSide::server, "\r\n" + message("x"), 1), std::vector<std::string>{"x"});
  EXPECT_EQ(drip(StreamSide::server, "\n\n\r" + message("x"), 3), std::vector<std::string>{"x"});
  StreamFramer framer(StreamSide::server);
  framer.feed("\r\n");
  EXPECT_TRUE(drain(framer).empty());
  framer.feed("\r\n");
  EXPECT_EQ(drain(framer), std::vector<std::string>{"ping"});
}

TEST(StreamFramer, PongIsSeenAtOnceByClient) {
  StreamFramer framer(StreamSide::client);
  framer.feed("\r\n");
  EXPECT_EQ(drain(framer), std::vector<std::string>{"pong"});
}

TEST(StreamFramer, RefusesWhatCannotBeFramed) {
  const auto only = [](std::string_view bytes, std::size_t limit = 1000) {
    StreamFramer framer(StreamSide::server, limit);
    framer.feed(bytes);
    const auto first = framer.next();
    EXPECT_FALSE(framer.next()) << "an error is final";
    return first.error();
  };
  EXPECT_EQ(only("A sip:a SIP/2.0\r\nX: y\r\n\r\n"), Errc::missing_content_length);
  EXPECT_EQ(only("A sip:a SIP/2.0\r\nContent-Length: -999\r\n\r\n"), Errc::bad_content_length);
  EXPECT_EQ(only("A sip:a SIP/2.0\r\nContent-Length:\r\n\r\n"), Errc::bad_content_length);
  EXPECT_EQ(only("A sip:a SIP/2.0\r\nl: 1\r\nContent-Length: 2\r\n\r\n"), Errc::bad_content_length);
  EXPECT_EQ(only("A sip:a SIP/2.0\r\nl: 18446744073709551615\r\n\r\n"), Errc::too_large);
  EXPECT_EQ(only("A sip:a SIP/2.0\r\nl: 1000\r\n\r\n"), Errc::too_large);
  EXPECT_EQ(only(std::string(1001, 'A')), Errc::too_large);
}

TEST(StreamFramer, OffendingBytesCanBeAnswered) {
  StreamFramer framer(StreamSide::server);
  framer.feed("A sip:a SIP/2.0\r\nVia: v\r\nFrom: f\r\nTo: t\r\nCall-ID: c\r\nCSeq: 1 A\r\nl: -1\r\n\r\n");
  EXPECT_FALSE(framer.next());
  ASSERT_TRUE(salvage_request(framer.offending()));
  EXPECT_EQ(salvage_request(framer.offending())->fault, Errc::bad_content_length);
}

TEST(StreamFramer, KnowsWhetherItStandsInsideMessage) {
  StreamFramer framer(StreamSide::client);
  const std::string bytes = message("body");
  framer.feed(std::string_view(bytes).substr(0, bytes.size() - 1));
  EXPECT_TRUE(drain(framer).empty());
  EXPECT_TRUE(framer.is_mid_message());
  framer.feed("y");
  EXPECT_EQ(drain(framer).size(), 1U);
  EXPECT_FALSE(framer.is_mid_message());
}

}  // namespace
}  // namespace cxload::sip
