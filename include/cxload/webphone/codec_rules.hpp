/// CodecRules: Codec Delete and Codec Priority of the provisioning, applied to what a phone brings
/// (WP-CODEC).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include <cxload/sdp/codec.hpp>
#include <cxload/sdp/session.hpp>
#include <cxload/webphone/finding.hpp>
#include <cxload/webphone/pattern.hpp>
#include <cxload/webphone/readings.hpp>

namespace cxload::webphone {

/// Names or patterns, letter case without meaning.
struct CodecRules {
  std::vector<std::string> remove;
  std::vector<std::string> priority;
  bool operator==(const CodecRules&) const = default;
};

/// Threads: any; it never changes. Made once a provisioning.
class CodecFilter {
 public:
  /// An entry that is no pattern is taken as a plain name and is a finding (WP-CODEC-DEL-10).
  [[nodiscard]] static CodecFilter make(const CodecRules& rules, const Readings& readings,
                                        Findings& findings);

  [[nodiscard]] bool removes(std::string_view encoding) const;  ///< never Opus (WP-CODEC-DEL-5)
  /// Prioritised ones first, in the order of the list; the rest as it was. RED that points at a removed codec
  /// goes.
  [[nodiscard]] std::vector<sdp::Codec> apply(const std::vector<sdp::Codec>& codecs) const;
  /// The same on a stream of a description: formats, rtpmap, fmtp and rtcp-fb lines (WP-CODEC-DEL-6).
  void apply(sdp::Media& audio) const;

 private:
  struct Entry {
    std::string name;
    std::vector<Pattern> pattern;  ///< one, or none when the entry is a plain name
    CodecMatch match;
    [[nodiscard]] bool covers(std::string_view encoding) const;
  };
  [[nodiscard]] static std::vector<Entry> compile(const std::vector<std::string>& list,
                                                  const Readings& readings, Findings& findings);
  [[nodiscard]] std::size_t rank(std::string_view encoding) const;

  std::vector<Entry> remove_, priority_;
};

/// Oracle: what an offer or answer of a phone with these rules does wrong.
void judge_codecs(const sdp::Media& audio, const CodecFilter& filter, Findings& findings);

}  // namespace cxload::webphone
