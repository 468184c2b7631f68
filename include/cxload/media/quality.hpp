/// Quality: the E-model's rating of what was heard (ITU-T G.107, G.107.1, G.107.2; G.113 for codecs).
#pragma once
#include <cstdint>
#include <string_view>

#include <cxload/base/clock.hpp>

namespace cxload::media {

/// Ratings of different scales cannot be compared, so every one carries its own.
enum class Scale : std::uint8_t { nb, wb, fb };
[[nodiscard]] std::string_view to_string(Scale scale);

/// What a codec costs by itself (Ie) and how well it stands loss (Bpl), on the scale of its band.
struct CodecQuality {
  Scale scale = Scale::nb;
  double impairment = 0;
  double robustness = 25.1;
  Duration lookahead{};       ///< of its algorithm, beside the frame
  std::string_view source{};  ///< where the figures come from
};

/// By the name in SDP; an unknown codec is taken for G.711.
[[nodiscard]] CodecQuality quality_of(std::string_view codec);

struct Heard {
  double loss = 0;         ///< share of packets that were not played, 0 … 1
  double burst_ratio = 1;  ///< G.107 3.5: mean length of loss runs to that of random loss; 1: random
  Duration mouth_to_ear{};
};

struct Rating {
  Scale scale = Scale::nb;
  double r = 0;    ///< on the scale of its own: up to 93.2, 129 or 148
  double mos = 1;  ///< 1 … 4.5
};
[[nodiscard]] Rating rate(const CodecQuality& codec, const Heard& heard);

/// Ie,eff: codec and loss together (G.107 7-29). `loss` as a share; the constant is 95, and 132 on fb.
[[nodiscard]] double effective_impairment(const CodecQuality& codec, double loss, double burst_ratio);
[[nodiscard]] double delay_impairment(Duration mouth_to_ear);  ///< Idd of G.107, without echo
[[nodiscard]] double mos_of(double r);                         ///< G.107 annex B, of the narrowband scale
/// From the length of runs (G.107 3.5); 1 where there were none.
[[nodiscard]] double burst_ratio(double loss, double mean_run);

}  // namespace cxload::media
