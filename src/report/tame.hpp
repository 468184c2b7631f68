/// Makes text of peers and files harmless to look at, in any kind of report; escaping for the format comes
/// after.
#pragma once
#include <string>
#include <string_view>

namespace cxload::report {

/// text::printable(), and further: characters that turn the reading direction around are shown as <U+202E>,
/// and U+FFFE and U+FFFF, which XML 1.0 forbids even as references (section 2.2), become U+FFFD.
[[nodiscard]] std::string tame(std::string_view untrusted, std::size_t limit = 4096);

/// The same on one line: breaks and tabs become spaces.
[[nodiscard]] std::string tame_line(std::string_view untrusted, std::size_t limit = 300);

}  // namespace cxload::report
