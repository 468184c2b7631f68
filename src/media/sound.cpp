#include <algorithm>
#include <cmath>
#include <memory>
#include <samplerate.h>
#include <sndfile.h>

#include <fmt/format.h>

#include <cxload/media/sound.hpp>

namespace cxload::media {
namespace {

struct Close {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using File = std::unique_ptr<SNDFILE, Close>;

constexpr int most_channels = 16;

Failure unreadable(const std::filesystem::path& file, std::string_view why) {
  return {"local.wav", fmt::format("{}: {}", file.filename().string(), why)};
}

std::vector<float> mix(const std::vector<float>& interleaved, std::size_t channels) {
  std::vector<float> mixed(interleaved.size() / channels);
  for (std::size_t i = 0; i < mixed.size(); ++i) {
    float sum = 0;
    for (std::size_t k = 0; k < channels; ++k) sum += interleaved[i * channels + k];
    mixed[i] = sum / static_cast<float>(channels);
  }
  return mixed;
}

}  // namespace

Outcome<Sound> Sound::read(const std::filesystem::path& file) {
  SF_INFO info{};
  const File opened(sf_open(file.c_str(), SFM_READ, &info));
  if (!opened) return unreadable(file, "it is no audio file that can be read");
  if (info.channels < 1 || info.channels > most_channels || info.samplerate < 1000 ||
      info.samplerate > 192'000)
    return unreadable(file,
                      fmt::format("{} channels at {} Hz are not supported", info.channels, info.samplerate));
  const auto rate = static_cast<std::uint32_t>(info.samplerate);
  if (info.frames > static_cast<sf_count_t>(longest) * info.samplerate)
    return unreadable(file, fmt::format("it is longer than {} s", longest));
  const auto channels = static_cast<std::size_t>(info.channels);
  std::vector<float> samples(static_cast<std::size_t>(info.frames) * channels);
  const sf_count_t got = sf_readf_float(opened.get(), samples.data(), info.frames);
  samples.resize(static_cast<std::size_t>(std::max<sf_count_t>(got, 0)) * channels);
  if (samples.size() < rate * channels / 50) return unreadable(file, "it holds less than 20 ms of sound");
  return Sound(mix(samples, channels), rate);
}

std::vector<std::int16_t> Sound::at(std::uint32_t sample_rate) const {
  const double ratio = static_cast<double>(sample_rate) / sample_rate_;
  std::vector<float> resampled(
      static_cast<std::size_t>(std::ceil(static_cast<double>(samples_.size()) * ratio)) + 1);
  SRC_DATA data{};
  data.data_in = samples_.data();
  data.input_frames = static_cast<long>(samples_.size());
  data.data_out = resampled.data();
  data.output_frames = static_cast<long>(resampled.size());
  data.src_ratio = ratio;
  if (src_simple(&data, SRC_SINC_FASTEST, 1) != 0) data.output_frames_gen = 0;
  resampled.resize(static_cast<std::size_t>(std::max(0L, data.output_frames_gen)));
  std::vector<std::int16_t> out(resampled.size());
  std::transform(resampled.begin(), resampled.end(), out.begin(), [](float value) {
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -1.0F, 1.0F) * 32'767));
  });
  return out;
}

Outcome<> write_wav(const std::filesystem::path& file, std::span<const std::int16_t> samples,
                    std::uint32_t sample_rate) {
  SF_INFO info{};
  info.channels = 1;
  info.samplerate = static_cast<int>(sample_rate);
  info.format = SF_FORMAT_WAV | SF_FORMAT_PCM_16;
  const File opened(sf_open(file.c_str(), SFM_WRITE, &info));
  if (!opened) return unreadable(file, "it cannot be written");
  const auto count = static_cast<sf_count_t>(samples.size());
  if (sf_writef_short(opened.get(), samples.data(), count) != count)
    return unreadable(file, "the disk may be full");
  return {};
}

}  // namespace cxload::media
