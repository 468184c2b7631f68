#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include <cxload/base/text.hpp>
#include <cxload/webphone/codec_rules.hpp>

namespace cxload::webphone {
namespace {

constexpr std::size_t most_entries = 64;  // the carrier's list has 19 names
constexpr std::string_view opus = "opus";

/// "111/111" of RED names payload types it carries; those that are gone make it useless.
bool points_at(const sdp::Codec& red, const std::vector<sdp::Codec>& removed) {
  if (!text::iequals(red.encoding, "red")) return false;
  for (const std::string_view part : text::split(red.parameters, '/')) {
    const auto payload_type = text::parse_unsigned(part);
    const auto is_it = [&](const sdp::Codec& codec) { return payload_type == codec.payload_type; };
    if (payload_type && std::any_of(removed.begin(), removed.end(), is_it)) return true;
  }
  return false;
}

/// The payload type an attribute is about: "rtpmap:0 …", "rtcp-fb:111 …".
std::optional<std::string> format_of(const sdp::Attribute& attribute) {
  if (attribute.name != "rtpmap" && attribute.name != "fmtp" && attribute.name != "rtcp-fb")
    return std::nullopt;
  const std::string_view value = attribute.value ? std::string_view(*attribute.value) : std::string_view();
  return std::string(value.substr(0, value.find(' ')));
}

bool has(const std::vector<std::string>& formats, std::string_view format) {
  return std::find(formats.begin(), formats.end(), format) != formats.end();
}

bool is_format_of(const sdp::Codec& codec, std::string_view format) {
  return text::parse_unsigned(format) == codec.payload_type;
}

}  // namespace

bool CodecFilter::Entry::covers(std::string_view encoding) const {
  if (pattern.empty()) return text::iequals(name, encoding);
  switch (match) {
    case CodecMatch::prefix:
      return pattern.front().matches_start(encoding);
    case CodecMatch::anywhere:
      return pattern.front().is_found_in(encoding);
    case CodecMatch::whole:
      break;
  }
  return pattern.front().matches_whole(encoding);
}

std::vector<CodecFilter::Entry> CodecFilter::compile(const std::vector<std::string>& list,
                                                     const Readings& readings, Findings& findings) {
  std::vector<Entry> entries;
  for (const std::string& line : list) {
    const std::string_view name = text::trim(line);
    if (name.empty()) continue;
    if (entries.size() == most_entries) {
      findings.add("WP-CODEC-DEL-8", Level::info, "the list of codecs is longer than any client's");
      break;
    }
    Entry entry{std::string(name), {}, readings.codec_match};
    if (auto pattern = Pattern::compile(name, LetterCase::ignored)) {
      entry.pattern.push_back(std::move(*pattern));
    } else {
      findings.add("WP-CODEC-DEL-10", Level::info,
                   fmt::format("'{}' is taken as a plain name: {}", text::printable(name, 60),
                               pattern.error().detail));
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

CodecFilter CodecFilter::make(const CodecRules& rules, const Readings& readings, Findings& findings) {
  CodecFilter filter;
  filter.remove_ = compile(rules.remove, readings, findings);
  filter.priority_ = compile(rules.priority, readings, findings);
  return filter;
}

bool CodecFilter::removes(std::string_view encoding) const {
  if (text::iequals(encoding, opus)) return false;
  return std::any_of(remove_.begin(), remove_.end(),
                     [&](const Entry& entry) { return entry.covers(encoding); });
}

std::size_t CodecFilter::rank(std::string_view encoding) const {
  for (std::size_t i = 0; i < priority_.size(); ++i)
    if (priority_[i].covers(encoding)) return i;
  return std::numeric_limits<std::size_t>::max();
}

std::vector<sdp::Codec> CodecFilter::apply(const std::vector<sdp::Codec>& codecs) const {
  std::vector<sdp::Codec> kept, removed;
  for (const sdp::Codec& codec : codecs) (removes(codec.encoding) ? removed : kept).push_back(codec);
  kept.erase(std::remove_if(kept.begin(), kept.end(),
                            [&](const sdp::Codec& codec) { return points_at(codec, removed); }),
             kept.end());
  std::vector<std::pair<std::size_t, sdp::Codec>> ranked;
  ranked.reserve(kept.size());
  for (sdp::Codec& codec : kept) ranked.emplace_back(rank(codec.encoding), std::move(codec));
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  kept.clear();
  for (auto& one : ranked) kept.push_back(std::move(one.second));
  return kept;
}

void CodecFilter::apply(sdp::Media& audio) const {
  const std::vector<sdp::Codec> before = sdp::codecs_of(audio);
  const std::vector<sdp::Codec> after = apply(before);
  std::vector<std::string> formats;
  formats.reserve(audio.formats.size());
  for (const sdp::Codec& codec : after) formats.push_back(std::to_string(codec.payload_type));
  for (const std::string& format : audio.formats) {  // those without meaning stay where they were: at the end
    const auto is_it = [&](const sdp::Codec& codec) { return is_format_of(codec, format); };
    if (std::none_of(before.begin(), before.end(), is_it)) formats.push_back(format);
  }
  if (formats.empty()) return;  // a stream without formats is no SDP; nothing to offer is the phone's affair
  sdp::Attributes kept;
  for (const sdp::Attribute& attribute : audio.attributes.all()) {
    const auto format = format_of(attribute);
    if (!format || *format == "*" || has(formats, *format)) kept.add(attribute.name, attribute.value);
  }
  audio.formats = std::move(formats);
  audio.attributes = std::move(kept);
}

void judge_codecs(const sdp::Media& audio, const CodecFilter& filter, Findings& findings) {
  const std::vector<sdp::Codec> codecs = sdp::codecs_of(audio);
  bool has_opus = false;
  for (const sdp::Codec& codec : codecs) {
    has_opus = has_opus || text::iequals(codec.encoding, opus);
    if (filter.removes(codec.encoding))
      findings.add("WP-CODEC-DEL-1", Level::must,
                   fmt::format("{} is offered although it is deleted", codec.encoding));
  }
  if (!has_opus) findings.add("WP-CODEC-OPUS-1", Level::must, "opus is not offered");
  for (const sdp::Attribute& attribute : audio.attributes.all()) {
    const auto format = format_of(attribute);
    if (format && *format != "*" && !has(audio.formats, *format))
      findings.add("WP-CODEC-DEL-6", Level::must,
                   fmt::format("a={} speaks of payload type {}, which the m= line does not have",
                               attribute.name, text::printable(*format, 20)));
  }
  const std::vector<sdp::Codec> ordered = filter.apply(codecs);
  for (std::size_t i = 0; i < ordered.size() && i < codecs.size() && ordered.size() == codecs.size(); ++i) {
    if (ordered[i] == codecs[i]) continue;
    findings.add("WP-CODEC-PRI-1", Level::must,
                 fmt::format("{} stands where {} has priority", codecs[i].encoding, ordered[i].encoding));
    return;
  }
}

}  // namespace cxload::webphone
