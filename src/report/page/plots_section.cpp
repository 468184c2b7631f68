// Frames for the canvases; the sentence under each says in words what the plot shows.
#include <fmt/format.h>

#include "markup.hpp"
#include "sections.hpp"

namespace cxload::report::page {

std::string plots_section(const std::vector<Plot>& plots, const std::string& note) {
  if (plots.empty()) return "<p class=\"empty\">Nothing was measured, so there is nothing to plot.</p>\n";
  // page.js takes this line away once everything is drawn.
  std::string out = "<p class=\"unplotted\">The plots need JavaScript; everything else does not.</p>\n";
  out += fmt::format("<p class=\"note\">{}</p>\n<div class=\"plots\">\n", html(note));
  for (const Plot& plot : plots) {
    const std::string title = html(plot.title), summary = html(plot.summary, 2000);
    out += fmt::format(
        "<figure class=\"plot {}\"><h3>{} <span class=\"unit\">{}</span></h3><div class=\"canvas\"><canvas "
        "id=\"{}\" role=\"img\" aria-label=\"{}. "
        "{}\">{}</canvas></div><figcaption>{}</figcaption></figure>\n",
        plot.is_wide ? "wide" : "half", title, html(plot.unit) + (plot.is_logarithmic ? ", logarithmic" : ""),
        plot.id, title, summary, summary, summary);
  }
  return out + "</div>\n";
}

}  // namespace cxload::report::page
