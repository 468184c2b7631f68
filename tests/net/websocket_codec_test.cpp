#include <vector>

#include <gtest/gtest.h>

#include <cxload/net/websocket_codec.hpp>

namespace cxload::net::websocket {
namespace {

using namespace std::string_literals;

/// Long payloads by their length and first byte, so that a failure can be read.
std::string shown(std::string_view payload) {
  if (payload.size() < 300) return std::string(payload);
  return std::to_string(payload.size()) + " x " + std::string(payload.substr(0, 1));
}

/// Events in short: "message Hello", "ping …", "close 1000 bye", and at the end "error ws.protocol".
std::string read_all(const std::string& bytes, std::size_t chunk = std::string::npos) {
  FrameReader reader;
  std::string log;
  for (std::size_t at = 0; at < bytes.size() && !reader.error(); at += std::min(chunk, bytes.size() - at)) {
    reader.push(std::string_view(bytes).substr(at, chunk));
    while (const auto event = reader.next()) {
      const char* const kinds[] = {"message ", "ping ", "pong ", "close "};
      log += kinds[static_cast<int>(event->kind)];
      if (event->kind == Event::Kind::close) log += std::to_string(event->close_code) + " ";
      log += shown(event->payload) + "; ";
    }
  }
  if (reader.error())
    log += "error " + reader.error()->failure.kind + " " + std::to_string(reader.error()->close_code);
  return log;
}

// The examples of RFC 6455 5.7.
const std::string hello = "\x81\x05Hello"s;
const std::string fragmented_hello = "\x01\x03Hel\x80\x02lo"s;
const std::string ping_hello = "\x89\x05Hello"s;
const std::string binary_256 = "\x82\x7E\x01\x00"s + std::string(256, 'b');
const std::string binary_64k = "\x82\x7F\x00\x00\x00\x00\x00\x01\x00\x00"s + std::string(65536, 'B');

TEST(FrameReader, ReadsTheExamplesOfTheRfc) {
  EXPECT_EQ(read_all(hello), "message Hello; ");
  EXPECT_EQ(read_all(fragmented_hello), "message Hello; ");
  EXPECT_EQ(read_all(ping_hello), "ping Hello; ");
  EXPECT_EQ(read_all(binary_256), "message " + std::string(256, 'b') + "; ");
  EXPECT_EQ(read_all(binary_64k), "message 65536 x B; ");
}

TEST(FrameReader, SeesTheSameHoweverTheBytesAreCut) {
  const std::string all = hello + "\x01\x03Hel\x89\x02pi\x00\x00\x8A\x00\x80\x02lo"s + binary_256 +
                          "\x82\x00"s + "\x88\x05\x03\xE8"s + "bye";
  const std::string expected =
      "message Hello; ping pi; pong ; message Hello; message " + std::string(256, 'b') + "; close 1000 bye; ";
  for (std::size_t chunk = 1; chunk <= all.size(); ++chunk)
    EXPECT_EQ(read_all(all, chunk), expected) << chunk;
}

TEST(FrameReader, AnEmptyMessageLeavesTheNextOneWhole) {
  const std::string bytes = "\x01\x00\x8A\x00\x80\x00\x01\x03Hel\x8A\x00\x80\x02lo"s;
  for (std::size_t chunk = 1; chunk <= bytes.size(); ++chunk)
    EXPECT_EQ(read_all(bytes, chunk), "pong ; pong ; message Hello; ") << chunk;
}

TEST(FrameReader, RefusesWhatNoServerMaySend) {
  const std::string protocol = "error ws.protocol 1002";
  const std::pair<const char*, std::string> cases[] = {
      {"masked", "\x81\x85\x37\xFA\x21\x3D\x7F\x9F\x4D\x51\x58"s},
      {"RSV1", "\xC1\x05Hello"s},
      {"RSV3", "\x91\x05Hello"s},
      {"opcode 3", "\x83\x00"s},
      {"opcode 11", "\x8B\x00"s},
      {"continuation first", "\x80\x05Hello"s},
      {"message in message", "\x01\x03Hel\x81\x02lo"s},
      {"fragmented ping", "\x09\x02hi"s},
      {"long ping", "\x89\x7E\x00\x7E"s},
      {"16-bit length for 125", "\x81\x7E\x00\x7D"s},
      {"64-bit length for 65535", "\x82\x7F\x00\x00\x00\x00\x00\x00\xFF\xFF"s},
      {"close of one byte", "\x88\x01\x03"s},
      {"close 1005", "\x88\x02\x03\xED"s},
      {"close 999", "\x88\x02\x03\xE7"s},
      {"close 2000", "\x88\x02\x07\xD0"s},
      {"close reason", "\x88\x03\x03\xE8\xFF"s},
  };
  for (const auto& [name, bytes] : cases) {
    EXPECT_EQ(read_all(bytes), protocol) << name;
    EXPECT_EQ(read_all(bytes, 1), protocol) << name;
    EXPECT_EQ(read_all(hello + bytes + hello), "message Hello; " + protocol) << name;
  }
  EXPECT_EQ(read_all("\x81\x02\xC3\x28"s), "error ws.protocol 1007");
  EXPECT_EQ(read_all("\x82\x02\xC3\x28"s), "message \xC3\x28; ") << "binary may be anything";
}

TEST(FrameReader, RefusesBigMessagesBeforeTheyAreThere) {
  const std::string too_big = "error ws.too_big 1009";
  EXPECT_EQ(read_all("\x82\x7F\x00\x00\x00\x00\x00\x98\x96\x80"s), too_big) << "10 MB announced";
  EXPECT_EQ(read_all("\x82\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s), too_big);
  std::string fragments = "\x02\x7E\xFF\xFF"s + std::string(65535, 'x');
  for (int i = 0; i < 4; ++i) fragments += "\x00\x7E\x04\x00"s + std::string(1024, 'x');
  EXPECT_EQ(read_all(fragments + "\x80\x00"s), "message " + shown(std::string(largest_message, 'x')) + "; ");
  EXPECT_EQ(read_all(fragments + "\x00\x01x\x00"s), "error ws.too_big 1009") << "one fragment more";
}

TEST(FrameReader, ACloseWithoutACodeIs1005) { EXPECT_EQ(read_all("\x88\x00"s), "close 1005 ; "); }

TEST(FrameWriter, WritesTheMaskedExampleOfTheRfc) {
  std::string out;
  const std::array mask{std::byte{0x37}, std::byte{0xFA}, std::byte{0x21}, std::byte{0x3D}};
  write_frame(out, Opcode::text, "Hello", mask);
  EXPECT_EQ(out, "\x81\x85\x37\xFA\x21\x3D\x7F\x9F\x4D\x51\x58"s);
}

TEST(FrameWriter, UsesTheShortestLengthAndMasksEveryByte) {
  const std::array mask{std::byte{1}, std::byte{2}, std::byte{3}, std::byte{4}};
  for (const std::size_t size : {0U, 1U, 7U, 8U, 9U, 125U, 126U, 65535U, 65536U}) {
    std::string out;
    write_frame(out, Opcode::binary, std::string(size, '\0'), mask);
    const std::size_t header = size < 126 ? 2 : size < 65536 ? 4 : 10;
    ASSERT_EQ(out.size(), header + 4 + size);
    EXPECT_EQ(static_cast<unsigned char>(out[1]), 0x80 | (size < 126 ? size : size < 65536 ? 126 : 127));
    for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(out[header + 4 + i], static_cast<char>(1 + i % 4));
  }
}

TEST(FrameWriter, SendsSipAsTextUnlessItIsNoUtf8) {
  std::string text, binary, other;
  write_message(text, "Subject: gr\xC3\xBC\xC3\x9F dich");
  write_message(binary, "Subject: gr\xFC\xDF dich");
  write_message(other, "Subject: gr\xFC\xDF dich");
  EXPECT_EQ(text[0], '\x81');
  EXPECT_EQ(binary[0], '\x82');
  EXPECT_NE(binary, other) << "the mask is fresh each time";
}

const std::string key = "dGhlIHNhbXBsZSBub25jZQ==";  // RFC 6455 1.3
const std::string accept_line = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
const std::string good =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n" +
    accept_line + "Sec-WebSocket-Protocol: sip\r\n\r\n";

/// "" when accepted, else the kind of failure, "reading" when it wants more.
std::string judge(std::string_view bytes, std::string* left = nullptr) {
  UpgradeReader reader(key);
  const auto state = reader.feed(bytes);
  if (left != nullptr) *left = bytes;
  if (state == UpgradeReader::State::reading) return "reading";
  return state == UpgradeReader::State::accepted ? "" : reader.failure().kind;
}

std::string without(std::string text, const std::string& piece, const std::string& instead = "") {
  return text.replace(text.find(piece), piece.size(), instead);
}

TEST(Upgrade, AsksAsRfc6455AndRfc7118Say) {
  EXPECT_EQ(
      write_upgrade({"sip.example.com:8443", "/ws?a=b", "https://phone.example.com", key}),
      "GET /ws?a=b HTTP/1.1\r\nHost: sip.example.com:8443\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Protocol: sip\r\nOrigin: https://phone.example.com\r\n\r\n");
  EXPECT_EQ(write_upgrade({"h", "/", "", key}).find("Origin"), std::string::npos);
  EXPECT_EQ(make_key().size(), 24U);
  EXPECT_NE(make_key(), make_key());
}

TEST(Upgrade, AcceptsTheRightAnswerOnly) {
  EXPECT_EQ(accept_for(key), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  std::string left;
  EXPECT_EQ(judge(good + "frames", &left), "");
  EXPECT_EQ(left, "frames");
  EXPECT_EQ(judge("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + good), "");
  EXPECT_EQ(judge(without(good, "websocket", "WebSocket")), "");
  EXPECT_EQ(judge(good.substr(0, good.size() - 1)), "reading");

  EXPECT_EQ(judge(without(good, "xOo=", "xOO=")), "ws.accept");
  EXPECT_EQ(judge(without(good, accept_line)), "ws.accept");
  EXPECT_EQ(judge(without(good, "Sec-WebSocket-Protocol: sip\r\n")), "ws.subprotocol");
  EXPECT_EQ(judge(without(good, "Protocol: sip", "Protocol: xmpp")), "ws.subprotocol");
  EXPECT_EQ(judge(without(good, "keep-alive, Upgrade", "keep-alive")), "ws.upgrade");
  EXPECT_EQ(judge(without(good, "Upgrade: websocket", "Upgrade: h2c")), "ws.upgrade");
  EXPECT_EQ(judge(without(good, "\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n")),
            "ws.extension");
  EXPECT_EQ(judge("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"), "ws.http_403");
  EXPECT_EQ(judge("HTTP/1.0 503 Busy\r\n\r\n"), "ws.http_503");
  EXPECT_EQ(judge("SIP/2.0 200 OK\r\n\r\n"), "ws.upgrade");
  EXPECT_EQ(judge("HTTP/1.1 101 Switching\r\nno colon\r\n\r\n"), "ws.upgrade");
  EXPECT_EQ(judge("\r\n\r\n"), "ws.upgrade");
  EXPECT_EQ(judge("HTTP/1.1 101 X\r\nA: " + std::string(20'000, 'a')), "ws.too_big");
}

TEST(Upgrade, ReadsByteByByte) {
  UpgradeReader reader(key);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string_view byte(&good[i], 1);
    const auto expected =
        i + 1 < good.size() ? UpgradeReader::State::reading : UpgradeReader::State::accepted;
    EXPECT_EQ(reader.feed(byte), expected);
  }
}

}  // namespace
}  // namespace cxload::net::websocket
