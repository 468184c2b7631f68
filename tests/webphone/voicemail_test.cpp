/// Visual voicemail: its columns, the message one left, and the length of its sound.
#include <string>
#include <vector>

#include <cxload/webphone/date_time.hpp>
#include <cxload/webphone/voicemail.hpp>

#include "samples.hpp"

namespace cxload::webphone {
namespace {

using samples::has_only;
using samples::json;
using namespace std::chrono_literals;

constexpr std::string_view list =
    R"([{"id":"A7371C73","call_id":"abc@x","caller":"1001","duration":36.0,"created":"2026-11-29T17:00:00Z","read":false},)"
    R"({"id":"B","call_id":"def@x","caller":"1001","duration":4,"created":"2026-11-29T16:00:00Z","read":true}])";

WallTime at(std::string_view text) { return parse_date_time(text).value_or(WallTime{}); }

LeftMessage left() { return {"1001", "", Seconds(36.5), at("2026-11-29T16:59:30Z")}; }

std::vector<VoicemailMessage> read(std::string_view text, Findings& findings) {
  auto messages = read_voicemails(json(text), findings);
  EXPECT_TRUE(messages.has_value());
  return messages ? *messages : std::vector<VoicemailMessage>{};
}

void append(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xFF);
}

/// Mono, 16 bits, 8000 Hz, with a chunk of odd size before the samples.
std::string wave(std::uint32_t samples) {
  std::string body = "WAVEfmt ";
  append(body, 16, 4);
  append(body, 1, 2);
  append(body, 1, 2);
  append(body, 8'000, 4);
  append(body, 16'000, 4);
  append(body, 2, 2);
  append(body, 16, 2);
  body += "note";
  append(body, 3, 4);
  body += std::string(4, 'x');
  body += "data";
  append(body, samples * 2, 4);
  body += std::string(samples * 2, '\0');
  std::string file = "RIFF";
  append(file, static_cast<std::uint32_t>(body.size()), 4);
  return file + body;
}

std::span<const std::byte> bytes(const std::string& text) { return std::as_bytes(std::span(text)); }

TEST(Voicemail, WP_VM_1_TheMessageOneLeftIsFound) {
  Findings findings;
  const auto messages = read(list, findings);
  ASSERT_NE(find_voicemail(messages, left()), nullptr);
  EXPECT_EQ(find_voicemail(messages, left())->id, "A7371C73");
  LeftMessage by_call = left();
  by_call.call_id = "def@x";
  by_call.caller = "somebody";
  EXPECT_EQ(find_voicemail(messages, by_call)->id, "B");
  LeftMessage later = left();
  later.at += 1h;
  EXPECT_EQ(find_voicemail(messages, later), nullptr);
}

TEST(Voicemail, WP_VM_2_EveryColumnIsThere) {
  Findings findings;
  read(list, findings);
  EXPECT_TRUE(findings.empty());
  read(R"([{"id":"A"}])", findings);
  EXPECT_EQ(findings.all().size(), 4U) << "caller, Call-ID, duration, date";
  EXPECT_TRUE(findings.has("WP-VM-2"));
}

TEST(Voicemail, WP_VM_3_TheDurationIsThatOfTheSound) {
  Findings findings;
  const auto messages = read(list, findings);
  const std::string right = wave(8'000 * 36), wrong = wave(8'000 * 30);
  judge_audio(messages[0], {200, "audio/wav", bytes(right)}, findings);
  judge_voicemail(messages[0], left(), findings);
  EXPECT_TRUE(findings.empty());
  judge_audio(messages[0], {206, "audio/x-wav", bytes(wrong)}, findings);
  EXPECT_TRUE(has_only(findings, "WP-VM-3"));
  Findings of_speech;
  LeftMessage longer = left();
  longer.spoken = Seconds(60);
  judge_voicemail(messages[0], longer, of_speech);
  EXPECT_TRUE(has_only(of_speech, "WP-VM-3"));
}

TEST(Voicemail, WP_VM_4_DateAndTimeWithinAMinute) {
  Findings findings;
  const auto messages = read(list, findings);
  LeftMessage earlier = left();
  earlier.at -= 5min;
  judge_voicemail(messages[0], earlier, findings);
  EXPECT_TRUE(has_only(findings, "WP-VM-4"));
}

TEST(Voicemail, WP_VM_5_ItPlays) {
  Findings findings;
  const auto message = read(list, findings)[0];
  const std::string sound = wave(36 * 8'000);
  for (const AudioReply& reply :
       {AudioReply{404, "audio/wav", bytes(sound)}, AudioReply{200, "text/html", bytes(sound)},
        AudioReply{200, "audio/wav", bytes(sound).first(100)}, AudioReply{200, "audio/wav", {}}}) {
    Findings one;
    judge_audio(message, reply, one);
    EXPECT_TRUE(has_only(one, "WP-VM-5"));
  }
}

TEST(Voicemail, HostileSoundFilesAreClassified) {
  EXPECT_NEAR(wave_length(bytes(wave(800)))->count(), 0.1, 1e-9);
  const std::string sound = wave(10);
  for (std::size_t size = 0; size < sound.size(); ++size)
    EXPECT_EQ(wave_length(bytes(sound).first(size)).error().kind, "http.audio") << size;
  std::string endless = sound;
  endless.replace(16, 4, "\xff\xff\xff\xff");
  EXPECT_FALSE(wave_length(bytes(endless)));
  std::string silent = sound;
  silent.replace(28, 4, std::string(4, '\0'));
  EXPECT_FALSE(wave_length(bytes(silent))) << "plays at no speed";
}

TEST(Voicemail, DatesWithZonesAndWithout) {
  const WallTime noon = at("2026-11-29T12:00:00Z");
  EXPECT_EQ(at("2026-11-29T13:00:00+01:00"), noon);
  EXPECT_EQ(at("2026-11-29T06:30:00.000-0530"), noon);
  EXPECT_EQ(at("2026-11-29 12:00:00"), noon);
  EXPECT_EQ(at("2026-11-29T12:00:00.25Z"), noon + 250ms);
  for (const char* text :
       {"", "yesterday", "2026-02-30T00:00:00Z", "2026-11-29T25:00:00Z", "2026-11-29", "9999-01-01T00:00:00Z",
        "2026-11-29T12:00:00+1", "2026-11-29T12:00:00 CET", "2026-11-29T12:00:00+99:00"})
    EXPECT_FALSE(parse_date_time(text)) << text;
}

TEST(Voicemail, HostileListsAreClassified) {
  Findings findings;
  EXPECT_EQ(read_voicemails(json("{}"), findings).error().kind, "http.shape");
  EXPECT_EQ(read_voicemails(Json(Json::List(10'001)), findings).error().kind, "http.json_limit");
  EXPECT_FALSE(read(R"([{"id":"A","duration":1e9,"created":7}])", findings)[0].duration);
}

}  // namespace
}  // namespace cxload::webphone
