/// ExpectedMedia: what a step wants to hear of an answered call (CONTRACT 2).
#pragma once
#include <optional>
#include <string>

#include <cxload/base/failure.hpp>
#include <cxload/phone/call.hpp>
#include <cxload/scenario/shape.hpp>
#include <cxload/scenario/step_registry.hpp>

namespace cxload::scenario {

struct ExpectedMedia {
  std::string sent_codec, received_codec;  ///< as SDP names them, whatever the case; empty: any
  std::string mos_op;                      ///< empty: any quality
  double mos = 0;

  /// At the end of the call, whatever was expected: audio that both sides agreed on is heard. Failure:
  /// rtp.none, ice.*, dtls.*, srtp.*, media.crossed; expect.codec, expect.mos.
  [[nodiscard]] std::optional<Failure> judge(const phone::MediaCounts& heard) const;
};

/// `expect: {codec: …, mos: …}` of the options of a step.
[[nodiscard]] ExpectedMedia parse_expected_media(const Node& options, const StepContext& context);

inline constexpr Field expected_codec_field{
    "codec",
    Form::custom,
    "The codec of both directions, or {sent: …, received: …}.",
    false,
    nullptr,
    {},
    R"({"oneOf": [{"type": "string"}, {"type": "object", "additionalProperties": false,
        "properties": {"sent": {"type": "string"}, "received": {"type": "string"}}}]})"};
inline constexpr Field expected_mos_field{"mos", Form::text, "Of what this phone hears, as in \">= 4.0\"."};

}  // namespace cxload::scenario
