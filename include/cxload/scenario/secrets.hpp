/// Secrets: what must never reach a report, a trace or a log, and how it is kept out.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace cxload::scenario {

enum class MaskStyle {
  three_stars,  ///< for reports
  same_length,  ///< for messages that point into the line
};

/// Hides what stands behind a key `password` of YAML text, well-formed or not, behind one that is nearly so
/// or says token or secret, and in URLs what mask_urls hides; `password: none` stays.
[[nodiscard]] std::string mask_passwords(std::string_view yaml, MaskStyle style = MaskStyle::three_stars);

/// Hides user information and queries of URLs.
[[nodiscard]] std::string mask_urls(std::string_view text);

/// Values that came from the environment or from files.
class Secrets {
 public:
  void add(std::string value);  ///< empty ones are not kept
  /// `text` without them. Values under four characters are hidden only where they stand alone, so that a "5"
  /// does not shred the text.
  [[nodiscard]] std::string mask(std::string_view text) const;
  [[nodiscard]] bool empty() const { return values_.empty(); }

 private:
  std::vector<std::string> values_;  ///< the longest first, so that none hides a part of another
};

}  // namespace cxload::scenario
