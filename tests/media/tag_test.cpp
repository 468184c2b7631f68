// Whose call is heard: tags spelt, read, and read again behind codecs, transcoders and losses.
#include <vector>

#include <gtest/gtest.h>

#include <cxload/base/random.hpp>
#include <cxload/media/repertoire.hpp>
#include <cxload/media/tag.hpp>
#include <cxload/media/tone_finder.hpp>

namespace cxload::media {
namespace {

using Frames = std::vector<std::optional<Tone>>;

/// `count` frames of a call from `first` on: what each sounds like.
Frames frames_of(Tag tag, std::size_t first, std::size_t count) {
  const auto tones = spell(tag);
  Frames frames;
  for (std::size_t i = first; i < first + count; ++i) {
    const std::size_t place = i % tag_period;
    frames.push_back(place < frames_per_tag ? std::optional(tones[place / frames_per_symbol]) : std::nullopt);
  }
  return frames;
}

std::vector<TagReader::Read> read_all(const Frames& frames) {
  TagReader reader;
  std::vector<TagReader::Read> found;
  TimePoint at;
  for (const auto& frame : frames) {
    if (auto read = reader.on_frame(frame, at)) found.push_back(*read);
    at += frame_time;
  }
  return found;
}

TEST(Tag, NeighboursAlwaysDiffer) {
  Random random(3);
  for (int i = 0; i < 10'000; ++i) {
    const auto tones = spell(Tag{static_cast<std::uint32_t>(random.next())});
    ASSERT_EQ(tones[0], begin_tone);
    for (std::size_t k = 1; k < tones.size(); ++k) {
      ASSERT_NE(tones[k], tones[k - 1]);
      ASSERT_LT(tones[k], begin_tone);
    }
  }
}

TEST(Tag, EveryTwoSecondsHoldOne) {
  Random random(4);
  for (std::size_t first = 0; first < tag_period; ++first) {
    const Tag tag{static_cast<std::uint32_t>(random.next())};
    const auto found = read_all(frames_of(tag, first, 100));
    ASSERT_FALSE(found.empty()) << "from frame " << first;
    EXPECT_EQ(found.front().tag, tag);
  }
}

TEST(Tag, SaysWhenItBegan) {
  const auto found = read_all(frames_of(Tag{77}, 10, 3 * tag_period));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].begun, TimePoint() + (tag_period - 10) * frame_time);
  EXPECT_EQ(found[1].begun, TimePoint() + (2 * tag_period - 10) * frame_time);
}

TEST(Tag, SurvivesALostFrameAnywhere) {
  const Tag tag{0xABCDEF};
  for (std::size_t lost = 0; lost < frames_per_tag; ++lost) {
    Frames frames = frames_of(tag, 0, tag_period);
    frames.erase(frames.begin() + static_cast<std::ptrdiff_t>(lost));
    const auto found = read_all(frames);
    ASSERT_EQ(found.size(), 1U) << lost;
    EXPECT_EQ(found[0].tag, tag);
    EXPECT_EQ(found[0].begun.has_value(), lost >= frames_per_symbol);

    Frames noisy = frames_of(tag, 0, tag_period);
    noisy[lost].reset();
    ASSERT_EQ(read_all(noisy).size(), 1U) << lost;
  }
}

TEST(Tag, IsNotReadFromParts) {
  // A whole symbol lost, and another call's tones behind the first half: the checksum catches all but one in
  // 256 of such.
  Random random(5);
  int wrong = 0;
  for (int i = 0; i < 2000; ++i) {
    const Frames a = frames_of(Tag{static_cast<std::uint32_t>(random.next())}, 0, tag_period);
    const Frames b = frames_of(Tag{static_cast<std::uint32_t>(random.next())}, 0, tag_period);
    Frames mixed(a.begin(), a.begin() + 12);
    mixed.insert(mixed.end(), b.begin() + 12, b.end());
    wrong += static_cast<int>(read_all(mixed).size());
  }
  EXPECT_LT(wrong, 20);
}

/// What a gateway does: decodes one codec and encodes the other, at its own rate.
std::vector<std::int16_t> resample(const std::vector<std::int16_t>& from, std::uint32_t rate,
                                   std::uint32_t to) {
  if (rate == to) return from;
  std::vector<std::int16_t> out(from.size() * to / rate);
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (rate > to) {
      int sum = 0;
      const std::size_t step = rate / to;
      for (std::size_t k = 0; k < step; ++k) sum += from[i * step + k];
      out[i] = static_cast<std::int16_t>(sum / static_cast<int>(step));
    } else {
      out[i] = from[i * rate / to];
    }
  }
  return out;
}

std::vector<std::int16_t> hear(const Codec& codec, const std::vector<std::vector<std::byte>>& payloads) {
  const auto decoder = codec.make_decoder();
  std::vector<std::int16_t> samples;
  std::array<std::int16_t, most_samples> frame;
  for (const auto& payload : payloads) {
    const std::size_t count = decoder->decode(payload, frame);
    samples.insert(samples.end(), frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return samples;
}

std::vector<std::vector<std::byte>> say(const Codec& codec, std::vector<std::int16_t> samples) {
  const auto encoder = codec.make_encoder(Encoding::stream, {});
  std::vector<std::vector<std::byte>> payloads;
  std::array<std::byte, largest_payload> payload;
  for (std::size_t at = 0; at + codec.frame_samples() <= samples.size(); at += codec.frame_samples()) {
    const std::size_t size = encoder->encode(std::span(samples).subspan(at, codec.frame_samples()), payload);
    payloads.emplace_back(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(size));
  }
  return payloads;
}

std::vector<std::vector<std::byte>> call_of(const Codec& codec, Tag tag, std::size_t count) {
  const auto repertoire = Repertoire::of(codec);
  std::vector<std::vector<std::byte>> payloads;
  for (std::size_t i = 0; i < count; ++i) {
    const auto frame = repertoire->frame(spell(tag), i);
    payloads.emplace_back(frame.begin(), frame.end());
  }
  return payloads;
}

std::size_t tags_heard(const Codec& codec, const std::vector<std::int16_t>& samples, Tag tag) {
  const ToneFinder finder(codec.sample_rate);
  Frames frames;
  for (std::size_t at = 0; at + codec.frame_samples() <= samples.size(); at += codec.frame_samples())
    frames.push_back(finder.find(std::span(samples).subspan(at, codec.frame_samples())));
  std::size_t right = 0;
  for (const TagReader::Read& read : read_all(frames)) {
    EXPECT_EQ(read.tag, tag);
    ++right;
  }
  return right;
}

TEST(Tag, SurvivesEveryCodecAndEveryPairOfThem) {
  Random random(6);
  for (const Codec* first : all_codecs()) {
    for (const Codec* second : all_codecs()) {
      for (int i = 0; i < 20; ++i) {
        const Tag tag{static_cast<std::uint32_t>(random.next())};
        const auto spoken = hear(*first, call_of(*first, tag, 2 * tag_period + 5));
        const auto passed = resample(spoken, first->sample_rate, second->sample_rate);
        const auto heard = hear(*second, say(*second, passed));
        EXPECT_EQ(tags_heard(*second, heard, tag), 2U) << first->name << " to " << second->name;
      }
    }
  }
}

TEST(Tag, IsNotHeardInSpeech) {
  for (const Codec* codec : all_codecs()) {
    const auto samples = make_speech(60 * codec->sample_rate, codec->sample_rate);
    EXPECT_EQ(tags_heard(*codec, samples, Tag{0}), 0U) << codec->name;
  }
}

TEST(Repertoire, KnowsItsOwnFramesAndNoOthers) {
  for (const Codec* codec : all_codecs()) {
    const auto repertoire = Repertoire::of(*codec);
    const auto tones = spell(Tag{12345});
    for (std::size_t i = 0; i < 2 * tag_period; ++i) {
      const auto* known = repertoire->find(repertoire->frame(tones, i));
      ASSERT_NE(known, nullptr) << codec->name << ' ' << i;
      const std::size_t place = i % tag_period;
      ASSERT_EQ(known->tone.has_value(), place < frames_per_tag);
      if (known->tone) {
        ASSERT_EQ(*known->tone, tones[place / frames_per_symbol]);
      }
    }
    ASSERT_NE(repertoire->find(repertoire->silence(3)), nullptr);
    EXPECT_TRUE(repertoire->find(repertoire->silence(3))->is_silence);
    std::vector<std::byte> other(repertoire->frame(tones, 0).begin(), repertoire->frame(tones, 0).end());
    other[other.size() / 2] ^= std::byte{1};
    EXPECT_EQ(repertoire->find(other), nullptr);
  }
}

}  // namespace
}  // namespace cxload::media
