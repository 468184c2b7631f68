#include <algorithm>
#include <array>
#include <cmath>

#include <cxload/base/text.hpp>
#include <cxload/media/quality.hpp>

namespace cxload::media {
namespace {

struct Known {
  std::string_view codec;
  CodecQuality quality;
};

// For Opus ITU-T has no figures: those fitted by Alahmadi et al. for variable bit rate around 25 kbit/s,
// super-wideband, are used on the fullband scale.
constexpr std::array<Known, 4> known = {{
    {"PCMU", {Scale::nb, 0, 25.1, Duration{}, "G.113 appendix I, with loss concealment"}},
    {"PCMA", {Scale::nb, 0, 25.1, Duration{}, "G.113 appendix I, with loss concealment"}},
    {"G722", {Scale::wb, 13, 4.5, Duration{}, "G.113 appendix IV, 64 kbit/s"}},
    {"opus",
     {Scale::fb, 20.2, 11.3, std::chrono::duration_cast<Duration>(std::chrono::microseconds(6500)),
      "alahmadi-swb-vbr"}},
}};

struct ScaleConstants {
  double highest;        // R without any impairment
  double loss;           // the constant of Ie,eff
  double to_narrowband;  // R of this scale over R of the scale that mos_of() knows
};

ScaleConstants constants_of(Scale scale) {
  if (scale == Scale::wb) return {129, 95, 1.29};
  if (scale == Scale::fb) return {148, 132, 1.48};
  return {93.2, 95, 1};
}

}  // namespace

std::string_view to_string(Scale scale) {
  if (scale == Scale::wb) return "wb";
  return scale == Scale::fb ? "fb" : "nb";
}

CodecQuality quality_of(std::string_view codec) {
  const auto found =
      std::find_if(known.begin(), known.end(), [&](const Known& k) { return text::iequals(k.codec, codec); });
  return found == known.end() ? known.front().quality : found->quality;
}

double effective_impairment(const CodecQuality& codec, double loss, double burst_ratio) {
  const double percent = 100 * std::clamp(loss, 0.0, 1.0);
  if (percent == 0) return codec.impairment;
  const double room = constants_of(codec.scale).loss - codec.impairment;
  return codec.impairment + room * percent / (percent / std::max(burst_ratio, 1e-3) + codec.robustness);
}

double delay_impairment(Duration mouth_to_ear) {
  const double milliseconds = std::chrono::duration<double, std::milli>(mouth_to_ear).count();
  if (milliseconds <= 100) return 0;
  const double x = std::log2(milliseconds / 100);
  return 25 * (std::pow(1 + std::pow(x, 6), 1.0 / 6) - 3 * std::pow(1 + std::pow(x / 3, 6), 1.0 / 6) + 2);
}

double mos_of(double r) {
  if (r <= 0) return 1;
  if (r >= 100) return 4.5;
  return std::max(1.0, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);  // the cubic dips under 1 below 6.5
}

double burst_ratio(double loss, double mean_run) {
  if (loss <= 0 || loss >= 1 || mean_run <= 0) return 1;
  return (1 - loss) * mean_run;
}

Rating rate(const CodecQuality& codec, const Heard& heard) {
  const ScaleConstants constants = constants_of(codec.scale);
  // G.107.2: delay weighs on its scale as much as that scale is longer.
  const double delay = delay_impairment(heard.mouth_to_ear) * constants.to_narrowband;
  Rating rating;
  rating.scale = codec.scale;
  rating.r =
      std::max(0.0, constants.highest - delay - effective_impairment(codec, heard.loss, heard.burst_ratio));
  rating.mos = mos_of(rating.r / constants.to_narrowband);
  return rating;
}

}  // namespace cxload::media
