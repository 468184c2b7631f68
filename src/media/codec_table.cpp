// The table of codecs: one line each, in the order of a browser's offer.
#include <algorithm>
#include <array>

#include <cxload/base/text.hpp>
#include <cxload/media/codec.hpp>

namespace cxload::media {

extern const Codec opus_codec, g722_codec, pcmu_codec, pcma_codec;

namespace {

constexpr std::array table = {
    &opus_codec,
    &g722_codec,
    &pcmu_codec,
    &pcma_codec,
};

}  // namespace

std::span<const Codec* const> all_codecs() { return table; }

const Codec* find_codec(std::string_view name) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Codec* c) { return text::iequals(c->name, name); });
  return found == table.end() ? nullptr : *found;
}

}  // namespace cxload::media
