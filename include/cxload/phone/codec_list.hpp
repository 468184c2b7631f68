/// The codecs of a phone: what its kind of media offers, after the account's Codec Delete and Codec Priority
/// (documentation lines 156-166).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <cxload/media/manner.hpp>
#include <cxload/phone/group.hpp>
#include <cxload/sdp/codec.hpp>
#include <cxload/webphone/codec_rules.hpp>

namespace cxload::phone {

[[nodiscard]] std::vector<sdp::Codec> codec_list(MediaKind kind, const webphone::CodecRules& rules,
                                                 const webphone::Readings& readings = {});

[[nodiscard]] bool speaks_codec(std::string_view name);
[[nodiscard]] std::string codec_names();  ///< "opus, PCMU, …"

/// How its descriptions ask to be spoken to in Opus.
[[nodiscard]] media::Manner opus_manner(const Group& group);

/// Into a group whose kind of media is set, before its phones run. What it says is encoded here, once: the
/// first call finds it made.
void set_codecs(Group& group, const webphone::CodecRules& rules, const webphone::Readings& readings = {});

}  // namespace cxload::phone
