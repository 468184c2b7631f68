/// What two descriptions of a stream agree on (RFC 3264 6, 7).
#pragma once
#include <optional>

#include <cxload/base/result.hpp>
#include <cxload/sdp/offer_answer.hpp>

#include "stream_view.hpp"

namespace cxload::sdp {

constexpr std::uint16_t discard_port = 9;

/// Those of `codecs`, which are theirs, that `ours` knows too, in their numbering and order (or ours), as far
/// as they are of use.
[[nodiscard]] CodecViews usable_codecs(CodecViews codecs, const CodecViews& ours, bool in_our_order = false);

[[nodiscard]] RtcpPlace rtcp_place(const StreamView& stream);
[[nodiscard]] AgreedStream agree(const StreamView& theirs, const CodecViews& codecs, Direction direction);

/// The offerer's reading of one answered stream; nothing when it was refused.
[[nodiscard]] std::optional<Result<AgreedStream>> judge(const StreamView& offered, const CodecViews& ours,
                                                        const StreamView& answered);

}  // namespace cxload::sdp
