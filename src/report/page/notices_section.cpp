// What an operator trips over: no gate, but worth a look.
#include <fmt/format.h>

#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {

std::string notices_section(const result::RunResult& run) {
  if (run.notices.empty()) return {};
  std::string out = "<section id=\"notices\"><h2>Worth a look</h2>\n<ul>\n";
  for (const result::Notice& notice : run.notices)
    out += fmt::format("<li>{}</li>\n", html(notice.text, 600));
  return out + "</ul>\n</section>\n";
}

}  // namespace cxload::report::page
