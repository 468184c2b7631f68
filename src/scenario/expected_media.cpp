#include "expected_media.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/phone/codec_list.hpp>
#include <cxload/scenario/map_reader.hpp>

namespace cxload::scenario {
namespace {

/// Two seconds of speech: who is there has said something by then.
constexpr std::uint64_t enough_to_answer = 100;

constexpr auto fields = std::to_array<Field>({
    {"sent", Form::text, "The codec in which this phone speaks."},
    {"received", Form::text, "The codec in which the far end speaks."},
});
const Shape shape{"an expected codec", fields};

std::string known_codec(const Node& node, const StepContext& context) {
  if (phone::speaks_codec(node.text)) return node.text;
  context.diagnostics.add(
      node.place, fmt::format("\"{}\" is no codec of these phones: {}", node.text, phone::codec_names()));
  return {};
}

std::optional<Failure> differs(std::string_view what, std::string_view wanted, std::string_view found) {
  if (wanted.empty() || text::iequals(wanted, found)) return std::nullopt;
  return Failure{"expect.codec",
                 fmt::format("{} {}; expected {}", what, found.empty() ? "nothing" : found, wanted)};
}

void read_mos(const Node& node, ExpectedMedia& media, const StepContext& context) {
  const std::string_view text = text::trim(node.text);
  const std::string_view op = text.starts_with(">=") ? ">=" : text.starts_with('>') ? ">" : "";
  const std::string_view digits = text::trim(text.substr(op.size()));
  double limit = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), limit);
  if (op.empty() || error != std::errc{} || end != digits.data() + digits.size() || limit < 1 || limit > 4.5)
    return context.diagnostics.add(node.place, "a quality is a lower limit from 1 to 4.5, as in \">= 4.0\"");
  if (context.group != nullptr && context.group->media == phone::MediaKind::none)
    return context.diagnostics.add(node.place, "phones without media hear nothing; give their group `media`");
  media.mos_op = op;
  media.mos = limit;
}

}  // namespace

std::optional<Failure> ExpectedMedia::judge(const phone::MediaCounts& heard) const {
  if (heard.failure) return heard.failure;
  if (heard.expected_audio && heard.received == 0 && heard.sent >= enough_to_answer)
    return Failure{"rtp.none", fmt::format("nothing was heard, while {} packets were sent", heard.sent)};
  if (auto failure = differs("this phone sent", sent_codec, heard.sent_codec)) return failure;
  if (auto failure = differs("the far end sent", received_codec, heard.received_codec)) return failure;
  if (mos_op.empty()) return std::nullopt;
  if (!heard.rating)
    return Failure{"expect.mos", fmt::format("nothing was heard; expected {} {}", mos_op, mos)};
  const double found = heard.rating->mos;
  if (mos_op == ">=" ? found >= mos : found > mos) return std::nullopt;
  return Failure{"expect.mos", fmt::format("heard with {:.2f}; expected {} {}", found, mos_op, mos)};
}

ExpectedMedia parse_expected_media(const Node& options, const StepContext& context) {
  ExpectedMedia media;
  const Node* expect = options.find("expect");
  if (expect != nullptr && expect->is_map())
    if (const Node* mos = expect->find("mos")) read_mos(*mos, media, context);
  const Node* codec = expect == nullptr || !expect->is_map() ? nullptr : expect->find("codec");
  if (codec == nullptr) return media;
  if (context.group != nullptr && context.group->media == phone::MediaKind::none)
    context.diagnostics.add(codec->place, "phones without media hear no codec; give their group `media`");
  if (codec->is_scalar()) {
    media.sent_codec = media.received_codec = known_codec(*codec, context);
    return media;
  }
  const MapReader reader(*codec, shape, context.diagnostics);
  if (const Node* sent = reader.find("sent")) media.sent_codec = known_codec(*sent, context);
  if (const Node* received = reader.find("received")) media.received_codec = known_codec(*received, context);
  return media;
}

}  // namespace cxload::scenario
